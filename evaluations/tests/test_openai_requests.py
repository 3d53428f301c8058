"""What is sent to a model, and what never is."""

import json
from datetime import date

import pytest

from evaluations.engines.base import TextUnusable
from evaluations.engines.openai_chat import requests
from evaluations.engines.openai_chat.fake_answers import fenced_texts
from evaluations.engines.openai_chat.requests import (
    fingerprint,
    judging_request,
    most_tokens,
    reading_request,
    reporting_request,
    sampling,
)
from evaluations.schema import Finding, Requirement, Span

POSTING = "Data engineer\n\nRequirements\n- 3+ years of SQL\n"
RESUME = """Jane Quill
Date of birth: 3 March 1990 · Nationality: Irish
Cork, Ireland | jane.quill@example.com | +353 21 555 0100
Irish citizen. Open to two days a week in the office in Dublin.

SUMMARY
Data engineer who likes tidy tables.

EXPERIENCE
Data engineer, Lark Ltd, Jan 2020 – Present
- Wrote SQL for 10 000 000 rows a day; questions to jane.quill@example.com
- Born: 1990

REFERENCES
Dr Ann Smith, Head of Data, Lark Ltd, 021 555 0199
"""
SQL = Requirement(
    id="r1", name="SQL", kind="skill", importance="must", min_years=3.0, concept="sql", spans=(Span(30, 45),)
)


@pytest.mark.parametrize(
    ("model", "parameters"),
    [
        ("gpt-4.1", {"temperature": 0, "seed": 7}),
        ("gpt-4o-mini-2024-07-18", {"temperature": 0, "seed": 7}),
        ("ft:gpt-4o:me", {"temperature": 0, "seed": 7}),
        ("gpt-oss-120b", {"temperature": 0, "seed": 7}),
        ("llama-3.1-8b", {"temperature": 0, "seed": 7}),
        ("o1", {"seed": 7}),
        ("o3-mini", {"seed": 7}),
        ("o4-mini-2025-04-16", {"seed": 7}),
        ("gpt-5", {"seed": 7}),
        ("gpt-5-mini", {"seed": 7}),
        ("gpt-5.1", {"seed": 7}),
        ("openai/gpt-5", {"seed": 7}),
        ("gpt-5-2025-08-07", {"seed": 7}),
        ("gpt-5-chat-latest", {"temperature": 0, "seed": 7}),
        ("gpt-5.1-chat-latest", {"seed": 7}),
        ("gpt-4o-search-preview", {}),
        ("gpt-5-search-api", {}),
    ],
)
def test_sampling_is_fixed_where_the_model_lets_it_be(model, parameters):
    assert sampling(model) == parameters


def test_a_text_has_no_more_tokens_than_bytes():
    assert most_tokens("") == 0
    assert most_tokens("abcd") == 4
    assert most_tokens("日本") == 6


def test_hidden_characters_are_not_sent():
    assert fenced_texts(reading_request("3+ years of S\u200bQL\U000e0041").user) == {
        "JOB_DESCRIPTION": "3+ years of SQL"
    }


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b"])
def test_empty_texts_are_refused_before_any_call(text):
    with pytest.raises(TextUnusable) as reading:
        reading_request(text)
    with pytest.raises(TextUnusable) as judging:
        judging_request((SQL,), POSTING, text, date(2026, 1, 1))
    assert (reading.value.kind, judging.value.kind) == ("empty", "empty")


def test_halves_of_surrogate_pairs_can_be_sent():
    assert reading_request("SQL \ud800").user.encode()


def test_judging_sends_ledger_and_texts_fenced_with_the_date():
    request = judging_request((SQL,), POSTING, RESUME, date(2026, 3, 1))
    texts = fenced_texts(request.user)
    assert list(texts) == ["JOB_DESCRIPTION", "LEDGER", "RESUME"]
    assert json.loads(texts["LEDGER"]) == [
        {
            "id": "r1",
            "name": "SQL",
            "kind": "skill",
            "importance": "must",
            "any_of": [],
            "open_ended": False,
            "min_years": 3.0,
            "stated": ["3+ years of SQL"],
        }
    ]
    assert "“Present” in the résumé means 2026-03-01." in request.user
    assert list(fenced_texts(judging_request((SQL,), "", RESUME, date(2026, 3, 1)).user)) == ["LEDGER", "RESUME"]


def test_reporting_sends_findings_and_neither_score_nor_band():
    finding = Finding(requirement="r1", verdict="partial", basis="short", quote="SQL", note="Two years.", years_found=2)
    texts = fenced_texts(reporting_request((SQL,), POSTING, RESUME, (finding,)).user)
    (entry,) = json.loads(texts["LEDGER"])
    assert {key: entry[key] for key in ("id", "verdict", "basis", "years_found", "quote", "note")} == {
        "id": "r1",
        "verdict": "partial",
        "basis": "short",
        "years_found": 2.0,
        "quote": "SQL",
        "note": "Two years.",
    }
    assert not {"score", "band", "points"} & entry.keys()


def test_the_body_is_strict_and_kept_by_nobody():
    body = reading_request(POSTING).body(model="gpt-4.1", most_output_tokens=500)
    assert body["store"] is False
    assert body["max_completion_tokens"] == 500
    assert body["response_format"]["json_schema"]["strict"] is True
    assert body["response_format"]["json_schema"]["name"] == "read"
    assert "user" not in body and "metadata" not in body and "safety_identifier" not in body


def test_a_second_request_ends_with_the_faults_in_our_words():
    first = judging_request((SQL,), POSTING, RESUME, date(2026, 3, 1))
    again = first.again(["it does not answer r1", "findings[0].note is missing"])
    assert again.user == (
        f"{first.user}\n\nYOUR EARLIER ANSWER to this message has faults:\n- it does not answer r1\n"
        "- findings[0].note is missing\nAnswer this message again, from the beginning and in full, without them."
    )
    assert (again.system, again.step, again.reply) == (first.system, first.step, first.reply)
    assert again.most_input_tokens > first.most_input_tokens


def test_fingerprint_changes_with_every_parameter_that_is_sent(monkeypatch):
    before = fingerprint("gpt-4.1")
    assert fingerprint("gpt-4.1") == before != fingerprint("gpt-5")
    for parameter, value in (("top_p", 1), ("seed", 8), ("reasoning_effort", "low")):
        fingerprint.cache_clear()
        monkeypatch.setattr(requests, "sampling", lambda _, name=parameter, value=value: {name: value})
        assert fingerprint("gpt-4.1") != before
    monkeypatch.undo()
    fingerprint.cache_clear()
    assert fingerprint("gpt-4.1") == before


@pytest.mark.parametrize("words", ["_AGAIN", "_TOKENS_AROUND"])
def test_fingerprint_changes_with_the_words_around_the_texts_only(words, monkeypatch):
    before = fingerprint("gpt-4.1")
    fingerprint.cache_clear()
    monkeypatch.setattr(requests, words, 300 if words == "_TOKENS_AROUND" else "Once more:")
    assert (fingerprint("gpt-4.1") == before) == (words == "_TOKENS_AROUND")
    fingerprint.cache_clear()


def test_what_a_report_is_told_of_a_finding_names_nobody():
    finding = Finding(requirement="r1", verdict="met", basis="shown", quote="Jane wrote SQL (jane.quill@example.com)")
    request = reporting_request((SQL,), POSTING, RESUME, (finding,))
    assert "the candidate wrote SQL (…)" in request.user
    assert "Jane" not in request.user
