"""A measured figure with its bar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Unit = Literal["share", "milliseconds", "megabytes"]


@dataclass(frozen=True)
class Bar:
    """What a figure must reach: at least, or at most, this much, in the figure's own unit."""

    limit: float
    is_floor: bool = True

    def is_met_by(self, value: float) -> bool:
        return value >= self.limit if self.is_floor else value <= self.limit


def at_least(limit: float) -> Bar:
    return Bar(limit)


def at_most(limit: float) -> Bar:
    return Bar(limit, is_floor=False)


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    value is a share between 0 and 1, milliseconds or megabytes, None where nothing could be measured; count is the number
    of cases behind it. A figure without a bar informs only. baselines hold the same figure of simpler methods.
    """

    task: str
    name: str
    value: float | None
    count: int
    bar: Bar | None = None
    unit: Unit = "share"
    baselines: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def is_met(self) -> bool | None:
        """None without a bar; a figure with a bar that could not be measured has not met it."""
        if self.bar is None:
            return None
        return self.value is not None and self.bar.is_met_by(self.value)


def share(part: int, whole: int) -> float | None:
    """The part of the whole, None of nothing."""
    return part / whole if whole else None
