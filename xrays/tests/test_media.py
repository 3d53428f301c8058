"""Files in media that everybody may read, and those that nobody may."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from xrays.factories import publish
from xrays.models import XRayPage
from xrays.tests.pages import finished_page
from xrays.views import PUBLIC_MEDIA

pytestmark = pytest.mark.django_db

PAGE = 4444
CONTENT = b"what lies in the file"
IMMUTABLE = "public, max-age=31536000, immutable"
KINDS = [
    ("renderings/4444/capture-ada-0123456789abcdef.png", "image/png"),
    ("renderings/4444/capture-ada-0123456789abcdef.webp", "image/webp"),
    ("renderings/4444/capture-ada-0123456789abcdef.avif", "image/avif"),
    ("renderings/4444/report-0123456789abcdef.pdf", "application/pdf"),
    ("images/portrait.max-800x600.jpg", "image/jpeg"),
    ("renderings/4444/of-no-known-kind", "application/octet-stream"),
]
PRIVATE = ("documents/contract.pdf", "original_images/portrait.jpg", "secret.png", "renderings-of-others/a.png")
# Each of these names a file that is there, one that may be read or one that may not.
SPELLINGS = [
    "renderings/../documents/contract.pdf",
    "renderings/%2e%2e/documents/contract.pdf",
    "renderings/%2E%2E/documents/contract.pdf",
    "renderings/..%2fdocuments/contract.pdf",
    "renderings%2f..%2fdocuments%2fcontract.pdf",
    "renderings/%252e%252e/documents/contract.pdf",
    "renderings/..%5cdocuments%5ccontract.pdf",
    "images/../renderings/4444/open.png",
    "../media/renderings/4444/open.png",
    "./renderings/4444/open.png",
    "renderings/./4444/open.png",
    "renderings//4444/open.png",
    "/renderings/4444/open.png",
    "//renderings/4444/open.png",
    "renderings/4444/open.png/",
    "renderings/4444/open.png/.",
    "RENDERINGS/4444/open.png",
    "renderings/../../beside.png",
    "images/%2e%2e/%2e%2e/beside.png",
]
ABSENT = [
    "renderings/4444/never-made.png",
    "renderings/4444",
    "renderings/4444/",
    "renderings/",
    "renderings",
    f"renderings/{'a' * 300}.png",
]


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """The media folder, with a file in every place a test asks for, and one beside it; the page they are of is public."""
    publish(finished_page(pk=PAGE))
    folder = tmp_path / "media"
    settings.MEDIA_ROOT = folder
    for name in (*(name for name, _ in KINDS), *PRIVATE, "renderings/4444/open.png", "../beside.png"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(CONTENT)
    return folder


def test_only_what_is_made_of_published_pages_is_public() -> None:
    assert PUBLIC_MEDIA == ("renderings/", "images/")


@pytest.mark.parametrize(("name", "kind"), KINDS, ids=[kind for _, kind in KINDS])
def test_file_has_its_type_and_may_be_kept_for_ever(media: Path, name: str, kind: str) -> None:
    response = Client().get(f"/media/{name}")
    assert (response.status_code, b"".join(response)) == (200, CONTENT)
    assert response["Content-Type"] == kind
    assert response["Content-Length"] == str(len(CONTENT))
    assert response["Cache-Control"] == IMMUTABLE
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize("name", PRIVATE)
def test_nothing_else_in_media_is_served(media: Path, name: str) -> None:
    assert (media / name).is_file()
    assert_absent(name)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_leads_around_the_public_folders(media: Path, spelling: str) -> None:
    assert_absent(spelling)


def test_an_absolute_path_is_not_a_name(media: Path) -> None:
    for path in (media / "renderings/4444/open.png", media / "documents/contract.pdf"):
        assert_absent(str(path))
        assert_absent(f"renderings/{path}")


@pytest.mark.parametrize("name", ABSENT, ids=lambda name: name[:40])
def test_what_is_not_there_is_not_found(media: Path, name: str) -> None:
    assert_absent(name)


def test_a_name_no_file_can_have_is_not_found(media: Path) -> None:
    assert_absent("renderings/4444/open.png%00.txt")


def test_files_of_a_page_that_is_no_longer_public_are_gone_with_it(media: Path) -> None:
    name = "renderings/4444/open.png"
    page = XRayPage.objects.get(pk=PAGE)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert_absent(name)
    restriction.delete()
    assert Client().get(f"/media/{name}").status_code == 200
    page.unpublish()
    assert_absent(name)


def test_head_says_the_same_without_the_file(media: Path) -> None:
    response = Client().head("/media/renderings/4444/open.png")
    assert (response.status_code, b"".join(response)) == (200, b"")
    assert response["Content-Type"] == "image/png"
    assert response["Content-Length"] == str(len(CONTENT))
    assert response["Cache-Control"] == IMMUTABLE


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_files_are_read_only(media: Path, method: str) -> None:
    response = getattr(Client(), method)("/media/renderings/4444/open.png")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert (media / "renderings/4444/open.png").read_bytes() == CONTENT


def assert_absent(name: str) -> None:
    response = Client().get(f"/media/{name}")
    assert response.status_code == 404, name
    assert CONTENT not in response.content
    assert "immutable" not in response.get("Cache-Control", "")
