"""A release judged again by a real worker: by itself, and also when the one that began it died and the broker forgot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from evaluations import queries, services
from evaluations.factories import AS_OF, ProposedTermFactory
from evaluations.models import Evaluation, VocabularyCheck
from evaluations.tests.workers import COMMITTED, Broker, Worker, wait_for
from evaluations.tests.zorp import BECOMES_MET, WITHOUT_ZORP, local_evaluation, local_ledger
from evaluations.work import State

pytestmark = COMMITTED


@pytest.fixture(autouse=True)
def settled(transactional_db: None, worker: Worker) -> Iterator[None]:
    """Nobody is in the middle of a transaction when the tables are emptied after the test."""
    yield
    wait_for(worker.idle, "the worker to be idle", about=worker.last_lines)


@pytest.fixture
def evaluations(transactional_db: None) -> list[Evaluation]:
    """One that the term Zorp changes, and one that it does not."""
    ledger = local_ledger()
    return [local_evaluation(ledger=ledger), local_evaluation(WITHOUT_ZORP, ledger=ledger)]


def wait_until_checked(worker: Worker) -> None:
    wait_for(lambda: not VocabularyCheck.objects.open().exists(), "the checks to end", about=worker.last_lines)


def assert_only_the_first_is_stale(evaluations: list[Evaluation]) -> None:
    reasons = [queries.stale_reason(evaluation) for evaluation in evaluations]
    assert reasons == [f"with vocabulary release 1, {BECOMES_MET}.", ""]


def test_a_release_is_checked_and_used_by_a_worker(worker: Worker, evaluations: list[Evaluation]) -> None:
    changed, _ = evaluations
    request = {"ledger": changed.ledger, "persona": changed.persona, "engine": "local", "as_of": AS_OF}
    assert services.request_evaluation(**request) == changed
    ProposedTermFactory()
    release = services.release_vocabulary()
    wait_until_checked(worker)
    assert_only_the_first_is_stale(evaluations)
    anew = services.request_evaluation(**request)

    def ended() -> bool:
        anew.refresh_from_db()
        return not anew.is_open

    wait_for(ended, "the new evaluation to end", about=worker.last_lines)
    assert (anew.state, anew.score, anew.vocabulary_version) == (State.SUCCEEDED, 90, release.vocabulary_version)


def test_checks_survive_a_dead_worker_and_lost_messages(
    worker: Worker, broker: Broker, evaluations: list[Evaluation]
) -> None:
    worker.stop()
    ProposedTermFactory()
    services.release_vocabulary()
    broker.flush()
    long_ago = Now() - timedelta(minutes=5)
    VocabularyCheck.objects.update(sent_at=long_ago)
    # One was being judged when its worker was killed.
    VocabularyCheck.objects.filter(evaluation=evaluations[0]).update(
        state=State.RUNNING, attempts=1, lease_expires_at=long_ago, token="0" * 32
    )
    worker.start()
    wait_until_checked(worker)
    assert_only_the_first_is_stale(evaluations)
    assert list(VocabularyCheck.objects.order_by("evaluation_id").values_list("attempts", flat=True)) == [2, 1]
    assert [evaluation.findings.count() for evaluation in evaluations] == [5, 5]
