"""A job description in order, every stretch with what was read from it or why it was left out.

stretches = annotate(text, reading.requirements, reading.skipped)
"".join(stretch.span.of(text) for stretch in stretches) == text
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Any, Literal, NamedTuple

from evaluations.schema import Frozen, Requirement, Skipped, Span

Use = Literal["requirement", "skipped", "joining", "blank", "unexplained"]

USES: dict[Use, str] = {
    "requirement": "read into requirements",
    "skipped": "left out, each with its reason",
    "joining": "words between and around them",
    "blank": "blanks, bullets and marks",
    "unexplained": "left out without a reason",
}

_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


class Stretch(Frozen):
    """A part of the text with one use.

    requirements are the ids of those it states. reason says why it was skipped, and is empty for any other use.
    "joining" are words of a line that states a requirement or was skipped ("and", "Experience with"), "blank" has
    neither letter nor digit, "unexplained" are whole lines the engine says nothing about.
    """

    span: Span
    use: Use
    requirements: tuple[str, ...] = ()
    reason: str = ""


class Counts(NamedTuple):
    """Characters of a text by use, and those skipped by reason, most first; the uses add up to the text."""

    total: int
    uses: dict[Use, int]
    reasons: dict[str, int]


def annotate(text: str, requirements: Sequence[Requirement], skipped: Sequence[Skipped]) -> list[Stretch]:
    """The text cut wherever its use changes: joined in order, the stretches are the text again.

    Where both a requirement and a skipped passage cover some words, they belong to the requirement.
    """
    named = [(place.start, place.end, requirement.id) for requirement in requirements for place in requirement.spans]
    left_out = [(passage.span.start, passage.span.end, passage.reason) for passage in skipped]
    order = {requirement.id: place for place, requirement in enumerate(requirements)}
    edges = {edge for start, end, _ in (*named, *left_out) for edge in (start, end) if 0 < edge < len(text)}
    covered = []
    for span, ids, reasons in _covered(sorted({0, *edges, len(text)}), named, left_out):
        if ids:
            covered.append(
                Stretch(span=span, use="requirement", requirements=tuple(sorted(ids, key=order.__getitem__)))
            )
        elif reasons:
            covered.append(Stretch(span=span, use="skipped", reason=min(reasons)))
        else:
            covered.append(Stretch(span=span, use="unexplained"))
    return _joined(text, covered)


def count(text: str, stretches: Iterable[Stretch]) -> Counts:
    """How much of the text became what."""
    uses: Counter[Use] = Counter()
    reasons: Counter[str] = Counter()
    for stretch in stretches:
        length = stretch.span.end - stretch.span.start
        uses[stretch.use] += length
        if stretch.use == "skipped":
            reasons[stretch.reason] += length
    return Counts(len(text), {use: uses[use] for use in USES if uses[use]}, dict(reasons.most_common()))


def annotation_json(text: str, stretches: Sequence[Stretch]) -> dict[str, Any]:
    """The whole text as the commands print it: what was skipped and why, every stretch, and the counts."""
    counts = count(text, stretches)
    return {
        "skipped": [
            {"span": list(stretch.span), "text": stretch.span.of(text), "reason": stretch.reason}
            for stretch in stretches
            if stretch.use == "skipped"
        ],
        "stretches": [stretch.model_dump(mode="json") for stretch in stretches],
        "characters": {"total": counts.total, **{use: counts.uses.get(use, 0) for use in USES}},
        "skipped_characters": counts.reasons,
    }


def _covered(
    edges: Sequence[int], named: Iterable[tuple[int, int, str]], left_out: Iterable[tuple[int, int, str]]
) -> Iterator[tuple[Span, set[str], set[str]]]:
    """Every piece between two edges with the ids and the reasons that cover it, in one pass over the text."""
    opening: dict[int, list[tuple[int, str]]] = {}
    closing: dict[int, list[tuple[int, str]]] = {}
    for kind, passages in enumerate((named, left_out)):
        for start, end, label in passages:
            if start < end:
                opening.setdefault(start, []).append((kind, label))
                closing.setdefault(end, []).append((kind, label))
    open_now: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for start, end in pairwise(edges):
        for kind, label in closing.get(start, ()):
            open_now[kind][label] -= 1
        for kind, label in opening.get(start, ()):
            open_now[kind][label] += 1
        for counter in open_now:
            for label in [label for label, number in counter.items() if number <= 0]:
                del counter[label]
        yield Span(start, end), set(open_now[0]), set(open_now[1])


def _joined(text: str, covered: Sequence[Stretch]) -> list[Stretch]:
    """The stretches again, what nothing covers told apart by the lines it stands in, and equal neighbours as one."""
    lines = [0, *(match.end() for match in _LINE_END.finditer(text))]
    touched = {
        line
        for stretch in covered
        if stretch.use != "unexplained"
        for line in range(_line_of(lines, stretch.span.start), _line_of(lines, stretch.span.end - 1) + 1)
    }
    joined: list[Stretch] = []
    for stretch in covered:
        parts = [stretch] if stretch.use != "unexplained" else _by_line(text, stretch.span, lines, touched)
        for part in parts:
            previous = joined[-1] if joined else None
            if previous and _is_alike(previous, part):
                joined[-1] = previous.model_copy(update={"span": Span(previous.span.start, part.span.end)})
            else:
                joined.append(part)
    return joined


def _by_line(text: str, span: Span, lines: Sequence[int], touched: set[int]) -> Iterator[Stretch]:
    """A stretch that nothing covers, line by line; lines are the places where lines begin."""
    first = _line_of(lines, span.start)
    for number, end in enumerate((*islice(lines, first + 1, None), len(text)), first):
        part = Span(max(span.start, lines[number]), min(span.end, end))
        if part.start >= part.end:
            return
        if not any(character.isalnum() for character in part.of(text)):
            yield Stretch(span=part, use="blank")
        else:
            yield Stretch(span=part, use="joining" if number in touched else "unexplained")


def _line_of(lines: Sequence[int], place: int) -> int:
    return bisect_right(lines, place) - 1


def _is_alike(one: Stretch, other: Stretch) -> bool:
    return (one.use, one.requirements, one.reason) == (other.use, other.requirements, other.reason)
