"""Real servers for the tests: an embedded PostgreSQL and Valkey for each session, unless addresses are given.

Importing this file starts them, because it is the first thing pytest loads and the settings read the addresses when
they are first touched. pyproject.toml therefore names no settings module; this file does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from jobjam_site.local import testing  # noqa: E402

testing.prepare()


def pytest_unconfigure() -> None:
    testing.finish()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[pytest.TestReport]:
    """On the build machine a test that did not run has failed: nothing may be missing there."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[pytest.CollectReport]:
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Any call beyond this machine fails the test that made it, also when the code under test swallowed the error."""
    testing.outside_calls.clear()
    yield
    if testing.outside_calls:
        pytest.fail(f"this test called the network: {', '.join(testing.outside_calls)}")


@pytest.fixture(scope="session")
def embedded_servers() -> testing.Addresses:
    """Where database and broker are, for tests that start processes of their own: {database_url, broker_url}."""
    return testing.addresses()


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The Chromium of this machine; without one the test is skipped, and fails under CI."""
    from jobjam_site.local.packages import browser

    found = browser()
    if found is None:
        pytest.skip("Chromium is not installed: browser tests did not run (apt-get install chromium)")
    return found


@pytest.fixture(scope="session")
def chromium(browser_path: str) -> Iterator[object]:
    """A running Chromium (playwright's Browser).

    Pages come from the fixture `server` of xrays/tests/e2e; pytest-django's `live_server` would empty the kept database.
    """
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which makes Django refuse every query of later tests.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        yield running
        running.close()
