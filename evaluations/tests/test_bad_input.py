"""Bad input, wherever a text comes in: a sentence that says what is wrong and what to do, never a score."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError

from evaluations.engines.base import TextUnusable
from evaluations.engines.local import LocalEngine
from evaluations.intake import IntakeError, read_file
from evaluations.limits import TEXT_CHARACTERS
from evaluations.tests.bad_texts import BAD, GERMAN, Bad
from evaluations.tests.test_commands import run

DEMO = Path(__file__).resolve().parents[2] / "xrays" / "demo" / "kraken-middleware"
JOB_DESCRIPTION = (DEMO / "job_description.txt").read_text()
RESUME = (DEMO / "personas" / "rafael-mendes.txt").read_text()
AS_OF = date(2026, 11, 23)
ENGINE = LocalEngine()

each_bad_text = pytest.mark.parametrize("bad", BAD.values(), ids=BAD)


@each_bad_text
def test_engine_reads_no_ledger_out_of_it(bad: Bad) -> None:
    with pytest.raises(TextUnusable) as caught:
        ENGINE.read(bad.text)
    assert caught.value.kind == bad.as_job_description
    assert bad.words in caught.value.sentence


@each_bad_text
def test_engine_judges_no_finding_out_of_it(bad: Bad) -> None:
    requirements = ENGINE.read(JOB_DESCRIPTION).requirements
    with pytest.raises(TextUnusable) as caught:
        ENGINE.judge(requirements, JOB_DESCRIPTION, bad.text, AS_OF)
    assert caught.value.kind == bad.as_resume
    assert bad.words in caught.value.sentence


def test_texts_that_changed_places_are_told_apart() -> None:
    with pytest.raises(TextUnusable, match=r"This looks like a résumé\. Paste the job description here"):
        ENGINE.read(RESUME)
    with pytest.raises(TextUnusable, match=r"This looks like a job description\. Paste the résumé here"):
        ENGINE.judge(ENGINE.read(JOB_DESCRIPTION).requirements, JOB_DESCRIPTION, JOB_DESCRIPTION, AS_OF)


# Files a text comes in, as they are sent: name, bytes, and what is said.
def utf_8(text: str) -> bytes:
    return text.encode()


FILES = {
    "empty": (b"", "This file is empty. Choose the file with the text in it."),
    "UTF-16 without its mark": (JOB_DESCRIPTION.encode("utf-16-le"), "This file is not readable as text; save it"),
    "Cyrillic code page": ("Опыт работы в больнице".encode("cp1251"), "This file is not readable as text; save it"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This file is not readable as text; save it"),
    "ten megabytes": (utf_8("We need Kafka.\n" * 700_000), "This text file is larger than 2 MB. Save only"),
    "a million characters in one line": (b"x" * 1_000_000, "The text is longer than 60,000 characters; a job"),
    "old Word or locked DOCX": (
        bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600,
        "locked with a password; save it as DOCX",
    ),
    "German": (utf_8(GERMAN), "This text is not in English. Only English"),
}


@pytest.mark.parametrize(("data", "sentence"), FILES.values(), ids=FILES)
def test_commands_say_it_and_score_nothing(tmp_path: Path, data: bytes, sentence: str) -> None:
    good, bad, resume = tmp_path / "good.txt", tmp_path / "bad.txt", tmp_path / "resume.txt"
    good.write_text(JOB_DESCRIPTION)
    resume.write_text(RESUME)
    bad.write_bytes(data)
    for arguments in (("read_jd", bad), ("evaluate", bad, resume)):
        with pytest.raises(CommandError) as caught:
            run(*arguments, engine="local")
        assert str(caught.value).startswith(f"{bad}: ")
        assert sentence in str(caught.value)
    row, fine = json.loads(run("evaluate", good, bad, resume, engine="local", as_json=True, as_of="2026-11-23"))[
        "evaluations"
    ]
    assert sentence in row["error"]
    assert (row["score"], row["band"], row["met"], row["findings"]) == (None, None, None, [])
    assert fine["score"] is not None


def test_a_ledger_file_may_be_longer_than_a_text(tmp_path: Path) -> None:
    (tmp_path / "jd.txt").write_text(JOB_DESCRIPTION)
    (tmp_path / "resume.txt").write_text(RESUME)
    printed = run("read_jd", tmp_path / "jd.txt", engine="local", as_json=True)
    (tmp_path / "ledger.json").write_text(printed + " " * TEXT_CHARACTERS)
    options = {"engine": "local", "as_json": True, "ledger": str(tmp_path / "ledger.json"), "as_of": "2026-11-23"}
    document = json.loads(run("evaluate", tmp_path / "jd.txt", tmp_path / "resume.txt", **options))
    assert document["requirements"] == json.loads(printed)["requirements"]


# Texts made to keep a reader busy, as long as a text may be.
def filled(piece: str) -> str:
    return (piece * (TEXT_CHARACTERS // len(piece) + 1))[: TEXT_CHARACTERS - 400]


POSTING = "Senior Engineer\n\nWe are looking for a person who will join our team.\n\nRequirements\n\n"
CAREER = "Jo Reed\njo@example.org\n\nExperience\nEngineer, Acme, Jan 2018 - present\n- Ran Kafka\n\nEducation\nBSc, 2017\n\nSkills\n"
HOSTILE = {
    "digits": filled("1"),
    "blanks": "Kafka" + filled(" ") + "Kafka",
    "words": filled("experience with kafka "),
    "names with capitals": filled("Kafka Python "),
    "alternatives": filled("Go or "),
    "both": filled("Go and Rust and "),
    "list": filled("kafka, python, "),
    "slashes": filled("Go/"),
    "nested brackets": "(" * 29_000 + ")" * 29_000,
    "open brackets": filled("(kafka "),
    "years": filled("5 years, "),
    "ands": filled("and "),
    "Markdown": "".join(" " * depth + "- item kafka\n" for depth in range(330)),
    "links": filled("[a]("),
    "addresses": filled("a@"),
}


def within_seconds(work: Callable[[], object], most: float = 10) -> None:
    """Without its bounds the engine takes minutes. Processor time, so that a busy machine is no failure."""
    start = time.process_time()
    try:
        work()
    except TextUnusable as refused:
        assert refused.kind in ("too_long", "not_a_job_description", "not_a_resume", "empty", "language")
    assert time.process_time() - start < most


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read_and_judged_or_refused_soon(text: str) -> None:
    requirements = ENGINE.read(JOB_DESCRIPTION).requirements
    within_seconds(lambda: ENGINE.read(POSTING + text))
    within_seconds(lambda: ENGINE.judge(requirements, JOB_DESCRIPTION, CAREER + text, AS_OF))


def test_no_file_raises_anything_but_a_sentence() -> None:
    for data in (b"PK\x03\x04" + b"\0" * 100, b"%PDF-1.4" + b"\xff" * 1000, b"PK\x05\x06" + b"\0" * 18, b"{\\rtf"):
        with pytest.raises(IntakeError):
            read_file(io.BytesIO(data), "file")
