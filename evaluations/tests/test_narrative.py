"""What the report says, and what it must never say."""

import re
from itertools import pairwise

import pytest

from evaluations import scoring
from evaluations.engines.local import narrative
from evaluations.engines.local.grammar import article, duration, joined, quotation, shortened, word_count
from evaluations.engines.local.names import name_of
from evaluations.schema import Finding, Judgement, Report, Requirement, Score, Span

BASES = {"met": "shown", "partial": "adjacent", "missing": None, "unclear": None}

ENGINEERING = (
    ("5+ years of experience in backend engineering", "experience", "must", 5),
    ("Go, Rust or similar", "skill", "must", None),
    ("Apache Kafka", "skill", "must", None),
    ("Distributed systems", "skill", "must", None),
    ("Regulated environments", "domain", "must", None),
    ("Bachelor's degree in Computer Science", "education", "nice", None),
    ("Clear written communication", "soft", "must", None),
    ("Kubernetes", "skill", "nice", None),
)
NURSING = (
    ("Graduate of an accredited school of nursing", "education", "must", None),
    ("RN license in the state of work", "credential", "must", None),
    ("BLS certification", "credential", "must", None),
    ("Assessing complex patient conditions", "skill", "must", None),
    ("React quickly to emergency situations", "other", "must", None),
    ("Hand-eye coordination", "other", "must", None),
    ("Lifting 50 lbs.", "other", "must", None),
    ("Curious and able to ask insightful questions", "soft", "nice", None),
    ("Spanish, fluent", "language", "nice", None),
)
FIELDS = {"engineering": ENGINEERING, "nursing": NURSING}


def make_requirements(rows) -> tuple[tuple[Requirement, ...], str]:
    """Requirements whose spans are the lines of the job description that is returned beside them."""
    text, requirements = "Requirements\n", []
    for number, (name, kind, importance, years) in enumerate(rows, start=1):
        span = Span(len(text), len(text) + len(name))
        text += f"{name}\n"
        requirements.append(
            Requirement(id=f"r{number}", name=name, kind=kind, importance=importance, min_years=years, spans=(span,))
        )
    return tuple(requirements), text


def make_findings(requirements, verdicts) -> tuple[Finding, ...]:
    """One finding for each word of verdicts: met, missing, unclear, or the basis of a partial one."""
    findings = []
    for requirement, word in zip(requirements, verdicts, strict=True):
        verdict = word if word in BASES else "partial"
        basis = BASES[verdict] if word in BASES else word
        quote = f"Did the work that answers {requirement.id} for a bank" if verdict in ("met", "partial") else ""
        found = 3.5 if word == "short" else None
        findings.append(
            Finding(
                requirement=requirement.id,
                verdict=verdict,
                basis=basis,
                quote=quote,
                spans=(Span(0, len(quote)),) if quote else (),
                years_found=found,
            )
        )
    return tuple(findings)


def make_report(rows, verdicts) -> tuple[Report, Score | None, tuple[Requirement, ...], tuple[Finding, ...], str]:
    requirements, text = make_requirements(rows)
    findings = make_findings(requirements, verdicts)
    score = scoring.score(findings, {requirement.id: requirement for requirement in requirements})
    report = narrative.report(requirements, text, "a résumé", Judgement(findings=findings), score)
    return report, score, requirements, findings, text


def cases():
    words = ("met", "adjacent", "listed", "claimed", "missing", "short", "unclear")
    for field, rows in FIELDS.items():
        for shift in range(len(words)):
            mixed = [words[(shift + 3 * i) % len(words)] for i in range(len(rows))]
            yield pytest.param(rows, mixed, id=f"{field}-mixed-{shift}")
        for word in words:
            yield pytest.param(rows, [word] * len(rows), id=f"{field}-all-{word}")
        yield pytest.param(rows, ["met"] * (len(rows) - 1) + ["missing"], id=f"{field}-one-missing")
        yield pytest.param(rows, ["missing"] + ["met"] * (len(rows) - 1), id=f"{field}-first-missing")


def everything(report: Report) -> str:
    parts = [report.assessment]
    for dimension in report.analysis:
        parts += [dimension.summary, *(point.sentence for point in (*dimension.strengths, *dimension.gaps))]
    for advice in report.recommendations:
        parts += [advice.action, advice.why, advice.how]
    return "\n".join(parts)


