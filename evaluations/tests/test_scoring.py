"""The method's arithmetic, to the last fraction."""

import time
from fractions import Fraction

import pytest

from evaluations.schema import Finding, Path, Requirement, Score, Span, Step
from evaluations.scoring import BANDS, IMPORTANCE_WEIGHTS, KIND_FACTORS, band_of, points_if_met, rounded, score


def make_requirement(identifier, kind="skill", importance="must", min_years=None) -> Requirement:
    return Requirement(
        id=identifier, name=identifier, kind=kind, importance=importance, min_years=min_years, spans=(Span(0, 1),)
    )


def evaluate(*rows) -> Score | None:
    """Score rows of (verdict, basis); all requirements are required skills unless a row has a third and fourth part."""
    requirements, findings = {}, []
    for number, (verdict, basis, *rest) in enumerate(rows, start=1):
        identifier = f"r{number}"
        kind, importance, min_years = (*rest, *("skill", "must", None)[len(rest) :])
        requirements[identifier] = make_requirement(identifier, kind, importance, min_years)
        findings.append(Finding(requirement=identifier, verdict=verdict, basis=basis))
    return score(findings, requirements)


MET, ADJACENT, MISSING = ("met", "shown"), ("partial", "adjacent"), ("missing", None)
LISTED, CLAIMED, UNCLEAR = ("partial", "listed"), ("partial", "claimed"), ("unclear", None)


def test_weights_are_the_published_whole_numbers():
    assert IMPORTANCE_WEIGHTS == {"must": 3, "nice": 1}
    assert KIND_FACTORS == {
        "skill": 4, "experience": 4, "domain": 4, "credential": 4, "education": 2, "language": 2, "soft": 2, "other": 1,
    }  # fmt: skip


def test_points_are_weight_times_credit_over_weight():
    outcome = evaluate(MET, ADJACENT, MISSING, ("met", "shown", "soft", "nice"))
    assert (outcome.exact, outcome.points) == ("1000/19", 53)  # (12 + 6 + 2) / 38
    assert [(c.weight, c.possible, c.points) for c in outcome.contributions] == [
        (12, "600/19", "600/19"),
        (12, "600/19", "300/19"),
        (12, "600/19", "0/1"),
        (2, "100/19", "100/19"),
    ]
    assert (outcome.met, outcome.partial, outcome.missing, outcome.unclear, outcome.total) == (2, 1, 1, 0, 4)


def test_contributions_sum_to_the_exact_score():
    outcome = evaluate(MET, LISTED, LISTED, CLAIMED, ADJACENT, ("met", "shown", "other", "nice"), UNCLEAR)
    assert sum(Fraction(contribution.points) for contribution in outcome.contributions) == Fraction(outcome.exact)
    assert sum(Fraction(contribution.possible) for contribution in outcome.contributions) == 100


@pytest.mark.parametrize(("exact", "printed"), [("1/2", 1), ("99/2", 50), ("9899/200", 49), ("0/1", 0), ("100/1", 100)])
def test_halves_are_rounded_up(exact, printed):
    assert rounded(Fraction(exact)) == printed


def test_printed_score_rounds_an_exact_half_up():
    outcome = evaluate(*[ADJACENT] * 1, *[MISSING] * 3)
    assert (outcome.exact, outcome.points) == ("25/2", 13)


def test_bands_begin_at_their_edges():
    assert BANDS == (("Excellent", 85), ("Strong", 70), ("Fair", 50), ("Weak", 0))
    expected = ["Weak", "Weak", "Fair", "Fair", "Strong", "Strong", "Excellent", "Excellent"]
    assert [band_of(points) for points in (0, 49, 50, 69, 70, 84, 85, 100)] == expected


def test_unclear_is_outside_the_score_and_never_zero():
    assert evaluate(UNCLEAR, UNCLEAR) is None
    outcome = evaluate(MET, UNCLEAR)
    assert (outcome.points, outcome.met, outcome.unclear, outcome.total) == (100, 1, 1, 2)
    assert (outcome.contributions[1].possible, outcome.contributions[1].points) == ("0/1", "0/1")


def test_nothing_to_judge_has_no_score():
    assert score([], {}) is None


def test_a_finding_without_its_requirement_is_an_error():
    with pytest.raises(KeyError):
        score([Finding(requirement="r9", verdict="met", basis="shown")], {})


def test_listed_and_claimed_evidence_together_earns_five_points_at_most():
    outcome = evaluate(*[LISTED] * 6, *[CLAIMED] * 4)
    assert (outcome.exact, outcome.points, outcome.band) == ("5/1", 5, "Weak")
    assert {contribution.points for contribution in outcome.contributions} == {"1/2"}


def test_the_cap_is_shared_by_weight():
    outcome = evaluate(LISTED, ("partial", "claimed", "soft", "must"), MISSING)
    assert [contribution.points for contribution in outcome.contributions] == ["10/3", "5/3", "0/1"]


