"""Fixtures for tests with other processes: such a test needs ``pytestmark = COMMITTED``, as test_worker.py has it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
