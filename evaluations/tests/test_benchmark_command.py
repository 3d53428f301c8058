"""manage.py benchmark as a person at a terminal meets it, and folders that are not whole."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from evaluations.benchmark.gold import FolderError, load_folder
from evaluations.tests.labelled import make_folder, write_json

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "labelled")


# --- folders that are not whole


def change_gold(folder, change) -> None:
    path = folder / "gold/payments.json"
    data = json.loads(path.read_text())
    change(data)
    write_json(path, data)


def change_labels(folder, change) -> None:
    path = folder / "resumes/payments/gold.json"
    data = json.loads(path.read_text())
    change(data)
    write_json(path, data)


FAULTS = {
    "no folder": (shutil.rmtree, "There is no folder at"),
    "no job description": (lambda f: shutil.rmtree(f / "jds"), "holds no job description"),
    "no labels": (lambda f: (f / "gold/payments.json").unlink(), "gold/payments.json is missing"),
    "labels without text": (lambda f: (f / "gold/other.json").write_text("{}"), "jds/other.txt is missing"),
    "no text": (lambda f: (f / "jds/payments.txt").write_text("https://example.org"), "no text after its first line"),
    "not UTF-8": (lambda f: (f / "jds/payments.txt").write_bytes(b"a\n\xff\xfe"), "is not UTF-8"),
    "broken JSON": (lambda f: (f / "gold/payments.json").write_text("{"), "gold/payments.json is not valid JSON"),
    "JSON without end": (lambda f: (f / "gold/payments.json").write_text("[" * 100_000), "its brackets are nested too deep"),
    "labels without end": (lambda f: (f / "resumes/payments/gold.json").write_text("[" * 100_000), "its brackets are nested too deep"),
    "empty folder": (lambda f: (shutil.rmtree(f), f.mkdir()), "holds no job description"),
    "zip bomb": (lambda f: (f / "jds/payments.txt").write_bytes(b"PK\x03\x04\xff"), "is not UTF-8"),
    "blank résumé": (lambda f: (f / "resumes/payments/weak.txt").write_text(" \n"), "weak.txt holds no text"),
    "posting too long": (lambda f: (f / "jds/payments.txt").write_text("a\n" + "b " * 5_000_000), "60,000 is the limit of a text"),
    "résumé too long": (lambda f: (f / "resumes/payments/weak.txt").write_text("b " * 5_000_000), "60,000 is the limit of a text"),
    "no requirements": (lambda f: change_gold(f, lambda d: d.update(requirements=[])), '"requirements"'),
    "span outside": (
        lambda f: change_gold(f, lambda d: d["requirements"][0].update(spans=[[5, 9999]])),
        "lies outside the job description",
    ),
    "unknown kind": (
        lambda f: change_gold(f, lambda d: d["requirements"][0].update(kind="magic")),
        "requirement g1, kind",
    ),
    "noise outside": (lambda f: change_gold(f, lambda d: d.update(noise=[[5, 9999]])), "noise: the span [5, 9999]"),
    "requirement in noise": (
        lambda f: change_gold(f, lambda d: d["noise"].append(d["requirements"][0]["spans"][0])),
        "requirement g1 stands inside noise",
    ),
    "findings of one résumé lacking": (
        lambda f: change_labels(f, lambda d: d.pop("weak")),
        "The résumé “weak” of payments is not whole",
    ),
    "résumé lacking": (lambda f: (f / "resumes/payments/weak.txt").unlink(), "resumes/payments/weak.txt is missing"),
    "finding lacking": (
        lambda f: change_labels(f, lambda d: d["weak"].pop("g4")),
        "weak needs one finding for each requirement",
    ),
    "unknown verdict": (
        lambda f: change_labels(f, lambda d: d["weak"]["g1"].update(verdict="maybe")),
        "weak g1: the verdict must be met, partial or missing",
    ),
    "missing with a span": (
        lambda f: change_labels(f, lambda d: d["weak"]["g1"].update(spans=[[0, 3]])),
        "met and partial need a span, missing has none",
    ),
    "met without a span": (
        lambda f: change_labels(f, lambda d: d["strong"]["g1"].update(spans=[])),
        "met and partial need a span, missing has none",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_faulty_folder_is_refused_with_a_sentence(folder, name):
    break_it, sentence = FAULTS[name]
    break_it(folder)
    with pytest.raises(FolderError, match=re.escape(sentence)) as caught:
        load_folder(folder)
    assert caught.value.sentence.endswith(".")


def test_line_ends_are_kept_because_offsets_count_them(folder):
    text = "Nurse\r\n\r\n- Wound care\r\n"
    (folder / "jds/payments.txt").write_bytes(f"https://example.org/jobs/1\n{text}".encode())
    shutil.rmtree(folder / "resumes")
    change_gold(folder, lambda d: d.update(requirements=[{**d["requirements"][0], "spans": [[11, 21]]}], noise=[]))
    (posting,) = load_folder(folder)
    assert posting.requirements[0].spans[0].of(posting.text) == "Wound care"


# --- the command


def run(*arguments: object, **options: object) -> str:
    out = StringIO()
    options = {"stdout": out, "stderr": StringIO(), "engine": "scripted", **options}
    call_command("benchmark", *map(str, arguments), **options)
    return out.getvalue()


def test_command_prints_figures_with_bars_and_the_worst_cases(folder):
    printed = run(folder, worst=2)
    assert re.search(r"reading +requirements found, F1 +75\.0 % +4 +≥ 85 % +NO +75\.0 % +75\.0 %", printed)
    assert re.search(r"judging +met and missing swapped +6\.2 % +16 +≤ 4 % +NO", printed)
    assert "Requirements missed (1)\n  payments: Clear writing (must)\n      “You write clearly”" in printed
    assert "Requirements invented (1)\n  payments: Free lunch (must)" in printed
    # The swap first, with both sides and their quotes; then the heaviest disagreement; three are left out.
    verdicts = printed[printed.index("Verdicts (6)") :]
    assert "  payments, middle: German (nice)\n      gold   met     “letters”\n      engine missing" in verdicts
    assert "… and 4 more" in verdicts
    assert "Postings out of order (1)\n  payments: strong" in printed
    assert re.search(r"\d+ of 13 bars are met\.", printed)


def test_command_prints_every_case_as_json(folder):
    document = json.loads(run(folder, as_json=True, only=["abstention"]))
    assert (document["engine"], document["as_of"], document["postings"], document["resumes"]) == (
        "scripted", "2026-11-23", 1, 4,
    )  # fmt: skip
    f1 = next(figure for figure in document["figures"] if figure["figure"] == "requirements found, F1")
    assert (f1["value"], f1["bar"], f1["bar_is"], f1["met"]) == (0.75, 0.85, "at least", False)
    assert len(document["cases"]["judging"]) == 16
    (row,) = document["trust"]
    assert (row["property"], row["met"]) == ("abstention", False)
    assert row["held"] + len(row["failures"]) == row["count"]


def test_command_without_a_folder_tries_the_shipped_texts():
    printed = run(only=["one ledger"], engine="local")
    assert re.search(r"one ledger .* 25 +25 +100\.0 % +86\.3–100\.0 % +≥ 100 % +yes", printed)
    assert printed.rstrip().endswith("1 of 1 bars are met.")


def test_frozen_summary_tells_figures_and_no_text(folder, tmp_path, monkeypatch):
    page = tmp_path / "benchmark.md"
    # Whole suites are long; three properties show the page.
    monkeypatch.setattr(
        "evaluations.management.commands.benchmark.PROPERTIES", ("one ledger", "grounded", "arithmetic")
    )
    run(folder, freeze=str(page), engine="local", label="invented texts")
    text = page.read_text()
    assert "| labelled texts | invented texts; job descriptions: 1, résumés: 4 |" in text
    assert re.search(r"\| engine \| local \S+ \|", text)
    assert re.search(r"\| vocabulary \| [0-9a-f]{12} \|", text)
    assert re.search(r"\| measured on \| \d{4}-\d\d-\d\d \|", text)
    # 25 shipped résumés and the folder's four, which are too short for this engine to call them résumés.
    assert "| one ledger | all people of a job are judged on the same requirements | 25 | 29 |" in text
    assert re.search(r"fingerprint of all answers to the shipped texts \| `[0-9a-f]{16}` \|", text)
    for private in (str(folder), str(tmp_path), "payments", "Kafka", "Jo Reed", "Larkmoor", "Marta Ellison"):
        assert private not in text


@pytest.mark.parametrize(
    ("arguments", "options", "sentence"),
    [
        ((), {}, "Name a FOLDER of labelled texts, or ask for --trust"),
        ((), {"freeze": "page.md", "trust": True}, "Name a FOLDER"),
        (("nowhere",), {}, "There is no folder at nowhere"),
        ((), {"trust": True, "engine": "oracle"}, "There is no engine named “oracle”"),
        ((), {"trust": True, "as_of": "soon"}, "“soon” is not a date"),
        ((), {"trust": True, "texts": "nowhere"}, "There is no folder at nowhere"),
    ],
)
def test_command_says_what_is_wrong(arguments, options, sentence):
    with pytest.raises(CommandError, match=re.escape(sentence)):
        run(*arguments, **options)


def test_command_gives_no_figures_where_no_posting_could_be_read(folder):
    posting = folder / "jds/payments.txt"
    address, _, text = posting.read_text().partition("\n")
    posting.write_text(f"{address}\n" + "Soup with peas. " * (len(text) // 16 + 1))
    with pytest.raises(CommandError, match=r"No posting could be read\. payments: This does not look like a job"):
        run(folder, engine="local")


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("job_description.txt", b"\xff\xfe\xfd", "job_description.txt is not UTF-8."),
        ("job_description.txt", b"", "job_description.txt holds no text."),
        ("personas/jo.txt", b"\xff", "jo.txt is not UTF-8."),
        ("personas/jo.txt", b" \n", "jo.txt holds no text."),
        ("names.toml", b"[[[", "names.toml is not valid TOML"),
    ],
)
def test_texts_of_the_trust_properties_that_cannot_be_read_are_named(tmp_path, name, data, sentence):
    (tmp_path / "nurse/personas").mkdir(parents=True)
    (tmp_path / "nurse/job_description.txt").write_text("Nurse")
    (tmp_path / "nurse" / name).write_bytes(data)
    with pytest.raises(CommandError, match=re.escape(sentence)):
        run(trust=True, texts=str(tmp_path))


@pytest.mark.parametrize("command", ["read_jd", "evaluate", "benchmark"])
def test_a_bad_file_ends_in_one_line_and_a_status(tmp_path, command):
    bad = tmp_path / "bomb.docx"
    with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "0" * (50 * 1024 * 1024))
    arguments = [str(bad)] * (2 if command == "evaluate" else 1)
    finished = subprocess.run(
        [sys.executable, "manage.py", command, *arguments], cwd=PROJECT, capture_output=True, text=True, timeout=60
    )
    assert (finished.returncode, finished.stdout) == (1, "")
    (line,) = finished.stderr.strip().splitlines()
    assert line.startswith("CommandError: ") and str(bad) in line


def test_command_does_not_spend_money_unasked(folder, settings):
    settings.EVALUATION_ENGINE_OPTIONS = {"openai": {"key": "test", "model": "gpt-4.1"}}
    with pytest.raises(CommandError, match="cost money: add --spend"):
        run(folder, engine="openai")


def test_command_needs_neither_database_nor_broker(folder):
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "jobjam_site.settings.dev",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    finished = subprocess.run(
        [sys.executable, "manage.py", "benchmark", str(folder), "--worst", "0"],
        cwd=PROJECT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stderr
    assert "bars are met" in finished.stdout
    assert "[=" not in finished.stderr, "progress is for terminals"
