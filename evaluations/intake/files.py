"""Which kind of file is this; the content decides, not the name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from evaluations.intake import docx, html, pdf, plain
from evaluations.intake.shapes import DOCUMENT_FILE_BYTES, MEGABYTE, TEXT_FILE_BYTES, Extracted, IntakeError

_OLD_WORD = bytes.fromhex("d0cf11e0a1b11ae1")


def read_file(source: str | os.PathLike[str] | BinaryIO, name: str | None = None) -> Extracted:
    """The text of a TXT, PDF, DOCX or HTML file, given as a path or as a file opened in binary mode.

    name is the file's name where the source does not tell it. A plain text file keeps every character as it is,
    so that offsets into the result are offsets into the file. Raises IntakeError, and nothing else, for a file
    that is absent, too big, of another kind, locked, damaged or without text.
    """
    data, name = _bytes_of(source, name)
    if not data:
        raise IntakeError("This file is empty. Choose the file with the text in it.")
    if b"%PDF-" in data[:1024]:
        _check_size(data, DOCUMENT_FILE_BYTES, "PDF")
        return pdf.read(data)
    if data.startswith(b"PK\x03\x04"):
        _check_size(data, DOCUMENT_FILE_BYTES, "DOCX")
        return docx.read(data)
    if data.startswith(_OLD_WORD):
        raise IntakeError(
            "This is an old Word file (DOC) or a document locked with a password; save it as DOCX without a password."
        )
    if data.startswith(b"{\\rtf"):
        raise IntakeError("This is an RTF file; save it as DOCX, PDF or TXT.")
    if Path(name).suffix.lower() in (".html", ".htm") or data.lstrip()[:15].lower().startswith(
        (b"<!doctype", b"<html")
    ):
        _check_size(data, TEXT_FILE_BYTES, "HTML")
        return html.read(data)
    _check_size(data, TEXT_FILE_BYTES, "text")
    return plain.read(data)


def read_data(path: str | os.PathLike[str]) -> str:
    """The text of a data file such as a ledger in JSON: UTF-8, limited in bytes only. Raises IntakeError."""
    data, _ = _bytes_of(path, None)
    _check_size(data, TEXT_FILE_BYTES, "data")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise IntakeError("This file is not readable as text; save it in UTF-8.") from None


def _bytes_of(source: str | os.PathLike[str] | BinaryIO, name: str | None) -> tuple[bytes, str]:
    """The first bytes of the source, one more than the largest file may have, and its name."""
    limit = DOCUMENT_FILE_BYTES + 1
    if not isinstance(source, (str, os.PathLike)):
        return source.read(limit), name or str(getattr(source, "name", ""))
    path = Path(source)
    try:
        with path.open("rb") as file:
            return file.read(limit), name or path.name
    except FileNotFoundError:
        raise IntakeError(f"There is no file at {path}.") from None
    except IsADirectoryError:
        raise IntakeError(f"{path} is a folder, not a file.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not a usable path"
        raise IntakeError(f"{path} cannot be read: {reason}.") from None


def _check_size(data: bytes, limit: int, kind: str) -> None:
    if len(data) > limit:
        raise IntakeError(
            f"This {kind} file is larger than {limit // MEGABYTE} MB. Save only the job description or résumé, without pictures."
        )
