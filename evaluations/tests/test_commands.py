"""read_jd and evaluate, as a person at a terminal meets them."""

import json
import os
import subprocess
import sys
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from evaluations.bench import distinct_names

PROJECT = Path(__file__).resolve().parents[2]
REQUIREMENT_KEYS = ["id", "name", "kind", "importance", "any_of", "open_ended", "min_years", "concept", "spans"]
EVALUATION_KEYS = {
    "persona", "score", "band", "met", "total", "findings", "assessment", "analysis", "recommendations", "error", "flags",
}  # fmt: skip

JOB_DESCRIPTION = """Payments Engineer

Requirements
- Kafka
- PostgreSQL
- German is a plus [language]
"""
STRONG = "Jo Reed\nRan Kafka and PostgreSQL for a bank; German is a plus of mine.\n"
MIDDLE = "Kit Vale\nRan Kafka in production.\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "jd.txt").write_text(JOB_DESCRIPTION)
    (tmp_path / "strong.txt").write_text(STRONG)
    (tmp_path / "middle.txt").write_text(MIDDLE)
    return tmp_path


def run(command: str, *arguments: object, **options: object) -> str:
    out = StringIO()
    options = {"stdout": out, "stderr": StringIO(), "engine": "scripted", **options}
    call_command(command, *map(str, arguments), **options)
    return out.getvalue()


def compare(folder: Path, *names: str, **options: object) -> dict:
    options = {"as_of": "2026-11-23", **options}
    return json.loads(run("evaluate", folder / "jd.txt", *(folder / name for name in names), as_json=True, **options))


def test_read_jd_prints_requirements_with_offsets_into_the_file(folder):
    rows = json.loads(run("read_jd", folder / "jd.txt", as_json=True))["requirements"]
    assert [list(row) for row in rows] == [REQUIREMENT_KEYS] * 3
    assert [(row["id"], row["importance"], row["kind"]) for row in rows] == [
        ("r1", "must", "skill"),
        ("r2", "must", "skill"),
        ("r3", "nice", "language"),
    ]
    text = (folder / "jd.txt").read_text()
    assert [text[slice(*row["spans"][0])] for row in rows][:2] == ["Kafka", "PostgreSQL"]


def test_read_jd_table_names_every_requirement_and_its_words(folder):
    printed = run("read_jd", folder / "jd.txt")
    assert printed.splitlines()[0] == "3 requirements: 2 must, 1 nice"
    assert "r2  must        skill            PostgreSQL" in printed
    assert "    “PostgreSQL”" in printed


def test_read_jd_prints_the_whole_text_with_what_became_of_it(folder):
    printed = run("read_jd", folder / "jd.txt")
    _, whole = printed.split("The whole text, in order\n\n")
    assert whole.splitlines() == [
        "left out         Payments Engineer [not a list item]",
        "left out         Requirements [not a list item]",
        "r1 must          Kafka",
        "r2 must          PostgreSQL",
        "r3 nice          German is a plus [language]",
        "",
        f"{len(JOB_DESCRIPTION)} characters:",
        "       42 read into requirements",
        "       29 left out, each with its reason",
        "       12 blanks, bullets and marks",
        "",
        "Left out, by reason:",
        "       29 not a list item",
    ]


def test_read_jd_json_has_every_stretch_of_the_text_once(folder):
    document = json.loads(run("read_jd", folder / "jd.txt", as_json=True))
    assert [(part["text"], part["reason"]) for part in document["skipped"]] == [
        ("Payments Engineer", "not a list item"),
        ("Requirements", "not a list item"),
    ]
    for part in document["skipped"]:
        assert JOB_DESCRIPTION[slice(*part["span"])] == part["text"]
    assert "".join(JOB_DESCRIPTION[slice(*part["span"])] for part in document["stretches"]) == JOB_DESCRIPTION
    counted = document["characters"]
    assert counted.pop("total") == sum(counted.values()) == len(JOB_DESCRIPTION)
    assert document["skipped_characters"] == {"not a list item": 29}
    assert document["flags"] == []


