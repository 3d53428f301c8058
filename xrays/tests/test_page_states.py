"""Drafts, unfinished evaluations and errors: each has a designed state and a helpful sentence, never a crash."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client, RequestFactory

from evaluations.factories import EvaluationFactory, JobDescriptionFactory, LedgerFactory, PersonaFactory
from xrays import views
from xrays.factories import (
    HomePageFactory,
    XRayPageFactory,
    publish,
)
from xrays.pins import profiles_of
from xrays.tests.pages import finished_page, published_page, unevaluated_page
from xrays.tests.reading import Outline, html_of, words_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        ("nothing", "No job description is chosen yet."),
        ("no ledger", "The job description has no locked ledger yet."),
        ("no evaluations", "No evaluation is pinned yet."),
        ("no personas", "No persona is on this x-ray yet."),
        ("no prose", "The introduction is not written yet."),
    ],
)
def test_drafts_are_previewed_with_a_sentence_for_what_is_missing(made: str, sentence: str) -> None:
    bare = {"introduction": "", "role_summary": "", "synthesis": "", "claims": []}
    page = {
        "nothing": lambda: XRayPageFactory(**bare),
        "no ledger": lambda: XRayPageFactory(job_description=JobDescriptionFactory(), personas=[PersonaFactory()]),
        "no evaluations": unevaluated_page,
        "no personas": lambda: XRayPageFactory(job_description=LedgerFactory().job_description),
        "no prose": lambda: finished_page(**bare),
    }[made]()
    for mode, _ in page.preview_modes:
        response = page.make_preview_request(preview_mode=mode)
        assert response.status_code == 200
        if mode == "":
            assert sentence in words_of(response.content.decode())


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("queued", "The evaluation is waiting for its turn."),
        ("running", "The evaluation is running."),
        ("failed", "The evaluation did not finish."),
        ("refused", "The engine refused this text."),
        ("cancelled", "The evaluation was cancelled."),
    ],
)
def test_unfinished_evaluations_have_a_state_of_their_own(state: str, sentence: str) -> None:
    page = finished_page(personas=2)
    profile = page.profiles.all()[0]
    profile.evaluation = EvaluationFactory(ledger=page.ledger, persona=PersonaFactory(), finished=False, state=state)
    profile.persona = profile.evaluation.persona
    page.profiles.add(profile)
    page.save()
    assert sentence in words_of(page.make_preview_request().content.decode())


def test_an_evaluation_of_another_ledger_is_not_printed() -> None:
    page = finished_page(personas=2)
    other = EvaluationFactory(persona=profiles_of(page)[0].persona, verdicts=("met",) * 4)
    profile = page.profiles.all()[0]
    profile.evaluation = other
    page.profiles.add(profile)
    page.save()
    words = words_of(page.make_preview_request().content.decode())
    assert "The evaluation belongs to another ledger or résumé version." in words


def test_unscored_personas_stand_last_without_a_number(client: Client) -> None:
    ledger = LedgerFactory()
    first = EvaluationFactory(ledger=ledger, verdicts=("unclear",) * 4)
    second = EvaluationFactory(ledger=ledger, verdicts=("met",) * 4)
    page = publish(
        XRayPageFactory(
            job_description=ledger.job_description,
            engine="scripted",
            personas=[first.persona, second.persona],
            pinned=True,
            synthesis="<p>One list.</p>",
        )
    )
    words = words_of(html_of(client, page.url))
    assert f"Profile B — {first.persona.name}: no score yet" in words
    assert "Nothing in this résumé could be judged, so there is no score." in words
    assert f"Without a score: {first.persona.name}." in words
    assert client.get(f"{page.url}dashboard/{first.persona.slug}/").status_code == 200


def test_unknown_address_is_answered_in_the_sites_design(client: Client) -> None:
    HomePageFactory()
    response = client.get("/nothing-here/")
    assert response.status_code == 404
    html = response.content.decode()
    assert "This page is not here" in html and "site-header" in html
    assert Outline(html).inline == []


def test_server_error_needs_no_database(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something went wrong here" in response.content.decode()
    assert Outline(response.content.decode()).inline == []


def test_server_error_is_answered_where_static_files_are_not_collected(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "xrays.static_files.BundledStaticFilesStorage"},
    }
    response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something went wrong here" in response.content.decode()


def test_robots_names_the_sitemap_and_the_sitemap_the_pages(client: Client) -> None:
    page = published_page()
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    assert page.slug in client.get("/sitemap.xml").content.decode()


def test_main_stylesheet_imports_every_file_there_is() -> None:
    folder = settings.BASE_DIR / "static" / "css"
    imported = re.findall(r'@import url\("([^"]+)"\)', (folder / "main.css").read_text(encoding="utf-8"))
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.css") if "admin" not in path.name}
    there = {name for name in there if not name.startswith("print/")}  # of documents that take no other
    assert {*imported, "main.css"} == there
    assert len(imported) == len(set(imported))
    assert finders.find("css/main.css")
