"""What the demo's texts promise their readers: true quotes, real résumés, and no number typed by hand."""

from __future__ import annotations

import re

import pytest

from evaluations.grounding import clean
from xrays.demo import DemoXRay, load_pages, load_xrays

XRAYS = load_xrays()
TOKEN = re.compile(r"\[\[([^\]]*)\]\]")
WITH_SLUG = {"score", "band", "met", "fraction", "name"}
ALONE = {"total", "spread", "median"}

each_xray = pytest.mark.parametrize("xray", XRAYS, ids=lambda xray: xray.slug)


def prose_of(xray: DemoXRay) -> list[str]:
    """Every sentence an editor wrote for the page: no job description, no résumé."""
    return [
        xray.introduction,
        xray.role_summary,
        xray.synthesis,
        xray.provenance_note,
        *(part for claim in xray.claims for part in (claim.claim, claim.not_claim, claim.text)),
        *(part for persona in xray.personas for part in (persona.headline, persona.summary, persona.paragraph)),
    ]


def words(text: str) -> int:
    return len(text.split())


def test_demo_has_three_xrays_and_one_is_no_engineering() -> None:
    assert next(iter(XRAYS)).slug == "kraken-middleware"
    assert len({xray.slug for xray in XRAYS}) == len({xray.field for xray in XRAYS}) == 3
    assert any("engineering" not in xray.field.lower() for xray in XRAYS)


@each_xray
def test_claim_quotes_stand_verbatim_in_the_job_description(xray: DemoXRay) -> None:
    assert len(xray.claims) == 4
    quotes = [quote for claim in xray.claims for quote in claim.quotes]
    assert [quote for quote in quotes if quote not in xray.job_description] == []
    assert all(claim.quotes for claim in xray.claims)


@each_xray
def test_texts_are_as_long_as_real_ones(xray: DemoXRay) -> None:
    shortest, longest = (450, 650) if xray.slug == "kraken-middleware" else (400, 600)
    assert shortest <= words(xray.job_description) <= longest
    outside = {
        persona.slug: words(persona.resume) for persona in xray.personas if not 400 <= words(persona.resume) <= 600
    }
    assert outside == {}


@each_xray
def test_editor_texts_have_the_asked_number_of_sentences(xray: DemoXRay) -> None:
    def sentences(text: str) -> int:
        return len(re.findall(r"[.!?](?=\s|$)", text))

    assert 2 <= sentences(xray.introduction) <= 3
    assert 3 <= sentences(xray.role_summary) <= 4
    assert 5 <= sentences(xray.synthesis) <= 7
    assert all(2 <= sentences(claim.text) <= 4 for claim in xray.claims)
    assert all(sentences(persona.summary) == 1 for persona in xray.personas)
    assert all(3 <= sentences(persona.paragraph) <= 4 for persona in xray.personas)


@each_xray
def test_tokens_are_known_and_name_personas_of_this_xray(xray: DemoXRay) -> None:
    slugs = {persona.slug for persona in xray.personas}
    tokens = [token for text in prose_of(xray) for token in TOKEN.findall(text)]
    unknown = []
    for token in tokens:
        name, _, slug = token.partition(":")
        if not ((name in ALONE and not slug) or (name in WITH_SLUG and slug in slugs)):
            unknown.append(token)
    assert unknown == []
    assert {f"score:{slug}" for slug in slugs} | {"spread"} <= set(tokens)


@each_xray
def test_prose_types_no_result_by_hand(xray: DemoXRay) -> None:
    """Percent signs, band words as verdicts and 'x of y' come out of tokens only."""
    for text in prose_of(xray):
        typed = TOKEN.sub("", text)
        assert re.findall(r"\d\s*(?:%|per ?cent|points?\b|of \d)", typed) == []
        assert re.findall(r"\b(?:Excellent|Strong|Fair|Weak)\b", typed) == []
        assert "[[" not in typed
        assert "]]" not in typed


@each_xray
def test_prose_speaks_of_candidates_in_the_third_person(xray: DemoXRay) -> None:
    spoken_to = [text for text in prose_of(xray) if re.search(r"\b(?:you|your|yours)\b", text, re.IGNORECASE)]
    assert spoken_to == []


@each_xray
def test_employers_occur_in_the_resume(xray: DemoXRay) -> None:
    absent = [(p.slug, name) for p in xray.personas for name in p.employers if name not in p.resume]
    assert absent == []
    assert all(persona.employers for persona in xray.personas)


@each_xray
def test_personas_can_be_reached_nowhere_but_at_an_example_address(xray: DemoXRay) -> None:
    for persona in xray.personas:
        assert persona.resume.startswith(persona.name + "\n")
        assert re.findall(r"[\w.]+@([\w.]+)", persona.resume) == ["example.org"]


@each_xray
def test_origin_is_honest(xray: DemoXRay) -> None:
    assert xray.origin in {"reconstructed", "invented"}
    assert xray.source_url == ""
    assert xray.show == "full"
    assert xray.provenance_note


@each_xray
def test_texts_hide_nothing(xray: DemoXRay) -> None:
    """No hidden characters, look-alikes or passages that read like orders to a machine."""
    for text in (xray.job_description, *(persona.resume for persona in xray.personas)):
        assert clean(text).flags == ()
        assert "\r" not in text
        assert "\t" not in text


def test_one_job_has_one_title() -> None:
    for xray in XRAYS:
        assert xray.job_description.startswith(xray.title + "\n")
        assert xray.company in xray.job_description


def test_pages_hold_no_price_and_no_empty_text() -> None:
    def texts(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [text for item in items for text in texts(item)]

    every = texts(load_pages())
    assert every
    assert [text for text in every if not text.strip()] == []
    assert [text for text in every if re.search(r"[$€£]\s?\d|\d\s?(?:USD|EUR)", text)] == []
