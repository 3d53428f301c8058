"""Pictures by a real browser: whole, repeatable, and of nothing but what the site holds."""

from __future__ import annotations

import os
import signal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from PIL import Image
from playwright.sync_api import Browser, Route

from xrays import capture, inprocess
from xrays.capture import Photograph, photograph
from xrays.failures import RenderingFailed
from xrays.pins import profiles_of
from xrays.tests.pages import published_page

ADDRESS = "http://localhost/xray/example/"
FONT_FACE = '@font-face { font-family: "Inter"; src: url("/static/fonts/inter-latin-wght-normal.woff2"); }'


def shot(body: str, *, style: str = "", **options: Any) -> Photograph:
    html = f"<!doctype html><style>html, body {{ margin: 0 }} {style}</style>{body}"
    return photograph(
        html, **({"address": ADDRESS, "fetch": inprocess.get_static, "width": 400, "height": 300} | options)
    )


def failure(body: str, **options: Any) -> RenderingFailed:
    with pytest.raises(RenderingFailed) as caught:
        shot(body, **options)
    return caught.value


def pixel(taken: Photograph, x: int, y: int) -> tuple[int, ...]:
    return Image.open(BytesIO(taken.png)).convert("RGB").getpixel((x, y))


def fake_browser(settings: Any, tmp_path: Path, script: str) -> Path:
    """A program in place of the browser; it leaves its number in the file that is returned."""
    program, number = tmp_path / "browser", tmp_path / "number"
    program.write_text(f"#!/bin/sh\necho $$ > {number}\n{script}\n")
    program.chmod(0o755)
    settings.BROWSER_PATH = str(program)
    return number


