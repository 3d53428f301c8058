"""An editor goes from the menu to a draft with its ledger, in Chromium: on a desk, on a phone, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from evaluations import services
from evaluations.factories import PersonaFactory
from evaluations.models import Ledger
from xrays.factories import xray_index
from xrays.models import XRayPage
from xrays.pins import profiles_of
from xrays.tests.e2e.test_ledger import editors_window, session
from xrays.tests.e2e.test_reading import AXE, DESKTOP, PHONE

__all__ = ["session"]
DEMO = Path(__file__).resolve().parents[2] / "demo" / "kraken-middleware"
ADDRESS = "https://www.kraken.com/careers/middleware"


@pytest.fixture(params=[(DESKTOP, True), (PHONE, True), (DESKTOP, False)], ids=["1280", "390", "without scripts"])
def window(
    request: pytest.FixtureRequest, chromium: Browser, server: str, session: dict[str, str]
) -> Iterator[BrowserContext]:
    """A window of an editor that fails the test on any console error, policy violation or script error."""
    xray_index()
    size, scripts = request.param
    context = editors_window(chromium, session, viewport=size, java_script_enabled=scripts, base_url=server)
    troubles: list[str] = []
    context.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    yield context
    context.close()
    assert troubles == []


def test_from_the_menu_to_a_draft_with_its_ledger(window: BrowserContext, tmp_path: Path) -> None:
    stored = PersonaFactory(name="Noor Haddad")
    page = window.new_page()
    page.goto("/admin/")
    page.get_by_role("main").get_by_role("link", name="New x-ray").first.click()
    expect(page.get_by_role("heading", name="New x-ray")).to_be_visible()
    page.get_by_label("Its text").fill((DEMO / "job_description.txt").read_text())
    page.get_by_label("Address of the posting").fill(ADDRESS)
    bad = tmp_path / "scan.png"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    page.get_by_label("Résumés as files").set_input_files([bad, *sorted((DEMO / "personas").glob("*.txt"))])
    choose(page, stored.pk, stored.name)
    page.get_by_role("button", name="Check the texts").click()

    expect(page.get_by_text("scan.png: This file is not readable as text")).to_be_visible()
    page.get_by_role("button", name="Check the texts").click()
    expect(page.get_by_text("Look through texts, names and notes below")).to_be_visible()
    expect(page.locator("[name=company]")).to_have_value("Kraken")
    expect(page.locator("[name=title]")).to_have_value("Senior Middleware Engineer")
    expect(page.get_by_label("Name").nth(1)).to_have_value("Rafael Mendes")
    assert page.evaluate("document.querySelector('.new-xray').scrollWidth <= innerWidth")
    page.get_by_role("button", name="Create the x-ray").click()

    expect(page.get_by_text("“Kraken Senior Middleware Engineer — X-Ray” is created as a draft.")).to_be_visible()
    draft = XRayPage.objects.get().get_latest_revision_as_object()
    assert [profile.persona.name for profile in profiles_of(draft)] == [
        "Noor Haddad",
        "Arjun Sharma",
        "Rafael Mendes",
        "Sophie Lambert",
    ]
    services.execute_ledger(ledger_id=Ledger.objects.get().pk)
    page.reload()
    lock = page.get_by_role("button", name="Lock the ledger")
    expect(lock).to_be_visible()
    lock.click()
    expect(page.get_by_text("The ledger is locked. Personas can be run on it.").first).to_be_visible()
    assert Ledger.objects.get().is_locked
    # The editor gives its session back when it is left; that request must end before the test's transaction does.
    page.goto("/admin/")
    page.wait_for_load_state("networkidle")


def choose(page: Page, key: int, name: str) -> None:
    """The stored persona, in the chooser's window or, without scripts, in the plain list."""
    plain = page.get_by_label("Stored already, hold Ctrl to choose several")
    if plain.count():
        plain.select_option(str(key))
        return
    page.get_by_role("button", name="Choose a persona").first.click()
    page.get_by_role("dialog").get_by_role("link", name=name).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_the_screen_has_no_accessibility_fault(
    chromium: Browser, server: str, session: dict[str, str], size: Any, scheme: Any
) -> None:
    xray_index()
    context = editors_window(chromium, session, viewport=size, color_scheme=scheme, bypass_csp=True, base_url=server)
    page = context.new_page()
    faults = {}
    page.goto("/admin/xrays/new/")
    for state in ("empty", "checked"):
        page.evaluate(AXE)
        result = page.evaluate("axe.run('main', {resultTypes: ['violations']})")
        faults[state] = [f"{each['id']}: {each['nodes'][0]['html'][:300]}" for each in result["violations"]]
        page.get_by_label("Its text").fill("Ward\u200b Nurse\nSt Anne's\n")
        page.get_by_label("Résumés as files").set_input_files(sorted((DEMO / "personas").glob("*.txt")))
        page.get_by_role("button", name="Check the texts").click()
        page.wait_for_load_state()
    context.close()
    assert faults == {"empty": [], "checked": []}
