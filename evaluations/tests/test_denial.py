"""What a sentence says was not done, and how far the cue reaches."""

from __future__ import annotations

import pytest

from evaluations.benchmark.trust.texts import load_cases
from evaluations.engines.local import denial, hedges
from evaluations.engines.local.denial import is_absent


def absent(sentence: str, *, own: bool = False) -> bool:
    """Whether what stands in [brackets] is absent."""
    start, end = sentence.index("["), sentence.index("]") - 1
    return is_absent(sentence.replace("[", "").replace("]", ""), start, end, own=own)


@pytest.mark.parametrize(
    "sentence",
    [
        "No experience with [Kafka].",
        "We wrote scripts instead of [Ansible].",
        "Aides are not allowed to do [wound care].",
        "[Scrum] was never introduced.",
        "[Copywriting] is no task of mine.",
        "French: fluent. [German]: none.",
        "My goal for next year is [people management].",
        "Would be happy to learn [Spanish].",
        "An agency did the [copywriting].",
        "[Recruiting] was handled by head office.",
        "Asked a colleague who knew [SQL].",
        "Wheeled residents to [physiotherapy] and back.",
        "Cleaned the rooms after [surgery].",
        "Passed tickets on to the [UX design] department.",
        "Sat beside the [machine learning] people.",
        "Sat the [CPA] exam and failed.",
        "The [COBOL] system had been dropped before my time.",
    ],
)
def test_what_was_not_done_is_absent(sentence):
    assert absent(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Not only deployed to [Kubernetes] but wrote its network rules.",
        "Never shipped [Python] without tests.",
        "Without [SQL] this job could not be done.",
        "No server without [Ansible]: wrote 60 roles.",
        "No server was started by hand: [Terraform] describes all 300.",
        "Never lost a lead in [Salesforce].",
        "[Payroll] was never late.",
        "Chose [Kafka] instead of RabbitMQ.",
        "Rang factories that had never heard of us, by [cold calling].",
        "Taught [welding] to apprentices who wanted to learn it.",
        "Trained people who wanted to use [Docker].",
        "Led the engineers who built the [React] front end.",
        "Sent 40 million events to [Kafka] every day.",
        "Brought a ministry's pages to [WCAG] 2.2.",
        "[Inventory management] fell to me, and waste fell by half.",
        "Made room for [unit testing] under hard deadlines.",
        "[Budgeting] took place in my office: 4 million a year.",
        "Turned down a desk job to stay in [triage].",
        "Built [Tableau] dashboards for people who do not read tables.",
        "[Internal audit] of two plants; the findings were examined by the board.",
        "We did not use Spark, but ran [Flink] for two years.",
    ],
)
def test_what_was_done_is_not_absent(sentence):
    assert not absent(sentence)


def test_who_did_it_says_nothing_in_a_summary():
    sentence = "Engineer at a firm, beside colleagues who run [Kubernetes]."
    assert absent(sentence)
    assert not absent(sentence, own=True)


def test_every_cue_is_found_by_the_words_that_open_it(monkeypatch):
    sentences = [case["sentence"] for cases in load_cases("negation").values() for case in cases]
    quick = {sentence: denial._reaches.__wrapped__(sentence) for sentence in sentences}
    monkeypatch.setattr(denial._Openings, "are_in", lambda self, words: True)
    assert {sentence: denial._reaches.__wrapped__(sentence) for sentence in sentences} == quick


@pytest.mark.parametrize(
    "sentence",
    [
        "[Payroll] reached me each month as a closed envelope.",
        "The sommelier handled [wine pairing].",
        "Someone from another floor tuned [PostgreSQL] for us.",
        "Collected [timesheets] and sent them to payroll.",
        "Was turned down for the [triage] desk.",
        "[Accounts payable] lived in the Warsaw centre.",
        "[Electronic health records] arrived the week I retired.",
    ],
)
def test_idioms_of_denial(sentence):
    assert absent(sentence)


def test_watching_is_work_where_the_work_is_to_watch():
    assert hedges.is_small_part("Watched nurses give injections.")
    assert not hedges.is_small_part("Watched patients try two prototypes.")
    assert not hedges.is_small_part("Took SEO over and watched organic visits climb from 20,000 to 75,000.")


def test_what_a_thing_of_everyday_life_is_called_is_no_tool():
    sentence = "Named the toy elephant Hadoop for my nephew."
    assert hedges.is_given_name(sentence, sentence.index("Hadoop"))
    sentence = "Moved 40 jobs to a cluster called Hadoop Prime."
    assert not hedges.is_given_name(sentence, sentence.index("Hadoop"))
