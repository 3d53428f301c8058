"""What provider calls cost: noted call by call, summed on the row, and held below the limits."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from evaluations import services
from evaluations.engines.base import EngineCapped, Meter
from evaluations.engines.scripted import ScriptedEngine
from evaluations.factories import AS_OF, EvaluationFactory, JobDescriptionFactory, LedgerFactory, PersonaFactory
from evaluations.models import Evaluation, ProviderCall
from evaluations.queries import dollars, spent
from evaluations.schema import Call, Judgement, PlannedCall, Reading, Report
from evaluations.services.spending import RowMeter, used_by
from evaluations.tests.workers import COMMITTED, wait_for
from evaluations.work import State

PRICE = Decimal("0.25")


def planned(cost: str = "1", step: Any = "judge") -> PlannedCall:
    return PlannedCall(
        step=step, model="gpt-test", most_input_tokens=100, most_output_tokens=50, most_cost=Decimal(cost)
    )


def came_back(cost: Decimal | None = PRICE, **fields: Any) -> Call:
    values = {"model_snapshot": "gpt-test-2026", "request_id": "req-1", "input_tokens": 80, "output_tokens": 20}
    return Call(step="judge", model="gpt-test", **{"outcome": "answered", "seconds": 1.5} | values | fields, cost=cost)


def meter_of(evaluation: Evaluation) -> RowMeter:
    return RowMeter(services.Claim(evaluation, evaluation.token))


class PaidEngine(ScriptedEngine):
    """The scripted engine, as if each of its answers were a call to a provider."""

    name = "paid"

    def __init__(self, meter: Meter | None = None) -> None:
        self.meter = meter

    def with_meter(self, meter: Meter) -> PaidEngine:
        return PaidEngine(meter)

    def _call(self, step: Any) -> None:
        assert self.meter is not None, "the service forgot the meter"
        self.meter.begin(planned(step=step))
        self.meter.end(came_back())

    def read(self, text: str) -> Reading:
        self._call("read")
        return super().read(text)

    def judge(self, *args: Any) -> Judgement:
        self._call("judge")
        return super().judge(*args)

    def report(self, *args: Any) -> Report:
        self._call("report")
        return super().report(*args)


@pytest.fixture
def paid(settings: Any) -> None:
    settings.EVALUATION_ENGINES = {
        "paid": f"{__name__}.PaidEngine",
        "scripted": f"{ScriptedEngine.__module__}.ScriptedEngine",
    }


@pytest.mark.django_db
def test_a_finished_evaluation_says_what_its_calls_used(paid: None) -> None:
    evaluation = services.request_evaluation(
        ledger=LedgerFactory(), persona=PersonaFactory(), engine="paid", as_of=AS_OF
    )
    services.execute_whole_evaluation(evaluation_id=evaluation.pk)
    evaluation.refresh_from_db()
    assert evaluation.state == State.SUCCEEDED
    used = (evaluation.model_snapshot, evaluation.input_tokens, evaluation.output_tokens, evaluation.cost)
    assert used == ("gpt-test-2026", 160, 40, Decimal("0.5"))
    calls = list(evaluation.provider_calls.values_list("step", "attempt", "outcome", "request_id", "cost", "seconds"))
    assert calls == [("judge", 1, "answered", "req-1", PRICE, 1.5), ("report", 1, "answered", "req-1", PRICE, 1.5)]


@pytest.mark.django_db
def test_a_reading_says_what_it_used_too(paid: None) -> None:
    ledger = services.request_ledger(job_description=JobDescriptionFactory(), engine="paid")
    services.execute_ledger(ledger_id=ledger.pk)
    ledger.refresh_from_db()
    assert (ledger.state, ledger.cost, ledger.model_snapshot) == (State.SUCCEEDED, PRICE, "gpt-test-2026")
    assert ProviderCall.objects.get().job_description == ledger.job_description


@pytest.mark.django_db
def test_an_engine_without_a_provider_uses_nothing() -> None:
    evaluation = services.request_evaluation(
        ledger=LedgerFactory(), persona=PersonaFactory(), engine="scripted", as_of=AS_OF
    )
    services.execute_whole_evaluation(evaluation_id=evaluation.pk)
    evaluation.refresh_from_db()
    assert (evaluation.cost, evaluation.input_tokens, evaluation.model_snapshot) == (None, None, "")


@pytest.mark.django_db
def test_a_call_nobody_saw_the_end_of_counts_with_the_most_it_may_cost() -> None:
    evaluation = EvaluationFactory(finished=False)
    meter_of(evaluation).begin(planned())
    meter = meter_of(evaluation)
    meter.begin(planned())
    meter.end(came_back())
    assert spent(ProviderCall.objects.all()) == Decimal(1) + PRICE
    assert used_by(evaluation)["cost"] is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        (
            "OPENAI_DAILY_CAP",
            "The next call may cost up to $1.00. This site allows $2.50 a day, of which $2.00 are used. Wait until "
            "tomorrow (UTC), raise OPENAI_DAILY_CAP, or choose the built-in engine.",
        ),
        (
            "OPENAI_XRAY_CAP",
            "The next call may cost up to $1.00. This site allows $2.50 for one job description, of which $2.00 are "
            "used. Raise OPENAI_XRAY_CAP, or choose the built-in engine.",
        ),
    ],
)
def test_no_call_is_begun_that_may_pass_a_limit(setting: str, sentence: str, settings: Any) -> None:
    settings.OPENAI_DAILY_CAP = settings.OPENAI_XRAY_CAP = Decimal(100)
    setattr(settings, setting, Decimal("2.50"))
    meter = meter_of(EvaluationFactory(finished=False))
    for _ in range(2):
        meter.begin(planned())
    with pytest.raises(EngineCapped) as capped:
        meter.begin(planned())
    assert capped.value.sentence == sentence
    assert ProviderCall.objects.count() == 2


@pytest.mark.django_db
def test_limits_are_of_this_day_and_of_this_job_description(settings: Any) -> None:
    settings.OPENAI_DAILY_CAP, settings.OPENAI_XRAY_CAP = Decimal(3), Decimal(1)
    first, second = (EvaluationFactory(finished=False) for _ in range(2))
    meter_of(first).begin(planned())
    with pytest.raises(EngineCapped):
        meter_of(first).begin(planned())
    meter_of(second).begin(planned())
    ProviderCall.objects.update(begun_at=Now() - timedelta(days=1), job_description=None)
    for evaluation in (first, second):
        meter_of(evaluation).begin(planned())


@pytest.mark.django_db
def test_a_capped_evaluation_fails_by_name_without_another_attempt(paid: None, settings: Any) -> None:
    settings.OPENAI_DAILY_CAP = Decimal("0.5")
    evaluation = services.request_evaluation(
        ledger=LedgerFactory(), persona=PersonaFactory(), engine="paid", as_of=AS_OF
    )
    services.execute_whole_evaluation(evaluation_id=evaluation.pk)
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.failure_kind, evaluation.attempts) == (State.FAILED, "capped", 1)
    assert ProviderCall.objects.count() == 0


@COMMITTED
def test_two_workers_together_stay_below_a_limit(settings: Any, transactional_db: None) -> None:
    settings.OPENAI_DAILY_CAP = Decimal(1)
    first, second = (EvaluationFactory(finished=False) for _ in range(2))
    refused: list[bool] = []

    def begin() -> None:
        try:
            meter_of(second).begin(planned())
            refused.append(False)
        except EngineCapped:
            refused.append(True)
        finally:
            connection.close()

    thread = threading.Thread(target=begin)
    with transaction.atomic():
        meter_of(first).begin(planned())
        thread.start()
        wait_for(_somebody_waits, "the second call to wait for the first one's room")
    thread.join(20)
    assert refused == [True]


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return cursor.fetchone()[0] > 0


@pytest.mark.parametrize(
    ("amount", "words"), [("0", "$0.00"), ("0.0123", "$0.0123"), ("0.1", "$0.10"), ("12.5", "$12.50")]
)
def test_amounts_are_printed_as_people_read_them(amount: str, words: str) -> None:
    assert dollars(Decimal(amount)) == words
