"""Pictures of pages by a browser that is given everything it needs and can reach nothing else."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings

from xrays.failures import RenderingFailed
from xrays.pictures import dimensions

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, Route

BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing that differs between machines or asks anybody outside; no name can be looked up.
BROWSER_OPTIONS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-first-run",
)
LIMIT_SECONDS = 30
CLOSING_SECONDS = 5
# Higher than most screens, lower than any dashboard: what fills a window at least is as high as this.
WINDOW_HEIGHT = 800

Fetch = Callable[[str], tuple[bytes, str] | None]


class BrowserFailed(RenderingFailed):
    """The browser did not do its work; another attempt may go better."""

    retry = True


@dataclass(frozen=True)
class Photograph:
    """A picture and what took it, for example "Chromium 156.0.8078.79". width and height are those of the picture."""

    png: bytes
    width: int
    height: int
    renderer: str


@dataclass(frozen=True)
class _Order:
    """What is to be photographed, and what the page asked for in vain."""

    browser: str
    html: str
    address: str
    fetch: Fetch
    width: int
    height: int | None
    refused: list[str] = field(default_factory=list)
    broken: list[Exception] = field(default_factory=list)


def find_browser() -> str | None:
    """The path of Chromium: BROWSER_PATH if set, else the first one found; None when there is none."""
    names = [settings.BROWSER_PATH] if settings.BROWSER_PATH else BROWSER_NAMES
    return next((path for name in names if (path := shutil.which(name))), None)


def photograph(html: str, *, address: str, fetch: Fetch, width: int, height: int | None = None) -> Photograph:
    """The page as a picture, the same bytes each time: light scheme, without motion and without scripts.

    address: where the page believes to stand; nothing is asked there. fetch gives bytes and content type of a path of
    that site, or None; it is called in another thread and must not ask the database. width and height in pixels;
    without a height the whole page.

    Raises RenderingFailed: no_browser; missing_file when the page wants what fetch does not have, or another site;
    timeout and browser, which may go better next time.
    """
    browser = find_browser()
    if browser is None:
        raise RenderingFailed(
            "No browser is installed to take the picture with: install Chromium, or set BROWSER_PATH.",
            kind="no_browser",
        )
    order = _Order(browser, html, address, fetch, width, height)
    return _in_a_thread_of_its_own(_photograph_in_time(order))


def _in_a_thread_of_its_own(work: Coroutine[Any, Any, Photograph]) -> Photograph:
    """Run the work on an event loop beside the caller's thread, where Django would refuse every query.

    Whatever interrupts the caller, a time limit for example, cancels the work and goes on once it has cleaned up.
    """
    started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]]] = Future()

    async def announced() -> Photograph:
        task = asyncio.current_task()
        assert task is not None
        started.set_result((asyncio.get_running_loop(), task))
        return await work

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="capture") as pool:
        answer = pool.submit(asyncio.run, announced())
        try:
            return answer.result()
        except BaseException:
            if not answer.done():
                with suppress(TimeoutError, RuntimeError):  # it has not begun, or ended in this very moment
                    loop, task = started.result(CLOSING_SECONDS)
                    loop.call_soon_threadsafe(task.cancel)
            raise


async def _photograph_in_time(order: _Order) -> Photograph:
    from playwright.async_api import Error
    from playwright.async_api import TimeoutError as StepTimeoutError

    try:
        async with asyncio.timeout(LIMIT_SECONDS):
            return await _photograph(order)
    except (TimeoutError, StepTimeoutError) as error:
        raise BrowserFailed(f"The picture was not taken within {LIMIT_SECONDS} seconds.", kind="timeout") from error
    except Error as error:
        _refuse_incomplete(order)
        raise BrowserFailed(
            "The browser did not start, or stopped while it took the picture.", kind="browser"
        ) from error


async def _photograph(order: _Order) -> Photograph:
    async with _browser(order) as browser:
        png = await _shot(browser, order)
        return Photograph(png, *dimensions(png), renderer=f"Chromium {browser.version}")


@asynccontextmanager
async def _browser(order: _Order) -> AsyncIterator[Browser]:
    from playwright.async_api import async_playwright

    # Chromium refuses its sandbox to root, and a container lets nobody have one; what it opens is ours.
    bare = ["--no-sandbox"] if os.geteuid() == 0 or not settings.BROWSER_SANDBOX else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=order.browser, args=[*BROWSER_OPTIONS, *bare], headless=True, timeout=LIMIT_SECONDS * 1000
        )
        try:
            yield browser
        finally:
            with suppress(TimeoutError):  # one that does not answer is ended with the driver
                async with asyncio.timeout(CLOSING_SECONDS):
                    await browser.close()


async def _shot(browser: Browser, order: _Order) -> bytes:
    context = await browser.new_context(
        viewport={"width": order.width, "height": order.height or WINDOW_HEIGHT},
        device_scale_factor=1,
        color_scheme="light",
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="UTC",
        java_script_enabled=False,
        service_workers="block",
    )
    context.set_default_timeout(LIMIT_SECONDS * 1000)
    await context.route("**/*", lambda route: _answer(route, order))
    page = await context.new_page()
    await page.goto(order.address, wait_until="load")
    await _wait_for_fonts_and_images(page)
    _refuse_incomplete(order)
    return await page.screenshot(full_page=order.height is None, type="png", animations="disabled", caret="hide")


async def _answer(route: Route, order: _Order) -> None:
    """Give the page to its window and files of its site to the page; note and refuse everything else."""
    request = route.request
    is_ours = _origin(request.url) == _origin(order.address)
    if is_ours and request.is_navigation_request() and request.frame.parent_frame is None:
        await route.fulfill(body=order.html, content_type="text/html; charset=utf-8")
        return
    path = urlsplit(request.url).path
    found = None
    if is_ours:
        try:
            found = order.fetch(path)
        except Exception as error:  # carried to the caller: it is no fault of the browser
            order.broken.append(error)
    if found is None:
        order.refused.append(path if is_ours else request.url)
        await route.abort()
        return
    body, content_type = found
    await route.fulfill(body=body, content_type=content_type)


def _origin(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


async def _wait_for_fonts_and_images(page: Page) -> None:
    await page.evaluate("document.fonts.ready.then(() => true)")
    # An image that cannot be decoded was refused or is broken, and then there is a box in its place.
    await page.evaluate("Promise.allSettled([...document.images].map(image => image.decode())).then(() => true)")


def _refuse_incomplete(order: _Order) -> None:
    if order.broken:
        raise order.broken[0]
    if order.refused:
        raise RenderingFailed(
            f"The page needs {', '.join(dict.fromkeys(order.refused))}, which is not a file of this site. "
            "Nothing else may be asked for while a picture is taken.",
            kind="missing_file",
        )
