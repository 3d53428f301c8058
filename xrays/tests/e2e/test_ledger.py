"""A ledger's page in Chromium: the whole text with what was read from it, in both widths and schemes, without scripts too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, expect

from evaluations import services
from evaluations.factories import JobDescriptionFactory, PersonaFactory
from xrays.tests.e2e.test_reading import AXE, DESKTOP, PHONE
from xrays.tests.pages import user_in

DEMO = Path(__file__).resolve().parents[2] / "demo" / "larkmoor-data-analyst"


@pytest.fixture
def addresses(server: str) -> dict[str, str]:
    """The ledger the built-in engine reads of a demo text, and the pages around it."""
    job_description = JobDescriptionFactory(text=(DEMO / "job_description.txt").read_text())
    ledger = services.request_ledger(job_description=job_description, engine="local")
    services.execute_ledger(ledger_id=ledger.pk)
    paths = {
        "ledger": reverse("ledgers:inspect", args=[ledger.pk]),
        "job description": reverse("job_descriptions:inspect", args=[job_description.pk]),
        "new persona": reverse("personas:add"),
        "persona": reverse("personas:edit", args=[PersonaFactory().pk]),
    }
    return {name: f"{server}{path}" for name, path in paths.items()}


@pytest.fixture
def session(server: str) -> dict[str, str]:
    """The cookie of an editor who is logged in."""
    client = Client()
    client.force_login(user_in("Editors"))
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": server,
    }


def editors_window(chromium: Browser, session: dict[str, str], **options: Any) -> BrowserContext:
    context = chromium.new_context(**options)
    context.set_default_timeout(10_000)
    context.add_cookies([session])
    return context


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_no_page_about_texts_has_an_accessibility_fault_or_scrolls_sideways(
    chromium: Browser, addresses: dict[str, str], session: dict[str, str], size: Any, scheme: Any
) -> None:
    context = editors_window(chromium, session, viewport=size, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    faults = {}
    for name, address in addresses.items():
        page.goto(address)
        page.evaluate(AXE)
        result = page.evaluate("axe.run('main', {resultTypes: ['violations']})")
        faults[name] = [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in result["violations"]]
        if page.evaluate("document.querySelector('.evaluator-page')?.scrollWidth > innerWidth"):
            faults[name].append("scrolls sideways")
    context.close()
    assert faults == {name: [] for name in faults}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_a_requirement_leads_to_its_words_and_back_without_scripts(
    chromium: Browser, addresses: dict[str, str], session: dict[str, str], size: Any
) -> None:
    context = editors_window(chromium, session, viewport=size, java_script_enabled=False)
    page = context.new_page()
    page.goto(addresses["ledger"])
    entry, tag = page.locator("[id='r10']"), page.locator("[id='span-r10']")
    expect(entry.get_by_role("link", name="r10 in the text")).to_have_attribute("href", "#span-r10")
    expect(tag).to_have_attribute("href", "#r10")
    expect(tag).to_have_text("r10 must, skill")
    for place, target in (("span-r10", tag), ("r10", entry)):
        page.goto(f"{addresses['ledger']}?from={place}#{place}")
        expect(target).to_be_in_viewport()
    expect(page.get_by_text("[pay and benefits]").first).to_be_visible()
    context.close()


def test_ledger_runs_clean_under_the_policy(
    chromium: Browser, addresses: dict[str, str], session: dict[str, str]
) -> None:
    context = editors_window(chromium, session, viewport=DESKTOP)
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    for address in addresses.values():
        page.goto(address, wait_until="networkidle")
    context.close()
    assert troubles == []
