"""Terms proposed and released, and what becomes of results: stale only where judging again changes one."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction

from evaluations import queries, services
from evaluations.engines.local import LocalEngine
from evaluations.engines.local.engine import VERSION as LOCAL_VERSION
from evaluations.engines.local.vocabulary import Vocabulary, load_vocabulary, vocabulary_from
from evaluations.factories import AS_OF, EvaluationFactory, PersonaFactory, ProposedTermFactory
from evaluations.inputs import engine_named
from evaluations.models import Evaluation, ProposedTerm, VocabularyCheck, VocabularyRelease
from evaluations.services import ServiceError
from evaluations.standing import Standing
from evaluations.tests.zorp import (
    BECOMES_MET,
    JOB_DESCRIPTION,
    USES_ZORP,
    WITHOUT_ZORP,
    local_evaluation,
    local_ledger,
)
from evaluations.vocabularies import engine_in_use, next_terms, try_term, vocabulary_in_use
from evaluations.work import State

pytestmark = pytest.mark.django_db
SHIPPED = load_vocabulary()


@pytest.fixture
def editor() -> Any:
    return get_user_model().objects.create_user("editor")


def release(**term: Any) -> VocabularyRelease:
    """The next release with one more term, Zorp unless told otherwise."""
    ProposedTermFactory(**term)
    return services.release_vocabulary()


def run_checks() -> None:
    for check in VocabularyCheck.objects.open():
        services.execute_vocabulary_check(check_id=check.pk)


def concepts(text: str) -> list[str]:
    return [mention.concept for mention in vocabulary_in_use().find(text)]


# Proposing


def test_a_proposal_changes_nothing_until_it_is_released(editor: Any) -> None:
    term = services.propose_term(
        key="zorp", name="Zorp", aliases=["ZRP server"], recognised_in=["Ran a ZRP server."], by=editor
    )
    assert (term.state, term.proposed_by, term.proposed_at is not None) == (ProposedTerm.State.PROPOSED, editor, True)
    assert vocabulary_in_use() is SHIPPED
    made = services.release_vocabulary(note="Tools of wards", by=editor)
    term.refresh_from_db()
    assert term.state == ProposedTerm.State.RELEASED
    assert (made.number, made.note, made.released_by) == (1, "Tools of wards", editor)
    assert concepts("Ran a ZRP server.") == ["zorp"]
    assert vocabulary_in_use().version == made.vocabulary_version
    assert vocabulary_in_use().version.startswith(f"{SHIPPED.version}.r1-")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"recognised_in": []}, "“Zorp” has no test phrase. Give one in which it must be recognised."),
        ({"is_a": ["zarp"]}, "The term “zorp” names zarp under is_a, which is no term's key."),
        ({"aliases": ["Postgres"]}, "The term “zorp” shares the name “Postgres” with postgresql (PostgreSQL)."),
        ({"never": ["*"]}, "The term “zorp” has a phrase without a word under never: “*”."),
        ({"key": "Zorp!"}, "Use small letters, digits and _, and begin with a letter."),
        ({"kind": "tool"}, "Value 'tool' is not a valid choice."),
    ],
)
def test_a_term_that_could_never_be_released_is_refused(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ServiceError) as caught:
        services.propose_term(**{"key": "zorp", "name": "Zorp", "recognised_in": ["Ran Zorp."]} | fields)
    assert caught.value.sentence == sentence
    assert not ProposedTerm.objects.exists()


def test_a_key_is_proposed_once() -> None:
    ProposedTermFactory()
    with pytest.raises(ServiceError, match="The key “zorp” is proposed already"):
        services.propose_term(key="zorp", name="Zorp 2", recognised_in=["Ran Zorp 2."])


def test_a_trial_shows_what_is_recognised_now_and_with_the_term() -> None:
    term = ProposedTermFactory.build(
        aliases=["ZRP server"], recognised_in=["Ran a ZRP server and Kafka"], not_recognised_in=["Met Mr Zorp"]
    )
    trial = try_term(term)
    assert [(t.phrase, t.now, t.then, t.passes) for t in trial.phrases] == [
        ("Ran a ZRP server and Kafka", ("Apache Kafka",), ("Zorp", "Apache Kafka"), True),
        ("Met Mr Zorp", (), ("Zorp",), False),
    ]
    assert trial.passes is False
    term.never = ["mr zorp"]
    assert try_term(term).passes is True


def test_a_trial_of_words_for_a_known_term_names_it() -> None:
    term = ProposedTermFactory.build(key="kafka", name="Kafka", aliases=["ZRP bus"], recognised_in=["A ZRP bus"])
    trial = try_term(term)
    assert (trial.adds_to, trial.passes) == ("Apache Kafka", True)
    assert trial.phrases[0].then == ("Apache Kafka",)


def test_a_trial_takes_in_only_the_proposals_a_term_names() -> None:
    ProposedTermFactory(name="Zarp", aliases=[], recognised_in=["Zarp"])
    ProposedTermFactory(name="Broken", aliases=["Postgres"])
    assert try_term(ProposedTermFactory.build(is_a=["zarp"])).passes is True


# Releasing


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        (
            {"recognised_in": ["Ran a ZRP cluster."]},
            "“Zorp” must be recognised in “Ran a ZRP cluster.”, and is not.",
        ),
        (
            {"not_recognised_in": ["Mr Zorp called."]},
            "“Zorp” must not be recognised in “Mr Zorp called.”, and is.",
        ),
        ({"aliases": ["Postgres"]}, "The term “zorp” shares the name “Postgres” with postgresql (PostgreSQL)."),
    ],
)
def test_a_release_is_refused_by_the_name_of_the_term_at_fault(term: dict[str, Any], sentence: str) -> None:
    ProposedTermFactory(name="Zarp", aliases=[], recognised_in=["Ran Zarp."])
    with pytest.raises(ServiceError) as caught:
        release(**term)
    assert caught.value.sentence == sentence
    assert not VocabularyRelease.objects.exists()
    assert set(ProposedTerm.objects.values_list("state", flat=True)) == {ProposedTerm.State.PROPOSED}


def test_two_proposals_that_do_not_go_together_are_refused() -> None:
    ProposedTermFactory(name="Zarp", aliases=["ZRP server"], recognised_in=["Ran Zarp."])
    with pytest.raises(ServiceError, match=r"The term “zorp” shares the name “ZRP server” with zarp \(Zarp\)\."):
        release()


def test_nothing_to_release_is_refused() -> None:
    with pytest.raises(ServiceError, match="Nothing is proposed"):
        services.release_vocabulary()
    release()
    with pytest.raises(ServiceError, match="Nothing is proposed"):
        services.release_vocabulary()


def test_proposals_that_changed_since_they_were_looked_at_are_refused() -> None:
    term = ProposedTermFactory()
    seen = services.terms_hash(next_terms([term]))
    services.change_term(term=term, aliases=["ZRP server", "ZRP appliance"])
    with pytest.raises(ServiceError, match="changed while you were looking"):
        services.release_vocabulary(expected=seen)
    term.refresh_from_db()
    services.release_vocabulary(expected=services.terms_hash(next_terms([term])))


def test_a_changed_term_stays_in_use_as_released_until_the_next_release() -> None:
    release()
    term = services.change_term(term=ProposedTerm.objects.get(), aliases=["Zorp box"], recognised_in=["A Zorp box"])
    assert term.state == ProposedTerm.State.PROPOSED
    assert (concepts("A ZRP server"), vocabulary_in_use().terms["zorp"].aliases) == (["zorp"], ("ZRP server",))
    services.release_vocabulary()
    assert concepts("A ZRP server") == []
    assert concepts("A Zorp box") == ["zorp"]


def test_a_withdrawn_term_leaves_with_the_next_release() -> None:
    release()
    term = services.withdraw_term(term=ProposedTerm.objects.get())
    assert concepts("A ZRP server") == ["zorp"]
    made = services.release_vocabulary()
    assert (made.number, made.terms, concepts("A ZRP server")) == (2, {}, [])
    with pytest.raises(ServiceError, match="“Zorp” is withdrawn already"):
        services.withdraw_term(term=term)
    assert services.change_term(term=term, notes="Back again.").state == ProposedTerm.State.PROPOSED


def test_a_release_is_a_record_and_rebuilds_its_vocabulary() -> None:
    made = release(notes="A made-up tool.")
    rebuilt = vocabulary_from(made.all_terms, made.vocabulary_version)
    assert rebuilt.terms == vocabulary_in_use().terms
    assert (made.shipped_version, len(made.all_terms)) == (SHIPPED.version, len(SHIPPED.terms) + 1)
    for change in (lambda: VocabularyRelease.objects.update(note="x"), VocabularyRelease.objects.all().delete):
        with pytest.raises(DatabaseError, match="is a record and never changes"), transaction.atomic():
            change()


def test_the_vocabulary_in_use_costs_one_query_and_is_kept(django_assert_num_queries: Any) -> None:
    release()
    first = vocabulary_in_use()
    with django_assert_num_queries(1):
        assert vocabulary_in_use() is first
    assert engine_in_use("local").version == f"{LOCAL_VERSION}+{first.version}"
    assert engine_in_use("scripted") is engine_named("scripted")


def test_commands_without_a_database_keep_to_the_shipped_vocabulary() -> None:
    release()
    assert engine_named("local").vocabulary is SHIPPED


def test_a_release_that_no_longer_fits_the_shipped_vocabulary_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after an update whose shipped files name something an editor's term names too."""
    finished = local_evaluation()
    release()
    run_checks()
    VocabularyRelease.objects.create(
        number=2, vocabulary_version="x", shipped_version="x", content_hash="x", all_terms={},
        terms={"zorp": {"name": "Postgres"}},
    )  # fmt: skip
    evaluation = EvaluationFactory(
        ledger=finished.ledger, finished=False, engine="local", engine_version="1+x", vocabulary_version="x"
    )
    services.execute_evaluation(evaluation_id=evaluation.pk)
    evaluation.refresh_from_db()
    assert evaluation.failure_sentence == (
        "Vocabulary release 2 no longer fits the shipped vocabulary. The term “zorp” shares the name “Postgres” with "
        "postgresql (PostgreSQL). Change or withdraw it, then release the vocabulary again."
    )
    assert queries.standing_of(finished) == Standing()
    services.change_term(term=ProposedTerm.objects.get(), notes="As it was.")
    assert services.release_vocabulary().number == 3
    assert concepts("A ZRP server") == ["zorp"]


