"""The editor's tools for engines, their cost, and the pictures and files of a published page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from evaluations.models import Evaluation, ProviderCall
from evaluations.work import State
from xrays.admin.forms import engine_choices
from xrays.models import Rendering, XRayPage
from xrays.pins import profiles_of
from xrays.tests.pages import finished_page, published_page, unevaluated_page, user_in
from xrays.tests.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(user_in("Editors"))
    return client


def panel(editor: Client, page: XRayPage) -> str:
    return editor.get(reverse("xray_panel", args=[page.pk])).json()["html"]


def press(editor: Client, name: str, *arguments: Any) -> str:
    response = editor.post(reverse(name, args=arguments), headers={"Accept": "application/json"})
    return response.json()["html"]


def test_panel_lists_what_is_made_of_a_published_page_and_watches_it(editor: Client) -> None:
    page = published_page()
    html = panel(editor, page)
    words = words_of(html)
    middle = profiles_of(page)[1].persona.name
    for name in (f"Picture of a dashboard: {middle} Queued", "Social card Queued", "PDF Queued"):
        assert name in words
    assert 'data-evaluations-state="open"' in html
    assert "Make what is missing" not in words


def test_a_draft_has_no_files(editor: Client) -> None:
    page = finished_page()
    assert "Social card" not in panel(editor, page)
    assert "Publish it first" in press(editor, "xray_make_files", page.pk)
    assert "Publish it first" in press(editor, "xray_take_picture", page.pk, profiles_of(page)[0].persona_id)
    assert Rendering.objects.count() == 0


def test_what_failed_says_why_and_is_made_again(editor: Client) -> None:
    page = published_page()
    page.renderings.update(state=State.FAILED, failure_kind="browser", failure_sentence="The browser did not start.")
    html = panel(editor, page)
    assert words_of(html).count("The browser did not start.") == 3
    assert 'data-evaluations-state="settled"' in html
    html = press(editor, "xray_make_files", page.pk)
    assert "are made if they are not there yet." in words_of(html)
    assert page.renderings.filter(state=State.QUEUED).count() == 3


def test_any_dashboard_can_be_pictured(editor: Client) -> None:
    page = published_page()
    persona = profiles_of(page)[2].persona
    assert f"Take its picture : published dashboard of {persona.name}" in words_of(panel(editor, page))
    html = press(editor, "xray_take_picture", page.pk, persona.pk)
    assert "The picture of the published dashboard is being taken." in words_of(html)
    assert f"Picture of a dashboard: {persona.name} Queued" in words_of(html)
    assert page.renderings.filter(kind="capture", persona_key=persona.slug).count() == 1


def test_panel_says_model_and_cost_of_a_paid_evaluation(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = unevaluated_page()
    persona = profiles_of(page)[0].persona
    press(editor, "xray_run", page.pk, persona.pk)
    Evaluation.objects.update(engine="openai", model_snapshot="gpt-4.1-2025-04-14", cost=Decimal("0.0123"))
    XRayPage.objects.update(engine="openai")
    page.refresh_from_db()
    page.save_revision()
    assert "engine openai (gpt-4.1-2025-04-14), as of 2026-11-23, $0.0123" in words_of(panel(editor, page)).replace(
        f"as of {Evaluation.objects.get().as_of}", "as of 2026-11-23"
    )


def test_an_evaluation_lists_its_calls(editor: Client) -> None:
    evaluation = profiles_of(finished_page())[0].evaluation
    ProviderCall.objects.create(
        evaluation=evaluation,
        engine="openai",
        step="judge",
        attempt=1,
        model="gpt-4.1",
        model_snapshot="gpt-4.1-2025-04-14",
        request_id="req_42",
        outcome="answered",
        input_tokens=1200,
        output_tokens=340,
        reserved=Decimal("0.2"),
        cost=Decimal("0.0051"),
        seconds=2.5,
    )
    words = words_of(editor.get(reverse("evaluations:inspect", args=[evaluation.pk])).content.decode())
    assert "1 call, $0.0051 in all." in words
    assert "judge 1 answered gpt-4.1-2025-04-14 1200 340 0.005100 2.5 req_42" in words


def test_only_engines_that_work_here_are_offered_and_the_chosen_one_stays(settings: Any) -> None:
    assert [name for name, _ in engine_choices("local")] == ["local", "scripted"]
    assert dict(engine_choices("openai"))["openai"] == (
        "OpenAI, cannot be used: The engine “openai” has no key. Set OPENAI_API_KEY, or choose the built-in engine."
    )
    options = settings.EVALUATION_ENGINE_OPTIONS["openai"] | {"key": "a-key"}
    settings.EVALUATION_ENGINE_OPTIONS = {"openai": options}
    assert dict(engine_choices("local"))["openai"] == "OpenAI, model gpt-4.1"


def test_a_new_page_starts_with_the_site_s_engine_and_keeps_it(settings: Any) -> None:
    settings.DEFAULT_ENGINE = "scripted"
    page = XRayPage()
    assert page.engine == "scripted"
    settings.DEFAULT_ENGINE = "local"
    assert page.engine == "scripted"


def test_pressing_run_with_an_engine_without_a_key_answers_in_words(editor: Client) -> None:
    page = unevaluated_page()
    XRayPage.objects.update(engine="openai")
    page.refresh_from_db()
    page.save_revision()
    html = press(editor, "xray_run_all", page.pk)
    assert "The engine “openai” has no key. Set OPENAI_API_KEY, or choose the built-in engine." in words_of(html)
    assert Evaluation.objects.count() == 0
