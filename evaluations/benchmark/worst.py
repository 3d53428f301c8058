"""The worst cases, so that one can look: what was asked, what the label says, what the engine says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from evaluations.benchmark.judging import Judged
from evaluations.benchmark.quality import Quality
from evaluations.benchmark.reading import PostingReading
from evaluations.benchmark.trust.shapes import Measure
from evaluations.schema import Requirement, Span
from evaluations.scoring import weight_of

_LONGEST_QUOTE = 200


def worst_judged(rows: Sequence[Judged]) -> list[Judged]:
    """All that is wrong about judging, the worst first: swaps, other disagreements, quotes from the wrong place; by weight."""

    def badness(row: Judged) -> tuple[int, int]:
        return (0 if row.is_swap else 1 if not row.agrees else 2, -weight_of(row.requirement))

    wrong = [row for row in rows if not row.agrees or row.evidence_is_right is False]
    return sorted(wrong, key=badness)


def quality_text(quality: Quality, most: int) -> str:
    """At most so many cases of each kind; where there are more, it says so."""
    missed = [(r, requirement) for r in quality.readings for requirement in r.missed]
    invented = [(r, requirement) for r in quality.readings for requirement in r.invented]
    noisy = [(r, requirement) for r in quality.readings for _, requirement in r.noise]
    parts = [
        _section("Requirements missed", [_stated(*pair) for pair in missed], most),
        _section("Requirements invented", [_stated(*pair) for pair in invented], most),
        _section("Noise that became a requirement", [_stated(*pair) for pair in noisy], most),
        _section("Alternatives grouped wrong", _options(quality.readings), most),
        _section("Verdicts", [_verdict(row) for row in worst_judged(quality.judged)], most),
        _section("Postings out of order", _rankings(quality), most),
    ]
    return "\n\n".join(part for part in parts if part)


def trust_text(measures: Sequence[Measure], most: int) -> str:
    """At most so many failing cases of each property."""
    parts = [
        _section(
            f"{measure.property}: {measure.statement}",
            [f"  {failure.case}\n      {failure.detail}" for failure in measure.failures],
            most,
        )
        for measure in measures
    ]
    return "\n\n".join(part for part in parts if part)


def quality_json(quality: Quality) -> dict[str, Any]:
    """Every case behind the figures, not only the worst."""
    return {
        "reading": [
            {
                "posting": reading.posting.name,
                "error": reading.error,
                "missed": [_requirement_json(r, reading.posting.text) for r in reading.missed],
                "invented": [_requirement_json(r, reading.posting.text) for r in reading.invented],
                "noise": [_requirement_json(r, reading.posting.text) for _, r in reading.noise],
                "alternatives_wrong": list(reading.wrong_options),
            }
            for reading in quality.readings
        ],
        "judging": [
            {
                "posting": row.posting.name,
                "resume": row.resume.who,
                "requirement": row.requirement.id,
                "name": row.requirement.name,
                "gold": row.gold.verdict,
                "gold_spans": [list(span) for span in row.gold.spans],
                "verdict": row.verdict,
                "basis": row.finding.basis if row.finding else None,
                "spans": [list(span) for span in row.finding.spans] if row.finding else [],
                "agrees": row.agrees,
                "evidence_is_right": row.evidence_is_right,
            }
            for row in quality.judged
        ],
        "ranking": [
            {"posting": ranking.posting, "points": dict(ranking.points), "in_order": ranking.is_ordered}
            for ranking in quality.rankings
        ],
    }


def _section(title: str, entries: Sequence[str], most: int) -> str:
    if not entries or most < 1:
        return ""
    shown = list(entries[:most])
    more = [f"  … and {len(entries) - most} more"] if len(entries) > most else []
    return "\n".join([f"{title} ({len(entries)})", *shown, *more])


def _stated(reading: PostingReading, requirement: Requirement) -> str:
    quote = _quoted(requirement.spans, reading.posting.text)
    return f"  {reading.posting.name}: {requirement.name} ({requirement.importance})\n      {quote}"


def _options(readings: Sequence[PostingReading]) -> list[str]:
    entries = []
    for reading in readings:
        partners = {gold.id: own for own, gold in reading.pairs}
        for requirement in reading.posting.requirements:
            if requirement.id in reading.wrong_options:
                own = partners.get(requirement.id)
                said = " / ".join(own.any_of) or "none" if own else "not read"
                labelled = " / ".join(requirement.any_of) or "none"
                entries.append(
                    f"  {reading.posting.name}: {requirement.name}\n      gold {labelled}\n      engine {said}"
                )
    return entries


def _verdict(row: Judged) -> str:
    name = f"  {row.posting.name}, {row.resume.who}: {row.requirement.name} ({row.requirement.importance})"
    gold = f"      gold   {row.gold.verdict:8}{_quoted(row.gold.spans, row.resume.text)}"
    spans = row.finding.spans if row.finding else ()
    basis = f" ({row.finding.basis})" if row.finding and row.finding.basis else ""
    return f"{name}\n{gold}\n      engine {row.verdict + basis:8} {_quoted(spans, row.resume.text)}"


def _rankings(quality: Quality) -> list[str]:
    return [
        f"  {ranking.posting}: " + ", ".join(f"{who} {points}" for who, points in ranking.points.items())
        for ranking in quality.rankings
        if not ranking.is_ordered
    ]


def _quoted(spans: Sequence[Span], text: str) -> str:
    # The same stretch may be named twice; one look at it is enough.
    pieces = [" ".join(span.of(text).split()) for span, _ in groupby(spans)]
    quote = " | ".join(pieces)
    quote = quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE]}…"
    return f"“{quote}”" if quote else ""


def _requirement_json(requirement: Requirement, text: str) -> dict[str, Any]:
    return {**requirement.model_dump(mode="json"), "quote": requirement.spans[0].of(text)}
