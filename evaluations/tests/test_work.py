"""Claims and leases: one holder at a time, and nothing that is lost stays lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from evaluations import services, work
from evaluations.factories import EvaluationFactory, LedgerFactory
from evaluations.models import Evaluation, Ledger
from evaluations.work import State

pytestmark = pytest.mark.django_db
AGO, AHEAD = Now() - timedelta(seconds=1), Now() + timedelta(seconds=60)


def row(**values: Any) -> Evaluation:
    """A queued evaluation with these columns."""
    evaluation = EvaluationFactory(finished=False)
    if values:
        Evaluation.objects.filter(pk=evaluation.pk).update(**values)
    evaluation.refresh_from_db()
    return evaluation


@pytest.mark.parametrize(
    ("values", "claimable"),
    [
        ({}, True),
        ({"attempts": 2}, True),
        ({"attempts": 3}, False),
        ({"due_at": AHEAD}, False),
        ({"state": State.RUNNING, "lease_expires_at": AHEAD}, False),
        ({"state": State.RUNNING, "lease_expires_at": AGO, "attempts": 1}, True),
        ({"state": State.RUNNING, "lease_expires_at": AGO, "attempts": 3}, False),
        ({"state": State.CANCELLED}, False),
        ({"state": State.FAILED}, False),
        ({"state": State.REFUSED}, False),
    ],
)
def test_a_row_is_claimed_only_when_it_waits(values: dict[str, Any], claimable: bool) -> None:
    evaluation = row(**values)
    token = Evaluation.objects.claim(evaluation.pk)
    assert (token is not None) == claimable
    attempts = evaluation.attempts
    evaluation.refresh_from_db()
    assert evaluation.attempts == attempts + claimable
    assert evaluation.token == token


def test_a_claim_is_held_by_one() -> None:
    evaluation = row()
    assert Evaluation.objects.claim(evaluation.pk) is not None
    assert Evaluation.objects.claim(evaluation.pk) is None


def test_a_claim_taken_over_is_lost_to_its_first_holder() -> None:
    evaluation = row()
    first = Evaluation.objects.claim(evaluation.pk)
    Evaluation.objects.filter(pk=evaluation.pk).update(lease_expires_at=AGO)
    second = Evaluation.objects.claim(evaluation.pk)
    assert first is not None
    assert second is not None
    assert not Evaluation.objects.renew(evaluation.pk, first, step="late")
    assert Evaluation.objects.renew(evaluation.pk, second, step="judging")
    claim = services.Claim(evaluation, first)
    claim.fail(kind="late", sentence="Too late.")
    with pytest.raises(services.ClaimLost), claim.result(score=1):
        raise AssertionError("not reached")
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.step, evaluation.token) == (State.RUNNING, "judging", second)


def test_a_lease_that_ran_out_unnoticed_still_counts() -> None:
    evaluation = row()
    token = Evaluation.objects.claim(evaluation.pk)
    assert token is not None
    Evaluation.objects.filter(pk=evaluation.pk).update(lease_expires_at=AGO)
    assert Evaluation.objects.renew(evaluation.pk, token, step="judging")
    evaluation.refresh_from_db()
    assert Evaluation.objects.waiting().count() == 0


@pytest.mark.parametrize(
    ("values", "sent_again"),
    [
        ({}, False),
        ({"sent_at": None}, True),
        ({"sent_at": AGO - timedelta(seconds=60)}, True),
        ({"sent_at": None, "due_at": AHEAD}, False),
        ({"sent_at": None, "state": State.RUNNING, "lease_expires_at": AHEAD}, False),
        ({"sent_at": None, "state": State.RUNNING, "lease_expires_at": AGO}, True),
        ({"sent_at": None, "state": State.CANCELLED}, False),
    ],
)
def test_only_rows_no_message_speaks_of_are_sent_again(values: dict[str, Any], sent_again: bool, settings: Any) -> None:
    settings.WORK_RESEND_SECONDS = 30
    evaluation = row(**values)
    assert [found.pk for found in Evaluation.objects.unsent()] == ([evaluation.pk] if sent_again else [])
    assert services.sweep() == sent_again
    assert services.sweep() == 0


def test_exhausted_rows_of_every_kind_end_with_a_sentence() -> None:
    crashed = row(state=State.RUNNING, lease_expires_at=AGO, attempts=3)
    at_work = row(state=State.RUNNING, lease_expires_at=AHEAD, attempts=3)
    ledger = LedgerFactory(read=False)
    Ledger.objects.filter(pk=ledger.pk).update(state=State.RUNNING, lease_expires_at=AGO, attempts=3)
    assert services.fail_exhausted() == 2
    for ended in (crashed, ledger):
        ended.refresh_from_db()
        assert (ended.state, ended.failure_kind, ended.finished_at is not None) == (State.FAILED, "exhausted", True)
        assert ended.failure_sentence == "3 attempts ended without an answer, because the worker stopped each time."
    at_work.refresh_from_db()
    assert at_work.state == State.RUNNING


def test_every_kind_of_work_is_registered_with_its_task() -> None:
    assert work.registered()[Evaluation] == "evaluations.execute"
    assert work.registered()[Ledger] == "evaluations.read"
    assert work.message_for(Evaluation, 7) == {"evaluation_id": 7}


def test_every_work_model_is_registered() -> None:
    """A kind of work the sweeper does not know would get stuck after the first lost message."""
    from django.apps import apps

    models = {model for model in apps.get_models() if issubclass(model, work.Work)}
    assert models == set(work.registered())
