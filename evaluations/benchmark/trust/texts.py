"""The texts the properties are tried on: job descriptions with résumés of several people."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluations.benchmark.gold import FolderError, Posting

CASES = Path(__file__).with_name("cases")
_NAME_LINE = re.compile(r"""^\W*(?P<name>[^\W\d_][^\n,|(\d@]*?)\s*(?:[,|(–—]|\s-\s|$)""")


@dataclass(frozen=True)
class Person:
    """A résumé, and what in it says who the person is: the name and the employers where they are known."""

    slug: str
    text: str
    name: str | None = None
    employers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Job:
    """A job description and the résumés that answer it."""

    slug: str
    text: str
    people: tuple[Person, ...]


def jobs_in(folder: Path) -> tuple[Job, ...]:
    """The jobs of a folder of folders, each with job_description.txt and personas/*.txt.

    A TOML file beside them may tell names and employers: [[personas]] with slug, name and employers. Folders without a
    job description are passed over. Raises FolderError where there is no such folder, no job in it, or a file of it cannot be read.
    """
    if not folder.is_dir():
        raise FolderError(f"There is no folder at {folder}.")
    jobs = []
    for place in sorted(path.parent for path in folder.glob("*/job_description.txt")):
        known = {row["slug"]: row for path in sorted(place.glob("*.toml")) for row in _personas(path)}
        people = []
        for path in sorted((place / "personas").glob("*.txt")):
            text = _text(path)
            row = known.get(path.stem, {})
            name = row.get("name") or name_in(text)
            people.append(Person(path.stem, text, name, tuple(row.get("employers", ()))))
        jobs.append(Job(place.name, _text(place / "job_description.txt"), tuple(people)))
    if not jobs:
        raise FolderError(f"The folder {folder} holds no NAME/job_description.txt.")
    return tuple(jobs)


def jobs_of(postings: Sequence[Posting]) -> tuple[Job, ...]:
    """The postings of a benchmark folder; of their people only the first line's name is known."""
    return tuple(
        Job(
            posting.name,
            posting.text,
            tuple(Person(resume.who, resume.text, name_in(resume.text)) for resume in posting.resumes),
        )
        for posting in postings
    )


def own_jobs() -> tuple[Job, ...]:
    """The jobs that come with the suite: eight fields, each with a plain and a polished résumé of the same evidence."""
    return jobs_in(CASES / "texts")


def load_cases(name: str) -> dict[str, Any]:
    """The cases written down in cases/NAME.toml."""
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def name_in(text: str) -> str | None:
    """The name at the top of a résumé: two to four words without a digit; None where the first line is none."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    match = _NAME_LINE.match(first)
    name = match["name"].strip() if match else ""
    return name if 2 <= len(name.split()) <= 4 else None


def _personas(path: Path) -> list[dict[str, Any]]:
    try:
        rows = tomllib.loads(_text(path)).get("personas", [])
    except tomllib.TOMLDecodeError as error:
        raise FolderError(f"{path} is not valid TOML: {error}.") from None
    return [row for row in rows if isinstance(row, dict) and "slug" in row] if isinstance(rows, list) else []


def _text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise FolderError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise FolderError(f"{path} is not UTF-8.") from None
    if path.suffix == ".txt" and not text.strip():
        raise FolderError(f"{path} holds no text.")
    return text
