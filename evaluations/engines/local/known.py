"""What the vocabulary knows in one statement of a job description."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """A vocabulary mention inside a statement."""

    concept: str
    kind: str
    start: int
    end: int


def mentions_in(known: list[Known], start: int, end: int) -> list[Known]:
    return [m for m in known if start <= m.start and m.end <= end]