@pytest.mark.parametrize(("rows", "verdicts"), list(cases()))
def test_assessment_is_fifty_to_eighty_words_in_the_third_person(rows, verdicts):
    report, score, *_ = make_report(rows, verdicts)
    assert 50 <= word_count(report.assessment) <= 80, report.assessment
    assert "The candidate" in report.assessment or "the candidate" in report.assessment
    if score is not None:
        counts = {0: "none of the", score.total: f"all {score.total}"}.get(score.met, f"{score.met} of {score.total}")
        assert counts in report.assessment


@pytest.mark.parametrize(("rows", "verdicts"), list(cases()))
def test_report_never_addresses_the_reader_and_leaves_nothing_unfilled(rows, verdicts):
    text = everything(make_report(rows, verdicts)[0])
    assert not re.search(r"(?i)\b(?:you|your|yours|we|our)\b", text)
    assert not re.search(r"[{}]|\bNone\b(?! of)|  |\.\.|,\.| ,", text)


@pytest.mark.parametrize(("rows", "verdicts"), list(cases()))
def test_five_distinct_recommendations_ordered_by_the_points_they_win(rows, verdicts):
    report, score, requirements, findings, _ = make_report(rows, verdicts)
    advice = report.recommendations
    assert len(advice) == 5
    assert len({item.action for item in advice}) == 5
    assert all(len(item.action) <= 80 for item in advice)
    assert all(before.points >= after.points for before, after in pairwise(advice))
    known = {requirement.id: requirement for requirement in requirements}
    for item in advice:
        assert set(item.requirements) <= set(known)
        if item.points:
            met = {"verdict": "met", "basis": "shown"}
            after = [f.model_copy(update=met) if f.requirement in item.requirements else f for f in findings]
            assert scoring.score(after, known).points - score.points == item.points


@pytest.mark.parametrize(("rows", "verdicts"), list(cases()))
def test_each_finding_stands_once_in_the_analysis(rows, verdicts):
    report, _, _, findings, _ = make_report(rows, verdicts)
    assert [(d.name, d.title) for d in report.analysis] == [
        ("experience", "Experience"),
        ("technical", "Technical skills"),
        ("soft", "Soft skills"),
    ]
    strengths = [point.requirement for dimension in report.analysis for point in dimension.strengths]
    gaps = [point.requirement for dimension in report.analysis for point in dimension.gaps]
    assert sorted(strengths) == sorted(f.requirement for f in findings if f.verdict == "met")
    assert sorted(gaps) == sorted(f.requirement for f in findings if f.verdict != "met")
    quotes = {finding.requirement: finding.quote for finding in findings}
    for dimension in report.analysis:
        for point in (*dimension.strengths, *dimension.gaps):
            assert point.quote == quotes[point.requirement]


@pytest.mark.parametrize(("rows", "verdicts"), list(cases()))
def test_the_job_description_is_quoted_in_its_own_words(rows, verdicts):
    report, _, _, findings, text = make_report(rows, verdicts)
    allowed = text + "\n".join(finding.quote for finding in findings)
    for advice in report.recommendations:
        for quote in re.findall("“([^”]+)”", advice.why):
            assert quote.removesuffix(" …") in allowed


def test_the_report_does_not_read_the_resume_itself():
    requirements, text = make_requirements(ENGINEERING)
    findings = make_findings(requirements, ["met", "listed", "missing", "adjacent", "met", "met", "claimed", "missing"])
    score = scoring.score(findings, {requirement.id: requirement for requirement in requirements})
    first, second = (
        narrative.report(requirements, text, resume, Judgement(findings=findings), score)
        for resume in ("Anna Kowalska, she/her", "John Smith, he/him")
    )
    assert first.model_dump_json() == second.model_dump_json()


def test_a_missing_licence_that_caps_the_band_is_said_and_advised():
    verdicts = ["met", "missing", "met", "met", "met", "met", "met", "met", "met"]
    report, score, *_ = make_report(NURSING, verdicts)
    assert score.band == "Fair"
    assert "Without an RN license in the state of work, the band cannot rise above Fair." in report.assessment
    first = report.recommendations[0]
    assert first.requirements == ("r2",)
    assert "While it is missing, the band cannot rise above Fair." in first.why


