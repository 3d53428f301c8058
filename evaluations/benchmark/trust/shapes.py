"""Cases that held or failed, counted into one line of the trust table."""

from __future__ import annotations

from dataclasses import dataclass

from evaluations.benchmark.intervals import clopper_pearson


@dataclass(frozen=True)
class Failure:
    """A case that did not hold: which, and what came instead of what."""

    case: str
    detail: str


@dataclass(frozen=True)
class Measure:
    """One line of the trust table: how many cases were tried, and which of them failed.

    bar is the smallest share that must hold; None where the line only informs.
    """

    property: str
    statement: str
    bar: float | None
    count: int
    failures: tuple[Failure, ...]

    @property
    def held(self) -> int:
        return self.count - len(self.failures)

    @property
    def value(self) -> float | None:
        """The share of cases that held; None where nothing could be tried."""
        return self.held / self.count if self.count else None

    @property
    def interval(self) -> tuple[float, float]:
        """The exact 95 % interval of the share."""
        return clopper_pearson(self.held, self.count)

    @property
    def is_met(self) -> bool | None:
        """None without a bar; a line that was not tried has not been met."""
        if self.bar is None:
            return None
        return self.value is not None and self.value >= self.bar


class Tally:
    """Counts the cases of one line while they are tried."""

    def __init__(self, property_name: str, statement: str, bar: float | None = 1.0) -> None:
        self.property = property_name
        self.statement = statement
        self.bar = bar
        self.count = 0
        self.failures: list[Failure] = []

    def note(self, case: str, held: bool, detail: str = "") -> None:
        self.count += 1
        if not held:
            self.failures.append(Failure(case, detail))

    def measure(self) -> Measure:
        return Measure(self.property, self.statement, self.bar, self.count, tuple(self.failures))
