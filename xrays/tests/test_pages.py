"""What readers get: the parts of a page in order, few queries, nothing unescaped, nothing inline."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from evaluations import scoring
from evaluations.factories import EvaluationFactory, JobDescriptionFactory, LedgerFactory, PersonaFactory
from xrays.factories import (
    HomePageFactory,
    MarketingSettingsFactory,
    MethodPageFactory,
    TextPageFactory,
    XRayPageFactory,
    claim_block,
    publish,
)
from xrays.models import HomePage
from xrays.pins import profiles_of
from xrays.tests.pages import finished_page, published_page
from xrays.tests.reading import Outline, dashboard_address, html_of, words_of

pytestmark = pytest.mark.django_db

PERCENT = "\u00a0%"


def test_article_has_every_part_in_order(client: Client) -> None:
    page = published_page()
    MarketingSettingsFactory()
    names = [profile.persona.name for profile in profiles_of(page)]
    company = page.job_description.company
    words = words_of(html_of(client, page.url))
    parts = [
        f"{company} Senior Nurse — X-Ray",
        "By Editorial desk",
        "First published",
        "Last evaluated",
        "One job description, read into a single list",
        *(f"{name} is a ward nurse" for name in names),
        f"The job description is invented, and so is {company}.",
        "The personas are fictional.",
        f"{company} is an invented company",
        "JobJam is not affiliated with Example Hospital.",
        "The role The role keeps services alive",
        "What this role is actually testing Ownership, not feature velocity",
        "Three profiles are judged on the same 4 requirements below. Between the highest and the lowest score lie 100 points.",
        f"Profile A — {names[0]}: 100{PERCENT}, Excellent Match".replace("\u00a0", " "),
        "4 of 4 requirements met",
        "Overall assessment",
        "Match analysis Experience",
        "What JobJam recommends",
        f"Profile B — {names[1]}",
        f"Profile C — {names[2]}: 0{PERCENT}, Weak Match".replace("\u00a0", " "),
        "Requirement by requirement",
        "What this shows Between the highest and the lowest score lie 100 points.",
        f"Not a mockup Every score, finding and gap above comes from one record per persona, and each record has a page of its own. {names[1]}",
        "The job description The full text",
        "The résumés",
        "Run your own profile against this role",
        "no subscription, no auto-renewal",
        "See pricing",
    ]
    position = words.index("Skip to content")
    for part in parts:
        position = words.find(part, position)
        assert position >= 0, f"missing or out of order: {part}"


def test_what_is_met_partial_and_missing_is_named_on_the_card(client: Client) -> None:
    ledger = LedgerFactory()
    evaluations = [
        EvaluationFactory(ledger=ledger, verdicts=verdicts)
        for verdicts in (("met", "partial", "missing", "unclear"), ("missing",) * 4)
    ]
    page = publish(
        XRayPageFactory(
            job_description=ledger.job_description,
            engine="scripted",
            personas=[evaluation.persona for evaluation in evaluations],
            pinned=True,
        )
    )
    html = html_of(client, page.url)
    card = words_of(html[html.index('<article class="card') : html.index("</article>")])
    assert (
        "1 of 4 requirements met Met 1 5+ years in intensive care Partial 1 Ventilator care Missing 1 "
        "Registered nurse licence Unclear, outside the score 1 Spanish, a plus"
    ) in card


def test_profiles_stand_in_score_order_and_personas_are_marked_fictional(client: Client) -> None:
    ledger = LedgerFactory()
    low, high = (EvaluationFactory(ledger=ledger, verdicts=(verdict,) * 4) for verdict in ("missing", "met"))
    page = publish(
        XRayPageFactory(
            job_description=ledger.job_description, engine="scripted", personas=[low.persona, high.persona], pinned=True
        )
    )
    html = html_of(client, page.url)
    headings = re.findall(r'<h2 class="profile__heading"[^>]*>(.*?)</h2>', html, re.DOTALL)
    assert [words_of(heading) for heading in headings] == [
        f"Profile A — {high.persona.name}: 100 %, Excellent Match fictional",
        f"Profile B — {low.persona.name}: 0 %, Weak Match fictional",
    ]


@pytest.mark.parametrize("personas", [2, 6])
def test_article_takes_at_most_ten_queries_beyond_finding_the_page(client: Client, personas: int) -> None:
    page = published_page(personas=personas)
    client.get(page.url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page.url).status_code == 200
    routing = [
        query["sql"] for query in queries if 'FROM "wagtailcore_' in query["sql"] or "page_ptr_id" in query["sql"]
    ]
    assert len(queries) - len(routing) <= 8
    assert len(queries) <= 17


def test_more_personas_and_requirements_cost_no_more_queries(client: Client) -> None:
    text = "Senior Nurse\n\n" + "\n".join(f"- Skill number {number}" for number in range(30))
    ledger = LedgerFactory(job_description=JobDescriptionFactory(text=text))
    large = XRayPageFactory(
        job_description=ledger.job_description,
        engine="scripted",
        personas=[EvaluationFactory(ledger=ledger, verdicts=("met",) * 30).persona for _ in range(6)],
        pinned=True,
    )
    pages = [published_page(personas=2), publish(large)]
    counts = []
    for page in pages:
        for address in (page.url, dashboard_address(page)):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_index_and_home_cost_no_more_queries_with_more_xrays(client: Client) -> None:
    page = published_page()
    addresses = (page.get_parent().url, HomePage.objects.get().url)
    counts = []
    for _ in range(2):
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        published_page()
    assert counts[:2] == counts[2:]
    assert max(counts) <= 15


def test_markup_in_texts_reaches_readers_as_text(client: Client) -> None:
    attack = '<script>alert("x")</script>'
    job = JobDescriptionFactory(text=f"Senior Nurse {attack}\n\n- Ventilator care {attack}\n", company=f"Acme {attack}")
    ledger = LedgerFactory(job_description=job)
    personas = [
        PersonaFactory(
            name=f"Ana {attack}", headline=attack, summary=attack, text=f"Ventilator care {attack}\n{attack}"
        )
        for _ in range(2)
    ]
    for persona in personas:
        EvaluationFactory(ledger=ledger, persona=persona, verdicts=("met",))
    page = XRayPageFactory(
        job_description=job,
        engine="scripted",
        personas=personas,
        pinned=True,
        claims=[claim_block("Care", "cure", "Text.", [f"Ventilator care {attack}"])],
    )
    for profile in profiles_of(page):
        profile.paragraph = "<p>The name is [[name:" + profile.persona.slug + "]].</p>"
        page.profiles.add(profile)
    page = publish(page)
    for address in (page.url, dashboard_address(page), page.get_parent().url, "/"):
        html = html_of(client, address)
        assert "<script>" not in html
        assert Outline(html).inline == []
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</mark>" in html_of(client, page.url)


def public_addresses() -> list[str]:
    page = published_page()
    MethodPageFactory(body=[("heading", "How"), ("paragraph", "<p>So.</p>"), ("note", "<p>Mind.</p>")])
    TextPageFactory(slug="pricing", title="Pricing")
    return ["/", "/xray/", page.url, dashboard_address(page), "/method/", "/pricing/"]


def test_pages_carry_no_inline_code_no_double_ids_and_no_dead_anchor(client: Client) -> None:
    for address in public_addresses():
        outline = Outline(html_of(client, address))
        assert outline.inline == [], address
        assert len(outline.ids) == len(set(outline.ids)), address
        inside = {link[1:] for link in outline.links if link.startswith("#")}
        assert inside <= set(outline.ids), address


def test_links_of_public_pages_lead_somewhere(client: Client) -> None:
    addresses = public_addresses()
    links = {link for address in addresses for link in Outline(html_of(client, address)).links}
    pages = {link.partition("#")[0] for link in links if link.startswith("/")}
    assert {link: client.get(link).status_code for link in pages} == dict.fromkeys(pages, 200)
    assert not [link for link in links if not link.startswith(("/", "#"))]


def test_call_to_action_carries_the_campaign(client: Client) -> None:
    page = published_page()
    MarketingSettingsFactory(call_to_action_url="https://example.org/go?plan=one", pricing_url="/pricing/")
    links = Outline(html_of(client, page.url)).links
    campaign = f"utm_source=xray&utm_medium=article&utm_campaign={page.slug}"
    assert f"/pricing/?{campaign}" in links
    assert [link for link in links if link.startswith("https://example.org/go?")] == [
        f"https://example.org/go?{campaign}&plan=one"
    ]


def test_cells_lead_to_both_quotes(client: Client) -> None:
    page = published_page()
    html = html_of(client, page.url)
    slug = profiles_of(page)[0].persona.slug
    assert f'href="#evidence-2-{slug}"' in html
    pair = html[html.index(f'id="evidence-2-{slug}"') :]
    words = words_of(pair[: pair.index("</section>")])
    assert "The job description asks Ventilator care" in words
    assert "The résumé shows Nurse with seven years on a ward of 24 beds." in words
    assert re.search(r"\d+\.\d of \d+\.\d points", words)


@pytest.mark.parametrize(("show", "shown"), [("full", True), ("quotes", False)])
def test_job_description_is_shown_by_its_setting(client: Client, show: str, shown: bool) -> None:
    text = "Senior Nurse\n\nThe clinic was founded by a gardener.\n\n- Ventilator care\n- Spanish, a plus\n"
    ledger = LedgerFactory(
        job_description=JobDescriptionFactory(text=text, show=show, origin="real", source_url="https://example.org/job")
    )
    page = publish(
        XRayPageFactory(
            job_description=ledger.job_description,
            engine="scripted",
            personas=[EvaluationFactory(ledger=ledger, verdicts=("met", "met")).persona for _ in range(2)],
            pinned=True,
            claims=[claim_block("Care", "cure", "Text.", ["Ventilator care"])],
        )
    )
    html = html_of(client, page.url)
    document = html[html.index('id="job-description"') : html.index('id="resumes"')]
    assert ("founded by a gardener" in document) is shown
    assert "<mark>Ventilator care</mark>" in document
    assert 'href="https://example.org/job"' in document
    assert 'href="#quote-1-1"' in html and 'id="quote-1-1"' in document


def test_dashboard_shows_the_record_of_one_persona(client: Client) -> None:
    page = published_page()
    profile = profiles_of(page)[1]
    words = words_of(html_of(client, dashboard_address(page, 1)))
    evaluation = profile.evaluation
    for part in (
        profile.persona.name,
        "fictional",
        f"{evaluation.score} %",
        f"{evaluation.band} Match",
        f"{evaluation.met} of {evaluation.total} requirements met",
        "Requirements by name",
        "Match analysis",
        "All 4 findings",
        "Recommendations",
        f"Engine {evaluation.engine}",
        f"Method {evaluation.method}",
        "As of 23 November 2026",
        evaluation.input_hash,
    ):
        assert part in words, part


def test_dashboard_of_a_stranger_is_not_found(client: Client) -> None:
    page = published_page()
    assert client.get(f"{page.url}dashboard/{PersonaFactory().slug}/").status_code == 404


def test_head_describes_the_page(client: Client) -> None:
    page = published_page()
    html = html_of(client, page.url)
    assert f"<title>{page.title} | JobJam</title>" in html
    assert f'<link rel="canonical" href="{page.full_url}">' in html
    assert '<meta property="og:type" content="article">' in html
    assert re.search(r'<meta name="description" content="Three fictional personas against the Senior Nurse role', html)
    dashboard = html_of(client, dashboard_address(page))
    slug = profiles_of(page)[0].persona.slug
    assert f'<link rel="canonical" href="{page.full_url}dashboard/{slug}/">' in dashboard


def test_method_page_prints_the_numbers_of_the_code(client: Client) -> None:
    MethodPageFactory()
    words = words_of(html_of(client, "/method/"))
    assert f"The numbers of method {scoring.METHOD}" in words
    assert "Skills 4 12 4" in words and "Soft skills 2 6 2" in words
    assert "Excellent Match 85 % 100 %" in words and "Weak Match 0 % 49 %" in words
    assert "earns 5 points at most" in words and "keeps the band at Fair or below" in words


def test_index_lists_published_xrays_with_their_scores(client: Client) -> None:
    page, draft = published_page(), finished_page()
    words = words_of(html_of(client, "/xray/"))
    assert page.job_description.company in words
    assert draft.job_description.company not in words
    assert "100 % Excellent" in words and "100 points apart" in words


def test_header_holds_pages_marked_for_menus_and_falls_back_to_all(client: Client) -> None:
    HomePageFactory()
    pricing = TextPageFactory(slug="pricing", title="Pricing")
    TextPageFactory(slug="privacy", title="Privacy")

    def header() -> str:
        html = html_of(client, "/")
        return words_of(html[html.index('aria-label="Main"') : html.index("</nav>")])

    assert "Pricing" in header() and "Privacy" not in header()
    Page.objects.filter(slug="privacy").update(show_in_menus=True)
    assert "Privacy" in header() and pricing.title not in header()