# What a release means for results


def test_only_an_evaluation_whose_verdict_changes_turns_stale() -> None:
    ledger = local_ledger()
    uses, without = local_evaluation(ledger=ledger), local_evaluation(WITHOUT_ZORP, ledger=ledger)
    release()
    assert queries.standing_of(uses) == queries.standing_of(without) == Standing(is_being_checked=True)
    run_checks()
    assert queries.stale_reason(uses) == f"with vocabulary release 1, {BECOMES_MET}."
    assert queries.standing_of(without) == Standing()
    states = queries.panel_states(ledger=ledger, personas=[uses.persona, without.persona], engine="local")
    assert [(state.finished, bool(state.stale), state.current) for state in states] == [
        (uses, True, None),
        (without, False, without),
    ]
    for evaluation in (uses, without):
        before = (evaluation.engine_version, evaluation.vocabulary_version, evaluation.input_hash, evaluation.score)
        evaluation.refresh_from_db()
        assert before == (
            evaluation.engine_version,
            evaluation.vocabulary_version,
            evaluation.input_hash,
            evaluation.score,
        )
        assert evaluation.vocabulary_version == SHIPPED.version


def test_an_unchanged_evaluation_answers_a_request_and_a_changed_one_is_made_anew() -> None:
    ledger = local_ledger()
    uses, without = local_evaluation(ledger=ledger), local_evaluation(WITHOUT_ZORP, ledger=ledger)
    made = release()
    run_checks()
    request = {"ledger": ledger, "engine": "local", "as_of": AS_OF}
    assert services.request_evaluation(persona=without.persona, **request) == without
    anew = services.request_evaluation(persona=uses.persona, **request)
    services.execute_whole_evaluation(evaluation_id=anew.pk)
    anew.refresh_from_db()
    assert (anew.state, anew.score, anew.vocabulary_version) == (State.SUCCEEDED, 90, made.vocabulary_version)
    (state,) = queries.panel_states(ledger=ledger, personas=[uses.persona], engine="local")
    assert (state.current, state.finished) == (anew, anew)
    assert services.rerun_evaluation(evaluation=without) == without


