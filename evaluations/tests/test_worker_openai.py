"""The openai engine in a real worker: over HTTP to a server that speaks the protocol, which may fail, stall or be gone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from evaluations import services
from evaluations.engines.openai_chat.fake import FakeOpenAI
from evaluations.factories import AS_OF, RESUME_TEXT, JobDescriptionFactory, LedgerFactory, PersonaFactory
from evaluations.models import Evaluation, Ledger, ProviderCall
from evaluations.queries import spent
from evaluations.tests.workers import COMMITTED, Broker, Worker, wait_for
from evaluations.work import State, Work

pytestmark = COMMITTED


@pytest.fixture(scope="module")
def provider() -> Iterator[FakeOpenAI]:
    with FakeOpenAI() as server:
        yield server


@pytest.fixture(scope="module")
def worker(
    django_db_setup: None, broker: Broker, provider: FakeOpenAI, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worker]:
    # Longer than any call here takes, as in production: a lease that runs out under a call would pay for it twice.
    environment = {"OPENAI_BASE_URL": provider.base_url, "WORK_LEASE_SECONDS": "8"}
    own = Worker(broker, tmp_path_factory.mktemp("worker"), environment)
    own.start()
    try:
        yield own
    finally:
        own.stop()


@pytest.fixture(autouse=True)
def same_engine_here(settings: Any, provider: FakeOpenAI) -> None:
    """Who asks sets the engine up as the worker does; another version would be refused as outdated."""
    options = settings.EVALUATION_ENGINE_OPTIONS["openai"] | {"base_url": provider.base_url}
    settings.EVALUATION_ENGINE_OPTIONS = {"openai": options}


@pytest.fixture(autouse=True)
def settled(transactional_db: None, worker: Worker) -> Iterator[None]:
    """Nobody is in the middle of a transaction when the tables are emptied after the test."""
    yield
    Evaluation.objects.open().update(state=State.CANCELLED)
    wait_for(worker.idle, "the worker to be idle", about=worker.last_lines)


@pytest.fixture
def held(tmp_path: Path) -> Path:
    path = tmp_path / "held"
    path.touch()
    return path


def request(ledger: Ledger, *script: str) -> Evaluation:
    persona = PersonaFactory(text="\n".join([RESUME_TEXT, *(f"script: {line}" for line in script)]))
    return services.request_evaluation(ledger=ledger, persona=persona, engine="openai", as_of=AS_OF)


def wait_until_ended(worker: Worker, row: Work) -> None:
    def ended() -> bool:
        row.refresh_from_db()
        return not row.is_open

    wait_for(ended, "the work to end", about=lambda: f"{row!r} {row.failure_sentence}\n{worker.last_lines()}")


def calls_of(evaluation: Evaluation) -> list[tuple[str, int, str]]:
    return list(evaluation.provider_calls.values_list("step", "attempt", "outcome"))


def test_a_job_description_is_read_and_a_persona_judged_by_the_model(worker: Worker) -> None:
    ledger = services.request_ledger(job_description=JobDescriptionFactory(), engine="openai")
    wait_until_ended(worker, ledger)
    assert (ledger.state, ledger.failure_sentence) == (State.SUCCEEDED, "")
    ledger = services.lock_ledger(ledger=ledger, by=None)
    evaluation = request(ledger)
    wait_until_ended(worker, evaluation)
    assert (evaluation.state, evaluation.failure_sentence) == (State.SUCCEEDED, "")
    assert evaluation.findings.count() == evaluation.total == ledger.requirements.count()
    assert evaluation.score == evaluation.score_record.points
    assert evaluation.model_snapshot == "gpt-4.1-2025-04-14"
    assert calls_of(evaluation) == [("judge", 1, "answered"), ("report", 1, "answered")]
    assert evaluation.cost == sum(call.cost for call in evaluation.provider_calls.all()) > 0
    assert all(call.request_id.startswith("req_") for call in ProviderCall.objects.all())


def test_a_provider_that_is_down_ends_in_words_and_works_again_when_it_is_back(worker: Worker, held: Path) -> None:
    evaluation = request(LedgerFactory(), f"judge error_500 while {held}")
    wait_until_ended(worker, evaluation)
    assert (evaluation.state, evaluation.failure_kind, evaluation.attempts) == (State.FAILED, "unavailable", 3)
    assert "trouble of its own" in evaluation.failure_sentence
    assert calls_of(evaluation) == [("judge", attempt, "unavailable") for attempt in (1, 2, 3)]
    held.unlink()
    again = services.rerun_evaluation(evaluation=evaluation)
    wait_until_ended(worker, again)
    assert again.state == State.SUCCEEDED


def test_a_broken_connection_is_overcome(worker: Worker, provider: FakeOpenAI) -> None:
    provider.script("drop_connection")
    evaluation = request(LedgerFactory())
    wait_until_ended(worker, evaluation)
    assert (evaluation.state, evaluation.failure_sentence) == (State.SUCCEEDED, "")
    assert calls_of(evaluation) == [
        ("judge", 1, "unavailable"),
        ("judge", 2, "answered"),
        ("report", 1, "answered"),
    ]


def test_a_rate_limit_is_waited_out(worker: Worker, provider: FakeOpenAI) -> None:
    provider.script("rate_limited", retry_after=2)
    evaluation = request(LedgerFactory())
    wait_until_ended(worker, evaluation)
    first, second = evaluation.provider_calls.filter(step="judge")
    assert (evaluation.state, first.outcome, second.outcome) == (State.SUCCEEDED, "rate_limited", "answered")
    assert (second.begun_at - first.begun_at).total_seconds() >= 2
    assert first.cost == 0


def test_a_faulty_answer_is_asked_for_once_more_within_the_attempt(worker: Worker, provider: FakeOpenAI) -> None:
    provider.script("one_left_out")
    evaluation = request(LedgerFactory())
    wait_until_ended(worker, evaluation)
    assert (evaluation.state, evaluation.failure_sentence) == (State.SUCCEEDED, "")
    assert calls_of(evaluation) == [("judge", 1, "bad_reply"), ("judge", 1, "answered"), ("report", 1, "answered")]
    assert evaluation.cost == sum(call.cost for call in evaluation.provider_calls.all())


def test_an_answer_faulty_twice_ends_with_its_fault_and_costs_two_calls(worker: Worker, held: Path) -> None:
    evaluation = request(LedgerFactory(), f"judge one_left_out while {held}")
    wait_until_ended(worker, evaluation)
    assert (evaluation.state, evaluation.failure_kind, evaluation.attempts) == (State.FAILED, "bad_reply", 1)
    assert evaluation.failure_sentence == (
        "The model's answer cannot be used, also after it was told why: it does not answer r1. Run it again, choose "
        "another model in OPENAI_MODEL, or the built-in engine."
    )
    assert calls_of(evaluation) == [("judge", 1, "bad_reply"), ("judge", 1, "bad_reply")]
    held.unlink()
    again = services.rerun_evaluation(evaluation=evaluation)
    wait_until_ended(worker, again)
    assert again.state == State.SUCCEEDED


def test_a_limit_forbids_to_ask_once_more(worker: Worker, provider: FakeOpenAI, settings: Any) -> None:
    """The worker has the site's limits, so they are used up until one call fits and no second one."""
    ledger = LedgerFactory()
    before = request(ledger)
    wait_until_ended(worker, before)
    room = before.provider_calls.get(step="judge").reserved * Decimal("1.01")
    ProviderCall.objects.create(
        job_description=ledger.job_description,
        engine="openai",
        step="judge",
        attempt=1,
        model="any",
        reserved=0,
        cost=settings.OPENAI_XRAY_CAP - spent(ProviderCall.objects.all()) - room,
    )
    provider.script("one_left_out")
    evaluation = services.request_evaluation(
        ledger=ledger, persona=PersonaFactory(text=f"{RESUME_TEXT}\nX\n"), engine="openai", as_of=AS_OF
    )
    wait_until_ended(worker, evaluation)
    assert (evaluation.state, evaluation.failure_kind, evaluation.attempts) == (State.FAILED, "capped", 1)
    assert evaluation.failure_sentence.startswith(
        "The model's answer cannot be used (it does not answer r1), and it was not asked again. The next call may cost"
    )
    assert calls_of(evaluation) == [("judge", 1, "bad_reply")]


def test_no_money_left_is_not_tried_again(worker: Worker, provider: FakeOpenAI) -> None:
    provider.script("quota")
    evaluation = request(LedgerFactory())
    wait_until_ended(worker, evaluation)
    assert (evaluation.state, evaluation.failure_kind, evaluation.attempts) == (State.FAILED, "quota", 1)


def test_a_worker_killed_during_a_call_is_replaced_and_the_call_still_counts(worker: Worker, held: Path) -> None:
    evaluation = request(LedgerFactory(), f"judge slow while {held}")

    def asking() -> bool:
        return evaluation.provider_calls.filter(outcome=ProviderCall.PENDING).exists()

    wait_for(asking, "the call to be made", about=worker.last_lines)
    worker.kill()
    held.unlink()
    worker.start()
    wait_until_ended(worker, evaluation)
    assert (evaluation.state, evaluation.findings.count()) == (State.SUCCEEDED, 4)
    assert calls_of(evaluation) == [("judge", 1, "pending"), ("judge", 2, "answered"), ("report", 1, "answered")]
    lost = evaluation.provider_calls.first()
    assert (lost.cost, lost.reserved > Decimal(0)) == (None, True)
    assert evaluation.cost is None, "a part is not the whole"
