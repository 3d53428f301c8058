"""What happens when things break: a real worker, broker and database, and the scripted engine to hold the victim.

In every case: nothing lost, nothing twice, no row stuck.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from evaluations import services
from evaluations.factories import (
    AS_OF,
    RESUME_TEXT,
    EvaluationFactory,
    JobDescriptionFactory,
    LedgerFactory,
    PersonaFactory,
)
from evaluations.models import Evaluation, Ledger, Persona
from evaluations.services.running import send_on_commit
from evaluations.tests.workers import COMMITTED, Broker, Worker, wait_for
from evaluations.work import State, Work

pytestmark = COMMITTED
ANSWER_LIMIT_SECONDS = 3


@pytest.fixture(autouse=True)
def settled(transactional_db: None, worker: Worker) -> Iterator[None]:
    """Nobody is in the middle of a transaction when the tables are emptied after the test."""
    yield
    Evaluation.objects.open().update(state=State.CANCELLED)
    wait_for(worker.idle, "the worker to be idle", about=worker.last_lines)


@pytest.fixture
def ledger(transactional_db: None) -> Ledger:
    return LedgerFactory()


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Path]:
    """A file that holds evaluations of the résumé ``held_resume`` as long as it exists."""
    path = tmp_path / "held"
    path.touch()
    yield path
    path.unlink(missing_ok=True)


def resume(*script: str) -> str:
    """A résumé with lines for the scripted engine."""
    return "\n".join([RESUME_TEXT, *(f"script: {line}" for line in script)])


def request(ledger: Ledger, text: str = RESUME_TEXT, engine: str = "scripted") -> Evaluation:
    persona = PersonaFactory(text=text)
    return services.request_evaluation(ledger=ledger, persona=persona, engine=engine, as_of=AS_OF)


def wait_until_ended(worker: Worker, *rows: Work) -> None:
    def ended() -> bool:
        for row in rows:
            row.refresh_from_db()
        return not any(row.is_open for row in rows)

    def about() -> str:
        standing = "\n".join(f"{row!r} {row.state} {row.step} {row.attempts}" for row in rows)
        return f"{standing}\n{worker.last_lines()}"

    wait_for(ended, "the work to end", about=about)


def wait_until_judging(worker: Worker, evaluation: Evaluation) -> None:
    def judging() -> bool:
        evaluation.refresh_from_db()
        return (evaluation.state, evaluation.step) == (State.RUNNING, "judging")

    wait_for(judging, "the evaluation to be judged", about=worker.last_lines)


def assert_done_once(*evaluations: Evaluation, attempts: int = 1) -> None:
    for evaluation in evaluations:
        assert (evaluation.state, evaluation.failure_kind, evaluation.score) == (State.SUCCEEDED, "", 79)
        assert (evaluation.findings.count(), evaluation.attempts) == (4, attempts)


def test_reading_and_evaluating_run_by_themselves(worker: Worker) -> None:
    ledger = services.request_ledger(job_description=JobDescriptionFactory(), engine="scripted")
    wait_until_ended(worker, ledger)
    services.lock_ledger(ledger=ledger, by=None)
    ledger.refresh_from_db()
    evaluations = services.request_evaluations(
        ledger=ledger, personas=PersonaFactory.create_batch(3), engine="scripted", as_of=AS_OF
    )
    wait_until_ended(worker, *evaluations)
    assert_done_once(*evaluations)


def test_a_message_delivered_many_times_is_worked_on_once(worker: Worker, ledger: Ledger, held: Path) -> None:
    evaluation = request(ledger, resume(f"judge hold {held}"))
    wait_until_judging(worker, evaluation)
    for _ in range(3):
        send_on_commit(Evaluation, [evaluation.pk])
    held.unlink()
    wait_until_ended(worker, evaluation)
    send_on_commit(Evaluation, [evaluation.pk])
    wait_for(worker.idle, "every message to be taken", about=worker.last_lines)
    evaluation.refresh_from_db()
    assert_done_once(evaluation)
    assert Evaluation.objects.count() == 1


def test_a_cancelled_run_writes_nothing(worker: Worker, ledger: Ledger, held: Path) -> None:
    evaluation = request(ledger, resume(f"judge hold {held}"))
    wait_until_judging(worker, evaluation)
    services.cancel(work=evaluation)
    held.unlink()
    wait_for(worker.idle, "the worker to let go", about=worker.last_lines)
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.score, evaluation.findings.count()) == (State.CANCELLED, None, 0)
    again = services.rerun_evaluation(evaluation=evaluation)
    wait_until_ended(worker, again)
    assert_done_once(again)


def test_a_worker_killed_in_the_middle_is_replaced(worker: Worker, ledger: Ledger, held: Path) -> None:
    victim = request(ledger, resume(f"judge hold {held}"))
    wait_until_judging(worker, victim)
    others = [request(ledger) for _ in range(3)]
    worker.kill()
    held.unlink()
    victim.refresh_from_db()
    assert victim.state == State.RUNNING
    worker.start()
    wait_until_ended(worker, victim, *others)
    assert_done_once(victim)
    assert [other.state for other in others] == [State.SUCCEEDED] * 3
    assert [other.findings.count() for other in others] == [4] * 3
    assert Evaluation.objects.count() == 4


@pytest.fixture(params=["down", "frozen"])
def broken_broker(request: pytest.FixtureRequest, worker: Worker, broker: Broker) -> Iterator[Callable[[], None]]:
    """The broker is down or frozen; calling the fixture mends it."""
    mend = broker.start if request.param == "down" else broker.thaw
    mended = False

    def mend_once() -> None:
        nonlocal mended
        if not mended:
            mended = True
            mend()

    (broker.stop if request.param == "down" else broker.freeze)()
    yield mend_once
    mend_once()


def test_a_request_is_answered_without_the_broker_and_runs_later(
    worker: Worker, ledger: Ledger, broken_broker: Callable[[], None]
) -> None:
    personas = PersonaFactory.create_batch(3)
    started = time.monotonic()
    evaluations = services.request_evaluations(ledger=ledger, personas=personas, engine="scripted", as_of=AS_OF)
    assert time.monotonic() - started < ANSWER_LIMIT_SECONDS
    for evaluation in evaluations:
        evaluation.refresh_from_db()
        assert (evaluation.state, evaluation.sent_at) == (State.QUEUED, None)
    broken_broker()
    wait_until_ended(worker, *evaluations)
    assert_done_once(*evaluations)


def test_messages_a_broker_forgot_are_sent_again(worker: Worker, ledger: Ledger, broker: Broker) -> None:
    forgotten = EvaluationFactory(ledger=ledger, finished=False)
    broker.flush()
    later = request(ledger)
    wait_until_ended(worker, forgotten, later)
    assert_done_once(forgotten, later)


def test_an_evaluation_that_kills_its_process_ends_after_three_attempts(worker: Worker, ledger: Ledger) -> None:
    poison = request(ledger, resume("judge crash"))
    healthy = [request(ledger) for _ in range(3)]
    wait_until_ended(worker, poison, *healthy)
    assert (poison.state, poison.failure_kind, poison.attempts) == (State.FAILED, "exhausted", 3)
    assert poison.failure_sentence == "3 attempts ended without an answer, because the worker stopped each time."
    assert [evaluation.state for evaluation in healthy] == [State.SUCCEEDED] * 3
    after = request(ledger)
    wait_until_ended(worker, after)
    assert_done_once(after)


def test_a_passing_failure_is_overcome_without_help(worker: Worker, ledger: Ledger, tmp_path: Path) -> None:
    down = tmp_path / "down"
    down.touch()
    evaluation = request(ledger, resume(f"report fail unavailable while {down}"))

    def tried() -> bool:
        evaluation.refresh_from_db()
        return evaluation.failure_kind == "unavailable"

    wait_for(tried, "the first attempt", about=worker.last_lines)
    down.unlink()
    wait_until_ended(worker, evaluation)
    assert (evaluation.state, evaluation.failure_kind, evaluation.findings.count()) == (State.SUCCEEDED, "", 4)
    assert 2 <= evaluation.attempts <= 3


def test_requests_at_the_same_moment_make_one_evaluation(ledger: Ledger) -> None:
    persona = PersonaFactory()
    others = PersonaFactory.create_batch(2)
    start = threading.Barrier(6)
    found: list[list[int]] = []

    def ask(number: int) -> None:
        try:
            start.wait(10)
            personas = [persona, *others] if number % 2 else [*reversed(others), persona]
            rows = services.request_evaluations(ledger=ledger, personas=personas, engine="scripted", as_of=AS_OF)
            found.append(sorted(row.pk for row in rows))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(found) == 6
    assert found == [sorted(Evaluation.objects.values_list("pk", flat=True))] * 6
    assert Evaluation.objects.count() == 3


def test_a_form_sent_twice_at_once_makes_one_version(transactional_db: None) -> None:
    persona = PersonaFactory()
    found: list[str] = []

    def send() -> None:
        try:
            services.save_version(row=Persona.objects.get(pk=persona.pk), text="Another résumé.")
            found.append("saved")
        except services.ServiceError as error:
            found.append(error.sentence)
        finally:
            connection.close()

    second = threading.Thread(target=send)
    with transaction.atomic():
        services.save_version(row=persona, text="Another résumé.")
        second.start()
        wait_for(somebody_waits, "the second request to wait for the first")
    second.join(20)
    assert found == ["The text is the same as in the newest version."]
    assert list(Persona.objects.values_list("version", flat=True).order_by("version")) == [1, 2]


def somebody_waits() -> bool:
    """Whether some connection waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def test_the_built_in_engine_runs_through_the_worker(worker: Worker) -> None:
    ledger = services.request_ledger(job_description=JobDescriptionFactory(), engine="local")
    wait_until_ended(worker, ledger)
    assert (ledger.state, ledger.failure_sentence) == (State.SUCCEEDED, "")
    ledger = services.lock_ledger(ledger=ledger, by=None)
    evaluation = request(ledger, engine="local")
    wait_until_ended(worker, evaluation)
    assert (evaluation.state, evaluation.failure_sentence) == (State.SUCCEEDED, "")
    assert evaluation.score is not None
    assert evaluation.findings.count() == evaluation.total == len(ledger.as_schema())


def test_a_worker_takes_up_what_was_lost_as_it_starts(worker: Worker, ledger: Ledger) -> None:
    # The last test, because the worker is left without its scheduler.
    worker.stop()
    lost = EvaluationFactory(ledger=ledger, finished=False, sent_at=Now() - timedelta(minutes=5))
    worker.start(scheduler=False)
    wait_until_ended(worker, lost)
    assert_done_once(lost)