def test_a_confirmation_is_worth_nothing_for_other_inputs() -> None:
    without = local_evaluation(WITHOUT_ZORP)
    release()
    run_checks()
    later = AS_OF.replace(year=AS_OF.year + 1)
    asked = services.request_evaluation(ledger=without.ledger, persona=without.persona, engine="local", as_of=later)
    assert asked != without
    other = services.request_evaluation(
        ledger=without.ledger, persona=PersonaFactory(text=WITHOUT_ZORP), engine="local", as_of=AS_OF
    )
    assert other != without


def test_a_second_release_is_checked_by_itself_and_the_first_one_taken_back() -> None:
    uses = local_evaluation()
    release()
    run_checks()
    services.withdraw_term(term=ProposedTerm.objects.get())
    services.release_vocabulary()
    assert queries.standing_of(uses) == Standing(is_being_checked=True)
    run_checks()
    assert queries.standing_of(uses) == Standing()
    assert VocabularyCheck.objects.filter(evaluation=uses).count() == 2


def test_a_score_that_moves_without_a_verdict_counts_as_a_change() -> None:
    finished = local_evaluation(WITHOUT_ZORP)
    release()
    (check,) = VocabularyCheck.objects.all()
    VocabularyCheck.objects.filter(pk=check.pk).update(
        state=State.SUCCEEDED, differs=True, changes=[], score=finished.score + 1
    )
    assert queries.stale_reason(finished) == "with vocabulary release 1, the score becomes 66\u00a0% (was 65\u00a0%)."


