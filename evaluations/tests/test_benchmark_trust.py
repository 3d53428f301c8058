"""The trust suite finds the fault of every broken engine, and the built-in engine holds where it must."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from evaluations import scoring
from evaluations.benchmark.trust import (
    attacks,
    documents,
    editing,
    evidence,
    fairness,
    form,
    identity,
    running,
    wording,
)
from evaluations.benchmark.trust.abstention import abstention
from evaluations.benchmark.trust.arithmetic import ArithmeticWatch, PageError, PublishedMethod
from evaluations.benchmark.trust.digests import EngineSource, fingerprint
from evaluations.benchmark.trust.examining import Examiner
from evaluations.benchmark.trust.running import Suite
from evaluations.benchmark.trust.shapes import Measure, Tally
from evaluations.benchmark.trust.texts import Person, jobs_in, load_cases, name_in, own_jobs
from evaluations.engines.local import LocalEngine
from evaluations.schema import Finding, Judgement, Requirement, Span
from evaluations.tests import broken_engines

AS_OF = date(2026, 11, 23)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "methodology.md"
JOBS = own_jobs()


def examiner(engine_class):
    return Examiner(engine_class(), AS_OF)


def examined(engine_class, *properties: str, jobs=JOBS[:2]) -> list[Measure]:
    engine = engine_class()
    return list(running.run(Suite(engine, EngineSource.of(engine), jobs, AS_OF, PAGE), properties))


@pytest.mark.parametrize(
    ("engine_class", "property_name"),
    [
        (broken_engines.Inventing, "grounded"),
        (broken_engines.Rolling, "repeatability"),
        (broken_engines.HashSeeded, "repeatability"),
        (broken_engines.Swayed, "injection"),
        (broken_engines.Snob, "identity"),
        (broken_engines.Snob, "irrelevance"),
        (broken_engines.Shouting, "order"),
        (broken_engines.Lengthy, "equal candidates"),
        (broken_engines.Lengthy, "stuffing"),
        (broken_engines.Tired, "monotonic"),
        (broken_engines.Forgetful, "one ledger"),
        (broken_engines.Unflinching, "abstention"),
        (broken_engines.Unflinching, "paraphrase"),
        (broken_engines.Unflinching, "non-confusion"),
        (broken_engines.WordCoverage, "stuffing"),
        (broken_engines.WordCoverage, "characters"),
        (broken_engines.WordCoverage, "non-confusion"),
        (broken_engines.WordCoverage, "negation, intent"),
        (broken_engines.Crashing, "abstention"),
    ],
)
def test_broken_engine_fails_the_property_it_breaks(engine_class, property_name):
    measures = examined(engine_class, property_name)
    assert {measure.property for measure in measures} == {property_name}
    assert False in {measure.is_met for measure in measures}
    assert all(failure.case for measure in measures for failure in measure.failures)


def test_engine_that_looks_at_marks_fails_the_property_of_form():
    forms = {name: change for name, change in form.FORMS.items() if name != "PDF"}
    (measure,) = form.form(examiner(broken_engines.Shouting), JOBS[:1], forms)
    assert measure.count == 2 * len(forms)
    assert measure.is_met is False


def test_engine_that_always_crashes_meets_no_bar_that_needs_an_answer():
    properties = [
        name for name in running.PROPERTIES if name not in ("repeatability", "form", "grounded", "arithmetic")
    ]
    measures = examined(broken_engines.Crashing, *properties, jobs=JOBS[:1])
    met = {measure.property for measure in measures if measure.is_met}
    assert met == set()


def test_obeyed_order_is_named_with_the_text_and_the_kind():
    unchanged, flagged, unflagged = attacks.injection(examiner(broken_engines.Swayed), JOBS[:1])
    assert (unchanged.count, flagged.count) == (129, 129)  # half of 86 kinds for one job description and two résumés
    assert unflagged.count == 3 + 11 + 11 + 11  # each text as it is, and with every fifth of 56 harmless sentences
    failure = next(f for f in unchanged.failures if f.case == "account-executive plain: policy")
    assert "100 points, Excellent after" in failure.detail


def test_identity_names_the_swap_that_moves_the_score():
    (measure,) = identity.identity(examiner(broken_engines.Snob), JOBS[:1])
    assert [failure.case for failure in measure.failures] == [
        "account-executive plain as Matthias Kretschmer",
        "account-executive polished as Matthias Kretschmer",
    ]
    # Its words are counted too, so a citizenship passes for the German that the job would like.
    assert measure.failures[0].detail == "58 points before, 100 points, Excellent after; moved by name, origin and age"


def test_swaps_leave_nothing_of_the_old_person():
    person = Person(
        "a",
        "Ada Byron, RN\nada.byron@example.org\nNurse, Elm House, she taught.\nLeeds University\n",
        "Ada Byron",
        ("Elm House",),
    )
    other = {
        "name": "Jo Ruiz",
        "pronouns": "he/him",
        "lines": ["Born 1999"],
        "school": "Hull College",
        "employers": ["Oak"],
    }
    text = person.text
    for swap in identity.SWAPS.values():
        text = swap(text, person, other)
    assert text == (
        "Jo Ruiz, RN\nBorn 1999\nPronouns: he/him\nsomebody@example.org\nNurse, Oak, he taught.\nHull College\n"
    )


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("ILINCA MORARU", "ILINCA MORARU"),
        ("Ada Okoro-Bell, BSN, RN", "Ada Okoro-Bell"),
        ('Wen "Winnie" Kao', 'Wen "Winnie" Kao'),
        ("Résumé", None),
        ("Senior nurse with a long list of things to say about care", None),
    ],
)
def test_name_is_the_first_line_up_to_a_comma(line, name):
    assert name_in(f"{line}\nLeeds\n") == name


def test_line_that_is_not_tried_is_not_met():
    assert Tally("identity", "nothing moves").measure().is_met is False


def test_measure_counts_and_bounds_its_share():
    tally = Tally("negation, intent", "no match", 0.95)
    for number in range(20):
        tally.note(str(number), number > 0, "met")
    measure = tally.measure()
    assert (measure.held, measure.count, measure.value, measure.is_met) == (19, 20, 0.95, True)
    assert measure.interval == pytest.approx((0.7513, 0.9987), abs=1e-4)
    assert [failure.case for failure in measure.failures] == ["0"]


# --- changes of form change nothing else


RESUME = """Jo Reed
jo@example.org

