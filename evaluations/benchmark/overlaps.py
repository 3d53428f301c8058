"""When do two stretches of a text speak of the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evaluations.schema import Span


class Pair(NamedTuple):
    """Indexes of a predicted and a gold entry that were matched."""

    predicted: int
    gold: int


def common(first: Span, second: Span) -> int:
    """How many characters both cover."""
    return max(0, min(first.end, second.end) - max(first.start, second.start))


def overlaps(first: Span, second: Span) -> bool:
    """Whether they share at least half of the shorter one."""
    shorter = min(first.end - first.start, second.end - second.start)
    return shorter > 0 and 2 * common(first, second) >= shorter


def any_overlaps(first: Sequence[Span], second: Sequence[Span]) -> bool:
    return any(overlaps(one, other) for one in first for other in second)


def tightness(first: Sequence[Span], second: Sequence[Span]) -> float:
    """The best share that any two overlapping spans have in common, of all the text both cover; 0 where none overlap.

    A whole line and the two words in it that state the requirement overlap, but the two words alone are tighter.
    """
    best = 0.0
    for one in first:
        for other in second:
            if overlaps(one, other):
                shared = common(one, other)
                best = max(best, shared / (one.end - one.start + other.end - other.start - shared))
    return best


def matched(predicted: Sequence[Sequence[Span]], gold: Sequence[Sequence[Span]]) -> list[Pair]:
    """One-to-one pairs of entries with overlapping spans, the tightest first; ties go to the earlier entries."""
    candidates = [
        (-tightness(spans, labelled), Pair(i, j))
        for i, spans in enumerate(predicted)
        for j, labelled in enumerate(gold)
        if any_overlaps(spans, labelled)
    ]
    pairs: list[Pair] = []
    taken_predicted: set[int] = set()
    taken_gold: set[int] = set()
    for _, pair in sorted(candidates):
        if pair.predicted not in taken_predicted and pair.gold not in taken_gold:
            taken_predicted.add(pair.predicted)
            taken_gold.add(pair.gold)
            pairs.append(pair)
    return sorted(pairs, key=lambda pair: pair.gold)
