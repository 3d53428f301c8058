"""The same text as PDF and DOCX, and files that hold no text at all."""

from __future__ import annotations

import io
import zipfile
from html import escape

from evaluations.benchmark.trust.editing import bullet_text, is_bullet, is_heading

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WHITE = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'


def docx_of(text: str, white: str = "") -> bytes:
    """A Word document with one paragraph a line, list lines as list items; white is text in the colour of the paper."""
    paragraphs = [_paragraph(line) for line in text.split("\n")]
    paragraphs += [_paragraph(line, _WHITE) for line in white.split("\n")] if white else []
    body = "".join(paragraphs)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        document = f'<?xml version="1.0"?><w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
    return stream.getvalue()


def pdf_of(text: str) -> bytes:
    """A PDF set in one column as a word processor would set it. Raises OSError where the text layout library is absent."""
    from weasyprint import HTML

    parts = []
    for line in text.split("\n"):
        if is_bullet(line):
            parts.append(f"<li>{escape(bullet_text(line))}</li>")
        elif is_heading(line):
            parts.append(f"<h2>{escape(line.strip())}</h2>")
        elif line.strip():
            parts.append(f"<p>{escape(line.strip())}</p>")
        else:
            parts.append("<br>")
    style = "<style>@page{size:A4;margin:2cm}body{font:10pt sans-serif}h2{font-size:12pt}p,li{margin:2pt 0}</style>"
    return HTML(string=f"<html lang=en><head>{style}</head><body>{''.join(parts)}</body></html>").write_pdf()


def unreadable_files() -> dict[str, bytes]:
    """Files people do send that hold nothing to judge, by what they are."""
    with_pictures = io.BytesIO()
    with zipfile.ZipFile(with_pictures, "w") as archive:
        archive.writestr("picture.jpg", b"\xff\xd8\xff\xe0 no text here")
    empty_page = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
    return {
        "empty file": b"",
        "photograph": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
        "zip of pictures": with_pictures.getvalue(),
        "DOCX without a line": docx_of(""),
        "DOCX cut off": docx_of("Marta Ellison\nNurse")[:60],
        "PDF without text": empty_page,
        "PDF cut off": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n12 0 obj\n<</Length 9",
        "old Word file": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512),
        "random bytes": bytes((17 * i * i + 91 * i + 7) % 256 for i in range(4096)),
    }


def _paragraph(line: str, properties: str = "") -> str:
    item = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>' if is_bullet(line) else ""
    words = escape(bullet_text(line) if item else line, quote=False)
    return f'<w:p>{item}<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
