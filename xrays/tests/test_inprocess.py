"""What the site answers without a web server is what it answers with one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from xrays import inprocess
from xrays.failures import RenderingFailed
from xrays.models import XRayPage
from xrays.pins import profiles_of
from xrays.tests.pages import finished_page, published_page


@pytest.fixture
def page(db: None) -> XRayPage:
    return published_page()


def dashboard(page: XRayPage) -> str:
    return f"{page.full_url}dashboard/{profiles_of(page)[0].persona.slug}/"


def refused(address: str) -> RenderingFailed:
    with pytest.raises(RenderingFailed) as caught:
        inprocess.get_page(address)
    assert caught.value.kind == "page_unavailable"
    return caught.value


def test_pages_are_those_the_site_serves(page: XRayPage, client: Client) -> None:
    for address in (page.full_url, dashboard(page), f"{page.full_url}?view=1"):
        response = client.get(address.removeprefix("http://localhost"), headers={"host": "localhost"})
        assert response.status_code == 200
        assert inprocess.get_page(address) == response.content.decode()


def test_the_callers_transaction_and_connection_live_on(page: XRayPage) -> None:
    before = connection.connection
    inprocess.get_page(dashboard(page))
    assert connection.connection is before
    assert connection.in_atomic_block
    assert XRayPage.objects.filter(pk=page.pk).exists()


def test_a_draft_and_an_unknown_persona_fail_with_a_sentence(page: XRayPage) -> None:
    draft = finished_page()
    for address in (f"{page.full_url}dashboard/nobody/", draft.full_url or f"http://localhost/xray/{draft.slug}/"):
        failure = refused(address)
        assert failure.sentence == f"There is no published page at {address}. Publish the x-ray and try again."
        assert not failure.retry


def test_a_host_that_is_not_allowed_fails_with_a_sentence(page: XRayPage) -> None:
    assert "allowed hosts" in refused("http://elsewhere.example/xray/").sentence


def test_what_is_no_page_is_refused(page: XRayPage) -> None:
    assert (
        refused("http://localhost/robots.txt").sentence == "What stands at http://localhost/robots.txt is not a page."
    )


def test_a_site_on_https_is_asked_as_its_proxy_would(page: XRayPage, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    secure = dashboard(page).replace("http://", "https://")
    assert inprocess.get_page(secure).startswith("<!doctype html>")
    assert f"leads on to {secure}" in refused(dashboard(page)).sentence


def test_an_error_of_the_site_may_be_over_next_time(page: XRayPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise ValueError

    monkeypatch.setattr(XRayPage, "get_context", broken)
    failure = refused(dashboard(page))
    assert failure.retry
    assert "status 500" in failure.sentence


def test_static_files_come_from_the_source_before_they_are_collected(settings: Any) -> None:
    assert inprocess.get_static("/static/css/main.css") == (
        (settings.BASE_DIR / "static/css/main.css").read_bytes(),
        "text/css",
    )
    content, kind = inprocess.get_static("/static/fonts/inter-latin-wght-normal.woff2") or (b"", "")
    assert (content[:4], kind) == (b"wOF2", "font/woff2")


def test_collected_files_come_first(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "main.0123456789ab.css").write_text("hashed")
    (tmp_path / "css" / "main.css").write_text("collected")
    assert inprocess.get_static("/static/css/main.0123456789ab.css") == (b"hashed", "text/css")
    assert inprocess.get_static("/static/css/main.css") == (b"collected", "text/css")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../manage.py",
        "/static/%2e%2e/manage.py",
        "/static/css/../../manage.py",
        "/static/..%5cmanage.py",
        "/static//etc/passwd",
        "/static/%00",
        "/static/",
        "/static/css",
        "/static/css/nothing.css",
        "/static",
        "/manage.py",
        "/etc/passwd",
        "static/css/main.css",
        "",
    ],
)
def test_nothing_else_is_given_out(path: str) -> None:
    assert inprocess.get_static(path) is None


def test_only_public_pictures_of_media_are_given_out(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    for name in ("renderings/1/card.png", "images/a.webp", "documents/plan.png", "original_images/a.png"):
        default_storage.save(name, ContentFile(name.encode()))
    (tmp_path / "secret.png").write_text("secret")
    assert inprocess.get_static("/media/renderings/1/card.png") == (b"renderings/1/card.png", "image/png")
    assert inprocess.get_static("/media/images/a.webp") == (b"images/a.webp", "image/webp")
    for path in (
        "/media/documents/plan.png",
        "/media/original_images/a.png",
        "/media/renderings/../documents/plan.png",
        "/media/images/../../secret.png",
        "/media/images/%2e%2e/%2e%2e/secret.png",
        "/media/renderings",
        "/media/renderings/1",
        "/media/renderings/2/card.png",
    ):
        assert inprocess.get_static(path) is None
