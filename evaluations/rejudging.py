"""A finished evaluation judged again, to see what another vocabulary would change. Nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import QuerySet

from evaluations import checking, scoring
from evaluations.engines.base import Engine
from evaluations.models import Evaluation


class Change(NamedTuple):
    """A requirement whose verdict comes out otherwise."""

    requirement: str
    name: str
    was: str
    becomes: str


class Comparison(NamedTuple):
    """What judging again gives. score is the new one, None where nothing could be judged.

    A score may move without a verdict, because of what evidence rests on; that counts as a difference too: one set of
    inputs must not have two numbers.
    """

    changes: tuple[Change, ...]
    score_was: int | None
    score: int | None

    @property
    def differs(self) -> bool:
        return bool(self.changes) or self.score != self.score_was


def loaded_for_judging() -> QuerySet[Evaluation]:
    """Evaluations with everything ``compare`` needs: three queries, however many they are."""
    return (
        Evaluation.objects.select_related("persona", "ledger__job_description")
        .prefetch_related("ledger__requirements", "findings")
        .defer("score_data", "report_data")
    )


def compare(evaluation: Evaluation, engine: Engine) -> Comparison:
    """Judge the texts of a finished evaluation again; it comes from ``loaded_for_judging``. Raises EngineError."""
    rows = list(evaluation.ledger.requirements.all())
    requirements = [row.as_schema() for row in rows]
    resume = evaluation.persona.text
    judgement = engine.judge(requirements, evaluation.ledger.job_description.text, resume, evaluation.as_of)
    checking.check_judgement(judgement, requirements, resume)
    score = scoring.score(judgement.findings, {requirement.id: requirement for requirement in requirements})
    verdicts = {finding.requirement_id: finding.verdict for finding in evaluation.findings.all()}
    changes = tuple(
        Change(row.identifier, row.name, verdicts[row.pk], finding.verdict)
        for row, finding in zip(rows, judgement.findings, strict=True)
        if verdicts[row.pk] != finding.verdict
    )
    return Comparison(changes, evaluation.score, score.points if score else None)


def in_words(changes: Sequence[Sequence[str]], *, score_was: int | None, score: int | None, most: int = 3) -> str:
    """What comes out otherwise, as part of a sentence: "r4 Kafka becomes met (was missing) and the score 71 % (was 64 %)"."""
    named = [f"{identifier} {name} becomes {becomes} (was {was})" for identifier, name, was, becomes in changes[:most]]
    if len(changes) > most:
        named.append(f"{len(changes) - most} more verdict{'s' if len(changes) > most + 1 else ''} change")
    if score != score_was:
        named.append(f"the score becomes {_percent(score)} (was {_percent(score_was)})")
    return ", ".join(named[:-1]) + (" and " if len(named) > 1 else "") + named[-1]


def _percent(score: int | None) -> str:
    return "none" if score is None else f"{score}\u00a0%"
