"""What becomes of a model's report: it keeps to the findings and to the method's numbers, whatever it says."""

import json

import pytest

from evaluations import scoring
from evaluations.checking import check_report
from evaluations.engines.openai_chat.replies import FaultyReply, ReportReply, parsed
from evaluations.engines.openai_chat.reports import report_from
from evaluations.schema import Finding, Judgement, Span
from evaluations.tests.test_openai_replies import BY_ID, LEDGER, POSTING, RESUME


def make_report_reply(**changes):
    def part(strengths=(), gaps=()):
        return {
            "summary": "What is asked here is shown in part.",
            "strengths": [{"sentence": f"The résumé shows {BY_ID[r].name}.", "requirement": r} for r in strengths],
            "gaps": [{"sentence": f"The résumé lacks {BY_ID[r].name}.", "requirement": r} for r in gaps],
        }

    def advice(action, *ids):
        return {"action": action, "why": "It is required.", "how": "Add task and result.", "requirements": list(ids)}

    return {
        "assessment": "The candidate shows Go in a role and cut cost by 35 %, and lacks Kafka in use.",
        "experience": part(gaps=["r1"]),
        "technical": part(strengths=["r2", "r3"], gaps=["r3"]),
        "soft": part(strengths=["r4"]),
        "recommendations": [
            advice("Sharpen the weekly report", "r4"),
            advice("Show Kafka inside a role", "r3"),
            advice("Show the full length of the work", "r1"),
        ],
        **changes,
    }


FINDINGS = (
    Finding(requirement="r1", verdict="partial", basis="short", spans=(Span(0, 8),), quote="Engineer", years_found=4),
    Finding(requirement="r2", verdict="met", basis="shown", spans=(Span(42, 59),), quote="Built Go services"),
    Finding(requirement="r3", verdict="missing"),
    Finding(requirement="r4", verdict="met", basis="shown", spans=(Span(0, 8),), quote="Engineer"),
)
SCORE = scoring.score(FINDINGS, BY_ID)


def report(**changes):
    return checked_report(**changes).value


def checked_report(score=SCORE, findings=FINDINGS, **changes):
    reply = parsed(ReportReply, json.dumps(make_report_reply(**changes)))
    checked = report_from(reply, LEDGER, POSTING, RESUME, Judgement(findings=findings), score)
    check_report(checked.value, LEDGER)
    return checked


def test_report_takes_quotes_from_findings_and_points_from_the_method():
    made = report()
    assert [
        (d.name, d.title, [(p.requirement, p.quote) for p in d.strengths], [p.requirement for p in d.gaps])
        for d in made.analysis
    ] == [
        ("experience", "Experience", [], ["r1"]),
        ("technical", "Technical skills", [("r2", "Built Go services")], ["r3"]),
        ("soft", "Soft skills", [("r4", "Engineer")], []),
    ]
    assert SCORE.points == 57
    assert [(advice.action, advice.points) for advice in made.recommendations] == [
        ("Show Kafka inside a role", 29),
        ("Show the full length of the work", 14),
        ("Sharpen the weekly report", 0),
    ]


def test_report_has_no_points_without_a_score():
    assert [advice.points for advice in report(score=None).recommendations] == [0, 0, 0]


def test_report_moves_points_into_the_dimension_of_their_kind():
    empty = {"summary": "Nothing.", "strengths": [], "gaps": []}
    everything = {**empty, "strengths": [{"sentence": "Go is shown.", "requirement": "r2"}]}
    made = report(technical=empty, experience=everything)
    assert [[p.requirement for p in d.strengths] for d in made.analysis] == [[], ["r2"], ["r4"]]


def test_report_drops_advice_without_a_requirement_and_said_twice():
    def advice(action, *ids):
        return {"action": action, "why": "Asked.", "how": "Show it.", "requirements": list(ids)}

    many = [advice(f"Do thing {number}", "r3", "r99", "r3") for number in range(6)]
    made = report(recommendations=[advice("Stray", "r99"), *many, advice("do thing 0", "r1"), advice("", "r1")])
    assert [(a.action, a.requirements) for a in made.recommendations] == [
        (f"Do thing {number}", ("r3",)) for number in range(5)
    ]
    with pytest.raises(FaultyReply):
        report(recommendations=[*many[:2], advice("Stray", "r99")])


@pytest.mark.parametrize(
    "sentence",
    ["This is a 72 % match.", "It earns 57 points.", "The candidate meets 2 of 4 requirements.", "Three out of four fit.",
     "With a score of 57 the candidate is close.", "This is an 8/10 candidate.", "This is a strong match."],
)  # fmt: skip
def test_report_states_no_number_and_no_band_of_its_own(sentence):
    with pytest.raises(FaultyReply) as error:
        report(assessment=f"The candidate shows Go. {sentence}")
    assert sentence not in str(error.value)


def test_report_may_name_the_numbers_of_the_texts_and_the_band_of_the_method():
    assert SCORE.band == "Fair"
    assert report(assessment="A fair match: cost fell by 35%.").assessment == "A fair match: cost fell by 35%."


def test_report_cuts_a_long_assessment_at_a_sentence_and_needs_one():
    sentence = "The candidate shows Go in a role that ran for years and served many people."
    made = report(assessment=" ".join([sentence] * 9))
    assert made.assessment == " ".join([sentence] * 5)
    with pytest.raises(FaultyReply):
        report(assessment=" ")


def test_report_says_what_of_its_form_is_not_as_asked():
    ids = [f"Do thing {number}" for number in range(5)]
    advice = [{"action": a, "why": "Asked.", "how": "Show it.", "requirements": ["r3"]} for a in ids]
    words = "The candidate shows Go in a dated role and keeps cost in mind while doing so."
    good = " ".join([words] * 4)
    assert checked_report(assessment=good, recommendations=advice).faults == ()
    quoting = f"{good} The text asks: “You love your craft.”"
    assert checked_report(assessment=quoting, recommendations=advice).faults == ()
    assert checked_report(assessment=words, recommendations=advice).faults == (
        "its assessment has 16 words instead of 50 to 80",
    )
    assert checked_report(assessment=f"{good} Your CV lacks r3, he says.", recommendations=advice[:4]).faults == (
        "it speaks to somebody or of itself (you, your, we, I) instead of about the candidate",
        "it says he or she, which nobody told it",
        "its sentences name requirements by their ids",
        "it holds fewer than five different recommendations that answer a requirement",
    )
