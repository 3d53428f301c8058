"""The process that opens a PDF: bytes on standard input, JSON on standard output.

Arguments: memory in megabytes, processor time in seconds, most pages, most characters. The answer is
``{"pages": [text, …]}`` or ``{"error": "encrypted" | "pages" | "characters" | "memory" | "damaged"}``.
"""

from __future__ import annotations

import itertools
import json
import logging
import math
import re
import resource
import sys
from typing import NamedTuple

_MARKER = re.compile(r"(?:[•●▪◦‣∙·○■□➢✓*–-]|\d{1,2}[.)])\s*")


def main(memory_megabytes: int, time_seconds: int, most_pages: int, most_characters: int) -> dict[str, object]:
    memory = memory_megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (time_seconds, time_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        return _read(sys.stdin.buffer.read(), most_pages, most_characters)
    except (MemoryError, RecursionError):
        return {"error": "memory"}
    except Exception:  # a damaged file may fail in any way at all
        return {"error": "damaged"}


def _read(data: bytes, most_pages: int, most_characters: int) -> dict[str, object]:
    import io

    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError

    logging.disable(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data))
    # Many PDFs are encrypted with an empty password only to forbid printing; anyone can open those.
    if reader.is_encrypted and not reader.decrypt(""):
        return {"error": "encrypted"}
    try:
        if len(reader.pages) > most_pages:
            return {"error": "pages"}
        pages: list[str] = []
        for page in reader.pages:
            pages.append(_text_of(page))
            if sum(map(len, pages)) > most_characters:
                return {"error": "characters"}
    except FileNotDecryptedError:
        return {"error": "encrypted"}
    return {"pages": pages}


_LARGEST = 72  # points a letter is high, at most, for the search of its line


class _Piece(NamedTuple):
    """Text drawn in one go, where it begins on the page and how high its letters are."""

    text: str
    x: float
    y: float
    size: float


def _text_of(page: object) -> str:
    """The page's text, with the marks of list items before their items.

    Browsers and the like draw the marks of a page before or after all of its words; only their height tells whose they are.
    """
    pieces: list[_Piece] = []

    def note(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text:
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            pieces.append(_Piece(text, x, y, min(abs(size * tm[3] * cm[3]) or 10, _LARGEST)))

    text = page.extract_text(visitor_text=note) or ""
    is_whole = "".join(piece.text for piece in pieces).strip() == text.strip()
    if not is_whole or not all(math.isfinite(number) for piece in pieces for number in piece[1:]):
        return text
    return "".join(_with_marks_in_place(pieces))


def _with_marks_in_place(pieces: list[_Piece]) -> list[str]:
    """The pieces' texts, a mark that stands apart from its line moved to it; one that belongs to no line stays."""
    texts = [piece.text for piece in pieces]
    filled = [place for place, piece in enumerate(pieces) if piece.text.strip()]
    lines: dict[int, list[int]] = {}  # where a line begins, by its rounded height
    before = "\n"
    for place, text in enumerate(texts):
        if text.strip() and (before.endswith("\n") or text.startswith("\n")) and not _MARKER.fullmatch(text.strip()):
            lines.setdefault(round(pieces[place].y), []).append(place)
        before = text
    following = dict(itertools.pairwise(filled))
    for place in filled:
        mark = pieces[place]
        if not _MARKER.fullmatch(mark.text.strip()):
            continue
        beside = following.get(place)
        if beside is not None and _is_beside(pieces[beside], mark):
            continue
        near = [
            one
            for height in range(round(mark.y - mark.size), round(mark.y + mark.size) + 1)
            for one in lines.get(height, ())
        ]
        near = [one for one in near if _is_beside(pieces[one], mark)]
        if near:
            owner = min(near, key=lambda one: pieces[one].x)
            words = pieces[owner].text.lstrip("\n")
            texts[owner] = f"{pieces[owner].text[: -len(words)]}{mark.text.strip()} {words}"
            texts[place] = "\n" if mark.text.startswith("\n") else ""
            if place + 1 < len(texts) and texts[place + 1] == "\n":
                texts[place + 1] = ""
    return texts


def _is_beside(piece: _Piece, mark: _Piece) -> bool:
    """Whether a piece stands on the mark's line and to the right of it."""
    return abs(piece.y - mark.y) < 0.4 * mark.size and piece.x > mark.x and bool(piece.text.strip())


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*map(int, sys.argv[1:5]))))