def test_when_gaps_run_out_evidence_is_strengthened_for_no_points_and_that_is_said():
    report, score, *_ = make_report(ENGINEERING, ["met"] * len(ENGINEERING))
    assert score.points == 100
    assert [item.points for item in report.recommendations] == [0] * 5
    assert all("wins no points" in item.why for item in report.recommendations)


@pytest.mark.parametrize("word", ["met", "missing", "listed", "unclear"])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_short_ledger_still_gets_five_different_recommendations(word, count):
    report, *_ = make_report(ENGINEERING[1 : 1 + count], [word] * count)
    assert len({item.action for item in report.recommendations}) == 5


def test_nobody_is_told_to_learn_what_is_met_or_to_dress_up_what_is_missing():
    met, *_ = make_report(ENGINEERING, ["met"] * 8)
    assert not re.search(
        r"(?i)\b(?:learn|gain|obtain|build something)\b", " ".join(r.action for r in met.recommendations)
    )
    missing, *_ = make_report(ENGINEERING, ["missing"] * 8)
    assert not any("résumé meets" in r.why or "The nearest evidence" in r.why for r in missing.recommendations)


def test_years_are_advised_with_what_is_found_and_asked():
    report, *_ = make_report(ENGINEERING[:1], ["short"])
    assert "Dated work covers 3 years and 6 months of the 5 years asked." in report.recommendations[0].why


def test_without_a_score_the_report_says_so():
    report, score, *_ = make_report(ENGINEERING, ["unclear"] * 8)
    assert score is None
    assert report.assessment.startswith("The candidate has no score for this role")
    assert [item.points for item in report.recommendations] == [0] * 5


def test_a_job_description_that_is_not_at_hand_is_not_quoted():
    requirements, _ = make_requirements(ENGINEERING)
    findings = make_findings(requirements, ["missing"] * 8)
    score = scoring.score(findings, {requirement.id: requirement for requirement in requirements})
    report = narrative.report(requirements, "", "", Judgement(findings=findings), score)
    assert "“" not in "".join(item.why for item in report.recommendations)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Apache Kafka", "skill", "Apache Kafka"),
        ("Distributed systems", "skill", "distributed systems"),
        ("Go, Rust or similar", "skill", "Go, Rust or similar"),
        ("SQL and data modelling", "skill", "SQL and data modelling"),
        ("A/B testing", "skill", "A/B testing"),
        ("5+ years of experience in software engineering", "experience", "software engineering"),
        ("Experience building dashboards", "experience", "building dashboards"),
        ("4+ years of experience as a data analyst", "experience", "work as a data analyst"),
        ("RN license", "credential", "an RN license"),
        ("Bachelor's degree", "education", "a bachelor's degree"),
        ("MBA", "education", "an MBA"),
        ("React quickly to emergencies", "other", "the ability to react quickly to emergencies"),
        ("Curious and able to ask questions", "soft", "being curious and able to ask questions"),
        ("Licensed to practice as a nurse", "credential", "a license to practice as a nurse"),
        ("Creative solutions to hard problems", "soft", "creative solutions to hard problems"),
        ("German, fluent", "language", "German (fluent)"),
        ("Lives in one of the listed states", "other", "“Lives in one of the listed states”"),
    ],
)
def test_names_become_parts_of_sentences(name, kind, expected):
    requirement = Requirement(id="r1", name=name, kind=kind, importance="must", spans=(Span(0, 1),))
    assert name_of(requirement, "").inline == expected


def test_a_name_keeps_the_article_the_job_description_gives_it():
    text = "- A second language\n"
    requirement = Requirement(id="r1", name="Second language", kind="skill", importance="nice", spans=(Span(2, 19),))
    assert name_of(requirement, text).inline == "a second language"


def test_grammar():
    assert [article(word) for word in ("RN license", "BLS card", "university degree", "hour", "MBA", "European licence")] == [
        "an", "a", "a", "an", "an", "a",
    ]  # fmt: skip
    assert joined(["a"]) == "a"
    assert joined(["a", "b", "c"]) == "a, b and c"
    assert joined(["a and b", "c"]) == "a and b, and c"
    assert joined(["a, b", "c", "d"]) == "a, b; c; and d"
    assert duration(3.5) == "3 years and 6 months"
    assert duration(0.5) == "6 months"
    assert duration(1) == "1 year"
    assert quotation("- one two three\nfour", 2) == "“one two …”"
    assert shortened("daily use of a system such as Opera or Mews", 24) == "daily use of a system"
