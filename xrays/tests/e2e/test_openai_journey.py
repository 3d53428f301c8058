"""An editor moves an x-ray to the openai engine and publishes it: in Chromium, with a real web process and worker.

The provider is a server on this machine that speaks OpenAI's protocol.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from evaluations.engines.openai_chat.fake import FakeOpenAI
from jobjam_site.local.testing import Addresses
from jobjam_site.tests.compose import Stack, example_variables, held_ports, own_broker, own_database

ARTICLE = "/xray/kraken-middleware/"
PASSWORD = secrets.token_urlsafe(16)
PATIENCE_MILLISECONDS = 30_000


@pytest.fixture(scope="module")
def provider() -> Iterator[FakeOpenAI]:
    with FakeOpenAI() as server:
        yield server


@pytest.fixture(scope="module")
def stack(
    embedded_servers: Addresses, browser_path: str, provider: FakeOpenAI, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stack]:
    """Web and evaluating worker as in docker-compose.yml, with the demo's first x-ray published."""
    with own_database(embedded_servers, f"journey_{os.getpid()}") as database_url, own_broker() as broker:
        filled = {
            "DJANGO_SECRET_KEY": secrets.token_urlsafe(40),
            "POSTGRES_PASSWORD": secrets.token_hex(16),
            "DJANGO_ALLOWED_HOSTS": "localhost",
            "SITE_ADDRESS": "https://localhost",
            "OPENAI_BASE_URL": provider.base_url,
        }
        running = Stack(tmp_path_factory.mktemp("journey"), example_variables() | filled, database_url, broker)
        try:
            running.prepare()
            running.start("worker-evaluate", "evaluate-1")
            running.manage("build_demo", "build_demo", "--port", "443", DEMO_EDITOR_PASSWORD=PASSWORD)
            running.wait_until(
                lambda: running.rows("SELECT 1 FROM wagtailcore_page WHERE slug = 'kraken-middleware' AND live"),
                "the first x-ray to be published",
                needs=("build_demo", "evaluate-1"),
            )
            running.stop("build_demo")
            yield running
        finally:
            running.stop()


@pytest.fixture
def address(stack: Stack) -> Iterator[str]:
    with held_ports(1) as (port,):
        pass
    origin = f"http://localhost:{port}"
    web = stack.start(
        "web", "web-1", GRANIAN_HOST="127.0.0.1", GRANIAN_PORT=str(port), DJANGO_CSRF_TRUSTED_ORIGINS=origin
    )
    stack.wait_until(lambda: web.check().returncode == 0, "the web process to answer", needs=("web-1",))
    yield origin
    stack.stop("web-1")


@pytest.fixture
def editor(chromium: Browser, address: str) -> Iterator[Page]:
    """A window of the demo's editor, logged in. The header is what the proxy in front of production sets."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, extra_http_headers={"X-Forwarded-Proto": "https"}
    )
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    page = context.new_page()
    page.goto(f"{address}/admin/login/")
    page.locator("input[name=username]").fill("editor")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_title("Dashboard - Wagtail")
    yield page
    context.close()


def test_an_x_ray_judged_by_openai_is_published(editor: Page, address: str, stack: Stack, provider: FakeOpenAI) -> None:
    [(key,)] = stack.rows("SELECT id FROM wagtailcore_page WHERE slug = 'kraken-middleware'")
    editor.goto(f"{address}{ARTICLE}")
    expect(editor.locator("#judged-by")).to_contain_text("Judged by JobJam's built-in engine")

    editor.goto(f"{address}/admin/pages/{key}/edit/")
    panel = editor.locator("[data-evaluations-panel]")
    expect(panel.get_by_text("Finished", exact=True)).to_have_count(3)
    editor.locator("#id_engine").select_option("openai")
    save(editor)
    expect(panel.get_by_text("Stale", exact=True)).to_have_count(3)
    expect(panel.get_by_text("not by “openai”").first).to_be_visible()

    panel.get_by_role("button", name="Run all").click()
    expect(panel.get_by_text("engine openai (gpt-4.1-2025-04-14)")).to_have_count(3, timeout=PATIENCE_MILLISECONDS)
    panel.get_by_role("button", name="Use these results").click()
    editor.wait_for_load_state("load")
    expect(panel.get_by_text("Finished", exact=True)).to_have_count(3)
    expect(panel.get_by_role("button", name="Use these results")).to_have_count(0)
    editor.get_by_role("button", name="More actions").click()
    editor.locator("button[name=action-publish]").click()
    expect(editor.get_by_text("has been published").first).to_be_visible()

    editor.goto(f"{address}{ARTICLE}")
    expect(editor.locator("#judged-by")).to_have_text(
        "Judged by the engine openai with the model gpt-4.1-2025-04-14 at a server that speaks OpenAI's protocol, "
        "scored by method 1."
    )
    expect(editor.locator(".card__met")).to_have_count(3)
    assert sorted(request.step for request in provider.requests) == ["judge"] * 3 + ["report"] * 3


def save(editor: Page) -> None:
    editor.get_by_role("button", name="Save draft").click()
    editor.wait_for_load_state("load")