def test_a_check_that_failed_makes_an_evaluation_stale() -> None:
    finished = local_evaluation()
    release()
    VocabularyCheck.objects.update(state=State.FAILED)
    assert queries.stale_reason(finished) == "it could not be judged again with vocabulary release 1."


def test_other_engines_and_what_is_stale_anyway_are_not_judged_again() -> None:
    EvaluationFactory()
    local_evaluation(method="0")
    older_rules = local_evaluation(engine_version=f"0+{SHIPPED.version}")
    release()
    assert not VocabularyCheck.objects.exists()
    assert queries.stale_reason(older_rules) == "the engine “local” was updated after it was made."


def test_a_check_is_made_once_however_often_it_is_asked_for_or_delivered() -> None:
    local_evaluation()
    release()
    assert services.request_vocabulary_checks() == 0
    (check,) = VocabularyCheck.objects.all()
    run_checks()
    services.execute_vocabulary_check(check_id=check.pk)
    check.refresh_from_db()
    assert (check.state, check.differs, check.attempts) == (State.SUCCEEDED, True, 1)


def test_the_sweep_finds_what_a_new_shipped_vocabulary_left_unchecked() -> None:
    """As after an update of the program: no release was made, the files changed."""
    former = LocalEngine(Vocabulary(SHIPPED.terms, "former"))
    finished = local_evaluation(judge=former)
    assert queries.standing_of(finished) == Standing(is_being_checked=True)
    services.sweep()
    run_checks()
    assert VocabularyCheck.objects.get().vocabulary_version == SHIPPED.version
    assert queries.standing_of(finished) == Standing()


def test_work_under_way_ends_with_the_vocabulary_it_began_with() -> None:
    ledger = local_ledger()
    persona = PersonaFactory(text=USES_ZORP)
    asked = services.request_evaluation(ledger=ledger, persona=persona, engine="local", as_of=AS_OF)
    release()
    services.execute_whole_evaluation(evaluation_id=asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.score, asked.vocabulary_version) == (State.SUCCEEDED, 60, SHIPPED.version)
    under_first = services.request_evaluation(ledger=ledger, persona=persona, engine="local", as_of=AS_OF)
    services.withdraw_term(term=ProposedTerm.objects.get())
    services.release_vocabulary()
    services.execute_whole_evaluation(evaluation_id=under_first.pk)
    under_first.refresh_from_db()
    assert (under_first.state, under_first.score) == (State.SUCCEEDED, 90)
    services.sweep()
    run_checks()
    assert [bool(queries.stale_reason(row)) for row in (asked, under_first)] == [False, True]


def test_a_locked_ledger_stays_and_reading_again_uses_the_new_vocabulary() -> None:
    job_description = local_ledger().job_description
    first = services.request_ledger(job_description=job_description, engine="local")
    services.execute_ledger(ledger_id=first.pk)
    release()
    again = services.request_ledger(job_description=job_description, engine="local")
    assert again != first
    services.execute_ledger(ledger_id=again.pk)
    found = {row.pk: row.requirements.get(name="Zorp").concept for row in (first, again)}
    assert found == {first.pk: None, again.pk: "zorp"}
    assert job_description.text == JOB_DESCRIPTION


@pytest.mark.parametrize("number", [1, 3])
def test_standings_cost_the_same_queries_for_one_and_three(number: int, django_assert_num_queries: Any) -> None:
    ledger = local_ledger()
    personas = [local_evaluation(ledger=ledger).persona for _ in range(number)]
    release()
    run_checks()
    vocabulary_in_use()
    ledger = queries.newest_locked_ledger(ledger.job_description)
    with django_assert_num_queries(3):
        states = queries.panel_states(ledger=ledger, personas=personas, engine="local")
    assert [bool(state.stale) for state in states] == [True] * number


def test_evaluations_of_before_say_which_vocabulary_they_used() -> None:
    """What the migration does to rows that were there; the trigger that keeps them as they are is on again after it."""
    older = local_evaluation(vocabulary_version="")
    other = EvaluationFactory()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(import_module("evaluations.migrations.0004_vocabulary").FILL)
    older.refresh_from_db()
    other.refresh_from_db()
    assert (older.vocabulary_version, other.vocabulary_version) == (SHIPPED.version, "")
    with pytest.raises(DatabaseError, match="is a record and never changes"), transaction.atomic():
        Evaluation.objects.update(vocabulary_version="x")


def test_finished_evaluations_are_the_only_ones_checked() -> None:
    local_evaluation(finished=False)
    local_evaluation(state=State.FAILED)
    release()
    assert (VocabularyCheck.objects.count(), Evaluation.objects.count()) == (0, 2)
