"""HTML made for paper as a PDF, and a PDF drawn as one picture. Knows no records: texts and bytes in, bytes out.

The only file that imports WeasyPrint. Templates: templates/print/, styles: static/css/print/report.css.
"""

from __future__ import annotations

import hashlib
import io
import logging
import math
import os
import posixpath
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from xrays.failures import RenderingFailed

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

# A path of ours to its bytes and content type, or None where nothing is there.
Fetch = Callable[[str], tuple[bytes, str] | None]

SERVED_PATHS = ("/static/", "/media/")
VARIANT = "pdf/ua-1"
MISSING_LIBRARIES = (
    "Pango is not installed: PDF files are not made. "
    "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)

# A space between a text and an inline element that follows it.
_SPACE_BEFORE_INLINE = re.compile(r"(?<=[^\s>])[ \t\r\n]+(?=<(?:a|b|em|i|mark|q|span|strong)\b)")


@dataclass(frozen=True)
class Pdf:
    """A finished file. warnings holds what WeasyPrint complained of and every address that was refused."""

    content: bytes
    pages: int
    warnings: tuple[str, ...]


def write_pdf(html: str, *, base_url: str, fetch: Fetch) -> Pdf:
    """The HTML as a tagged PDF; the same HTML and files give the same bytes.

    base_url: scheme and host of the site, against which addresses in the HTML are read. Only paths below /static/ and
    /media/ of that host are served, by fetch(path), and data: addresses; all others are refused and become warnings.
    Raises RenderingFailed, kind pdf_libraries, where Pango is missing.
    """
    weasyprint = _weasyprint()
    refused: list[str] = []
    with _complaints() as complaints, _fonts_without_date():
        document = weasyprint.HTML(
            string=_spaces_apart(html),
            base_url=base_url,
            url_fetcher=_fetcher(base_url, fetch, refused),
            media_type="print",
        ).render(pdf_variant=VARIANT)
        # WeasyPrint makes the rest of the identifier from the file itself.
        identifier = hashlib.sha256(html.encode()).digest()[:16]
        content = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier)
    return Pdf(content=content, pages=len(document.pages), warnings=tuple(dict.fromkeys([*refused, *complaints])))


def rasterise(pdf: bytes, *, width_pixels: int) -> bytes:
    """All pages of a PDF as one PNG of that width, page under page. Holds three bytes a pixel in memory."""
    import pypdfium2
    from PIL import Image

    document = pypdfium2.PdfDocument(pdf)
    try:
        scales = [width_pixels / page.get_width() for page in document]
        heights = [math.ceil(page.get_height() * scale) for page, scale in zip(document, scales, strict=True)]
        whole = Image.new("RGB", (width_pixels, sum(heights)), "white")
        for number, (page, scale) in enumerate(zip(document, scales, strict=True)):
            whole.paste(page.render(scale=scale).to_pil(), (0, sum(heights[:number])))
    finally:
        document.close()
    file = io.BytesIO()
    whole.save(file, "PNG")
    return file.getvalue()


def renderer_name() -> str:
    """What makes the files, with its version: "WeasyPrint 70.0". Raises RenderingFailed where Pango is missing."""
    return f"WeasyPrint {_weasyprint().__version__}"


def _spaces_apart(html: str) -> str:
    """The same HTML with such spaces in elements of their own.

    WeasyPrint 70 breaks a line after its first word where the rest of a text fits but for its last space.
    """
    return _SPACE_BEFORE_INLINE.sub("<span> </span>", html)


def _weasyprint() -> ModuleType:
    try:
        import weasyprint
    except OSError as error:  # a library of the system that it loads by name
        raise RenderingFailed(MISSING_LIBRARIES, kind="pdf_libraries") from error
    return weasyprint


def _fetcher(base_url: str, fetch: Fetch, refused: list[str]) -> URLFetcher:
    """Serves our own files and data: addresses; everything else is added to refused."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = _own_path(url, base_url)
            found = fetch(path) if path else None
            if found is None:
                reason = "not found" if path else "refused, it is no file of this site"
                refused.append(f"{url[:200]}: {reason}")
                raise ValueError(reason)
            content, content_type = found
            return URLFetcherResponse(url, content, headers={"Content-Type": content_type})

    return OwnFiles(allowed_protocols=("data",), allow_redirects=False)


def _own_path(url: str, base_url: str) -> str:
    """The path of a file that may be served, without its query; empty for every other address."""
    parts, base = urlsplit(url), urlsplit(base_url)
    path = unquote(parts.path)
    is_ours = (parts.scheme, parts.netloc) == (base.scheme, base.netloc) and path.startswith(SERVED_PATHS)
    return parts.path if is_ours and posixpath.normpath(path) == path else ""


@contextmanager
def _fonts_without_date() -> Iterator[None]:
    """Fonts that are cut to the letters in use carry the time of the cut, unless this variable names another time."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What WeasyPrint logs as wrong in this thread while the block runs."""
    found: list[str] = []
    thread = threading.get_ident()

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == thread:
                found.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    collector = Collector(logging.WARNING)
    logger.addHandler(collector)
    try:
        yield found
    finally:
        logger.removeHandler(collector)