def test_evaluate_keeps_the_order_of_its_arguments_and_its_shape(folder):
    document = compare(folder, "middle.txt", "strong.txt")
    assert set(document) == {"requirements", "evaluations", "method", "engine", "engine_version", "as_of"}
    assert (document["method"], document["engine"], document["as_of"]) == ("1", "scripted", "2026-11-23")
    assert [set(row) for row in document["evaluations"]] == [EVALUATION_KEYS] * 2
    assert [
        (row["persona"], row["score"], row["band"], row["met"], row["total"]) for row in document["evaluations"]
    ] == [
        ("middle", 46, "Weak", 1, 3),
        ("strong", 100, "Excellent", 3, 3),
    ]
    finding = document["evaluations"][0]["findings"][0]
    assert set(finding) == {"requirement", "verdict", "basis", "spans", "quote", "note"}
    assert finding["quote"] == MIDDLE[slice(*finding["spans"][0])]


def test_evaluate_gives_the_same_bytes_every_time(folder):
    assert compare(folder, "middle.txt", "strong.txt") == compare(folder, "middle.txt", "strong.txt")


def test_evaluate_table_compares_and_then_quotes(folder):
    printed = run("evaluate", folder / "jd.txt", folder / "strong.txt", folder / "middle.txt", as_of="2026-11-23")
    lines = printed.splitlines()
    assert lines[0].split("  ")[0] == "persona"
    assert lines[2].split() == ["strong", "100", "%", "Excellent", "3", "of", "3", "0", "0", "0"]
    assert lines[3].split() == ["middle", "46", "%", "Weak", "1", "of", "3", "0", "2", "0"]
    assert "Engine scripted 1, method 1, as of 2026-11-23." in lines
    assert "middle: 46 %, Weak Match" in lines
    assert "    “Ran Kafka”" in lines


def test_a_persona_that_cannot_be_judged_is_a_row_with_a_sentence(folder):
    (folder / "refused.txt").write_text("script: judge fail empty\n")
    (folder / "open.txt").write_text("script: judge unclear\n")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    refused, nothing, picture, middle = compare(folder, "refused.txt", "open.txt", "picture.txt", "middle.txt")[
        "evaluations"
    ]
    for row in (refused, nothing, picture):
        assert (row["score"], row["band"], row["met"], row["total"]) == (None, None, None, 3)
    assert refused["error"]
    assert nothing["error"] == "The résumé leaves every requirement open, so there is no score."
    assert picture["error"].startswith("This file is not readable as text")
    assert (middle["score"], middle["error"]) == (46, None)
    out = StringIO()
    with pytest.raises(
        CommandError, match=r"No résumé got a score\. .*picture\.txt: This file is not readable as text"
    ):
        run("evaluate", folder / "jd.txt", folder / "picture.txt", stdout=out)
    assert "picture: no score" in out.getvalue()


def test_two_files_of_one_name_are_told_apart(folder):
    (folder / "other").mkdir()
    (folder / "other" / "middle.txt").write_text(STRONG)
    rows = compare(folder, "middle.txt", "other/middle.txt")["evaluations"]
    assert [(row["persona"], row["score"]) for row in rows] == [("middle", 46), ("middle-2", 100)]
    assert distinct_names(["a", "a-2", "a", "a"]) == ["a", "a-2", "a-3", "a-4"]


def test_a_ledger_of_read_jd_is_judged_as_it_is(folder):
    ledger = json.loads(run("read_jd", folder / "jd.txt", as_json=True))
    ledger["requirements"] = [{**ledger["requirements"][1], "id": "mine", "why": "ignored"}]
    ledger["noise"] = [[0, 5]]
    (folder / "ledger.json").write_text(json.dumps(ledger))
    document = compare(folder, "strong.txt", ledger=str(folder / "ledger.json"))
    assert [requirement["id"] for requirement in document["requirements"]] == ["mine"]
    assert [finding["requirement"] for finding in document["evaluations"][0]["findings"]] == ["mine"]


