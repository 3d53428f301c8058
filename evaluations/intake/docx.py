"""Text out of a DOCX: the zip is checked first, then its XML is streamed by defusedxml; nothing else is opened."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from evaluations.intake.shapes import DOCX, MEGABYTE, TEXT_CHARACTERS, Extracted, IntakeError, checked, too_long

MOST_ENTRIES = 1000
MOST_UNPACKED_BYTES = 20 * MEGABYTE
MOST_RATIO = 100
MOST_PARAGRAPHS = 20_000
MOST_ELEMENTS = 500_000

_DOCUMENT = "word/document.xml"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_WORD = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DAMAGED = "This DOCX file is damaged and cannot be read; save it again, or use PDF or TXT."
_SUSPICIOUS = "This DOCX file unpacks to far more than a document needs and is not opened; save it again, or use TXT."


def read(data: bytes) -> Extracted:
    """Paragraphs and tables in the order of the page; list items begin with "- ", cells of a row are parted by " | ".

    Headers, footers, comments, deleted and hidden text are left out. Raises IntakeError for a file that is
    damaged, locked, not a Word document, built to exhaust memory, or that reaches for files outside itself.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive, len(data))
            walk = _Walk()
            with archive.open(_DOCUMENT) as document:
                walk.through(document)
    except IntakeError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, KeyError):
        raise IntakeError(_DAMAGED) from None
    text = checked(
        "\n".join(walk.lines).strip("\n"),
        "This DOCX file holds no text, perhaps only pictures; pictures of text are not read. Save the text itself.",
    )
    notes = ["Read from a DOCX file: check that the text below is complete and in order."]
    if walk.hidden_runs:
        notes.append("Hidden text in the file was left out.")
    return Extracted(text=text, media_type=DOCX, notes=tuple(notes))


def _check(archive: zipfile.ZipFile, packed_bytes: int) -> None:
    """Everything that can be known to be wrong before anything is unpacked."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise IntakeError(_SUSPICIOUS)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED_BYTES or unpacked > MOST_RATIO * packed_bytes:
        raise IntakeError(_SUSPICIOUS)
    if _DOCUMENT not in archive.namelist():
        raise IntakeError(
            "This file is a zip archive but not a Word document (DOCX); take the document out of it first."
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise IntakeError("This DOCX file is locked with a password; save a copy without one.")
    for entry in entries:
        if entry.filename.endswith(".rels"):
            with archive.open(entry) as relations:
                if any(_reaches_outside(element) for element in _elements(relations)):
                    raise IntakeError(
                        "This DOCX file loads parts from outside itself and is not opened; save it as PDF or TXT."
                    )


def _reaches_outside(element: object) -> bool:
    """Whether a relation loads something from elsewhere; a hyperlink to a web or mail address loads nothing."""
    if element.get("TargetMode") != "External":
        return False
    target = (element.get("Target") or "").strip().lower()
    is_link = (element.get("Type") or "").endswith("/hyperlink")
    return not is_link or target.startswith(("file:", "\\\\", "//"))


def _elements(stream: object, *, starts: bool = False) -> Iterator:
    """The elements of an XML stream as they end; with starts, pairs of "start" or "end" and the element."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    try:
        for count, (event, element) in enumerate(iterparse(stream, events=("start", "end"), forbid_dtd=True)):
            if count > 2 * MOST_ELEMENTS:
                raise IntakeError(_SUSPICIOUS)
            if starts:
                yield event, element
            elif event == "end":
                yield element
    except (ParseError, DefusedXmlException, ValueError):
        raise IntakeError(_DAMAGED) from None


class _Walk:
    """One pass over word/document.xml; text boxes stand before the paragraph that anchors them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.hidden_runs = 0
        self._characters = 0
        self._paragraphs: list[_Paragraph] = []
        self._run: list[str] | None = None
        self._run_is_hidden = False
        self._rows: list[list[list[str]]] = []
        self._seen = 0

    def through(self, stream: object) -> None:
        skipping = 0
        for event, element in _elements(stream, starts=True):
            if element.tag == _FALLBACK:
                skipping += 1 if event == "start" else -1
            elif not skipping:
                name = element.tag.removeprefix(_WORD).removeprefix(_STRICT_WORD)
                (self._start if event == "start" else self._end)(name, element)
            if event == "end" and not self._paragraphs:
                element.clear()

    def _start(self, name: str, element: object) -> None:
        if name == "p":
            self._seen += 1
            if self._seen > MOST_PARAGRAPHS:
                raise too_long()
            self._paragraphs.append(_Paragraph())
        elif name == "tr":
            self._rows.append([])
        elif name == "tc" and self._rows:
            self._rows[-1].append([])
        elif name == "r":
            self._run, self._run_is_hidden = [], False

    def _end(self, name: str, element: object) -> None:
        if name == "p":
            self._write(self._paragraphs.pop().line)
        elif name == "tr":
            self._write_row(self._rows.pop())
        elif not self._paragraphs:
            return
        elif name == "r":
            self._end_run()
        elif name == "t":
            self._add(element.text or "")
        elif name in ("tab", "ptab") and self._run is not None:
            self._add("\t")
        elif name in ("br", "cr"):
            self._add("\n")
        elif name == "noBreakHyphen":
            self._add("-")
        elif name == "vanish" and self._run is not None:
            self._run_is_hidden = _value(element) not in ("0", "false", "off")
        elif name == "numId":
            self._paragraphs[-1].is_item = _value(element) != "0"
        elif name == "pStyle" and (_value(element) or "").lower().startswith("list"):
            self._paragraphs[-1].is_item = True

    def _add(self, piece: str) -> None:
        if self._run is not None:
            self._run.append(piece)
        else:
            self._paragraphs[-1].pieces.append(piece)

    def _end_run(self) -> None:
        if self._run_is_hidden and any(piece.strip() for piece in self._run or ()):
            self.hidden_runs += 1
        elif self._run:
            self._paragraphs[-1].pieces.extend(self._run)
        self._run, self._run_is_hidden = None, False

    def _write(self, line: str) -> None:
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(line)
        else:
            self.lines.append(line)
        self._characters += len(line) + 1
        if self._characters > TEXT_CHARACTERS:
            raise too_long()

    def _write_row(self, cells: list[list[str]]) -> None:
        """A row of short cells becomes one line; a row used to lay out the page becomes its cells, one after another."""
        filled = [[line for line in cell if line.strip()] for cell in cells]
        filled = [cell for cell in filled if cell]
        is_one_line = all(len(cell) == 1 for cell in filled)
        lines = [" | ".join(cell[0] for cell in filled)] if is_one_line else [line for cell in filled for line in cell]
        outer = self._rows[-1][-1] if self._rows and self._rows[-1] else self.lines
        outer.extend(line for line in lines if line)


class _Paragraph:
    """A paragraph being read."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.is_item = False

    @property
    def line(self) -> str:
        text = "".join(self.pieces).strip()
        return f"- {text}" if self.is_item and text else text


def _value(element: object) -> str | None:
    return element.get(f"{_WORD}val", element.get(f"{_STRICT_WORD}val"))
