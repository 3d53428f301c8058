"""Evaluations: one persona on one locked ledger, asked for, executed, asked for again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from evaluations import checking, scoring
from evaluations.engines.base import Engine, EngineError
from evaluations.inputs import evaluation_hash, vocabulary_version_of
from evaluations.models import Evaluation, Finding, Ledger, Persona, VocabularyCheck
from evaluations.schema import Judgement, Report, Score
from evaluations.services.errors import ServiceError
from evaluations.services.ledgers import engine_or_sentence
from evaluations.services.running import Claim, perform, send_on_commit
from evaluations.services.spending import metered, used_by
from evaluations.vocabularies import engine_as_requested
from evaluations.work import State

# Each is a task of its own, with its own lease and attempts: two calls of a minute would not fit into one.
STEPS = ("judging", "reporting")


def request_evaluation(
    *, ledger: Ledger, persona: Persona, engine: str, as_of: date, by: AbstractBaseUser | None = None
) -> Evaluation:
    """Have a persona judged on a locked ledger: a queued evaluation, or the live one with the same inputs.

    One of an older vocabulary that was found to come out the same counts as one with the same inputs.

    as_of is the date that "present" in the résumé means. Raises ServiceError for an unlocked ledger or an unknown
    engine.
    """
    return request_evaluations(ledger=ledger, personas=[persona], engine=engine, as_of=as_of, by=by)[0]


def request_evaluations(
    *, ledger: Ledger, personas: Sequence[Persona], engine: str, as_of: date, by: AbstractBaseUser | None = None
) -> list[Evaluation]:
    """request_evaluation for several personas, in their order, sent together."""
    if not ledger.is_locked:
        raise ServiceError("The ledger is not locked. Lock it first, so that every persona is judged on the same list.")
    judge = engine_or_sentence(engine)
    evaluations: dict[int, Evaluation] = {}
    new: list[int] = []
    with transaction.atomic():
        # In one order for everybody: two requests for the same personas would otherwise wait for each other.
        for persona in sorted(personas, key=lambda persona: persona.pk):
            evaluation, created = _get_or_create_live(ledger, persona, judge, as_of, by)
            evaluations[persona.pk] = evaluation
            if created:
                new.append(evaluation.pk)
        send_on_commit(Evaluation, new)
    return [evaluations[persona.pk] for persona in personas]


def rerun_evaluation(*, evaluation: Evaluation, by: AbstractBaseUser | None = None) -> Evaluation:
    """Judge again what did not succeed, or what the engine or method has moved on from.

    An evaluation that is still open, or succeeded with the inputs of today, is returned unchanged.
    """
    return request_evaluation(
        ledger=evaluation.ledger,
        persona=evaluation.persona,
        engine=evaluation.engine,
        as_of=evaluation.as_of,
        by=by,
    )


def execute_evaluation(*, evaluation_id: int) -> None:
    """Run the next step of one queued evaluation; every outcome ends on its row."""
    perform(Evaluation, evaluation_id, _evaluate)


def execute_whole_evaluation(*, evaluation_id: int) -> None:
    """All steps of a queued evaluation here and now, for a caller without a worker; a failed one ends it."""
    for _ in STEPS:
        execute_evaluation(evaluation_id=evaluation_id)
        if not Evaluation.objects.filter(pk=evaluation_id, state=State.QUEUED, failure_kind="").exists():
            return


def _get_or_create_live(
    ledger: Ledger, persona: Persona, engine: Engine, as_of: date, by: AbstractBaseUser | None
) -> tuple[Evaluation, bool]:
    """The live evaluation with these inputs, and whether it is new."""
    identity = {
        "ledger": ledger,
        "persona": persona,
        "input_hash": evaluation_hash(ledger=ledger, persona=persona, engine=engine, as_of=as_of),
    }
    while True:
        existing = Evaluation.objects.live().filter(**identity).first() or _confirmed(**identity)
        if existing is not None:
            return existing, False
        try:
            with transaction.atomic():
                return (
                    Evaluation.objects.create(
                        **identity,
                        engine=engine.name,
                        engine_version=engine.version,
                        vocabulary_version=vocabulary_version_of(engine),
                        model=engine.model,
                        method=scoring.METHOD,
                        as_of=as_of,
                        requested_by=by,
                        judgement_data=_kept_judgement(identity),
                    ),
                    True,
                )
        except IntegrityError:
            continue  # somebody asked for the same at the same moment


def _confirmed(*, ledger: Ledger, persona: Persona, input_hash: str) -> Evaluation | None:
    """A finished evaluation that was judged again with these inputs and came out the same."""
    check = (
        VocabularyCheck.objects.filter(
            evaluation__ledger=ledger, evaluation__persona=persona, input_hash=input_hash, differs=False
        )
        .select_related("evaluation")
        .order_by("-evaluation_id")
        .first()
    )
    return check.evaluation if check is not None else None


def _kept_judgement(identity: Mapping[str, Any]) -> Any:
    """The judgement of an earlier try with these very inputs that ended before its report: it is paid for already."""
    earlier = Evaluation.objects.filter(**identity, judgement_data__isnull=False).order_by("-pk")
    return earlier.values_list("judgement_data", flat=True).first()


def _evaluate(claim: Claim[Evaluation]) -> None:
    """One step: judging, after which the row is queued for reporting; then scoring and reporting."""
    evaluation = claim.row
    engine = metered(engine_as_requested(evaluation), claim)
    if evaluation.method != scoring.METHOD:
        raise EngineError("The method was updated since this was asked for. Run it again.", kind="outdated")
    requirements = evaluation.ledger.as_schema()
    job_description = evaluation.ledger.job_description.text
    resume = evaluation.persona.text

    if evaluation.judgement_data is None:
        claim.step(STEPS[0])
        judgement = engine.judge(requirements, job_description, resume, evaluation.as_of)
        checking.check_judgement(judgement, requirements, resume)
        claim.hand_on(judgement_data=judgement.model_dump(mode="json"))
        return

    judgement = Judgement.model_validate(evaluation.judgement_data)
    score = scoring.score(judgement.findings, {requirement.id: requirement for requirement in requirements})
    claim.step(STEPS[1])
    report = engine.report(requirements, job_description, resume, judgement, score)
    checking.check_report(report, requirements)
    write_result(claim, judgement, score, report)


def write_result(claim: Claim[Evaluation], judgement: Judgement, score: Score | None, report: Report) -> None:
    """Findings and score as the claimed evaluation's result. Without a score only the number of requirements stands."""
    rows = {row.identifier: row for row in claim.row.ledger.requirements.all()}
    with claim.result(
        score=score.points if score else None,
        band=score.band if score else "",
        met=score.met if score else None,
        total=len(judgement.findings),
        score_data=score.model_dump(mode="json") if score else None,
        report_data=report.model_dump(mode="json"),
        flags=[flag.model_dump(mode="json") for flag in judgement.flags],
        judgement_data=None,
        **used_by(claim.row),
    ):
        Finding.objects.bulk_create(
            Finding(
                evaluation=claim.row,
                requirement=rows[finding.requirement],
                verdict=finding.verdict,
                basis=finding.basis,
                spans=[list(span) for span in finding.spans],
                quote=finding.quote,
                note=finding.note,
                years_found=finding.years_found,
            )
            for finding in judgement.findings
        )