def is_running(number: Path) -> bool:
    status = Path(f"/proc/{number.read_text().strip()}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.django_db
def test_a_dashboard_is_taken_whole_and_the_same_each_time(chromium: Browser) -> None:
    page = published_page()
    address = f"{page.full_url}dashboard/{profiles_of(page)[0].persona.slug}/"
    html = inprocess.get_page(address)
    taken = photograph(html, address=address, fetch=inprocess.get_static, width=1280)

    def answer(route: Route) -> None:
        found = inprocess.get_static(route.request.url.removeprefix("http://localhost"))
        body, kind = found or (html.encode(), "text/html; charset=utf-8")
        route.fulfill(body=body, content_type=kind)

    reader = chromium.new_page(viewport={"width": 1280, "height": 720}, device_scale_factor=1)
    reader.route("**/*", answer)
    reader.goto(address)
    height = reader.evaluate("document.fonts.ready.then(() => document.documentElement.getBoundingClientRect().height)")
    reader.close()
    assert height > 1500
    assert (taken.width, taken.height) == (1280, round(height))
    assert Image.open(BytesIO(taken.png)).size == (taken.width, taken.height)
    assert taken.renderer.startswith("Chromium ")
    assert photograph(html, address=address, fetch=inprocess.get_static, width=1280) == taken


def test_a_height_gives_exactly_that(browser_path: str) -> None:
    taken = shot("<p style='height: 2000px; width: 900px'>", width=1200, height=630)
    assert (taken.width, taken.height) == (1200, 630)


@pytest.mark.parametrize("height", [2_000, 20_000])
def test_long_pages_are_whole(browser_path: str, height: int) -> None:
    box = "body { box-shadow: inset 0 0 0 4px red }"
    taken = shot(f"<div style='height: {height}px'></div>", style=box, height=None)
    assert (taken.width, taken.height) == (400, height)
    assert pixel(taken, 100, taken.height - 1) == (255, 0, 0)


def test_scheme_is_light_motion_reduced_and_scripts_do_not_run(browser_path: str) -> None:
    style = """
        :root { color-scheme: light dark; background: light-dark(rgb(1 2 3), white) }
        @media (prefers-reduced-motion: reduce) { body { border-top: 20px solid rgb(4 5 6) } }
    """
    taken = shot("<script>document.documentElement.style.background = 'red'</script>", style=style)
    assert pixel(taken, 5, 100) == (1, 2, 3)
    assert pixel(taken, 5, 5) == (4, 5, 6)


def test_fonts_and_pictures_of_the_site_are_in_the_picture(browser_path: str) -> None:
    plain = shot("<h1>Rafael Mendes</h1>", style="h1 { font-family: Inter, monospace }")
    ours = shot("<h1>Rafael Mendes</h1>", style=f"{FONT_FACE} h1 {{ font-family: Inter, monospace }}")
    assert ours.png != plain.png
    sign = shot("<img src='/static/favicon.svg' width=100 height=100 loading=lazy>")
    assert pixel(sign, 50, 5) == (0x14, 0x20, 0x2B)


def test_what_the_site_does_not_hold_is_refused_and_named(browser_path: str) -> None:
    refused = failure(
        """
        <link rel=stylesheet href='//elsewhere.example/a.css'>
        <link rel=stylesheet href='/static/css/nothing.css?version=2'>
        <style>@font-face { font-family: X; src: url(/static/no.woff2) } body { font-family: X }</style>
        <img src='https://elsewhere.example/pixel.png'>
        <img src='https://localhost/static/favicon.svg'>
        <img src='http://localhost:8000/static/favicon.svg'>
        <img src='/static/../manage.py'>
        <img src='/static/favicon.svg'>
        <iframe src='/admin/'></iframe>
        text"""
    )
    assert (refused.kind, refused.retry) == ("missing_file", False)
    named = refused.sentence.removeprefix("The page needs ").partition(", which is not a file of this site.")[0]
    assert sorted(named.split(", ")) == [
        "/admin/",
        "/manage.py",
        "/static/css/nothing.css",
        "/static/no.woff2",
        "http://elsewhere.example/a.css",
        "http://localhost:8000/static/favicon.svg",
        "https://elsewhere.example/pixel.png",
        "https://localhost/static/favicon.svg",
    ]


def test_an_error_of_the_storage_is_the_callers(browser_path: str) -> None:
    def broken(path: str) -> None:
        raise PermissionError(path)

    with pytest.raises(PermissionError, match=r"/static/favicon\.svg"):
        shot("<img src='/static/favicon.svg'>", fetch=broken)


def test_without_a_browser_nothing_is_taken(settings: Any) -> None:
    settings.BROWSER_PATH = "/nowhere/chromium"
    assert capture.find_browser() is None
    assert failure("").kind == "no_browser"


def test_the_browser_is_found_by_setting_or_on_the_path(browser_path: str, settings: Any) -> None:
    settings.BROWSER_PATH = ""
    assert capture.find_browser() == browser_path
    settings.BROWSER_PATH = browser_path
    assert capture.find_browser() == browser_path


def test_a_browser_that_does_not_start_may_do_so_next_time(settings: Any, tmp_path: Path) -> None:
    fake_browser(settings, tmp_path, "exit 1")
    failed = failure("")
    assert (failed.kind, failed.retry) == ("browser", True)


def test_a_browser_that_hangs_is_given_up_and_ended(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capture, "LIMIT_SECONDS", 3)
    number = fake_browser(settings, tmp_path, "exec sleep 600")
    failed = failure("")
    assert (failed.kind, failed.retry) == ("timeout", True)
    assert not is_running(number)


def test_a_workers_time_limit_passes_and_leaves_no_browser(settings: Any, tmp_path: Path) -> None:
    # The browser says itself when it is up, by the signal a worker gets at its limit.
    number = fake_browser(settings, tmp_path, f"kill -USR1 {os.getpid()}\nexec sleep 600")

    def at_limit(*_: object) -> None:
        raise SoftTimeLimitExceeded

    before = signal.signal(signal.SIGUSR1, at_limit)
    try:
        with pytest.raises(SoftTimeLimitExceeded):
            shot("")
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert not is_running(number)
