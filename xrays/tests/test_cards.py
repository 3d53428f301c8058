"""What cards, strip, anatomy, matrix and computed sentences print, from plain values."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from evaluations import scoring
from evaluations.schema import Finding, Requirement, Score, Span
from xrays import statements
from xrays.anatomy import anatomy
from xrays.cards import Card, Judged, cap_sentence, decimal, judged, listing, tenths, unshown_sentence
from xrays.matrix import demand, matrix, years
from xrays.strips import short_name, strip

JOB = "Asked:\n- Ventilator care\n- A nursing licence\n- Spanish, a plus\n"
RESUME = "Ward nurse. Ventilator care for four patients. Spanish at school.\n"


def requirement(identifier: str, name: str, **fields: object) -> Requirement:
    start = JOB.find(name) if name in JOB else 0
    defaults = {"kind": "skill", "importance": "must", "spans": (Span(start, start + len(name)),)}
    return Requirement(id=identifier, name=name, **{**defaults, **fields})


def finding(identifier: str, verdict: str, *, words: str = "", basis: str | None = "shown") -> Finding:
    start = RESUME.find(words)
    spans = (Span(start, start + len(words)),) if words else ()
    return Finding(
        requirement=identifier,
        verdict=verdict,
        basis=basis if verdict in ("met", "partial") else None,
        spans=spans,
        quote=words,
    )


LEDGER = (
    requirement("r1", "Ventilator care"),
    requirement("r2", "A nursing licence", kind="credential"),
    requirement("r3", "Spanish", kind="language", importance="nice"),
)


def result(*verdicts: str, ledger: tuple[Requirement, ...] = LEDGER) -> tuple[Score | None, tuple[Judged, ...]]:
    words = {"r1": "Ventilator care", "r3": "Spanish at school"}
    findings = [
        finding(each.id, verdict, words=words.get(each.id, "") if verdict in ("met", "partial") else "")
        for each, verdict in zip(ledger, verdicts, strict=True)
    ]
    score = scoring.score(findings, {each.id: each for each in ledger})
    return score, judged(ledger, {each.requirement: each for each in findings}, score)


def card(letter: str, name: str, *verdicts: str) -> Card:
    score, rows = result(*verdicts)
    return Card(
        letter=letter,
        key=name.split()[0].lower(),
        name=name,
        headline="Ward nurse",
        level="",
        points=score.points if score else None,
        band=score.band if score else None,
        judged=rows,
    )


def test_heading_carries_name_score_and_band() -> None:
    assert card("A", "Ana Ruiz", "met", "met", "met").heading == "Profile A — Ana Ruiz: 100\u00a0%, Excellent Match"


def test_heading_without_a_score_says_so() -> None:
    assert card("C", "Ana Ruiz", "unclear", "unclear", "unclear").heading == "Profile C — Ana Ruiz: no score yet"


def test_card_counts_met_of_all_and_names_the_rest_musts_first() -> None:
    printed = card("A", "Ana Ruiz", "missing", "met", "missing")
    assert printed.met_line == "1 of 3 requirements met"
    assert [row.name for row in printed.missing] == ["Ventilator care", "Spanish"]


def test_points_of_the_card_are_those_of_the_method() -> None:
    score, rows = result("met", "partial", "missing")
    assert score is not None
    assert sum((row.points for row in rows), Fraction(0)) == Fraction(score.exact)
    assert sum((row.possible for row in rows), Fraction(0)) == 100
    assert [row.points_printed for row in rows] == ["46.2", "23.1", "0.0"]
    assert [row.lost_printed for row in rows] == ["0.0", "23.1", "7.7"]


def test_cap_sentence_names_what_is_missing() -> None:
    ledger = (*(requirement(f"s{n}", f"Skill {n}") for n in range(8)), LEDGER[1])
    findings = [*(finding(f"s{n}", "met", words="Ward") for n in range(8)), finding("r2", "missing")]
    score = scoring.score(findings, {each.id: each for each in ledger})
    assert cap_sentence(score, ledger) == (
        "89 points alone would be Excellent. The band stays at Fair, because a stated minimum is missing: "
        "A nursing licence."
    )
    assert cap_sentence(result("met", "met", "met")[0], LEDGER) == ""


def test_limit_on_listed_evidence_is_said() -> None:
    listed = {each.id: finding(each.id, "partial", words="Ward", basis="listed") for each in LEDGER}
    score = scoring.score([*listed.values()], {each.id: each for each in LEDGER})
    assert unshown_sentence(judged(LEDGER, listed, score)) == (
        "What is only listed or claimed earns 5 points at most, all together. Here it would have earned 50.0."
    )
    assert unshown_sentence(result("met", "met", "met")[1]) == ""


def test_anatomy_ends_what_is_earned_at_the_score_and_fills_up_to_100() -> None:
    score, rows = result("met", "partial", "missing")
    assert score is not None
    run = anatomy(score, rows, LEDGER)
    earned = [segment for segment in run.segments if segment.earned]
    lost = [segment for segment in run.segments if not segment.earned]
    assert [segment.number for segment in earned] == [1, 2]
    assert [segment.number for segment in lost] == [2, 3]
    assert float(earned[-1].x) + float(earned[-1].width) == pytest.approx(float(run.x), abs=0.002)
    assert float(lost[-1].x) + float(lost[-1].width) == pytest.approx(100, abs=0.002)
    assert (run.points, run.exact) == (69, "69.2")


def test_anatomy_gives_the_path_with_points_per_step() -> None:
    score, rows = result("missing", "met", "missing")
    assert score is not None
    path = anatomy(score, rows, LEDGER).next_band
    assert path is not None
    assert (path.band, path.edge, path.missing) == ("Fair", 50, 4)
    assert [(step.number, step.points, step.reaches) for step in path.steps] == [(3, 8, 54)]


def test_unclear_has_no_segment() -> None:
    score, rows = result("met", "unclear", "met")
    assert score is not None
    assert {segment.number for segment in anatomy(score, rows, LEDGER).segments} == {1, 3}


def test_matrix_groups_by_kind_with_both_sides_of_the_evidence() -> None:
    cards = (card("A", "Ana Ruiz", "met", "met", "met"), card("B", "Bo Lind", "met", "missing", "missing"))
    built = matrix(LEDGER, cards, JOB, {"ana": RESUME, "bo": RESUME})
    assert [(group.name, [row.number for row in group.rows]) for group in built.groups] == [
        ("Skills", [1]),
        ("Credentials", [2]),
        ("Languages", [3]),
    ]
    first = built.groups[0].rows[0]
    assert [(hit.text, hit.quoted) for hit in first.job[0]] == [("Ventilator care", True)]
    assert [(hit.text, hit.quoted) for hit in first.cells[0].resume[0]] == [
        ("Ventilator care", True),
        (" for four patients.", False),
    ]
    assert [row.separates for group in built.groups for row in group.rows] == [False, True, True]
    assert (built.separating, built.total) == (2, 3)


def test_matrix_puts_musts_first_within_a_kind() -> None:
    ledger = (requirement("r1", "Charts", importance="nice"), requirement("r2", "Ventilator care"))
    _, rows = result("met", "met", ledger=ledger)
    built = matrix(ledger, (Card("A", "ana", "Ana", "", "", 100, "Excellent", rows),), JOB, {"ana": RESUME})
    assert [row.number for row in built.groups[0].rows] == [2, 1]


def test_demand_names_alternatives_only_where_the_name_does_not() -> None:
    named = requirement("r1", "Go, Rust or similar", any_of=("Go", "Rust"), open_ended=True)
    unnamed = requirement("r1", "A systems language", any_of=("Go", "Rust"), open_ended=True, min_years=3)
    assert demand(named) == "one is enough"
    assert demand(unnamed) == "Go, Rust or something similar: one is enough; at least 3 years"
    assert demand(requirement("r1", "5+ years of nursing", min_years=5)) == ""
    assert (years(1), years(0.5), years(2.5)) == ("1 year", "6 months", "2.5 years")


def test_strip_holds_scored_personas_and_names_the_rest() -> None:
    built = strip(
        (card("A", "Ana Ruiz", "met", "met", "met"), card("B", "Bo Lind", "unclear", "unclear", "unclear")), None
    )
    assert [(mark.letter, mark.points) for mark in built.marks] == [("A", 100)]
    assert built.unscored == ("Bo Lind",)
    assert built.description == "Ana Ruiz, fictional: 100\u00a0%, Excellent."


def test_strip_bands_cover_the_axis() -> None:
    zones = strip((), None).zones
    assert [(zone.name, zone.x, zone.width) for zone in zones] == [
        ("Weak", 0, 50),
        ("Fair", 50, 20),
        ("Strong", 70, 15),
        ("Excellent", 85, 15),
    ]


def test_long_names_are_shortened_for_the_axis_only() -> None:
    assert short_name("Rafael Mendes") == "Rafael Mendes"
    assert short_name("Maximiliane von Hohenberg") == "Maximiliane H."


@pytest.mark.parametrize(
    ("origin", "opening"),
    [
        ("real", "The job description is real: Acme's own posting, captured on 3 March 2026."),
        (
            "reconstructed",
            "The job description is reconstructed: a real role at Acme, retold and not the company's own text.",
        ),
        ("invented", "The job description is invented, and so is Acme."),
    ],
)
def test_provenance_follows_the_origin(origin: str, opening: str) -> None:
    assert statements.provenance(origin, "Acme", date(2026, 3, 3), wording="Personas are fictional.") == (
        f"{opening} Personas are fictional."
    )


def test_disclaimer_names_every_company_once() -> None:
    sentence = statements.disclaimer("reconstructed", "Acme", ["Borel", "Cato", "Borel"])
    assert sentence.startswith("JobJam is not affiliated with Acme, Borel or Cato.")


def test_disclaimer_says_that_an_invented_company_is_invented() -> None:
    sentence = statements.disclaimer("invented", "Acme", ["Borel", "Acme"])
    assert sentence.startswith(
        "Acme is an invented company; a likeness to a real one is chance. JobJam is not affiliated with Borel."
    )


@pytest.mark.parametrize(
    ("spread", "ending"),
    [
        (73, "Between the highest and the lowest score lie 73 points."),
        (1, "Between the highest and the lowest score lies 1 point."),
        (0, "They end level, with the same score."),
    ],
)
def test_bridge_tells_the_spread(spread: int, ending: str) -> None:
    assert statements.bridge(3, 12, spread) == f"Three profiles are judged on the same 12 requirements below. {ending}"


def test_numbers_are_written_alike_everywhere() -> None:
    assert (tenths(Fraction(20, 3)), tenths(Fraction(1, 20)), tenths(Fraction(0))) == ("6.7", "0.1", "0.0")
    assert (decimal(Fraction(200, 3)), decimal(50)) == ("66.667", "50")
    assert listing(["a", "b", "c"]) == "a, b and c"
