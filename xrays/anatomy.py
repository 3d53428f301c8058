"""How a score is made up: earned and lost shares in one run from 0 to 100, and the way to the next band. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluations.schema import Requirement, Score, Verdict
from evaluations.scoring import BANDS
from xrays.cards import Judged, decimal, tenths

# Narrower segments have no room for their number.
NUMBERED_FROM_PERCENT = Fraction(3)


@dataclass(frozen=True)
class Segment:
    """One requirement's share of 100, or its earned or lost part; x and width in percent as written in a picture."""

    number: int
    name: str
    verdict: Verdict
    earned: bool
    x: str
    width: str
    middle: str
    words: str
    has_room: bool


@dataclass(frozen=True)
class PathStep:
    """One finding on the way to the next band: gain in printed points and the score it leads to."""

    number: int
    name: str
    points: int
    reaches: int
    lifts_cap: bool


@dataclass(frozen=True)
class NextBand:
    """The shortest way to the next band; edge is where it begins, missing the points to it."""

    band: str
    edge: int
    missing: int
    reaches: int
    steps: tuple[PathStep, ...]


@dataclass(frozen=True)
class Anatomy:
    """A score as a run of segments: what is earned ends at the exact score, what is lost fills up to 100."""

    segments: tuple[Segment, ...]
    points: int
    exact: str
    x: str
    band: str
    band_key: str
    next_band: NextBand | None
    description: str

    @property
    def label_toward_start(self) -> bool:
        return self.points > 50


def anatomy(score: Score, rows: Sequence[Judged], requirements: Sequence[Requirement]) -> Anatomy:
    """The run for one score. Earned shares come first, whole ones before halves; lost shares follow the score."""
    judged = [row for row in rows if row.verdict != "unclear"]
    rank = {"met": 0, "partial": 1, "missing": 2}
    earned = sorted((row for row in judged if row.points), key=lambda row: (rank[row.verdict], -row.points, row.number))
    lost = sorted((row for row in judged if row.lost), key=lambda row: (rank[row.verdict], -row.lost, row.number))
    segments: list[Segment] = []
    position = Fraction(0)
    for row in earned:
        segments.append(_segment(row, position, row.points, earned=True))
        position += row.points
    for row in lost:
        segments.append(_segment(row, position, row.lost, earned=False))
        position += row.lost
    exact = Fraction(score.exact)
    return Anatomy(
        segments=tuple(segments),
        points=score.points,
        exact=tenths(exact),
        x=decimal(exact),
        band=score.band,
        band_key=score.band.lower(),
        next_band=_next_band(score, requirements),
        description=(
            f"{len(earned)} of {len(rows)} requirements earn {tenths(exact)} of 100 points; "
            f"{len(lost)} {'leaves' if len(lost) == 1 else 'leave'} {tenths(100 - exact)} points open. Partial ones do both."
        ),
    )


def _segment(row: Judged, x: Fraction, width: Fraction, *, earned: bool) -> Segment:
    outcome = (
        f"{row.points_printed} of {row.possible_printed} points" if earned else f"{row.lost_printed} points not earned"
    )
    return Segment(
        number=row.number,
        name=row.name,
        verdict=row.verdict,
        earned=earned,
        x=decimal(x),
        width=decimal(width),
        middle=decimal(x + width / 2),
        words=f"{row.number}. {row.name}: {row.verdict}, {outcome}",
        has_room=width >= NUMBERED_FROM_PERCENT,
    )


def _next_band(score: Score, requirements: Sequence[Requirement]) -> NextBand | None:
    if score.path is None:
        return None
    numbers = {requirement.id: (number, requirement) for number, requirement in enumerate(requirements, start=1)}
    reached = score.points
    steps = []
    for step in score.path.steps:
        if step.requirement not in numbers:
            continue
        number, requirement = numbers[step.requirement]
        reached += step.points
        steps.append(
            PathStep(
                number=number,
                name=requirement.name,
                points=step.points,
                reaches=reached,
                lifts_cap=step.lifts_cap,
            )
        )
    edge = dict(BANDS)[score.path.band]
    return NextBand(
        band=score.path.band, edge=edge, missing=score.path.needs, reaches=score.path.reaches, steps=tuple(steps)
    )
