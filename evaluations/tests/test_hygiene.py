"""What is no résumé, what was pasted or repeated, and a résumé typed without capitals."""

from __future__ import annotations

from datetime import date

import pytest

from evaluations.engines.base import TextUnusable
from evaluations.engines.local import LocalEngine
from evaluations.engines.local.casing import with_usual_case
from evaluations.engines.local.vocabulary import load_vocabulary
from evaluations.schema import Judgement

AS_OF = date(2026, 11, 23)
POSTING = """Warehouse Planner

Requirements
- 3 years of experience with demand planning in a large wholesale warehouse
- Working knowledge of SAP and of route planning for forty delivery vans
- Excel
- French
"""
RESUME = """Ada Stone
ada@example.org

EXPERIENCE
Stock Clerk, Corbel Mills, Leeds
March 2019 - Present
- Counted stock each month and planned rotas in Excel.
- Answered every question of the drivers. Wrote the notes for the night shift.

EDUCATION
BA History, Leeds Road College, 2016
"""


def judged(resume: str) -> Judgement:
    engine = LocalEngine()
    return engine.judge(engine.read(POSTING).requirements, POSTING, resume, AS_OF)


def verdicts(judgement: Judgement) -> list[str]:
    return [finding.verdict for finding in judgement.findings]


def test_pasted_job_description_counts_for_nothing() -> None:
    pasted = judged(f"{RESUME}\n{POSTING}")
    assert verdicts(pasted) == verdicts(judged(RESUME))
    assert [flag.kind for flag in pasted.flags] == ["copied"]


def test_words_listed_over_and_over_count_for_nothing() -> None:
    words = "Demand planning, SAP, route planning, French"
    repeated = judged(f"{RESUME}\nSKILLS\n" + f"{words}\n" * 4)
    assert verdicts(repeated) == verdicts(judged(RESUME))
    assert [flag.kind for flag in repeated.flags] == ["stuffing"]


def test_words_listed_once_are_a_claim() -> None:
    listed = judged(f"{RESUME}\nSKILLS\nSAP, route planning\n")
    assert [f.basis for f in listed.findings if f.verdict == "partial"] == ["listed", "listed"]
    assert listed.flags == ()


@pytest.mark.parametrize("typed", [RESUME.lower(), RESUME.upper()])
def test_resume_in_one_case_is_judged_as_in_both(typed: str) -> None:
    assert [(f.verdict, f.basis, f.quote.lower()) for f in judged(typed).findings] == [
        (f.verdict, f.basis, f.quote.lower()) for f in judged(RESUME).findings
    ]


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("- services in go, rust and c\n- ready to go the extra mile.", "- Services in Go, Rust and c\n- Ready to go the extra mile."),
        ("ba history, leeds road college, 2016", "BA history, leeds road college, 2016"),
        ("i planned rotas in excel. i'm calm; others say so.", "I planned rotas in Excel. I'm calm; others say so."),
        ("excel at sums. planned with care, e.g. at night.", "Excel at sums. Planned with care, e.g. at night."),
        ("m.s. biology, 2018", "M.S. biology, 2018"),
        ("TO FIND A POST AS A NURSE", "To find a post as a nurse"),
    ],
)  # fmt: skip
def test_capitals_are_put_where_only_names_stand(typed: str, usual: str) -> None:
    head = "ada stone\nbrooklyn, ny | ada@example.org\n\n"
    head = head.upper() if typed.isupper() else head
    text = with_usual_case(head + typed, load_vocabulary())
    assert text.startswith("Ada Stone\nBrooklyn, NY |")
    assert text[len(head) :] == usual


def test_text_with_capitals_is_left_alone() -> None:
    assert with_usual_case(RESUME, load_vocabulary()) == RESUME


@pytest.mark.parametrize(
    "text",
    [
        "Minutes, 4 May 2026\nPresent: A. Lind, manager\nThe school hall leaks. My team asks for offers by 8 June 2026.",
        "name,skills,2019-2021\nlind,4,2019-2020\nmora,5,2020-2021\n",
        "Riverside College\nEducation that opens doors since 2015 - today.\nLanguages: English, Spanish.",
    ],
)
def test_text_that_is_not_built_like_a_resume_gets_no_judgement(text: str) -> None:
    with pytest.raises(TextUnusable) as refused:
        judged(text)
    assert refused.value.kind == "not_a_resume"


@pytest.mark.parametrize(
    "without", ["ada@example.org\n", "EXPERIENCE\n", "EDUCATION\nBA History, Leeds Road College, 2016\n"]
)
def test_resume_may_lack_one_part(without: str) -> None:
    assert len(judged(RESUME.replace(without, "")).findings) == len(judged(RESUME).findings)
