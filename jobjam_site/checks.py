"""What this machine lacks, told by `manage.py check`; with `--deploy` also whether the broker answers and a key is set."""

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register

from jobjam_site.local import packages

BROKER_ANSWER_SECONDS = 2


@register("machine")
def fonts_are_present(**_: Any) -> list[CheckMessage]:
    """Without its own fonts a capture differs from machine to machine."""
    if any((settings.BASE_DIR / "static" / "fonts").glob("*.woff2")):
        return []
    return [
        Warning(
            "No font lies in static/fonts.",
            hint="Pages and captures fall back to fonts of the machine.",
            id="jobjam.W001",
        )
    ]


@register("machine")
def browser_is_present(**_: Any) -> list[CheckMessage]:
    if packages.browser():
        return []
    hint = "apt-get install -y --no-install-recommends chromium, or set BROWSER_PATH."
    return [
        Warning("Chromium is not installed: pictures are drawn from the print version.", hint=hint, id="jobjam.W002")
    ]


@register("machine")
def pdf_libraries_are_present(**_: Any) -> list[CheckMessage]:
    missing = packages.missing_pdf_packages()
    if not missing:
        return []
    hint = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    return [Warning("Pango is not installed: PDF files are not made.", hint=hint, id="jobjam.W003")]


@register("broker", deploy=True)
def broker_answers(**_: Any) -> list[CheckMessage]:
    """A plain PING, so that a broken address costs seconds and needs no worker."""
    try:
        with _connection(settings.CELERY_BROKER_URL) as connection:
            connection.sendall(b"PING\r\n")
            answer = connection.recv(64)
    except (OSError, ValueError) as error:
        hint = "Start it, or correct REDIS_URL. Queued work waits in PostgreSQL meanwhile."
        return [Error(f"The broker does not answer: {error}.", hint=hint, id="jobjam.E001")]
    # A server that wants a password is alive; the address may carry it.
    if answer.startswith((b"+PONG", b"-NOAUTH")):
        return []
    return [Error("What answers at REDIS_URL is not Redis or Valkey.", id="jobjam.E002")]


@register("engine", deploy=True)
def openai_key_is_set(**_: Any) -> list[CheckMessage]:
    if settings.OPENAI_API_KEY or settings.OPENAI_BASE_URL:
        return []
    return [Info("OPENAI_API_KEY is not set: only the built-in engine works.", id="jobjam.I001")]


def _connection(address: str) -> socket.socket:
    """An open connection to redis://, rediss:// or redis+socket://. Raises OSError or ValueError."""
    parts = urlsplit(address)
    if parts.scheme in ("redis+socket", "unix"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(BROKER_ANSWER_SECONDS)
        try:
            connection.connect(unquote(parts.path))
        except OSError:
            connection.close()
            raise
        return connection
    if parts.scheme not in ("redis", "rediss"):
        raise ValueError(f"{parts.scheme or 'an address without a scheme'} is not a broker this site speaks to")
    connection = socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 6379), BROKER_ANSWER_SECONDS)
    if parts.scheme == "rediss":
        import ssl

        return ssl.create_default_context().wrap_socket(connection, server_hostname=parts.hostname)
    return connection