def test_a_ledger_without_optional_keys_is_read(folder):
    row = {"id": "r01", "name": "Kafka", "kind": "skill", "importance": "must", "spans": [[32, 37]]}
    (folder / "ledger.json").write_text(json.dumps({"posting": "x", "requirements": [row]}))
    assert compare(folder, "middle.txt", ledger=str(folder / "ledger.json"))["evaluations"][0]["score"] == 100


ROW = {"id": "r01", "name": "Kafka", "kind": "skill", "importance": "must", "spans": [[0, 5]]}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "it is not valid JSON at line 1, column 2."),
        ("[]", 'it needs an object with a list "requirements" that is not empty.'),
        ('{"requirements": []}', 'it needs an object with a list "requirements" that is not empty.'),
        (json.dumps({"requirements": [{**ROW, "kind": "magic"}]}), "requirement r01, kind: input should be 'skill',"),
        (
            json.dumps({"requirements": [{**ROW, "spans": [[0, 9999]]}]}),
            "the span [0, 9999] of requirement r01 lies outside",
        ),
        (json.dumps({"requirements": [{**ROW, "spans": [[5, 5]]}]}), "the span [5, 5] of requirement r01 lies outside"),
        (json.dumps({"requirements": [{**ROW, "spans": []}]}), "requirement r01 has no span."),
        ("[" * 100_000, "its brackets are nested too deep."),
        (json.dumps({"requirements": [{**ROW, "name": "\ud800"}]}), "it has broken characters"),
        (json.dumps({"requirements": [ROW] * 301}), "it has 301 requirements; 300 is the limit."),
        (json.dumps({"requirements": [ROW, ROW]}), "the id r01 stands twice."),
        (json.dumps({"requirements": ["Kafka"]}), "requirement number 1, it: input should be a valid dictionary"),
    ],
)
def test_a_ledger_that_cannot_be_used_says_why(folder, content, sentence):
    (folder / "ledger.json").write_text(content)
    with pytest.raises(CommandError) as caught:
        compare(folder, "middle.txt", ledger=str(folder / "ledger.json"))
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "options", "sentence"),
    [
        (["absent.txt", "middle.txt"], {}, "There is no file at"),
        (["jd.txt", "absent.txt"], {}, "There is no file at"),
        (["jd.txt", "x" * 300], {}, "cannot be read: File name too long."),
        (
            ["jd.txt", "middle.txt"],
            {"ledger": "absent.json"},
            "The ledger absent.json cannot be used: There is no file",
        ),
        (["jd.txt", "middle.txt"], {"as_of": "23.11.2026"}, "“23.11.2026” is not a date; write it as YYYY-MM-DD."),
        (
            ["jd.txt", "middle.txt"],
            {"engine": "oracle"},
            "There is no engine named “oracle”; choose from: local, openai, scripted.",
        ),
    ],
)
def test_mistakes_of_the_caller_end_in_one_sentence(folder, arguments, options, sentence):
    with pytest.raises(CommandError) as caught:
        run("evaluate", *(folder / name for name in arguments), **options)
    assert sentence in str(caught.value)


def make_docx(path: Path, text: str) -> None:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>')


def test_the_commands_need_neither_database_nor_broker_and_read_docx(folder):
    make_docx(
        folder / "jo.docx", "Jo Reed\nExperience\nEngineer, Bank, 2018 - 2024\nRan Kafka in production for payments."
    )
    (folder / "jd.txt").write_text("Payments Engineer\n\nRequirements\n- Experience with Kafka in production\n")
    nowhere = {"DATABASE_URL": "postgresql://127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
    finished = subprocess.run(
        [sys.executable, "manage.py", "evaluate", folder / "jd.txt", folder / "jo.docx", "--json"],
        cwd=PROJECT,
        env={**os.environ, **nowhere},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert finished.returncode == 0, finished.stderr
    (row,) = json.loads(finished.stdout)["evaluations"]
    assert (row["persona"], row["total"]) == ("jo", 1)
