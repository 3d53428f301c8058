"""The order of profiles on a page, and what follows from it: letters, spread, median."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Ranked(Generic[T]):
    """Profiles in score order; spread in points between the first and the last scored one."""

    profiles: tuple[T, ...]
    scores: tuple[int | None, ...]
    spread: int | None
    median: T | None

    def lettered(self) -> tuple[tuple[str, T], ...]:
        """Each profile with its letter: A for the first."""
        return tuple((chr(ord("A") + place), profile) for place, profile in enumerate(self.profiles))


def rank(profiles: Sequence[T], scores: Sequence[int | None]) -> Ranked[T]:
    """Highest score first, ties in the given order, unscored last and outside spread and median.

    The median of an even number is the lower one. Spread and median are None while nothing is scored; the spread
    of a single score is None too, because there is nothing to compare.
    """
    order = sorted(range(len(profiles)), key=lambda place: (scores[place] is None, -(scores[place] or 0), place))
    ordered = tuple(profiles[place] for place in order)
    ordered_scores = tuple(scores[place] for place in order)
    scored = [score for score in ordered_scores if score is not None]
    spread = scored[0] - scored[-1] if len(scored) > 1 else None
    median = ordered[len(scored) // 2] if scored else None
    return Ranked(profiles=ordered, scores=ordered_scores, spread=spread, median=median)
