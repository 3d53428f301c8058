"""HTML to PDF to picture: only files of ours are served, complaints are kept, and failures say what to do."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from PIL import Image
from pypdf import PdfReader

from xrays import report_pdf
from xrays.failures import RenderingFailed

SITE = "http://localhost/"


def font(path: str) -> tuple[bytes, str] | None:
    found = find(path.removeprefix("/static/"))
    return (Path(found).read_bytes(), "font/woff2") if found else None


@pytest.fixture(autouse=True, scope="module")
def libraries() -> None:
    """Pango, without which there is no PDF."""
    try:
        report_pdf.renderer_name()
    except RenderingFailed as failure:
        pytest.skip(failure.sentence)


def write(html: str, fetch: Callable[[str], tuple[bytes, str] | None] = font) -> report_pdf.Pdf:
    return report_pdf.write_pdf(html, base_url=SITE, fetch=fetch)


def test_only_files_of_the_site_are_served() -> None:
    asked: list[str] = []

    def serve(path: str) -> tuple[bytes, str] | None:
        asked.append(path)
        return (b"p { color: red }", "text/css") if path == "/static/css/a.css" else None

    wanted = [
        "http://elsewhere.example/a.css",
        "//elsewhere.example/static/a.css",
        "https://localhost/static/css/a.css",
        "file:///etc/hostname",
        "/admin/a.css",
        "http://localhost/static/%2e%2e/secret.css",
        "/static/css/missing.css",
    ]
    links = "".join(f'<link rel="stylesheet" href="{address}">' for address in ("/static/css/a.css?v=1", *wanted))
    pdf = write(
        f'<!doctype html><html lang="en"><head><title>A</title>{links}</head><body><p>A</p></body></html>', serve
    )
    assert asked == ["/static/css/a.css", "/static/css/missing.css"]
    for address in wanted:
        shown = f"http:{address}" if address.startswith("//") else address if ":" in address else SITE + address[1:]
        assert any(shown in warning for warning in pdf.warnings), address
    assert pdf.pages == 1


def test_pictures_inside_the_html_are_no_fetch() -> None:
    picture = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"
    html = f'<!doctype html><html lang="en"><title>A</title><p><img src="{picture}" alt="Nothing"></p></html>'
    assert write(html, lambda path: pytest.fail(path)).warnings == ()


def test_what_weasyprint_says_elsewhere_is_not_mixed_in() -> None:
    html = '<!doctype html><html lang="en"><title>A</title><style>p { colour: red }</style><p>A</p></html>'
    assert any("colour" in warning for warning in write(html).warnings)
    assert write(html.replace("colour", "color")).warnings == ()


def test_no_line_ends_after_its_first_word_for_want_of_one_space() -> None:
    """At some of these widths the words before the inline element fit, but for the space that follows them."""
    words = "One score per persona, and each record has a page of its own. Sophie Lambert <b>fictional</b> stands here."
    widths = range(590, 615)
    style = '@font-face { font-family: "Inter"; src: url("/static/fonts/inter-latin-wght-normal.woff2") } p { font-family: "Inter" }'
    style += "".join(f".w{width} {{ width: {width}px }}" for width in widths)
    paragraphs = "".join(f'<p class="w{width}">{words}</p>' for width in widths)
    pdf = write(f'<!doctype html><html lang="en"><title>A</title><style>{style}</style>{paragraphs}</html>')
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert " ".join(text.split()).count("Sophie Lambert fictional stands here.") == len(widths)
    assert [line for line in text.splitlines() if line.strip() == "One"] == []


@pytest.mark.parametrize("width", [640, 1283])
def test_pages_become_one_picture_of_the_wanted_width(width: int) -> None:
    html = '<!doctype html><html lang="en"><title>A</title><style>@page { size: 100mm 50mm; margin: 0 } body, p { margin: 0 } p { '
    html += 'break-after: page; background: #f00; height: 50mm }</style><p>A</p><p>B</p><p style="break-after: auto">C</p></html>'
    pdf = write(html)
    picture = Image.open(io.BytesIO(report_pdf.rasterise(pdf.content, width_pixels=width)))
    assert (pdf.pages, picture.format, picture.width) == (3, "PNG", width)
    assert abs(picture.height - 3 * width / 2) <= 3
    assert picture.getpixel((width - 1, picture.height // 2)) == (255, 0, 0)


def test_renderer_has_a_version() -> None:
    assert re.fullmatch(r"WeasyPrint \d+\.\d+", report_pdf.renderer_name())


def test_without_pango_the_failure_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoPango:
        def find_spec(self, name: str, *_rest: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    with pytest.raises(RenderingFailed, match=r"apt-get install .*libpango-1\.0-0") as raised:
        write("<p>A</p>")
    assert raised.value.kind == "pdf_libraries"
