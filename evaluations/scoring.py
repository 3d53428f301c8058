"""The method: the published arithmetic from findings to score, band and the path to the next band.

Whole numbers and exact fractions only, so that a reader's browser gets the same result. docs/methodology.md
explains the rules in words; a change of any number here is a new method version.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import gcd
from typing import NamedTuple

from evaluations.schema import Band, Contribution, Finding, Path, Requirement, Score, Step

METHOD = "1"
IMPORTANCE_WEIGHTS: Mapping[str, int] = {"must": 3, "nice": 1}
KIND_FACTORS: Mapping[str, int] = {
    "skill": 4,
    "experience": 4,
    "domain": 4,
    "credential": 4,
    "education": 2,
    "language": 2,
    "soft": 2,
    "other": 1,
}
CREDITS: Mapping[str, Fraction] = {"met": Fraction(1), "partial": Fraction(1, 2), "missing": Fraction(0)}
BANDS: tuple[tuple[Band, int], ...] = (("Excellent", 85), ("Strong", 70), ("Fair", 50), ("Weak", 0))
CAPPED_BAND: Band = "Fair"
UNSHOWN_BASES = frozenset({"listed", "claimed"})
UNSHOWN_LIMIT_POINTS = 5

# Credits counted in halves, so that everything up to the printed score stays in whole numbers.
_HALVES: Mapping[str, int] = {verdict: int(credit * 2) for verdict, credit in CREDITS.items()}


def weight_of(requirement: Requirement) -> int:
    """The whole-number weight of a requirement: importance times kind factor."""
    return IMPORTANCE_WEIGHTS[requirement.importance] * KIND_FACTORS[requirement.kind]


def band_of(points: int) -> Band:
    """The band a printed score falls into."""
    return next(band for band, edge in BANDS if points >= edge)


def rounded(points: Fraction) -> int:
    """The printed score: rounded half up."""
    return (points.numerator * 2 + points.denominator) // (points.denominator * 2)


def score(findings: Sequence[Finding], requirements: Mapping[str, Requirement]) -> Score | None:
    """Points from 0 to 100 for one persona, or None when nothing could be judged: unclear is not zero.

    findings: one per requirement, any order. Raises KeyError for a finding without a requirement.
    Source: docs/methodology.md, method 1.
    """
    outcome = _outcome(findings, requirements)
    if outcome is None:
        return None
    return outcome.model_copy(update={"path": _path(outcome, findings, requirements)})


def points_if_met(
    findings: Sequence[Finding], requirements: Mapping[str, Requirement], met: Collection[str]
) -> int | None:
    """The printed score if the findings on the requirements in ``met`` were met and shown; None when nothing is judged.

    An unclear finding stays outside the score, also when it is named.
    """
    tally = _Tally.of(findings, requirements)
    for finding in findings:
        if finding.requirement in met and finding.verdict != "unclear":
            tally = tally.with_met(finding, weight_of(requirements[finding.requirement]))
    return tally.points if tally.weight else None


class _Tally(NamedTuple):
    """A score in whole numbers: half-credits times weight of what is shown and of what is only listed or claimed.

    The exact score is ``numerator / (2 * weight)``.
    """

    weight: int = 0
    shown: int = 0
    unshown: int = 0

    @classmethod
    def of(cls, findings: Sequence[Finding], requirements: Mapping[str, Requirement]) -> _Tally:
        weight = shown = unshown = 0
        for finding in findings:
            own = weight_of(requirements[finding.requirement])
            if finding.verdict == "unclear":
                continue
            weight += own
            if finding.basis in UNSHOWN_BASES:
                unshown += own * _HALVES[finding.verdict]
            else:
                shown += own * _HALVES[finding.verdict]
        return cls(weight, shown, unshown)

    @property
    def numerator(self) -> int:
        return 100 * self.shown + min(100 * self.unshown, 2 * UNSHOWN_LIMIT_POINTS * self.weight)

    @property
    def points(self) -> int:
        """The printed score: rounded half up."""
        return (self.numerator + self.weight) // (2 * self.weight)

    @property
    def is_capped(self) -> bool:
        """Whether listed and claimed evidence would earn more than it may."""
        return 100 * self.unshown > 2 * UNSHOWN_LIMIT_POINTS * self.weight

    def with_met(self, finding: Finding, weight: int) -> _Tally:
        """The tally once this judged finding of the given weight is met and shown."""
        halves = weight * _HALVES[finding.verdict]
        if finding.basis in UNSHOWN_BASES:
            return _Tally(self.weight, self.shown + 2 * weight, self.unshown - halves)
        return _Tally(self.weight, self.shown + 2 * weight - halves, self.unshown)


def _outcome(findings: Sequence[Finding], requirements: Mapping[str, Requirement]) -> Score | None:
    """The score without its path."""
    tally = _Tally.of(findings, requirements)
    if not tally.weight:
        return None
    contributions = []
    for finding in findings:
        weight = weight_of(requirements[finding.requirement])
        if finding.verdict == "unclear":
            possible = points = _written(0, 1)
        else:
            halves = weight * _HALVES[finding.verdict]
            possible = _written(100 * weight, tally.weight)
            if finding.basis in UNSHOWN_BASES and tally.is_capped:
                points = _written(UNSHOWN_LIMIT_POINTS * halves, tally.unshown)
            else:
                points = _written(100 * halves, 2 * tally.weight)
        contributions.append(
            Contribution(
                requirement=finding.requirement,
                weight=weight,
                verdict=finding.verdict,
                basis=finding.basis,
                possible=possible,
                points=points,
            )
        )
    caps = tuple(finding.requirement for finding in findings if _caps_band(finding, requirements[finding.requirement]))
    uncapped = band_of(tally.points)
    counts = {
        verdict: sum(f.verdict == verdict for f in findings) for verdict in ("met", "partial", "missing", "unclear")
    }
    return Score(
        method=METHOD,
        points=tally.points,
        exact=_written(tally.numerator, 2 * tally.weight),
        band=_lower_of(uncapped, CAPPED_BAND) if caps else uncapped,
        uncapped_band=uncapped,
        cap_requirements=caps,
        total=len(findings),
        contributions=tuple(contributions),
        **counts,
    )


def _caps_band(finding: Finding, requirement: Requirement) -> bool:
    """A required minimum of years or a required licence that is missing altogether keeps the band at Fair or below."""
    if finding.verdict != "missing" or requirement.importance != "must":
        return False
    return requirement.kind == "credential" or requirement.min_years is not None


def _lower_of(first: Band, second: Band) -> Band:
    order = [band for band, _ in BANDS]
    return max(first, second, key=order.index)


def _path(current: Score, findings: Sequence[Finding], requirements: Mapping[str, Requirement]) -> Path | None:
    """The fewest findings that, once met, cross into the next band; none when the best band is reached.

    Findings that cap the band come first when the next band lies above the cap, then the largest gains. Where
    the last step could be smaller and still cross, the smallest such step is taken.
    """
    order = [band for band, _ in BANDS]
    edges = dict(BANDS)
    if current.band == order[0]:
        return None
    target = order[order.index(current.band) - 1]
    weights = {finding.requirement: weight_of(requirements[finding.requirement]) for finding in findings}
    tally = _Tally.of(findings, requirements)
    remaining = [finding for finding in findings if finding.verdict in ("partial", "missing")]
    steps: list[Step] = []

    def take(finding: Finding) -> _Tally:
        after = tally.with_met(finding, weights[finding.requirement])
        lifts_cap = finding.requirement in current.cap_requirements
        steps.append(Step(requirement=finding.requirement, points=after.points - tally.points, lifts_cap=lifts_cap))
        remaining.remove(finding)
        return after

    if order.index(target) < order.index(CAPPED_BAND):
        for finding in [finding for finding in remaining if finding.requirement in current.cap_requirements]:
            tally = take(finding)
    enough = (2 * edges[target] - 1) * tally.weight  # the smallest numerator that rounds to the edge
    while remaining and tally.numerator < enough:
        reached = [tally.with_met(finding, weights[finding.requirement]).numerator for finding in remaining]
        crossing = [numerator for numerator in reached if numerator >= enough]
        best = reached.index(min(crossing) if crossing else max(reached))
        tally = take(remaining[best])
    return Path(band=target, needs=max(0, edges[target] - current.points), steps=tuple(steps), reaches=tally.points)


def _written(numerator: int, denominator: int) -> str:
    divisor = gcd(numerator, denominator)
    return f"{numerator // divisor}/{denominator // divisor}"
