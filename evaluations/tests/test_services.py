"""Services for evaluations: who may ask, what is written, and how every kind of ending stands on the row."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError

from evaluations import schema, scoring, services
from evaluations.engines.base import EngineRateLimited
from evaluations.engines.scripted import ScriptedEngine
from evaluations.factories import (
    AS_OF,
    RESUME_TEXT,
    EvaluationFactory,
    LedgerFactory,
    PersonaFactory,
)
from evaluations.models import Evaluation
from evaluations.services import ServiceError
from evaluations.work import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Any:
    return get_user_model().objects.create_user("editor")


def queued(resume: str = RESUME_TEXT, **fields: Any) -> Evaluation:
    """A queued evaluation of this résumé."""
    persona = PersonaFactory(text=resume)
    return services.request_evaluation(
        **{"ledger": LedgerFactory(), "persona": persona, "engine": "scripted", "as_of": AS_OF} | fields
    )


def executed(resume: str = RESUME_TEXT, **fields: Any) -> Evaluation:
    """The evaluation of this résumé after one attempt at each step."""
    evaluation = queued(resume, **fields)
    services.execute_whole_evaluation(evaluation_id=evaluation.pk)
    evaluation.refresh_from_db()
    return evaluation


def ending(evaluation: Evaluation) -> tuple[str, str, str]:
    return evaluation.state, evaluation.failure_kind, evaluation.failure_sentence


# Asking for evaluations


def test_an_unlocked_ledger_is_refused() -> None:
    with pytest.raises(ServiceError, match="not locked"):
        queued(ledger=LedgerFactory(locked=False))


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(ServiceError, match="no engine named “oracle”"):
        queued(engine="oracle")


def test_the_same_inputs_are_asked_for_once(editor: Any) -> None:
    first = queued()
    request = {"ledger": first.ledger, "persona": first.persona, "engine": "scripted", "by": editor}
    assert services.request_evaluation(**request, as_of=AS_OF) == first
    services.execute_whole_evaluation(evaluation_id=first.pk)
    assert services.request_evaluation(**request, as_of=AS_OF) == first
    assert services.request_evaluation(**request, as_of=date(2027, 1, 1)) != first


def test_personas_with_the_same_resume_have_their_own_evaluations() -> None:
    ledger, personas = LedgerFactory(), PersonaFactory.create_batch(2)
    evaluations = services.request_evaluations(ledger=ledger, personas=personas[::-1], engine="scripted", as_of=AS_OF)
    assert [evaluation.persona for evaluation in evaluations] == personas[::-1]
    assert evaluations[0].input_hash == evaluations[1].input_hash


def test_a_new_version_is_a_new_evaluation() -> None:
    first = queued()
    changed = services.add_version(row=first.persona, text=RESUME_TEXT + "Spanish, a plus.\n")
    second = services.request_evaluation(ledger=first.ledger, persona=changed, engine="scripted", as_of=AS_OF)
    assert second.input_hash != first.input_hash


# Executing them


def test_an_evaluation_ends_with_findings_score_and_report() -> None:
    evaluation = executed()
    assert ending(evaluation) == (State.SUCCEEDED, "", "")
    assert (evaluation.score, evaluation.band, evaluation.met, evaluation.total) == (79, "Strong", 2, 4)
    requirements = {requirement.id: requirement for requirement in evaluation.ledger.as_schema()}
    findings = [finding.as_schema() for finding in evaluation.findings.all()]
    assert [finding.verdict for finding in findings] == ["partial", "met", "met", "missing"]
    assert all(finding.quote in RESUME_TEXT for finding in findings)
    assert evaluation.score_record == scoring.score(findings, requirements)
    assert evaluation.report_record is not None
    assert evaluation.report_record.assessment == "The candidate meets 2 of 4 requirements of the job description."
    assert (evaluation.attempts, evaluation.token, evaluation.lease_expires_at, evaluation.step) == (1, None, None, "")
    assert evaluation.queued_at <= evaluation.started_at <= evaluation.finished_at


def test_nothing_judged_is_a_success_without_a_score() -> None:
    evaluation = executed("script: judge unclear\nA résumé.")
    assert ending(evaluation) == (State.SUCCEEDED, "", "")
    assert (evaluation.score, evaluation.band, evaluation.met, evaluation.total) == (None, "", None, 4)
    assert evaluation.findings.filter(verdict="unclear").count() == 4


@pytest.mark.parametrize(
    ("kind", "state", "sentence"),
    [
        ("refused", State.REFUSED, "The evaluator does not treat this text."),
        ("not_a_resume", State.REFUSED, "This text is not what it should be."),
        ("language", State.REFUSED, "This text is not what it should be."),
        ("error", State.FAILED, "Something broke on the way. It was logged; running it again is safe."),
    ],
)
def test_an_ending_without_result_says_why(kind: str, state: State, sentence: str) -> None:
    evaluation = executed(f"A résumé.\nscript: judge fail {kind}")
    assert ending(evaluation) == (state, kind, sentence)
    assert (evaluation.score, evaluation.findings.count()) == (None, 0)
    assert evaluation.finished_at is not None


def test_an_error_is_logged_without_the_text(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        executed("A secret résumé.\nscript: judge fail secret-word")
    assert "RuntimeError" in caplog.text
    assert "secret-word" not in caplog.text
    assert "secret résumé" not in caplog.text


def test_judging_and_reporting_are_steps_of_their_own() -> None:
    evaluation = queued()
    services.execute_evaluation(evaluation_id=evaluation.pk)
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.attempts, evaluation.token) == (State.QUEUED, 0, None)
    assert len(evaluation.judgement_data["findings"]) == 4
    assert evaluation.findings.count() == 0
    began = evaluation.started_at
    services.execute_evaluation(evaluation_id=evaluation.pk)
    evaluation.refresh_from_db()
    assert ending(evaluation) == (State.SUCCEEDED, "", "")
    assert (evaluation.judgement_data, evaluation.started_at) == (None, began)


def test_a_report_that_fails_does_not_cost_a_second_judgement(tmp_path: Path) -> None:
    down = tmp_path / "down"
    down.touch()
    evaluation = executed(f"{RESUME_TEXT}\nscript: report fail unavailable while {down}")
    judged = evaluation.judgement_data
    assert (evaluation.state, judged is not None) == (State.QUEUED, True)
    services.execute_evaluation(evaluation_id=evaluation.pk)
    evaluation.refresh_from_db()
    assert (evaluation.judgement_data, evaluation.attempts) == (judged, 2)


def test_a_new_run_goes_on_from_the_judgement_an_earlier_one_paid_for(tmp_path: Path) -> None:
    down = tmp_path / "down"
    down.touch()
    failed = executed(f"{RESUME_TEXT}\nscript: report fail refused while {down}")
    assert (failed.state, failed.judgement_data is not None) == (State.REFUSED, True)
    down.unlink()
    again = services.rerun_evaluation(evaluation=failed)
    assert again.judgement_data == failed.judgement_data
    services.execute_evaluation(evaluation_id=again.pk)
    again.refresh_from_db()
    assert (again.state, again.findings.count()) == (State.SUCCEEDED, 4)


def test_a_retry_waits_as_long_as_the_provider_asks() -> None:
    evaluation = queued()

    def limited(claim: services.Claim[Evaluation]) -> None:
        raise EngineRateLimited("Too many calls.", retry_after_seconds=3600)

    services.perform(Evaluation, evaluation.pk, limited)
    evaluation.refresh_from_db()
    assert ending(evaluation) == (State.QUEUED, "rate_limited", "Too many calls.")
    assert timedelta(minutes=59) < evaluation.due_at - evaluation.started_at < timedelta(minutes=61)


@pytest.mark.parametrize("step", ["judge", "report"])
def test_a_passing_failure_is_tried_again(step: str, tmp_path: Path) -> None:
    down = tmp_path / "down"
    down.touch()
    evaluation = executed(f"{RESUME_TEXT}\nscript: {step} fail unavailable while {down}")
    assert ending(evaluation) == (State.QUEUED, "unavailable", "The evaluator cannot be reached just now.")
    assert (evaluation.sent_at, evaluation.attempts) == (None, 1)
    down.unlink()
    services.execute_whole_evaluation(evaluation_id=evaluation.pk)
    evaluation.refresh_from_db()
    assert ending(evaluation) == (State.SUCCEEDED, "", "")


def test_a_failure_that_does_not_pass_ends_after_three_attempts() -> None:
    evaluation = executed("A résumé.\nscript: judge fail incomplete")
    for _ in range(3):
        services.execute_evaluation(evaluation_id=evaluation.pk)
    evaluation.refresh_from_db()
    assert ending(evaluation) == (State.FAILED, "incomplete", "The evaluator's answer was cut off.")
    assert evaluation.attempts == 3


def test_a_retry_waits_its_time(settings: Any) -> None:
    settings.WORK_RETRY_SECONDS = 600
    evaluation = executed("A résumé.\nscript: judge fail unavailable")
    services.execute_evaluation(evaluation_id=evaluation.pk)
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.attempts) == (State.QUEUED, 1)
    assert list(Evaluation.objects.unsent()) == []


@pytest.mark.parametrize(
    ("field", "kind"), [("engine_version", "outdated"), ("model", "outdated"), ("method", "outdated")]
)
def test_work_asked_of_an_older_evaluator_is_not_done_by_a_newer_one(field: str, kind: str) -> None:
    evaluation = queued()
    Evaluation.objects.filter(pk=evaluation.pk).update(**{field: "older"})
    services.execute_evaluation(evaluation_id=evaluation.pk)
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.failure_kind) == (State.FAILED, kind)
    assert evaluation.failure_sentence.endswith("Run it again.")


class Inventing(ScriptedEngine):
    """Quotes what nobody wrote."""

    def judge(self, *args: Any, **kwargs: Any) -> schema.Judgement:
        judgement = super().judge(*args, **kwargs)
        first, *rest = judgement.findings
        return judgement.model_copy(update={"findings": (first.model_copy(update={"quote": "Ten years"}), *rest)})


class Forgetting(ScriptedEngine):
    """Leaves out the last requirement."""

    def judge(self, *args: Any, **kwargs: Any) -> schema.Judgement:
        judgement = super().judge(*args, **kwargs)
        return judgement.model_copy(update={"findings": judgement.findings[:-1]})


@pytest.mark.parametrize(
    ("engine", "sentence"),
    [
        (Inventing, "The evidence for requirement r1 is not in the résumé."),
        (Forgetting, "The engine did not answer every requirement once."),
    ],
)
def test_an_answer_that_is_not_true_to_the_texts_never_becomes_a_result(
    engine: type, sentence: str, settings: Any
) -> None:
    settings.EVALUATION_ENGINES = {"scripted": f"{engine.__module__}.{engine.__name__}"}
    settings.WORK_MAX_ATTEMPTS = 1
    evaluation = executed()
    assert ending(evaluation) == (State.FAILED, "incomplete", sentence)
    assert evaluation.findings.count() == 0


# Asking again, cancelling, sweeping


@pytest.mark.parametrize("state", [State.FAILED, State.REFUSED, State.CANCELLED])
def test_what_ended_without_result_runs_again_as_a_new_row(state: State, editor: Any) -> None:
    ended = EvaluationFactory(state=state)
    again = services.rerun_evaluation(evaluation=ended, by=editor)
    assert (again.pk != ended.pk, again.state, again.requested_by) == (True, State.QUEUED, editor)
    assert (again.as_of, again.input_hash) == (ended.as_of, ended.input_hash)
    assert services.rerun_evaluation(evaluation=ended, by=editor) == again


def test_a_finished_evaluation_that_holds_is_not_run_again() -> None:
    evaluation = EvaluationFactory()
    assert services.rerun_evaluation(evaluation=evaluation) == evaluation


def test_a_finished_evaluation_of_an_older_engine_is_run_again() -> None:
    evaluation = EvaluationFactory(engine_version="0", input_hash="older")
    again = services.rerun_evaluation(evaluation=evaluation)
    assert (again.pk != evaluation.pk, again.engine_version) == (True, ScriptedEngine.version)


def test_cancelling_ends_open_work_only() -> None:
    evaluation = services.cancel(work=queued())
    assert evaluation.state == State.CANCELLED
    assert services.cancel(work=evaluation).state == State.CANCELLED
    services.execute_evaluation(evaluation_id=evaluation.pk)
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.attempts) == (State.CANCELLED, 0)
    with pytest.raises(ServiceError, match="already succeeded"):
        services.cancel(work=EvaluationFactory())


def test_the_result_of_cancelled_work_is_dropped() -> None:
    evaluation = queued()

    def cancelled_meanwhile(claim: services.Claim[Evaluation]) -> None:
        services.cancel(work=Evaluation.objects.get(pk=evaluation.pk))
        with claim.result(score=100):
            raise AssertionError("nothing is written without the claim")

    services.perform(Evaluation, evaluation.pk, cancelled_meanwhile)
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.score) == (State.CANCELLED, None)


def test_a_result_that_cannot_be_written_whole_is_not_written() -> None:
    evaluation = queued()

    def breaking(claim: services.Claim[Evaluation]) -> None:
        with claim.result(score=100):
            Evaluation.objects.filter(pk=claim.row.pk).update(flags=["half"])
            raise IntegrityError("broken half way")

    services.perform(Evaluation, evaluation.pk, breaking)
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.failure_kind, evaluation.score, evaluation.flags) == (
        State.FAILED,
        "error",
        None,
        [],
    )
