"""A finished evaluation to what a card prints: names, labels, counts and the sentences beside them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluations.schema import KINDS, Band, Finding, Kind, Requirement, Score, Verdict
from evaluations.scoring import BANDS, UNSHOWN_LIMIT_POINTS, weight_of
from xrays.tokens import percent

VERDICTS: tuple[Verdict, ...] = ("met", "partial", "missing", "unclear")
KIND_NAMES: Mapping[Kind, str] = {
    "skill": "Skills",
    "experience": "Experience",
    "domain": "Domain",
    "education": "Education",
    "credential": "Credentials",
    "language": "Languages",
    "soft": "Soft skills",
    "other": "Other",
}
BASIS_WORDS: Mapping[str, str] = {
    "shown": "shown at work",
    "adjacent": "a related skill is shown",
    "short": "shown, for less time than asked",
    "listed": "only listed",
    "claimed": "only claimed",
}


@dataclass(frozen=True)
class Judged:
    """One requirement of the ledger with its finding for one persona and the points it gave.

    number counts from 1 in ledger order and is the same for all personas. possible and points are out of 100.
    """

    number: int
    requirement: Requirement
    finding: Finding
    possible: Fraction
    points: Fraction

    @property
    def name(self) -> str:
        return self.requirement.name

    @property
    def verdict(self) -> Verdict:
        return self.finding.verdict

    @property
    def is_must(self) -> bool:
        return self.requirement.importance == "must"

    @property
    def lost(self) -> Fraction:
        return self.possible - self.points

    @property
    def points_printed(self) -> str:
        return tenths(self.points)

    @property
    def possible_printed(self) -> str:
        return tenths(self.possible)

    @property
    def lost_printed(self) -> str:
        return tenths(self.lost)

    @property
    def basis_words(self) -> str:
        return BASIS_WORDS.get(self.finding.basis or "", "")


@dataclass(frozen=True)
class Card:
    """What a comparison card and a dashboard's head print of one persona.

    points is None without a score; state_sentence then says why. key is the persona's part of addresses and ids.
    """

    letter: str
    key: str
    name: str
    headline: str
    level: str
    points: int | None
    band: Band | None
    judged: tuple[Judged, ...] = ()
    cap_sentence: str = ""
    state: str = ""
    state_sentence: str = ""

    @property
    def score(self) -> str:
        return percent(self.points) if self.points is not None else "no score"

    @property
    def band_key(self) -> str:
        return self.band.lower() if self.band else "none"

    @property
    def match_label(self) -> str:
        """The band as readers meet it, for example "Excellent Match"."""
        return f"{self.band} Match" if self.band else "Not scored"

    @property
    def result(self) -> str:
        return f"{self.score}, {self.match_label}" if self.points is not None else "no score yet"

    @property
    def heading(self) -> str:
        return f"Profile {self.letter} — {self.name}: {self.result}"

    @property
    def total(self) -> int:
        return len(self.judged)

    @property
    def met(self) -> tuple[Judged, ...]:
        return self.with_verdict("met")

    @property
    def partial(self) -> tuple[Judged, ...]:
        return self.with_verdict("partial")

    @property
    def missing(self) -> tuple[Judged, ...]:
        return self.with_verdict("missing")

    @property
    def unclear(self) -> tuple[Judged, ...]:
        return self.with_verdict("unclear")

    @property
    def met_line(self) -> str:
        return f"{len(self.met)} of {self.total} requirements met"

    def with_verdict(self, verdict: Verdict) -> tuple[Judged, ...]:
        """The findings of one verdict, musts first, then in ledger order."""
        found = [each for each in self.judged if each.verdict == verdict]
        return tuple(sorted(found, key=lambda each: not each.is_must))


def judged(
    requirements: Sequence[Requirement], findings: Mapping[str, Finding], score: Score | None
) -> tuple[Judged, ...]:
    """Requirements in ledger order with their findings; one without a finding counts as unclear and gives no points."""
    contributions = {each.requirement: each for each in score.contributions} if score else {}
    rows = []
    for number, requirement in enumerate(requirements, start=1):
        finding = findings.get(requirement.id) or Finding(requirement=requirement.id, verdict="unclear")
        contribution = contributions.get(requirement.id)
        rows.append(
            Judged(
                number=number,
                requirement=requirement,
                finding=finding,
                possible=Fraction(contribution.possible) if contribution else Fraction(0),
                points=Fraction(contribution.points) if contribution else Fraction(0),
            )
        )
    return tuple(rows)


def cap_sentence(score: Score | None, requirements: Sequence[Requirement]) -> str:
    """Why the band is lower than the points alone would give; empty when it is not."""
    if score is None or score.band == score.uncapped_band:
        return ""
    names = {requirement.id: requirement.name for requirement in requirements}
    capping = [names.get(each, each) for each in score.cap_requirements]
    return (
        f"{score.points} points alone would be {score.uncapped_band}. The band stays at {score.band}, "
        f"because a stated minimum is missing: {listing(capping)}."
    )


def unshown_sentence(rows: Sequence[Judged]) -> str:
    """Said where the limit on listed and claimed evidence took points away; empty otherwise."""
    unshown = [each for each in rows if each.finding.basis in ("listed", "claimed")]
    credit = {"met": Fraction(1), "partial": Fraction(1, 2)}
    uncapped = sum((each.possible * credit.get(each.verdict, Fraction(0)) for each in unshown), Fraction(0))
    if uncapped <= UNSHOWN_LIMIT_POINTS:
        return ""
    return (
        f"What is only listed or claimed earns {UNSHOWN_LIMIT_POINTS} points at most, all together. "
        f"Here it would have earned {tenths(uncapped)}."
    )


def share(requirement: Requirement, requirements: Sequence[Requirement]) -> Fraction:
    """What a requirement is worth out of 100 when all of the ledger is judged."""
    total = sum(weight_of(each) for each in requirements)
    return Fraction(100 * weight_of(requirement), total) if total else Fraction(0)


def kind_order(kind: Kind) -> int:
    return KINDS.index(kind)


def band_edges() -> tuple[tuple[Band, int, int], ...]:
    """The bands from the lowest to the highest with the half-open stretch of the axis each one covers, to 100."""
    rising = sorted(BANDS, key=lambda band: band[1])
    ends = [edge for _, edge in rising[1:]] + [100]
    return tuple((band, edge, end) for (band, edge), end in zip(rising, ends, strict=True))


def tenths(points: Fraction) -> str:
    """Points with one decimal, rounded half up: 20/3 is 6.7."""
    scaled = (points.numerator * 20 + points.denominator) // (points.denominator * 2)
    return f"{scaled // 10}.{scaled % 10}"


def decimal(value: Fraction | int) -> str:
    """A number for a picture's attributes, at most three decimals: 200/3 is 66.667."""
    return f"{float(value):.3f}".rstrip("0").rstrip(".")


def listing(names: Sequence[str], *, last: str = "and") -> str:
    """Names in a sentence: "A", "A and B", "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