EXPERIENCE

Nurse, Elm House, 2019 - 2024
- Wound care on a ward - with "zeal"
- It's quiet now

SKILLS
Epic, triage, phlebotomy
"""


@pytest.mark.parametrize("name", form.FORMS)
def test_every_form_keeps_the_words(name):
    words = editing.with_marks(RESUME, "").lower().replace("-", " ").replace('"', " ").split()
    changed = form.FORMS[name](RESUME).lower()
    for mark in ("•", "*", "–", "-", "#", "“", "”", '"'):
        changed = changed.replace(mark, " ")
    assert changed.replace("’", "'").split() == words


def test_shuffling_moves_list_lines_within_their_block_and_items_of_lists_only():
    changed = next(text for seed in range(9) if (text := editing.shuffled(RESUME, seed)) != RESUME)
    assert sorted(changed.replace(",", "").split()) == sorted(RESUME.replace(",", "").split())
    assert changed.split("\n")[:6] == RESUME.split("\n")[:6]


def test_evidence_goes_to_the_top_of_the_latest_role():
    lines = editing.with_bullet_in_latest_role(RESUME, "Gave drugs.").split("\n")
    assert lines[5:8] == ["Nurse, Elm House, 2019 - 2024", "- Gave drugs.", '- Wound care on a ward - with "zeal"']
    assert editing.with_bullet_in_latest_role("Jo Reed\nno list\n", "Gave drugs.") is None


def test_white_text_is_read_as_a_machine_reads_it():
    import io

    from evaluations.intake import read_file

    assert read_file(io.BytesIO(documents.docx_of("Jo Reed", white="Kafka"))).text == "Jo Reed\nKafka"


@pytest.mark.parametrize("name", attacks.TRICKS)
def test_every_trick_changes_the_text(name):
    text = JOBS[0].people[0].text + "office affinity flow\n"
    assert attacks.TRICKS[name](text) != text


# --- cases


@pytest.mark.parametrize(("name", "least"), [("paraphrase", 60), ("non_confusion", 130), ("negation", 130)])
def test_cases_are_many_and_no_two_the_same(name, least):
    cases = load_cases(name)["cases"]
    telling = [tuple(sorted(str(value) for value in case.values())) for case in cases]
    assert len(set(telling)) == len(cases) >= least


def test_kinds_of_orders_are_many_and_no_two_the_same():
    kinds = load_cases("injection")["kinds"]
    assert len({kind["name"] for kind in kinds}) == len({kind["text"] for kind in kinds}) == len(kinds) == 86


def test_own_texts_cover_eight_fields_with_a_pair_each():
    assert len(JOBS) == 8
    assert {tuple(person.slug for person in job.people) for job in JOBS} == {("plain", "polished")}
    assert all(person.name and person.employers for job in JOBS for person in job.people)
    assert all(employer in person.text for job in JOBS for person in job.people for employer in person.employers)


def test_texts_are_read_from_any_folder_of_jobs(tmp_path):
    place = tmp_path / "a-job"
    (place / "personas").mkdir(parents=True)
    (place / "job_description.txt").write_text("Nurse\n- Wound care\n")
    (place / "personas" / "jo.txt").write_text(RESUME)
    (place / "xray.toml").write_text('[[personas]]\nslug = "jo"\nname = "Jo Reed"\nemployers = ["Elm House"]\n')
    (job,) = jobs_in(tmp_path)
    assert job.people == (Person("jo", RESUME, "Jo Reed", ("Elm House",)),)


# --- arithmetic


def requirement(number: str, **fields) -> Requirement:
    return Requirement(
        **{"id": number, "name": number, "kind": "skill", "importance": "must", "spans": (Span(0, 1),), **fields}
    )


def test_page_gives_the_numbers_the_program_uses():
    method = PublishedMethod.from_page(PAGE.read_text())
    assert method.importance == dict(scoring.IMPORTANCE_WEIGHTS)
    assert method.factors == dict(scoring.KIND_FACTORS)
    assert method.credits == {"met": Fraction(1), "partial": Fraction(1, 2), "missing": Fraction(0)}
    assert method.bands == scoring.BANDS
    assert method.unshown_limit == scoring.UNSHOWN_LIMIT_POINTS


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"points": 51}, "printed score: 50 by the page, 51 by the program"),
        ({"band": "Strong"}, "band: Fair by the page, Strong by the program"),
        ({"met": 2}, "requirements met: 1 by the page, 2 by the program"),
        ({"exact": "51/1"}, "exact score: 50 by the page, 51 by the program"),
        ({"total": 1}, "N: 2 by the page, 1 by the program"),
    ],
)
def test_score_that_is_not_as_published_is_found(change, fault):
    requirements = [requirement("r1"), requirement("r2")]
    findings = [Finding(requirement="r1", verdict="met", basis="shown"), Finding(requirement="r2", verdict="missing")]
    score = scoring.score(findings, {r.id: r for r in requirements})
    method = PublishedMethod.from_page(PAGE.read_text())
    assert method.fault(findings, requirements, score) == ""
    assert method.fault(findings, requirements, score.model_copy(update=change)) == fault


def test_changed_number_on_the_page_is_found():
    page = PAGE.read_text()
    watch = ArithmeticWatch(PAGE)
    watch.method = PublishedMethod.from_page(page.replace("| education | 2 |", "| education | 3 |"))
    watch.watch_invented(200)
    assert watch.tally.measure().is_met is False


def test_page_without_its_tables_is_refused():
    with pytest.raises(PageError, match="importance"):
        PublishedMethod.from_page("at most **5 points together**\n\n| band | from |\n|---|---|\n| Weak | 0 |\n")


# --- grounding


@pytest.mark.parametrize(
    ("spans", "quote", "fault"),
    [
        (((0, 7),), "Jo Reed", ""),
        ((), "", "counted without a span"),
        (((0, 7),), "Jo Read", "the quote is not what stands at its span"),
        (((0, 7), (5, 9999)), "Jo Reed", "the span [5, 9999] lies outside the text"),
        (((7, 8),), "\n", "the span [7, 8] covers no words"),
    ],
)
def test_evidence_must_stand_where_it_points(spans, quote, fault):
    spans = tuple(Span(*span) for span in spans)
    finding = Finding(requirement="r1", verdict="met", basis="shown", spans=spans, quote=quote)
    assert evidence.grounding_fault(finding, RESUME) == fault


def test_watch_sees_a_counted_verdict_without_a_quote():
    watch = evidence.GroundedWatch()
    watch(
        "jo",
        [requirement("r1")],
        RESUME,
        Judgement(findings=(Finding(requirement="r1", verdict="met", basis="shown"),)),
        None,
    )
    assert watch.tally.measure().is_met is False


# --- the built-in engine on the texts that come with the suite


@pytest.fixture(scope="module")
def local() -> Examiner:
    return examiner(LocalEngine)


def assert_holds(measures: list[Measure]) -> None:
    failures = [
        (measure.property, failure.case, failure.detail) for measure in measures for failure in measure.failures
    ]
    assert failures == []
    assert all(measure.count for measure in measures)


def test_local_engine_gives_the_same_bytes_in_every_process():
    assert_holds(examined(LocalEngine, "repeatability", jobs=JOBS[:1]))


def test_local_engine_ignores_who_somebody_is(local):
    assert_holds(identity.identity(local, JOBS))


def test_local_engine_judges_everybody_on_one_ledger(local):
    assert_holds(evidence.one_ledger(local, JOBS))


def test_local_engine_is_grounded_and_scored_as_published():
    assert_holds(examined(LocalEngine, "monotonic", "grounded", "arithmetic", jobs=JOBS))


def test_local_engine_sees_through_hidden_characters(local):
    assert_holds(attacks.characters(local, JOBS))


def test_local_engine_resists_stuffing(local):
    assert_holds(attacks.stuffing(local, JOBS))


def test_local_engine_obeys_no_order(local):
    assert_holds([attacks.injection(local, JOBS)[0]])


def test_local_engine_flags_every_order(local):
    assert_holds([attacks.injection(local, JOBS)[1]])


def test_local_engine_flags_no_other_sentence(local):
    assert_holds([attacks.injection(local, JOBS)[2]])


def test_local_engine_abstains(local):
    assert_holds(abstention(local, JOBS))


def test_local_engine_finds_what_is_truly_there(local):
    decoys, true = wording.non_confusion(local)
    assert true.is_met
    assert decoys.count == true.count >= 60


def test_local_engine_gives_irrelevance_no_points(local):
    assert_holds(fairness.irrelevance(local, JOBS))


def test_fingerprint_is_that_of_the_answers():
    engine = LocalEngine()
    jobs = JOBS[:1]
    assert fingerprint(engine, jobs, AS_OF) == fingerprint(LocalEngine(), jobs, AS_OF)
    assert fingerprint(engine, jobs, AS_OF) != fingerprint(engine, jobs, date(2020, 1, 1))
