"""Fixtures for tests with other processes, which need ``pytestmark = COMMITTED`` as in test_worker.py, and with a provider."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evaluations.engines.openai_chat import OpenAIEngine
from evaluations.engines.openai_chat.fake import FakeOpenAI
from evaluations.tests.providers import Notes
from evaluations.tests.workers import Broker, Worker, short_folder


@pytest.fixture(scope="module")
def broker() -> Iterator[Broker]:
    with short_folder() as folder:
        own = Broker(folder)
        with own.used():
            yield own


@pytest.fixture(scope="module")
def worker(django_db_setup: None, broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """One worker for the tests of a module; a test that stops it leaves it running again."""
    own = Worker(broker, tmp_path_factory.mktemp("worker"))
    own.start()
    try:
        yield own
    finally:
        own.stop()


@pytest.fixture
def server() -> Iterator[FakeOpenAI]:
    with FakeOpenAI() as running:
        yield running


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def engine(server: FakeOpenAI, notes: Notes) -> OpenAIEngine:
    return OpenAIEngine(key="sk-test", base_url=server.base_url, timeout_seconds=20).with_meter(notes)
