"""Text out of a PDF, in a process of its own that may neither grow nor hang."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from evaluations.intake.shapes import PDF, PDF_PAGES, TEXT_CHARACTERS, Extracted, IntakeError, checked, too_long

MEMORY_MEGABYTES = 512
TIME_SECONDS = 10
_CHILD = Path(__file__).with_name("pdf_child.py")

_SENTENCES = {
    "encrypted": "This PDF is locked with a password; save a copy without one.",
    "pages": f"This PDF has more than {PDF_PAGES} pages; a job description or résumé is far shorter. Save only its pages.",
    "memory": "This PDF is too complicated to read; save it again as a simpler PDF, or as DOCX or TXT.",
    "damaged": "This PDF is damaged and cannot be read; save it again, or use DOCX or TXT.",
}
_PICTURES = "This PDF holds only pictures of text, which are not read; export it from the program it was written in."
_BULLET = re.compile(r"^\s*[•●▪◦‣∙·*–-]\s+")
_LONE_BULLET = re.compile(r"^\s*[•●▪◦‣∙]\s*$")
_ADDRESS = re.compile(r"\S+@\S|(?:https?:|www\.)\S|[\w.-]+\.(?:com|org|net|io|dev)\b")
_ENDS_OPEN = re.compile(r"(?:,|\b(?:and|or|of|the|a|an|to|for|in|on|with|by|from|at|as|into|via|using))$")


def read(data: bytes) -> Extracted:
    """The text of all pages; lines broken by the page's width are joined where that is certain.

    Raises IntakeError for a PDF that is locked, damaged, too long, too complicated, or only pictures.
    """
    answer = _read_in_child(data)
    if "error" in answer:
        if answer["error"] == "characters":
            raise too_long()
        raise IntakeError(_SENTENCES.get(answer["error"], _SENTENCES["damaged"]))
    pages = [_unwrapped(page) for page in answer["pages"]]
    text = checked("\n\n".join(page for page in pages if page), _PICTURES)
    notes = ["Read from a PDF: check that the text below is complete and in order."]
    empty = sum(not page for page in pages)
    if empty:
        verb = "holds" if empty == 1 else "hold"
        notes.append(f"{empty} of {len(pages)} pages {verb} no text, perhaps only pictures.")
    return Extracted(text=text, media_type=PDF, notes=tuple(notes))


def _read_in_child(data: bytes) -> dict[str, object]:
    limits = [str(MEMORY_MEGABYTES), str(TIME_SECONDS), str(PDF_PAGES), str(TEXT_CHARACTERS)]
    try:
        # -P keeps this folder off the child's module path, where a neighbour could hide a library.
        finished = subprocess.run(  # noqa: S603 - our own file, no shell
            [sys.executable, "-P", str(_CHILD), *limits], input=data, capture_output=True, timeout=TIME_SECONDS + 2
        )
    except subprocess.TimeoutExpired:
        return {"error": "memory"}
    if finished.returncode < 0:  # ended by a signal: the processor-time limit
        return {"error": "memory"}
    try:
        return json.loads(finished.stdout)
    except ValueError:
        return {"error": "damaged"}


def _unwrapped(page: str) -> str:
    """The page with wrapped lines joined: the next line goes on in lower case, or this one plainly has not ended."""
    lines: list[str] = []
    for line in (line.strip() for line in page.splitlines()):
        if lines and lines[-1] and line and not _BULLET.match(line) and _continues(lines[-1], line):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    while lines and (not lines[-1] or _LONE_BULLET.match(lines[-1])):
        lines.pop()  # some programs draw all bullets after the text
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _continues(before: str, line: str) -> bool:
    if _LONE_BULLET.match(before):
        return True
    if before.endswith("-") and before[-2:-1].isalpha() and line[0].islower():
        return False  # a broken word: text hygiene joins it without a space
    goes_on = line[0].islower() and not before.endswith((".", ":", "!", "?")) and not _ADDRESS.match(line)
    return goes_on or (len(before) > 40 and bool(_ENDS_OPEN.search(before)))
