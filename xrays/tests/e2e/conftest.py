"""A web server for the browser tests that sees the test's own transaction: nothing is committed, no table emptied."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections


class SharedConnectionServer(ThreadedWSGIServer):
    """Answers every request on the one database connection it is given, and leaves it open."""

    def _close_connections(self) -> None:
        pass


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server(db: None, chromium: object) -> Iterator[str]:
    """The server's address. chromium is asked for first, so that a machine without it skips at once."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.inc_thread_sharing()
    shared = {DEFAULT_DB_ALIAS: connection}
    running = SharedConnectionServer(("127.0.0.1", 0), QuietHandler, connections_override=shared)
    running.set_app(StaticFilesHandler(WSGIHandler()))
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    # As Django's own test client does: a connection inside a transaction would be closed as left in disorder.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_port}"
    finally:
        running.shutdown()
        running.server_close()
        thread.join()
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        connection.dec_thread_sharing()
