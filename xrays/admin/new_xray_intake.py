"""What the screen "New x-ray" does with what was sent before its forms look at it.

Texts travel in the form: files and addresses are read into its fields once, so that nothing has to be chosen again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from evaluations.grounding import clean, without_hidden
from evaluations.intake import Extracted, Fetcher, IntakeError, read_file
from evaluations.limits import TEXT_CHARACTERS
from xrays import guesses
from xrays.publishing import MAX_PROFILES

ROW_FIELDS = ("name", "headline", "employers", "text", "source", "notes")
MOST_ROWS = 2 * MAX_PROFILES
QUOTE_CHARACTERS = 200


@dataclass
class Sent:
    """What was sent, with files, addresses and guesses put into its fields.

    errors: sentences by field ("file", "address", "resumes", "personas"). is_fresh: something stands in it that the person who
    sent it has not seen yet.
    """

    data: QueryDict
    rows: int = 0
    errors: dict[str, list[str]] = field(default_factory=dict)
    is_fresh: bool = False

    def add_error(self, name: str, sentence: str) -> None:
        self.errors.setdefault(name, []).append(sentence)


def take(data: QueryDict, files: MultiValueDict[str, Any], *, fetcher: Fetcher, today: date) -> Sent:
    """Everything that was sent, as the form shows it next. Never raises for bad input: sentences stand in errors."""
    sent = Sent(data.copy())
    _take_choices(sent)
    _take_job(sent, files.get("file"), fetcher, today)
    rows = _rows_of(sent.data)
    _take_resumes(sent, rows, files.getlist("resumes"))
    for row in rows:
        row["text"], row["notes"] = _without_hidden(row["text"], row["notes"])
        name, headline = guesses.guess_person(row["text"])
        sent.is_fresh |= _fill(row, {"name": name, "headline": headline})
    _put_rows(sent, rows)
    _note_what_is_new(sent, rows)
    return sent


def remarks(text: str) -> list[str]:
    """What is odd in a text, in sentences that quote the place."""
    found = []
    for flag in clean(text[: TEXT_CHARACTERS + 1]).flags:
        quoted = ""
        if flag.kind == "injection" and flag.span is not None:
            words = " ".join(text[flag.span.start : flag.span.end].split())
            quoted = f" “{words[:QUOTE_CHARACTERS]}{'…' if len(words) > QUOTE_CHARACTERS else ''}”"
        found.append(f"{flag.sentence}{quoted}")
    return found


def _take_choices(sent: Sent) -> None:
    """Without scripts the choosers stay empty, and plain lists are sent instead."""
    data = sent.data
    for name in ("job_description", *(f"persona_{place + 1}" for place in range(MAX_PROFILES))):
        if (value := data.get(name)) and not (value.isascii() and value.isdigit() and len(value) < 10):
            data[name] = ""
            sent.add_error("personas", "What was chosen is not a stored record. Choose it again.")
    if not data.get("plain"):
        return
    data["job_description"] = data.get("plain_job_description", "")
    chosen = data.getlist("plain_personas")
    for place in range(MAX_PROFILES):
        data[f"persona_{place + 1}"] = chosen[place] if place < len(chosen) else ""
    if len(chosen) > MAX_PROFILES:
        sent.add_error("personas", f"{len(chosen)} personas are chosen; an x-ray has at most {MAX_PROFILES}.")


def _take_job(sent: Sent, upload: Any, fetcher: Fetcher, today: date) -> None:
    data = sent.data
    address = data.get("address", "").strip()
    if upload is not None:
        if (extracted := _read(upload, sent, "file")) is not None:
            _put_job_text(sent, extracted, upload.name)
    elif address and not data.get("text", "").strip() and not data.get("job_description"):
        try:
            fetched = fetcher.fetch(address)
        except IntakeError as error:
            sent.add_error("address", error.sentence)
        else:
            _put_job_text(sent, fetched.extracted, fetched.address)
            data["captured_on"] = today.isoformat()
    data["text"], data["text_notes"] = _without_hidden(data.get("text", ""), data.get("text_notes", ""))
    if data["text"].strip():
        company, title = guesses.guess_job(data["text"])
        filled = {name: data.get(name, "") for name in ("company", "title")}
        sent.is_fresh |= _fill(filled, {"company": company, "title": title})
        _set_all(data, filled)


def _set_all(data: QueryDict, values: dict[str, str]) -> None:
    for name, value in values.items():
        data[name] = value


def _put_job_text(sent: Sent, extracted: Extracted, source: str) -> None:
    _set_all(sent.data, {"text": extracted.text, "text_source": source, "text_notes": "\n".join(extracted.notes)})
    sent.is_fresh = True


def _take_resumes(sent: Sent, rows: list[dict[str, str]], uploads: Sequence[Any]) -> None:
    for place, upload in enumerate(uploads):
        if place >= MAX_PROFILES or len(rows) >= MOST_ROWS:
            sent.add_error("resumes", f"{upload.name}: not read. An x-ray has at most {MAX_PROFILES} personas.")
        elif (extracted := _read(upload, sent, "resumes")) is not None:
            row = dict.fromkeys(ROW_FIELDS, "")
            rows.append(row | {"text": extracted.text, "source": upload.name, "notes": "\n".join(extracted.notes)})
            sent.is_fresh = True


def _read(upload: Any, sent: Sent, name: str) -> Extracted | None:
    try:
        return read_file(upload, upload.name)
    except IntakeError as error:
        sent.add_error(name, f"{upload.name}: {error.sentence}")
        return None


def _rows_of(data: QueryDict) -> list[dict[str, str]]:
    """The résumés that were sent, without blank ones and those to leave out."""
    try:
        count = min(int(data.get("resume_count", "0")), MOST_ROWS + 1)
    except ValueError:
        count = 0
    rows = []
    for place in range(count):
        row = {name: data.get(f"resume-{place}-{name}", "") for name in ROW_FIELDS}
        left_out = data.get(f"resume-{place}-leave_out")
        if not left_out and any(row[name].strip() for name in ("name", "headline", "employers", "text")):
            rows.append(row)
    return rows


def _put_rows(sent: Sent, rows: Sequence[dict[str, str]]) -> None:
    """Write the rows back, numbered anew, and a blank one to paste into while there is room."""
    for name in [name for name in sent.data if name.startswith("resume-")]:
        del sent.data[name]
    shown = list(rows)
    if len(rows) < MAX_PROFILES:
        shown.append(dict.fromkeys(ROW_FIELDS, ""))
    for place, row in enumerate(shown):
        _set_all(sent.data, {f"resume-{place}-{name}": value for name, value in row.items()})
    sent.rows = len(shown)
    sent.data["resume_count"] = str(len(shown))


def _without_hidden(text: str, notes: str) -> tuple[str, str]:
    kept, removed = without_hidden(text)
    if not removed:
        return text, notes
    sentence = f"Removed {removed} hidden character{'' if removed == 1 else 's'}."
    return kept, "\n".join(dict.fromkeys([*notes.splitlines(), sentence]))


def _fill(row: dict[str, str], guessed: dict[str, str]) -> bool:
    """Put guesses where nothing was typed; whether there was one."""
    filled = False
    for name, value in guessed.items():
        if value and not row[name].strip():
            row[name], filled = value, True
    return filled


def _note_what_is_new(sent: Sent, rows: Sequence[dict[str, str]]) -> None:
    """Remember the notes and remarks that are shown now; new ones must be seen before anything is created."""
    texts = [(sent.data["text"], sent.data["text_notes"]), *((row["text"], row["notes"]) for row in rows)]
    said = [sentence for text, notes in texts for sentence in (*notes.splitlines(), *remarks(text))]
    digests = {sha256(sentence.encode("utf-8", "replace")).hexdigest()[:16] for sentence in said}
    sent.is_fresh |= not digests <= set(sent.data.get("seen", "").split())
    sent.data["seen"] = " ".join(sorted(digests))
