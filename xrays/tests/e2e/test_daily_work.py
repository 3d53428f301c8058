"""The home screen and the list of x-rays in Chromium: what needs an editor is seen, and evaluated again from the list."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, expect

from evaluations.factories import EvaluationFactory, LedgerFactory
from evaluations.models import Evaluation
from xrays.factories import XRayPageFactory
from xrays.pins import profiles_of
from xrays.tests.e2e.test_reading import AXE, DESKTOP, PHONE
from xrays.tests.pages import published_page, unevaluated_page, update_engine, user_in

PICTURES = os.environ.get("DAILY_WORK_PICTURES", "")


@pytest.fixture
def addresses(server: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Pages with something stale, something failed and something that waits for a lock."""
    published_page()
    update_engine(monkeypatch)
    failed = unevaluated_page()
    persona = profiles_of(failed)[0].persona
    EvaluationFactory(
        ledger=failed.ledger, persona=persona, state="failed", failure_sentence="The provider did not answer."
    )
    XRayPageFactory(job_description=LedgerFactory(locked=False).job_description, engine="scripted", pinned=True)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "evaluate_again"])
    paths = {
        "home": reverse("wagtailadmin_home"),
        "list": reverse("xray_list:index"),
        "filtered list": f"{reverse('xray_list:index')}?state=attention",
        "evaluations": reverse("evaluations_report"),
        "cost": reverse("cost_report"),
        "confirmation": f"{bulk}?id={failed.pk}",
    }
    return {name: f"{server}{path}" for name, path in paths.items()}


def editors_window(chromium: Browser, server: str, **options: Any) -> BrowserContext:
    client = Client()
    client.force_login(user_in("Editors"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = chromium.new_context(**options)
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server}])
    return context


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_daily_pages_have_no_accessibility_fault(
    chromium: Browser, server: str, addresses: dict[str, str], size: Any, scheme: Any
) -> None:
    context = editors_window(chromium, server, viewport=size, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    faults = {}
    for name, address in addresses.items():
        page.goto(address, wait_until="networkidle")
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{size['width']}-{scheme}.png", full_page=True)
        page.evaluate(AXE)
        # Wagtail's own: the button's name lacks the number of filters it shows.
        result = page.evaluate(
            "axe.run({include: 'main', exclude: '[aria-label=\"Show filters\"]'}, {resultTypes: ['violations']})"
        )
        faults[name] = [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in result["violations"]]
    context.close()
    assert faults == {name: [] for name in faults}


def test_what_needs_attention_is_evaluated_again_from_the_list(
    chromium: Browser, server: str, addresses: dict[str, str]
) -> None:
    context = editors_window(chromium, server, viewport=DESKTOP)
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(addresses["home"])
    panel = page.locator(".attention")
    expect(panel.locator("li")).to_have_count(3)
    expect(panel).to_contain_text("the evaluation failed: The provider did not answer. Run it again.")

    page.get_by_role("link", name="X-rays", exact=True).click()
    expect(page.locator(".xray-list tbody tr")).to_have_count(3)
    for box in page.locator("tbody [data-bulk-action-checkbox]").all():
        box.check(force=True)
    page.get_by_role("link", name="Evaluate the selected x-rays again").click()
    expect(page.get_by_text("5 evaluations of 2 x-rays will be asked for.")).to_be_visible()
    expect(page.get_by_text("It has no locked ledger. Lock one first.")).to_be_visible()
    page.get_by_role("button", name="Evaluate again").click()
    expect(page.get_by_text("5 evaluations of 2 x-rays asked for.")).to_be_visible()
    assert Evaluation.objects.filter(state="queued").count() == 5
    expect(page.get_by_text("New evaluations are under way.").first).to_be_visible()
    context.close()
    assert troubles == []
