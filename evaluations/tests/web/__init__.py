"""A small https site on this machine, called jobs.test, for tests that fetch pages.

jobs.test.pem holds its key and a certificate nobody else trusts; both are of no use elsewhere.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from evaluations.intake import Fetcher

CERTIFICATE = Path(__file__).with_name("jobs.test.pem")
Answer = Callable[[BaseHTTPRequestHandler], None]


def page(body: str | bytes, media_type: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> Answer:
    """An answer with a body; headers are written with underscores."""
    data = body.encode() if isinstance(body, str) else body

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", media_type)
        for name, value in ({"Content_Length": str(len(data))} | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def leads_to(address: str) -> Answer:
    return page("", status=302, Location=address)


class Site:
    """What the site answers at each path, and the paths that were asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.looked_up: list[str] = []

    def address(self, path: str = "/") -> str:
        return f"https://jobs.test:{self.port}{path}"

    def resolve(self, host: str) -> list[str]:
        self.looked_up.append(host)
        return ["127.0.0.1"]

    def fetcher(self, **changes: Any) -> Fetcher:
        """A fetcher that finds this site, trusts its certificate, and may call this machine."""
        tls = ssl.create_default_context(cafile=str(CERTIFICATE))
        given = {"resolve": self.resolve, "is_allowed": lambda address: True, "ports": None, "tls": tls, "seconds": 5.0}
        return Fetcher(**given | changes)


@contextmanager
def running_site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.answers.get(self.path, page("Nothing here", status=404))(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that hangs up is what some tests are about."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    server = Server(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site = Site(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
