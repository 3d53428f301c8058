"""Judging on the gold ledger, so that it is measured apart from reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evaluations.benchmark.figures import Figure, at_least, at_most, share
from evaluations.benchmark.gold import GOLD_VERDICTS, GoldFinding, GoldResume, Posting
from evaluations.benchmark.overlaps import any_overlaps
from evaluations.engines.base import Engine, EngineError
from evaluations.schema import Finding, Requirement

TASK = "judging"
LONGEST_EVIDENCE = 300


@dataclass(frozen=True)
class Judged:
    """One labelled requirement of one résumé, next to what the engine said; finding is None where it gave no answer."""

    posting: Posting
    resume: GoldResume
    requirement: Requirement
    gold: GoldFinding
    finding: Finding | None

    @property
    def verdict(self) -> str:
        return self.finding.verdict if self.finding else "no answer"

    @property
    def agrees(self) -> bool:
        """Whether both say the same; unclear and no answer agree with nothing."""
        return self.verdict == self.gold.verdict

    @property
    def is_swap(self) -> bool:
        """The worst error: met where nothing is there, or missing where all is."""
        return {self.verdict, self.gold.verdict} == {"met", "missing"}

    @property
    def evidence_is_right(self) -> bool | None:
        """Whether the quote readers are shown first is short enough and stands where the label points.

        None where the label or the engine sees nothing to point at.
        """
        if self.finding is None or self.gold.verdict == "missing" or self.verdict not in ("met", "partial"):
            return None
        if not self.finding.spans:
            return False
        quote = self.finding.spans[0]
        return quote.end - quote.start <= LONGEST_EVIDENCE and any_overlaps([quote], self.gold.spans)


def judge_postings(engine: Engine, postings: Sequence[Posting], as_of: date) -> list[Judged]:
    """Every labelled finding with the engine's."""
    rows = []
    for posting in postings:
        for resume in posting.resumes:
            try:
                findings = engine.judge(posting.requirements, posting.text, resume.text, as_of).findings
            except EngineError:
                findings = ()
            found = {finding.requirement: finding for finding in findings}
            for requirement in posting.requirements:
                gold = resume.findings[requirement.id]
                rows.append(Judged(posting, resume, requirement, gold, found.get(requirement.id)))
    return rows


def figures(rows: Sequence[Judged]) -> list[Figure]:
    """All figures of judging over all résumés together."""
    count = len(rows)
    evidence = [row.evidence_is_right for row in rows if row.evidence_is_right is not None]
    undecided = sum(row.verdict not in GOLD_VERDICTS for row in rows)
    return [
        Figure(TASK, "verdicts that agree", share(sum(row.agrees for row in rows), count), count, at_least(0.80)),
        Figure(TASK, "macro-F1 of the verdicts", macro_f1([(row.verdict, row.gold.verdict) for row in rows]), count),
        Figure(TASK, "met and missing swapped", share(sum(row.is_swap for row in rows), count), count, at_most(0.04)),
        Figure(TASK, "unclear or no answer", share(undecided, count), count),
        Figure(TASK, "quote stands where the label points", share(sum(evidence), len(evidence)), len(evidence), at_least(0.85)),
    ]  # fmt: skip


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float | None:
    """The mean F1 of met, partial and missing over (said, gold); a verdict outside the three only misses."""
    if not pairs:
        return None
    values = []
    for verdict in GOLD_VERDICTS:
        both = sum(said == gold == verdict for said, gold in pairs)
        either = sum((said == verdict) + (gold == verdict) for said, gold in pairs)
        if either:
            values.append(2 * both / either)
    return sum(values) / len(values)