def test_little_listed_evidence_counts_as_usual_beside_shown_work():
    outcome = evaluate(*[MET] * 19, LISTED)
    assert outcome.exact == "195/2"


def test_a_missing_required_minimum_of_years_caps_the_band():
    outcome = evaluate(*[MET] * 9, ("missing", None, "experience", "must", 5.0))
    assert (outcome.points, outcome.uncapped_band, outcome.band) == (90, "Excellent", "Fair")
    assert outcome.cap_requirements == ("r10",)
    assert outcome.path == Path(
        band="Strong", needs=0, steps=(Step(requirement="r10", points=10, lifts_cap=True),), reaches=100
    )


def test_a_missing_required_licence_caps_the_band():
    assert evaluate(*[MET] * 9, ("missing", None, "credential", "must")).band == "Fair"


@pytest.mark.parametrize(
    "row",
    [
        ("missing", None, "credential", "nice"),
        ("missing", None, "experience", "nice", 5.0),
        ("partial", "short", "experience", "must", 5.0),
        ("missing", None, "skill", "must"),
    ],
)
def test_nothing_else_caps_the_band(row):
    outcome = evaluate(*[MET] * 12, row)
    assert (outcome.band, outcome.cap_requirements) == ("Excellent", ())


def test_the_cap_never_lifts_a_weak_band():
    assert evaluate(MISSING, MISSING, ("missing", None, "credential", "must")).band == "Weak"


def test_the_best_band_has_no_path():
    assert evaluate(*[MET] * 10).path is None


def test_path_takes_the_fewest_steps():
    outcome = evaluate(*[MET] * 4, *[ADJACENT] * 2, *[MISSING] * 4)
    assert outcome.points == 50
    assert outcome.path.band == "Strong"
    assert [step.requirement for step in outcome.path.steps] == ["r7", "r8"]
    assert (outcome.path.needs, outcome.path.reaches) == (20, 70)


def test_the_last_step_of_a_path_is_the_smallest_that_crosses():
    outcome = evaluate(*[MET] * 9, MISSING, ("missing", None, "soft", "must"), ("missing", None, "soft", "nice"))
    # 108 of 128 prints 84: any of the three crosses 85, the smallest is enough
    assert (outcome.points, outcome.path.needs) == (84, 1)
    assert outcome.path.steps == (Step(requirement="r12", points=2),)
    wider = evaluate(*[MET] * 9, MISSING, MISSING, ("missing", None, "soft", "must"))
    # 108 of 138 prints 78: the soft requirement alone would reach 83
    assert wider.path.steps == (Step(requirement="r10", points=9),)


def test_path_of_a_weak_score_leads_to_fair_without_lifting_a_cap_that_does_not_bind():
    outcome = evaluate(*[MET] * 4, *[MISSING] * 5, ("missing", None, "credential", "nice"))
    assert outcome.path.band == "Fair"
    assert [step.lifts_cap for step in outcome.path.steps] == [False] * len(outcome.path.steps)


def test_printed_steps_add_up_to_what_the_path_reaches():
    outcome = evaluate(MET, LISTED, CLAIMED, *[MISSING] * 9, ("missing", None, "soft", "nice"))
    assert outcome.points + sum(step.points for step in outcome.path.steps) == outcome.path.reaches
    assert outcome.path.reaches >= 50


def test_points_if_met_is_the_score_of_the_changed_findings():
    requirements = {f"r{i}": make_requirement(f"r{i}") for i in range(1, 5)}
    findings = [
        Finding(requirement="r1", verdict="met", basis="shown"),
        Finding(requirement="r2", verdict="partial", basis="listed"),
        Finding(requirement="r3", verdict="missing"),
        Finding(requirement="r4", verdict="unclear"),
    ]
    changed = [
        f.model_copy(update={"verdict": "met", "basis": "shown"}) if f.requirement in ("r2", "r3") else f
        for f in findings
    ]
    assert points_if_met(findings, requirements, {"r2", "r3", "r4"}) == score(changed, requirements).points == 100
    assert points_if_met(findings, requirements, ()) == score(findings, requirements).points == 38
    assert points_if_met(findings[3:], requirements, {"r4"}) is None


def test_adding_met_evidence_never_lowers_the_score():
    verdicts = (MET, ADJACENT, LISTED, CLAIMED, MISSING)
    for first in verdicts:
        for second in verdicts:
            before = evaluate(first, second, LISTED, MET)
            after = evaluate(MET, second, LISTED, MET)
            assert Fraction(after.exact) >= Fraction(before.exact)


def test_a_ledger_of_sixty_is_scored_at_once():
    rows = [(MISSING, LISTED, ADJACENT)[i % 3] for i in range(60)]
    fastest = min(_seconds(rows) for _ in range(5))
    assert fastest < 0.05  # 5 ms on a quiet machine; room for a busy one


def _seconds(rows) -> float:
    started = time.perf_counter()
    evaluate(*rows)
    return time.perf_counter() - started
