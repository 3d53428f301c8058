"""What lists, panels and pages read: the right rows, and no more queries for more rows."""

from __future__ import annotations

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from evaluations import queries, services
from evaluations.factories import (
    AS_OF,
    EvaluationFactory,
    JobDescriptionFactory,
    LedgerFactory,
    PersonaFactory,
)
from evaluations.models import Evaluation, JobDescription, Persona
from evaluations.work import State

pytestmark = pytest.mark.django_db


def test_panel_state_tells_latest_and_finished_apart() -> None:
    ledger = LedgerFactory()
    finished = EvaluationFactory(ledger=ledger)
    failed = EvaluationFactory(ledger=ledger, persona=finished.persona, as_of=date(2026, 12, 1), state=State.FAILED)
    other = PersonaFactory()
    states = queries.panel_states(ledger=ledger, personas=[other, finished.persona], engine="scripted")
    assert [(state.persona, state.latest, state.finished, state.current) for state in states] == [
        (other, None, None, None),
        (finished.persona, failed, finished, finished),
    ]


def test_panel_takes_the_evaluation_that_holds_again_after_an_engine_was_taken_back() -> None:
    """A request for this persona is answered with the older one, so nothing else can ever become current."""
    holds = EvaluationFactory()
    newer = EvaluationFactory(
        ledger=holds.ledger, persona=holds.persona, engine_version="2", input_hash="of another version"
    )
    (state,) = queries.panel_states(ledger=holds.ledger, personas=[holds.persona], engine="scripted")
    assert (state.latest, state.finished, state.stale, state.current) == (newer, holds, "", holds)
    asked = services.request_evaluation(ledger=holds.ledger, persona=holds.persona, engine="scripted", as_of=AS_OF)
    assert asked == state.current


def test_panel_ignores_other_ledgers_and_engines() -> None:
    elsewhere = EvaluationFactory()
    ledger = LedgerFactory(job_description=elsewhere.ledger.job_description, changed=True)
    (state,) = queries.panel_states(ledger=ledger, personas=[elsewhere.persona], engine="scripted")
    assert state.latest is None
    (state,) = queries.panel_states(ledger=elsewhere.ledger, personas=[elsewhere.persona], engine="local")
    assert state.latest is None


@pytest.mark.parametrize("number", [1, 3])
def test_panel_costs_one_query(number: int, django_assert_num_queries) -> None:
    ledger = LedgerFactory()
    personas = [EvaluationFactory(ledger=ledger).persona for _ in range(number)]
    ledger = queries.newest_locked_ledger(ledger.job_description)
    with django_assert_num_queries(1):
        states = queries.panel_states(ledger=ledger, personas=personas, engine="scripted")
        assert [state.stale for state in states] == [""] * number


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"method": "0"}, "it was scored by method 0, and the current one is method 1."),
        ({"engine_version": "0"}, "the engine “scripted” was updated after it was made."),
        ({"model": "older"}, "the engine “scripted” was updated after it was made."),
        ({"input_hash": "something else"}, "what it rests on has changed."),
        ({"engine": "gone"}, ""),
        ({}, ""),
    ],
)
def test_stale_reason_names_what_moved_on(changes: dict[str, str], reason: str) -> None:
    evaluation = EvaluationFactory(**changes)
    assert queries.stale_reason(evaluation) == reason


def test_stale_reason_compares_with_what_a_page_expects() -> None:
    evaluation = EvaluationFactory()
    persona = services.add_version(row=evaluation.persona, text="Another résumé.")
    ledger = LedgerFactory(job_description=evaluation.ledger.job_description, changed=True)
    assert queries.stale_reason(evaluation, persona=persona) == "it is of another version of the résumé."
    assert queries.stale_reason(evaluation, ledger=ledger) == "it was made on another ledger."
    assert queries.stale_reason(evaluation, engine="local") == "it was made by the engine “scripted”, not by “local”."
    same = {"persona": evaluation.persona, "ledger": evaluation.ledger, "engine": "scripted"}
    assert queries.stale_reason(evaluation, **same) == ""


