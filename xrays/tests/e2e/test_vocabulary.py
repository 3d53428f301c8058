"""A term is tried, proposed and released in Chromium, on a desk and on a phone, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from evaluations.models import ProposedTerm, VocabularyRelease
from xrays.tests.pages import user_in

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(params=[(DESKTOP, True), (PHONE, True), (DESKTOP, False)], ids=["1280", "390", "without scripts"])
def moderator(request: pytest.FixtureRequest, chromium: Browser, server: str) -> Iterator[Page]:
    """A window of a moderator that fails the test on any console error, policy violation or script error."""
    client = Client()
    client.force_login(user_in("Moderators"))
    size, scripts = request.param
    context = chromium.new_context(viewport=size, java_script_enabled=scripts, base_url=server)
    context.set_default_timeout(10_000)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server}])
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    yield page
    context.close()
    assert troubles == []


def test_a_term_is_tried_proposed_and_released(moderator: Page, server: Any) -> None:
    moderator.goto("/admin/vocabulary_terms/new/")
    moderator.locator("#id_name").fill("Zorp")
    moderator.locator("#id_aliases").fill("ZRP box")
    moderator.locator("#id_recognised_in").fill("Ran a ZRP server.")
    moderator.get_by_role("button", name="Try it").click()
    trial = moderator.locator(".term-trial")
    expect(trial).to_contain_text("Fails: must be recognised")
    expect(trial).to_be_in_viewport()
    assert not ProposedTerm.objects.exists()

    moderator.locator("#id_aliases").fill("ZRP server")
    moderator.get_by_role("button", name="Try it").click()
    expect(trial).to_contain_text("Every test phrase comes out as it should.")
    moderator.get_by_role("button", name="Propose").click()
    expect(moderator.get_by_text("“Zorp” is proposed.")).to_be_visible()

    moderator.goto("/admin/vocabulary_releases/new/")
    expect(moderator.locator("#header-title")).to_have_text("Release the vocabulary")
    expect(moderator.locator("main")).to_contain_text("Zorp (zorp, skill), also “ZRP server”.")
    moderator.get_by_role("button", name="Release", exact=True).click()
    expect(moderator.get_by_text("Vocabulary release 1 is in use.").first).to_be_visible()
    assert VocabularyRelease.objects.get().terms["zorp"]["aliases"] == ["ZRP server"]
    if moderator.viewport_size and moderator.viewport_size["width"] == PHONE["width"]:
        assert moderator.evaluate("document.documentElement.scrollWidth <= innerWidth")
