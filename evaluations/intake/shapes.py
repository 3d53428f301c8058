"""What intake gives, how it fails, and the limits it keeps."""

from __future__ import annotations

from dataclasses import dataclass

from evaluations.limits import TEXT_CHARACTERS

MEGABYTE = 1024 * 1024
TEXT_FILE_BYTES = 2 * MEGABYTE
DOCUMENT_FILE_BYTES = 10 * MEGABYTE
PDF_PAGES = 50

PLAIN = "text/plain"
HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class IntakeError(Exception):
    """No text could be had from a file; sentence says to a person why and what to do about it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Extracted:
    """The text of a file, never blank; notes are sentences about anything a person should check in it."""

    text: str
    media_type: str
    notes: tuple[str, ...] = ()


def checked(text: str, empty_sentence: str) -> str:
    """The text if it is neither blank nor too long; raises IntakeError otherwise."""
    if not text.strip():
        raise IntakeError(empty_sentence)
    if len(text) > TEXT_CHARACTERS:
        raise too_long()
    return text


def too_long() -> IntakeError:
    return IntakeError(
        f"The text is longer than {TEXT_CHARACTERS:,} characters; a job description or résumé is far shorter. "
        "Keep only that part."
    )