def test_current_evaluation_is_the_newest_that_holds() -> None:
    old = EvaluationFactory()
    new = EvaluationFactory(ledger=old.ledger, persona=old.persona, as_of=date(2026, 12, 1))
    EvaluationFactory(ledger=old.ledger, persona=old.persona, as_of=date(2026, 12, 2), method="0")
    latest = EvaluationFactory(ledger=old.ledger, persona=old.persona, as_of=date(2026, 12, 3), finished=False)
    (state,) = queries.panel_states(ledger=old.ledger, personas=[old.persona], engine="scripted")
    assert (state.current, state.latest) == (new, latest)


@pytest.mark.parametrize(
    ("changed", "reason"), [(False, "the engine “scripted” was updated after it was read."), (True, "")]
)
def test_ledger_stale_reason_leaves_what_people_changed(changed: bool, reason: str) -> None:
    ledger = LedgerFactory(input_hash="of an older engine", changed=changed)
    assert queries.ledger_stale_reason(ledger) == reason
    assert queries.ledger_stale_reason(LedgerFactory()) == ""


@pytest.mark.parametrize("number", [1, 3])
def test_printable_evaluations_are_whole_in_three_queries(number: int, django_assert_num_queries) -> None:
    ledger = LedgerFactory()
    pks = [EvaluationFactory(ledger=ledger).pk for _ in range(number)]
    with django_assert_num_queries(3):
        found = queries.printable_evaluations(pks)
        for evaluation in found.values():
            assert evaluation.persona.text
            assert evaluation.ledger.job_description.text
            assert len(evaluation.ledger.as_schema()) == 4
            assert [finding.as_schema().requirement for finding in evaluation.findings.all()] == [
                "r1",
                "r2",
                "r3",
                "r4",
            ]
    assert sorted(found) == sorted(pks)


def test_lists_count_without_multiplying() -> None:
    ledger = LedgerFactory()
    for _ in range(3):
        EvaluationFactory(ledger=ledger)
    EvaluationFactory(ledger=ledger, finished=False)
    LedgerFactory(job_description=ledger.job_description, locked=False, changed=True)
    unused = JobDescriptionFactory()
    counts = {row.pk: (row.ledger_count, row.locked_count, row.evaluation_count) for row in queries.job_descriptions()}
    assert counts == {ledger.job_description_id: (2, 1, 3), unused.pk: (0, 0, 0)}
    row = queries.ledgers().get(pk=ledger.pk)
    assert (row.requirement_count, row.must_count, row.evaluation_count) == (4, 3, 3)
    assert sorted(persona.evaluation_count for persona in queries.personas()) == [0, 1, 1, 1]


def test_lists_show_the_newest_version_of_each_series() -> None:
    first = JobDescriptionFactory()
    second = services.add_version(row=first, text="Another text.")
    other = PersonaFactory()
    assert list(queries.newest_versions(JobDescription)) == [second]
    assert list(queries.versions_of(first)) == [second, first]
    assert list(queries.newest_versions(Persona)) == [other]


@pytest.mark.parametrize("query", [queries.job_descriptions, queries.personas, queries.ledgers, queries.evaluations])
def test_lists_cost_the_same_for_one_and_three(query, connection_queries) -> None:
    costs = []
    for number in (1, 2):
        for _ in range(number):
            EvaluationFactory()
        with connection_queries() as captured:
            for row in query():
                str(row)
                if isinstance(row, Evaluation):
                    str(row.requested_by)
        costs.append(len(captured))
    assert costs == [1, 1]


@pytest.fixture
def connection_queries():
    from django.db import connection

    return lambda: CaptureQueriesContext(connection)


def test_as_of_is_part_of_what_is_asked() -> None:
    evaluation = EvaluationFactory()
    assert evaluation.as_of == AS_OF
    assert queries.stale_reason(evaluation) == ""
