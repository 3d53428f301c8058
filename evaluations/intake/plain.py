"""Plain text in the encodings people have."""

from __future__ import annotations

import codecs

from evaluations.intake.shapes import PLAIN, Extracted, IntakeError, checked

_UNREADABLE = "This file is not readable as text; save it as plain text in UTF-8, or as PDF or DOCX."
# Above this share of letters beyond ASCII, a file that is not UTF-8 is more likely in another alphabet's encoding.
_LARGEST_FOREIGN_SHARE = 0.2


def read(data: bytes) -> Extracted:
    """The text of a plain file in UTF-8, UTF-16 with a byte order mark, or, said in a note, Windows-1252."""
    text, notes = _decoded(data)
    controls = sum(character < " " and character not in "\t\n\r\f\v" for character in text)
    if "\0" in text or controls > len(text) // 200:
        raise IntakeError(_UNREADABLE)
    return Extracted(
        text=checked(text, "This file holds no text, only blanks. Choose the file with the text in it."),
        media_type=PLAIN,
        notes=notes,
    )


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16"), ()
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise IntakeError(_UNREADABLE) from None
    foreign = sum(character > "\x7f" for character in text)
    if foreign > len(text) * _LARGEST_FOREIGN_SHARE:
        raise IntakeError(_UNREADABLE)
    return text, ("The file is not UTF-8; it was read as Windows-1252 (Western European). Check accented letters.",)
