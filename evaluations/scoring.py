"""The method: the published arithmetic from findings to score, band and the path to the next band.

Whole numbers and exact fractions only, so that a reader's browser gets the same result. docs/methodology.md
explains the rules in words; a change of any number here is a new method version.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

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


def _outcome(findings: Sequence[Finding], requirements: Mapping[str, Requirement]) -> Score | None:
    """The score without its path."""
    weights = {finding.requirement: weight_of(requirements[finding.requirement]) for finding in findings}
    judged = [finding for finding in findings if finding.verdict != "unclear"]
    total_weight = sum(weights[finding.requirement] for finding in judged)
    if not total_weight:
        return None

    def raw_points(finding: Finding) -> Fraction:
        return 100 * weights[finding.requirement] * CREDITS[finding.verdict] / Fraction(total_weight)

    unshown = sum((raw_points(finding) for finding in judged if finding.basis in UNSHOWN_BASES), Fraction(0))
    unshown_scale = min(Fraction(1), UNSHOWN_LIMIT_POINTS / unshown) if unshown else Fraction(1)

    contributions = []
    for finding in findings:
        is_judged = finding.verdict != "unclear"
        points = raw_points(finding) if is_judged else Fraction(0)
        if finding.basis in UNSHOWN_BASES:
            points *= unshown_scale
        weight = weights[finding.requirement]
        possible = Fraction(100 * weight, total_weight) if is_judged else Fraction(0)
        contributions.append(
            Contribution(
                requirement=finding.requirement,
                weight=weight,
                verdict=finding.verdict,
                basis=finding.basis,
                possible=_written(possible),
                points=_written(points),
            )
        )
    exact = sum((Fraction(contribution.points) for contribution in contributions), Fraction(0))
    points = rounded(exact)
    caps = tuple(finding.requirement for finding in findings if _caps_band(finding, requirements[finding.requirement]))
    uncapped = band_of(points)
    counts = {verdict: sum(f.verdict == verdict for f in findings) for verdict in ("met", "partial", "missing", "unclear")}
    return Score(
        method=METHOD,
        points=points,
        exact=_written(exact),
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
    open_findings = [finding for finding in findings if finding.verdict in ("partial", "missing")]
    state = {finding.requirement: finding for finding in findings}

    def reached_with(*requirement_ids: str) -> Score:
        changed = {**state, **{i: state[i].model_copy(update={"verdict": "met", "basis": "shown"}) for i in requirement_ids}}
        outcome = _outcome(tuple(changed.values()), requirements)
        assert outcome is not None
        return outcome

    def gain_of(requirement_id: str, taken: Sequence[str]) -> Fraction:
        return Fraction(reached_with(*taken, requirement_id).exact) - Fraction(reached_with(*taken).exact)

    must_lift = order.index(target) < order.index(CAPPED_BAND)
    chosen = [finding.requirement for finding in open_findings if must_lift and finding.requirement in current.cap_requirements]
    remaining = [finding.requirement for finding in open_findings if finding.requirement not in chosen]
    while remaining and reached_with(*chosen).points < edges[target]:
        crossing = [i for i in remaining if reached_with(*chosen, i).points >= edges[target]]
        if crossing:
            best = min(crossing, key=lambda i: (gain_of(i, chosen), remaining.index(i)))
        else:
            best = max(remaining, key=lambda i: (gain_of(i, chosen), -remaining.index(i)))
        chosen.append(best)
        remaining.remove(best)

    steps, before = [], current.points
    for position, requirement_id in enumerate(chosen, start=1):
        after = reached_with(*chosen[:position]).points
        steps.append(
            Step(requirement=requirement_id, points=after - before, lifts_cap=requirement_id in current.cap_requirements)
        )
        before = after
    return Path(band=target, needs=max(0, edges[target] - current.points), steps=tuple(steps), reaches=before)


def _written(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"
