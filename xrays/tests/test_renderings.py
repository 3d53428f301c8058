"""Pictures, cards and PDFs of published pages: asked for by publishing, made by a worker, never waited for."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from wagtail.models import PageViewRestriction

from evaluations import services
from evaluations.factories import EvaluationFactory
from evaluations.work import State
from xrays import fingerprints, renderings
from xrays.factories import MarketingSettingsFactory, publish
from xrays.figures import ABSENT, DRAFT, FAILED, WAITING, file_size
from xrays.models import Rendering, XRayPage
from xrays.pins import profiles_of
from xrays.tests.pages import finished_page, published_page
from xrays.tests.reading import html_of, words_of

pytestmark = pytest.mark.django_db
KINDS = ["capture", "card", "report"]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def no_browser(settings: Any) -> None:
    settings.BROWSER_PATH = "/nowhere/chromium"


def execute(*rows: Rendering) -> list[Rendering]:
    for row in rows:
        renderings.execute_rendering(rendering_id=row.pk)
        row.refresh_from_db()
    return list(rows)


def row_of(page: XRayPage, kind: str) -> Rendering:
    return page.renderings.get(kind=kind)


def make_all(page: XRayPage) -> None:
    assert [(row.kind, row.state, row.failure_sentence) for row in execute(*page.renderings.order_by("kind"))] == [
        (kind, State.SUCCEEDED, "") for kind in KINDS
    ]


def middle_of(page: XRayPage) -> Any:
    return profiles_of(page)[1].persona


# Asking


def test_publishing_asks_for_the_median_picture_the_card_and_the_pdf() -> None:
    page = published_page()
    rows = list(page.renderings.order_by("kind").values_list("kind", "persona_key", "state"))
    assert rows == [("capture", middle_of(page).slug, "queued"), ("card", "", "queued"), ("report", "", "queued")]


def test_publishing_the_same_again_asks_for_nothing_new() -> None:
    page = published_page()
    publish(page)
    assert page.renderings.count() == 3


def test_new_prose_asks_for_a_new_pdf_only() -> None:
    page = published_page()
    page.introduction = "<p>Another introduction.</p>"
    publish(page)
    assert sorted(page.renderings.values_list("kind", flat=True)) == ["capture", "card", "report", "report"]


def test_another_result_asks_for_everything_anew() -> None:
    page = published_page()
    profile = profiles_of(page)[1]
    other = EvaluationFactory(ledger=page.ledger, verdicts=("met", "met", "met", "missing"))
    profile.persona, profile.evaluation = other.persona, other
    page.profiles.add(profile)
    publish(page)
    assert sorted(page.renderings.values_list("kind", flat=True)) == sorted(KINDS * 2)


def test_saving_and_previewing_a_draft_ask_for_nothing(client: Client) -> None:
    page = finished_page()
    page.save_revision()
    page.save()
    assert Rendering.objects.count() == 0
    response = page.make_preview_request(preview_mode="")
    assert DRAFT in words_of(response.content.decode())
    assert Rendering.objects.count() == 0


def test_any_persona_s_dashboard_is_pictured_on_demand(browser_path: str, client: Client) -> None:
    page = published_page()
    persona = profiles_of(page)[2].persona
    (row,) = execute(renderings.request_capture(page, persona_id=persona.pk))
    assert (row.state, row.persona_key) == (State.SUCCEEDED, persona.slug)
    assert renderings.request_capture(page, persona_id=persona.pk) == row
    html = html_of(client, page.url)
    assert f"As pictures {persona.name} (PNG, 1280 × " in words_of(html)
    assert default_storage.url(row.files["png"]["name"]) in html


def test_a_picture_of_an_unpublished_page_is_refused_in_words() -> None:
    page = finished_page()
    with pytest.raises(services.ServiceError, match="Publish it first"):
        renderings.request_capture(page, persona_id=profiles_of(page)[0].persona_id)
    with pytest.raises(services.ServiceError, match="no finished evaluation of this persona"):
        renderings.request_capture(published_page(), persona_id=0)


# Making


def test_the_article_shows_what_was_made(browser_path: str, client: Client) -> None:
    page = published_page()
    assert WAITING in words_of(html_of(client, page.url))
    make_all(page)
    capture, card, report = (row_of(page, kind) for kind in KINDS)
    html, words = html_of(client, page.url), words_of(html_of(client, page.url))
    with default_storage.open(capture.files["png"]["name"]) as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    assert digest == capture.files["png"]["sha256"]
    assert digest in words
    assert capture.renderer.startswith("Chromium ")
    assert f"Drawn by {capture.renderer}" in words
    assert capture.width == 1280
    assert (
        f'width="{capture.width}" height="{capture.height}" alt="Dashboard of {middle_of(page).name}, a fictional'
        in html
    )
    assert html.index(f'type="image/avif" srcset="/media/{capture.files["avif"]["name"]}"') < html.index(
        f'type="image/webp" srcset="/media/{capture.files["webp"]["name"]}"'
    )
    assert f'href="{page.url}dashboard/{middle_of(page).slug}/"' in html
    assert WAITING not in words
    assert (card.width, card.height) == (1200, 630)
    assert f'<meta property="og:image" content="http://localhost/media/{card.files["png"]["name"]}">' in html
    assert f"PDF, {report.pages} pages" in words
    for row in (capture, card):
        assert client.get(default_storage.url(row.files["png"]["name"])).status_code == 200


def test_the_pdf_stands_at_the_page_s_own_address(browser_path: str, client: Client) -> None:
    page = published_page()
    address = f"{page.url}report.pdf"
    pending = client.get(address)
    assert (pending.status_code, pending["Retry-After"]) == (503, "30")
    assert "The PDF is being made" in words_of(pending.content.decode())
    assert "PDF is being made" in words_of(html_of(client, page.url))
    (row,) = execute(row_of(page, "report"))
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert hashlib.sha256(b"".join(response.streaming_content)).hexdigest() == row.files["pdf"]["sha256"]
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_repeating_gives_the_same_bytes(browser_path: str) -> None:
    page = published_page()
    make_all(page)
    first = {row.kind: row.files for row in page.renderings.all()}
    page.renderings.all().delete()
    renderings.request_renderings(page)
    make_all(page)
    assert {row.kind: row.files for row in page.renderings.all()} == first


def test_without_a_browser_the_print_version_is_drawn_and_said_so(no_browser: None, client: Client) -> None:
    page = published_page()
    make_all(page)
    capture = row_of(page, "capture")
    assert capture.renderer.startswith("WeasyPrint ")
    assert (capture.width, sorted(capture.files)) == (1280, ["avif", "png", "webp"])
    words = words_of(html_of(client, page.url))
    assert "No browser was at hand: this is the version for paper, drawn from the same record." in words
    card = row_of(page, "card")
    assert (card.width, card.height) == (1200, 630)


def test_a_failed_picture_leaves_the_page_whole(
    client: Client, monkeypatch: pytest.MonkeyPatch, no_browser: None
) -> None:
    page = published_page()

    def without_pango() -> None:
        raise renderings.RenderingFailed("Pango is not installed.", kind="pdf_libraries")

    monkeypatch.setattr("xrays.report_pdf._weasyprint", without_pango)
    rows = execute(*page.renderings.all())
    assert {(row.state, row.failure_kind) for row in rows} == {(State.FAILED, "pdf_libraries")}
    html = html_of(client, page.url)
    assert FAILED in words_of(html)
    assert "state--failed" in html
    assert f'href="{page.url}dashboard/{middle_of(page).slug}/"' in html
    assert "og:image" not in html
    assert "report.pdf" not in html


@pytest.mark.parametrize(
    "change",
    [
        lambda page: services.change_details(row=middle_of(page), headline="Another headline"),
        lambda page: services.change_details(row=page.job_description, company="Another Clinic"),
        lambda page: services.change_details(row=page.job_description, show="quotes"),
        lambda page: publish(_with_slug(page, "another-address")),
    ],
    ids=["headline", "company", "show", "address"],
)
def test_a_change_of_what_is_printed_asks_for_new_files(client: Client, change: Any) -> None:
    page = published_page()
    before = set(page.renderings.values_list("pk", flat=True))
    change(page)
    page = XRayPage.objects.get(pk=page.pk)
    assert client.get(f"{page.url}report.pdf").status_code == 503
    (new,) = execute(*page.renderings.filter(kind="report").exclude(pk__in=before))
    assert (new.state, new.failure_sentence) == (State.SUCCEEDED, "")
    assert client.get(f"{page.url}report.pdf").status_code == 200
    assert list(page.renderings.filter(kind="report")) == [new, *page.renderings.filter(kind="report", pk__in=before)]


def _with_slug(page: XRayPage, slug: str) -> XRayPage:
    page.slug = slug
    return page


def test_a_change_of_the_site_s_wordings_reaches_all_pages(django_capture_on_commit_callbacks: Any) -> None:
    pages = [published_page(), published_page()]
    with django_capture_on_commit_callbacks() as callbacks:
        MarketingSettingsFactory(pricing_line="Credits, bought once.")
    assert "request_everything.<locals>.send" in {
        callback.__qualname__ for callback in callbacks if hasattr(callback, "__qualname__")
    }
    assert renderings.request_outdated(everything=True) == 2
    assert [page.renderings.filter(kind="report").count() for page in pages] == [2, 2]


def test_a_file_that_was_cut_off_is_written_again(no_browser: None, media: Path) -> None:
    page = published_page()
    (row,) = execute(row_of(page, "card"))
    path = media / row.files["png"]["name"]
    whole = path.read_bytes()
    path.write_bytes(whole[:1000])
    page.renderings.filter(pk=row.pk).update(state=State.QUEUED, attempts=0)
    execute(row)
    assert path.read_bytes() == whole


def test_nothing_is_made_of_a_page_with_a_password(client: Client) -> None:
    page = published_page()
    row = row_of(page, "card")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="word")
    execute(row)
    assert (row.state, row.failure_kind) == (State.FAILED, "page_unavailable")
    assert renderings.request_renderings(page) == []
    assert page not in renderings.outdated_pages()


def test_a_page_that_cannot_be_pictured_is_published_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(page: XRayPage) -> None:
        raise RuntimeError("no such site")

    monkeypatch.setattr(renderings, "view_of", broken)
    page = published_page()
    assert page.live
    assert page.renderings.count() == 0
    monkeypatch.undo()
    assert list(renderings.outdated_pages()) == [page]


def test_without_a_row_the_page_does_not_promise_a_picture(client: Client) -> None:
    page = published_page()
    page.renderings.all().delete()
    words = words_of(html_of(client, page.url))
    assert ABSENT in words
    assert WAITING not in words


def test_a_pdf_whose_file_is_gone_is_not_found(no_browser: None, client: Client, media: Path) -> None:
    page = published_page()
    (row,) = execute(row_of(page, "report"))
    (media / row.files["pdf"]["name"]).unlink()
    assert client.get(f"{page.url}report.pdf").status_code == 404


def test_what_changed_meanwhile_is_not_drawn() -> None:
    page = published_page()
    row = row_of(page, "card")
    services.change_details(row=page.job_description, company="Another Clinic")
    execute(row)
    assert (row.state, row.failure_kind) == (State.FAILED, "outdated")
    other = published_page()
    other.unpublish()
    (gone,) = execute(row_of(other, "card"))
    assert (gone.state, gone.failure_kind) == (State.FAILED, "page_unavailable")


def test_new_templates_draw_anew_and_the_old_picture_stays_until_then(
    no_browser: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = published_page()
    execute(row_of(page, "capture"))
    assert renderings.request_outdated() == 0
    old = row_of(page, "capture")
    monkeypatch.setattr(fingerprints, "template_hash", lambda: "newer")
    assert renderings.request_outdated() == 1
    assert renderings.request_outdated() == 0
    assert old.files["png"]["sha256"] in html_of(client, page.url)
    new = page.renderings.exclude(template_hash=old.template_hash).get(kind="capture")
    execute(new)
    assert new.state == State.SUCCEEDED
    assert list(page.renderings.filter(kind="capture")) == [new]


def test_pictures_taken_on_demand_follow_another_result(no_browser: None) -> None:
    page = published_page()
    persona = profiles_of(page)[2].persona
    execute(renderings.request_capture(page, persona_id=persona.pk))
    profile = profiles_of(page)[1]
    other = EvaluationFactory(ledger=page.ledger, verdicts=("met", "met", "met", "missing"))
    profile.persona, profile.evaluation = other.persona, other
    page.profiles.add(profile)
    page = publish(page)
    assert set(page.renderings.filter(kind="capture", state=State.QUEUED).values_list("persona_key", flat=True)) >= {
        other.persona.slug,
        persona.slug,
    }


def test_files_go_with_their_page(no_browser: None, django_capture_on_commit_callbacks: Any, media: Path) -> None:
    page = published_page()
    execute(row_of(page, "card"), row_of(page, "report"))
    assert sorted(path.suffix for path in media.rglob("*.*")) == [".pdf", ".png"]
    with django_capture_on_commit_callbacks(execute=True):
        page.delete()
    assert list(media.rglob("*.*")) == []


def test_files_go_when_newer_ones_take_their_place(
    no_browser: None, django_capture_on_commit_callbacks: Any, media: Path
) -> None:
    page = published_page()
    execute(row_of(page, "card"))
    services.change_details(row=page.job_description, company="Another Clinic")
    with django_capture_on_commit_callbacks(execute=True):
        (newer,) = execute(page.renderings.get(kind="card", state=State.QUEUED))
    assert [path.name for path in media.rglob("*.png")] == [Path(newer.files["png"]["name"]).name]
    assert list(page.renderings.filter(kind="card")) == [newer]


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 kB"), (340_400, "340 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"), (1_240_000, "1.2 MB")],
)
def test_sizes_are_printed_for_people(size: int, words: str) -> None:
    assert file_size(size) == words
