"""The words of an evaluation for a page: analysis and recommendations tied to numbered requirements. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluations.schema import Dimension, Point, Recommendation, Report, Requirement


@dataclass(frozen=True)
class Named:
    """A requirement by its number on the page."""

    number: int
    name: str


@dataclass(frozen=True)
class PrintedPoint:
    """One strength or gap, with the requirement it speaks of (None when the ledger has it no more)."""

    sentence: str
    quote: str
    requirement: Named | None


@dataclass(frozen=True)
class PrintedDimension:
    """One of the three dimensions of the match analysis."""

    name: str
    title: str
    summary: str
    strengths: tuple[PrintedPoint, ...]
    gaps: tuple[PrintedPoint, ...]


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


def printed_report(report: Report | None, requirements: Sequence[Requirement]) -> PrintedReport | None:
    """The report with requirement ids turned into numbers and names."""
    if report is None:
        return None
    names = {
        requirement.id: Named(number, requirement.name) for number, requirement in enumerate(requirements, start=1)
    }
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
    return PrintedPoint(sentence=point.sentence, quote=point.quote, requirement=names.get(point.requirement))


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
