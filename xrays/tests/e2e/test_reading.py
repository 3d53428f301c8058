"""What readers do, in Chromium: every public page in both schemes and widths, and the evidence behind a cell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from evaluations.factories import EvaluationFactory, JobDescriptionFactory, LedgerFactory, PersonaFactory
from xrays.factories import MarketingSettingsFactory, MethodPageFactory, TextPageFactory, XRayPageFactory, publish
from xrays.pins import profiles_of

AXE = (Path(__file__).parent / "assets" / "axe.min.js").read_text(encoding="utf-8")
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
JOB = """Senior Nurse

What is asked:
- 5+ years in intensive care [experience]
- Ventilator care for adults and children
- Registered nurse licence [credential]
- Teaching on the ward [soft]
- Spanish, a plus [language]
"""
RESUME = """Ana Ruiz
Nurse with seven years on an intensive care ward of 24 beds.

Ward nurse, March 2019 – present
- Ventilator care for up to four patients a night.
- Registered nurse since 2018.
"""
VERDICTS = (
    ("met", "met", "met", "met", "missing"),
    ("partial", "met", "met", "missing", "missing"),
    ("missing", "partial", "missing", "unclear", "missing"),
)


@pytest.fixture
def site(server: str) -> dict[str, str]:
    """A published x-ray with its plain pages: addresses by name, and the first persona's slug."""
    ledger = LedgerFactory(job_description=JobDescriptionFactory(text=JOB))
    evaluations = [
        EvaluationFactory(ledger=ledger, persona=PersonaFactory(text=RESUME), verdicts=verdicts)
        for verdicts in VERDICTS
    ]
    page = publish(
        XRayPageFactory(
            job_description=ledger.job_description,
            engine="scripted",
            personas=[evaluation.persona for evaluation in evaluations],
            pinned=True,
        )
    )
    MarketingSettingsFactory()
    MethodPageFactory(body=[("heading", "How to read it"), ("paragraph", "<p>Row by row.</p>"), ("note", "<p>So.</p>")])
    TextPageFactory(slug="pricing", title="Pricing")
    slug = profiles_of(page)[0].persona.slug
    paths = {
        "home": "/",
        "index": "/xray/",
        "xray": page.url,
        "dashboard": f"{page.url}dashboard/{slug}/",
        "method": "/method/",
        "pricing": "/pricing/",
        "missing": "/nothing-here/",
    }
    return {name: f"{server}{path}" for name, path in paths.items()} | {"slug": slug}


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Page]:
    """A phone-sized page that fails the test on any console error, policy violation or script error."""
    context = chromium.new_context(viewport=PHONE)
    context.set_default_timeout(10_000)
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    yield page
    context.close()
    assert [trouble for trouble in troubles if "404" not in trouble] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(
    chromium: Browser, site: dict[str, str], size: Any, scheme: Any
) -> None:
    context = chromium.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    faults = {}
    for name in ("home", "index", "xray", "dashboard", "method", "pricing", "missing"):
        response = page.goto(site[name])
        assert response is not None and response.status == (404 if name == "missing" else 200)
        if name == "xray":
            page.goto(f"{site[name]}#evidence-2-{site['slug']}")
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        page.evaluate(AXE)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        faults[name] = [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in result["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults[name].append("scrolls sideways")
    context.close()
    assert faults == {name: [] for name in faults}


def test_pages_run_clean_under_the_policy(reader: Page, site: dict[str, str]) -> None:
    for name in ("home", "index", "xray", "dashboard", "method", "pricing", "missing"):
        reader.goto(site[name], wait_until="networkidle")
        expect(reader.locator("h1")).to_have_count(1)


def test_fonts_are_ours_and_at_most_two(reader: Page, site: dict[str, str]) -> None:
    fonts: list[str] = []
    reader.on("request", lambda request: fonts.append(request.url) if request.resource_type == "font" else None)
    reader.goto(site["xray"], wait_until="networkidle")
    assert len(fonts) == 2
    assert all("/static/fonts/" in font for font in fonts)


def test_a_cell_opens_both_quotes_by_click_and_closes_again(reader: Page, site: dict[str, str]) -> None:
    reader.goto(site["xray"])
    pair = reader.locator(f"#evidence-2-{site['slug']}")
    cell = reader.locator(f"#cell-2-{site['slug']}")
    expect(pair).to_be_hidden()
    cell.click()
    expect(pair).to_be_visible()
    expect(pair.locator(".quote--job mark")).to_have_text("Ventilator care for adults and children")
    expect(pair.locator(".quote--resume mark")).to_have_text("Ana Ruiz")
    expect(cell).to_have_attribute("aria-expanded", "true")
    cell.click()
    expect(pair).to_be_hidden()
    expect(cell).to_be_focused()


def test_a_cell_opens_and_closes_by_keyboard_and_keeps_the_place(reader: Page, site: dict[str, str]) -> None:
    reader.goto(site["xray"])
    pair = reader.locator(f"#evidence-3-{site['slug']}")
    cell = reader.locator(f"#cell-3-{site['slug']}")
    cell.focus()
    reader.keyboard.press("Enter")
    expect(pair).to_be_visible()
    expect(pair).to_be_in_viewport()
    reader.keyboard.press("Escape")
    expect(pair).to_be_hidden()
    expect(cell).to_be_focused()
    expect(cell).to_be_in_viewport()


def test_an_address_with_a_cell_opens_it(reader: Page, site: dict[str, str]) -> None:
    reader.goto(f"{site['xray']}#evidence-2-{site['slug']}")
    expect(reader.locator(f"#evidence-2-{site['slug']}")).to_be_in_viewport()


def test_evidence_leads_into_the_folded_texts_and_back(reader: Page, site: dict[str, str]) -> None:
    reader.goto(f"{site['xray']}#evidence-2-{site['slug']}")
    reader.locator(f"#evidence-2-{site['slug']}").get_by_role("link", name="In the job description").click()
    reference = reader.locator(".document__reference[href='#requirement-2']")
    expect(reference).to_be_visible()
    reference.click()
    expect(reader.locator("#requirement-2")).to_be_in_viewport()


def test_rows_that_separate_can_be_shown_alone(reader: Page, site: dict[str, str]) -> None:
    reader.goto(site["xray"])
    rows = reader.locator(".matrix__row:visible")
    expect(rows).to_have_count(5)
    reader.get_by_label("that separate the personas").check()
    expect(rows).to_have_count(4)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_everything_works_without_scripts(chromium: Browser, site: dict[str, str], size: Any) -> None:
    context = chromium.new_context(viewport=size, java_script_enabled=False)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(site["xray"])
    pair = page.locator(f"#evidence-2-{site['slug']}")
    page.locator(f"#cell-2-{site['slug']}").click()
    expect(pair).to_be_visible()
    expect(pair.locator(".quote")).to_have_count(2)
    pair.get_by_role("link", name="Close").click()
    expect(pair).to_be_hidden()
    page.locator(f"#resume-{site['slug']} summary").click()
    expect(page.locator(f"#resume-{site['slug']}").get_by_text("Ventilator care for up to four")).to_be_visible()
    context.close()


def test_targets_are_at_least_24_pixels(reader: Page, site: dict[str, str]) -> None:
    small = {}
    for name in ("home", "index", "xray", "dashboard", "method"):
        reader.goto(site[name])
        small[name] = reader.evaluate(
            """() => [...document.querySelectorAll("a, button, input, summary")]
                .filter(e => e.checkVisibility() && !e.closest("p, .prose, .skip-link") && !e.matches(".skip-link"))
                .map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 100)])
                .filter(([box]) => box.width > 0 && (box.height < 23.9 || box.width < 19.9))
                .map(([box, html]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)"""
        )
    assert small == {name: [] for name in small}
