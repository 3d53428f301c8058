"""docs/operations.md names every environment variable the settings read, with the default they have, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from evaluations import limits
from evaluations.intake import docx, pdf, shapes

PROJECT = Path(__file__).resolve().parents[2]
DOCUMENT = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
READ = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"(?:,\s*default=([^\s)]+))?')


def read_by_settings() -> dict[str, str]:
    """Variables of the base and production settings; the value is the default as written, empty where there is none."""
    found: dict[str, str] = {}
    for name in ("base", "production"):
        text = (PROJECT / "jobjam_site" / "settings" / f"{name}.py").read_text(encoding="utf-8")
        for variable, default in READ.findall(text):
            found[variable] = found.get(variable) or default
    return found


def documented() -> dict[str, str]:
    return dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]+?) \|", DOCUMENT, re.MULTILINE))


def test_every_environment_variable_is_documented_and_none_is_made_up() -> None:
    assert set(documented()) == {*read_by_settings(), "DJANGO_SETTINGS_MODULE"}


def test_documented_numbers_are_the_defaults_of_the_settings() -> None:
    numbers = {
        variable: int(default)
        for variable, default in read_by_settings().items()
        if default.rstrip(",").replace("_", "").isdigit()
    }
    assert numbers
    assert {variable: int(documented()[variable]) for variable in numbers} == numbers


def test_variables_required_in_production_are_marked() -> None:
    text = (PROJECT / "jobjam_site" / "settings" / "production.py").read_text(encoding="utf-8")
    required = {variable for variable, default in READ.findall(text) if not default}
    marked = set(re.findall(r"^\| `([A-Z_]+)` \| [^|]+ \| required", DOCUMENT, re.MULTILINE))
    assert marked == required


def test_documented_limits_of_texts_and_files_are_those_of_the_program() -> None:
    _, after = DOCUMENT.split("## Limits of texts and files")
    rows = re.findall(r"^\| ([^|]+?) \| (\d+) \|", after.split("\n## ")[0], re.MULTILINE)
    assert {name: int(number) for name, number in rows} == {
        "characters of a text": limits.TEXT_CHARACTERS,
        "lines of a text": limits.TEXT_LINES,
        "things a job description asks for": limits.REQUIREMENTS,
        "sentences and list items of a résumé": limits.RESUME_PASSAGES,
        "megabytes of a text file, or of a ledger in JSON": shapes.TEXT_FILE_BYTES // shapes.MEGABYTE,
        "megabytes of a PDF or DOCX": shapes.DOCUMENT_FILE_BYTES // shapes.MEGABYTE,
        "pages of a PDF": shapes.PDF_PAGES,
        "seconds a PDF may take": pdf.TIME_SECONDS,
        "megabytes of memory a PDF may take": pdf.MEMORY_MEGABYTES,
        "megabytes a DOCX may unpack to": docx.MOST_UNPACKED_BYTES // shapes.MEGABYTE,
        "times a DOCX may grow when unpacked": docx.MOST_RATIO,
        "entries of a DOCX": docx.MOST_ENTRIES,
        "elements of one part of a DOCX": docx.MOST_ELEMENTS,
    }
