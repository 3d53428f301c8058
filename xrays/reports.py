"""The words of an evaluation for a page: analysis and recommendations tied to numbered requirements. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluations.schema import Dimension, Point, Recommendation, Report, Verdict
from xrays.cards import Judged

# Strengths and gaps of a dimension that the article prints; the dashboard prints all.
ARTICLE_POINTS = 3


@dataclass(frozen=True)
class Named:
    """A requirement by its number on the page, and its verdict here."""

    number: int
    name: str
    verdict: Verdict


@dataclass(frozen=True)
class PrintedPoint:
    """One strength or gap, with the requirement it speaks of (None when the ledger has it no more)."""

    sentence: str
    quote: str
    requirement: Named | None
    verdict: Verdict


@dataclass(frozen=True)
class PrintedDimension:
    """One of the three dimensions of the match analysis."""

    name: str
    title: str
    summary: str
    strengths: tuple[PrintedPoint, ...]
    gaps: tuple[PrintedPoint, ...]

    @property
    def is_long(self) -> bool:
        """Whether an article that prints ARTICLE_POINTS of each leaves some to the dashboard."""
        return max(len(self.strengths), len(self.gaps)) > ARTICLE_POINTS


@dataclass(frozen=True)
class PrintedRecommendation:
    """One numbered recommendation; points_words says what it would win."""

    number: int
    action: str
    why: str
    how: str
    points: int
    points_words: str
    requirements: tuple[Named, ...]


@dataclass(frozen=True)
class PrintedReport:
    """Assessment, analysis and recommendations in the order the engine gave them."""

    assessment: str
    analysis: tuple[PrintedDimension, ...]
    recommendations: tuple[PrintedRecommendation, ...]


def printed_report(report: Report | None, rows: Sequence[Judged]) -> PrintedReport | None:
    """The report with requirement ids turned into numbers and names."""
    if report is None:
        return None
    names = {row.requirement.id: Named(row.number, row.name, row.verdict) for row in rows}
    return PrintedReport(
        assessment=report.assessment,
        analysis=tuple(_dimension(dimension, names) for dimension in report.analysis),
        recommendations=tuple(
            _recommendation(number, each, names) for number, each in enumerate(report.recommendations, start=1)
        ),
    )


def _dimension(dimension: Dimension, names: Mapping[str, Named]) -> PrintedDimension:
    return PrintedDimension(
        name=dimension.name,
        title=dimension.title,
        summary=dimension.summary,
        strengths=tuple(_point(point, names) for point in dimension.strengths),
        gaps=tuple(_point(point, names) for point in dimension.gaps),
    )


def _point(point: Point, names: Mapping[str, Named]) -> PrintedPoint:
    named = names.get(point.requirement)
    return PrintedPoint(
        sentence=point.sentence, quote=point.quote, requirement=named, verdict=named.verdict if named else "unclear"
    )


def _recommendation(number: int, each: Recommendation, names: Mapping[str, Named]) -> PrintedRecommendation:
    return PrintedRecommendation(
        number=number,
        action=each.action,
        why=each.why,
        how=each.how,
        points=each.points,
        points_words=points_words(each.points),
        requirements=tuple(names[identifier] for identifier in each.requirements if identifier in names),
    )


def points_words(points: int) -> str:
    """What a recommendation wins, in words."""
    if points > 0:
        return f"+{points} point{'' if points == 1 else 's'}"
    return "0 points: makes what is met easier to see"
