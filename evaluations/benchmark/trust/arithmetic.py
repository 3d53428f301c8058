"""Arithmetic: score, count and band recomputed from the tables of the published page, not from the program's own numbers."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from evaluations import scoring
from evaluations.benchmark.trust.shapes import Tally
from evaluations.schema import Finding, Judgement, Requirement, Score, Span

INVENTED_LEDGERS = 400
_ROW = re.compile(r"^\|(?P<cells>.+)\|\s*$", re.MULTILINE)


class PageError(Exception):
    """The page does not hold the tables that it should publish."""


@dataclass(frozen=True)
class PublishedMethod:
    """What the page says: weights, credits, band edges from the highest down, and the limit of unshown evidence."""

    importance: Mapping[str, int]
    factors: Mapping[str, int]
    credits: Mapping[str, Fraction]
    bands: tuple[tuple[str, int], ...]
    unshown_limit: int

    @classmethod
    def from_page(cls, text: str) -> PublishedMethod:
        """Read the tables of docs/methodology.md. Raises PageError where one is missing."""
        limit = re.search(r"at most \*\*(\d+) points together\*\*", text)
        if limit is None:
            raise PageError("The page does not say how much listed and claimed findings may earn together.")
        bands = [(name, int(edge)) for name, edge in _table(text, "band", "from").items()]
        return cls(
            importance={name: int(value) for name, value in _table(text, "importance", "weight").items()},
            factors={name: int(value) for name, value in _table(text, "kind", "factor").items()},
            credits={
                name: Fraction(value)
                for name, value in _table(text, "verdict", "credit").items()
                if re.fullmatch(r"\d+(?:/\d+)?", value)
            },
            bands=tuple(sorted(bands, key=lambda band: -band[1])),
            unshown_limit=int(limit[1]),
        )

    def fault(self, findings: Sequence[Finding], requirements: Sequence[Requirement], score: Score | None) -> str:
        """What in a score is not as the page says, empty where all is."""
        by_id = {requirement.id: requirement for requirement in requirements}
        judged = [finding for finding in findings if finding.verdict in self.credits]
        weights = {
            r.id: self.importance[r.importance] * self.factors[r.kind]
            for r in (by_id[finding.requirement] for finding in judged)
        }
        whole = sum(weights[finding.requirement] for finding in judged)
        if not whole:
            return "" if score is None else "a score although nothing was judged"
        if score is None:
            return "no score although something was judged"
        shown, unshown = Fraction(0), Fraction(0)
        for finding in judged:
            points = 100 * weights[finding.requirement] * self.credits[finding.verdict] / whole
            if finding.basis in ("listed", "claimed"):
                unshown += points
            else:
                shown += points
        exact = shown + min(unshown, Fraction(self.unshown_limit))
        printed = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
        band = next(name for name, edge in self.bands if printed >= edge)
        if any(_caps(finding, by_id[finding.requirement]) for finding in judged):
            names = [name for name, _ in self.bands]
            band = max(band, "Fair", key=names.index)
        met = sum(finding.verdict == "met" for finding in findings)
        earned = sum((Fraction(part.points) for part in score.contributions), Fraction(0))
        for name, own, said in (
            ("printed score", printed, score.points),
            ("exact score", exact, Fraction(score.exact)),
            ("sum of the contributions", exact, earned),
            ("band", band, score.band),
            ("requirements met", met, score.met),
            ("N", len(findings), score.total),
        ):
            if own != said:
                return f"{name}: {own} by the page, {said} by the program"
        return ""


class ArithmeticWatch:
    """Recomputes every score of a whole examination, and those of ledgers made up for the purpose."""

    def __init__(self, page: Path) -> None:
        self.tally = Tally("arithmetic", "score, k of N and band recomputed from the published page")
        if not page.is_file():
            raise PageError("The page is not there.")
        self.method = PublishedMethod.from_page(page.read_text(encoding="utf-8"))

    def __call__(
        self, case: str, requirements: Sequence[Requirement], resume: str, judgement: Judgement, score: Score | None
    ) -> None:
        fault = self.method.fault(judgement.findings, requirements, score)
        self.tally.note(case, not fault, fault)

    def watch_invented(self, count: int = INVENTED_LEDGERS) -> None:
        """Ledgers of 1 to 30 requirements with any mixture of kinds, years, verdicts and bases."""
        chance = random.Random(20261123)  # noqa: S311 - repeatable on purpose
        for number in range(count):
            requirements, findings = _invented(chance)
            score = scoring.score(findings, {requirement.id: requirement for requirement in requirements})
            fault = self.method.fault(findings, requirements, score)
            self.tally.note(f"invented ledger {number}", not fault, fault)


def _invented(chance: random.Random) -> tuple[list[Requirement], list[Finding]]:
    requirements, findings = [], []
    for number in range(chance.randint(1, 30)):
        requirement = Requirement(
            id=f"r{number}",
            name=f"requirement {number}",
            kind=chance.choice(sorted(scoring.KIND_FACTORS)),
            importance=chance.choice(("must", "must", "nice")),
            min_years=chance.choice((None, None, 2.0)),
            spans=(Span(0, 1),),
        )
        verdict = chance.choice(("met", "met", "partial", "missing", "unclear"))
        bases = {"met": ("shown", "claimed"), "partial": ("adjacent", "short", "listed", "claimed")}.get(
            verdict, (None,)
        )
        requirements.append(requirement)
        findings.append(Finding(requirement=requirement.id, verdict=verdict, basis=chance.choice(bases)))
    return requirements, findings


def _caps(finding: Finding, requirement: Requirement) -> bool:
    """Section 4 of the page: a must with a stated minimum of years, or a must that is a licence, and it is missing."""
    has_cap = requirement.min_years is not None or requirement.kind == "credential"
    return finding.verdict == "missing" and requirement.importance == "must" and has_cap


def _table(text: str, first: str, last: str) -> dict[str, str]:
    """First and last column of the first table whose head begins and ends with these words."""
    rows: dict[str, str] = {}
    inside = False
    for line in text.splitlines():
        match = _ROW.match(line)
        cells = [cell.strip() for cell in match["cells"].split("|")] if match else []
        if not cells:
            if inside:
                break
        elif inside:
            if not set(cells[0]) <= set("-: "):
                rows[cells[0]] = cells[-1]
        elif cells[0] == first and cells[-1] == last:
            inside = True
    if not rows:
        raise PageError(f"The page has no table of {first} and {last}.")
    return rows
