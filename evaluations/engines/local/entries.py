"""Requirements in the making, and when two of them are the same thing stated twice."""

from __future__ import annotations

from dataclasses import dataclass

from evaluations.engines.local.wording import SOFT
from evaluations.schema import Importance, Kind

# A text that states the same thing more often than this is no real posting; the first places are enough.
MOST_SPANS = 50


@dataclass
class Entry:
    """A requirement before it has its number; spans are stretches of the cleaned text.

    ``concepts`` are all the vocabulary knows in its words, ``words`` those that carry meaning. ``topic`` names a thing
    that is asked once however it is said (the right to work).
    """

    name: str
    kind: Kind
    importance: Importance
    spans: list[tuple[int, int]]
    any_of: tuple[str, ...] = ()
    open_ended: bool = False
    years: float | None = None
    concept: str | None = None
    concepts: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    topic: str = ""


def add(entries: list[Entry], entry: Entry) -> None:
    """Add an entry, or its span and what it says more to the entry that states the same."""
    for other in entries:
        if is_same(other, entry):
            _merge(other, entry)
            return
    entries.append(entry)


def is_same(one: Entry, other: Entry) -> bool:
    """Whether two entries state the same thing."""
    if one.topic or other.topic:
        return one.topic == other.topic
    if one.kind == "soft" == other.kind and len(one.concepts) == 1 and one.concepts == other.concepts:
        return True
    if one.years is not None and other.years is not None and one.years != other.years:
        return False
    if one.words and one.words == other.words and one.any_of == other.any_of and one.concepts == other.concepts:
        return one.kind == other.kind or one.concept is None
    if one.concept and one.concept == other.concept and one.any_of == other.any_of:
        first, second = _singular(one.words), _singular(other.words)
        extra = [[w for w in words if not SOFT.search(w)] for words in (first - second, second - first)]
        return one.kind == other.kind and max(map(len, extra)) <= 1
    if one.importance == other.importance == "nice":
        for bare, wide in ((one, other), (other, one)):
            if bare.concept and not bare.any_of and wide.any_of and bare.concept in wide.concepts:
                return True
    if len(one.words) >= 4 and len(other.words) >= 4:
        return len(one.words & other.words) >= 0.75 * len(one.words | other.words)
    return False


def _singular(words: frozenset[str]) -> frozenset[str]:
    return frozenset(w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words)


def _merge(kept: Entry, entry: Entry) -> None:
    if "must" in (kept.importance, entry.importance):
        kept.importance = "must"
    if entry.any_of and not kept.any_of:
        kept.name, kept.any_of, kept.open_ended = entry.name, entry.any_of, entry.open_ended
        kept.concept, kept.concepts = entry.concept, entry.concepts
    if kept.years is None or (entry.years is not None and entry.years > kept.years):
        kept.years = entry.years
    if len(kept.spans) < MOST_SPANS:
        kept.spans = sorted({*kept.spans, *entry.spans})
