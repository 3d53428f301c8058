"""What an address of ours answers, without a web server: public pages, static files, pictures in media."""

from __future__ import annotations

import posixpath
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import Storage, default_storage
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponseBase
from whitenoise.media_types import MediaTypes

from xrays.failures import RenderingFailed
from xrays.views import PUBLIC_MEDIA

DEFAULT_PORTS = {"http": 80, "https": 443}


class PageBroken(RenderingFailed):
    """The page answered with an error of the site's own, which may be over at the next attempt."""

    retry = True


def get_page(address: str) -> str:
    """The HTML of a public page, as the site serves it to a reader who is not logged in.

    address: absolute, for example page.full_url + "dashboard/<key>/". Runs all middleware in the caller's database
    transaction. Raises RenderingFailed, kind page_unavailable, for anything but a page of HTML.
    """
    handler = BaseHandler()
    handler.load_middleware()
    # No signals of a request's start and end, and no close(): they would close the database connection under a caller
    # who is in a transaction.
    response = handler.get_response(WSGIRequest(_environ(address)))
    if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
        failure = PageBroken if response.status_code >= 500 else RenderingFailed
        raise failure(_refusal(address, response), kind="page_unavailable")
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(response.charset)


def get_static(path: str) -> tuple[bytes, str] | None:
    """Bytes and content type of a static file or a public picture in media.

    path: as in an address of this site, with its leading slash and without query. None for everything else, and for
    what is not there.
    """
    path = unquote(path)
    if "\0" in path or "\\" in path or posixpath.normpath(path) != path:
        return None
    static, media = (urlsplit(prefix).path for prefix in (settings.STATIC_URL, settings.MEDIA_URL))
    if path.startswith(static):
        content = _static_content(path.removeprefix(static))
    elif path.startswith(media) and path.removeprefix(media).startswith(PUBLIC_MEDIA):
        content = _content(default_storage, path.removeprefix(media))
    else:
        return None
    return None if content is None else (content, MediaTypes().get_type(path))


def _static_content(name: str) -> bytes | None:
    """The collected file, which may have a hashed name; before collecting, the one in the source."""
    collected = _content(staticfiles_storage, name)
    if collected is not None:
        return collected
    found = finders.find(name) if name else None
    return Path(found).read_bytes() if found and Path(found).is_file() else None


def _content(storage: Storage, name: str) -> bytes | None:
    if not name or not storage.exists(name):
        return None
    try:
        with storage.open(name) as file:
            return file.read()
    except OSError:  # a folder, or gone in between
        return None


def _environ(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    port = parts.port or DEFAULT_PORTS.get(parts.scheme, 80)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": parts.netloc.rpartition("@")[2],
        # As the proxy in front of the site says it, so that a site on HTTPS does not send us there.
        "HTTP_X_FORWARDED_PROTO": parts.scheme,
        # Whatever keeps pages for a while: a picture is of the page as it is now.
        "HTTP_CACHE_CONTROL": "no-cache",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _refusal(address: str, response: HttpResponseBase) -> str:
    status = response.status_code
    if status == 404:
        return f"There is no published page at {address}. Publish the x-ray and try again."
    if 300 <= status < 400:
        return (
            f"{address} leads on to {response.get('Location', 'another address')}. "
            "Check host name and port of the site under Settings, Sites."
        )
    if status == 400:
        return (
            f"The site does not answer at {address}. Its host name must be among the allowed hosts, "
            "and the same as under Settings, Sites."
        )
    if status == 200:
        return f"What stands at {address} is not a page."
    return f"The page at {address} could not be shown (status {status})."
