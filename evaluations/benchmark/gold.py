"""A benchmark folder: job descriptions with hand-made ledgers, and résumés with hand-made findings.

```
jds/NAME.txt              line 1 is the source's address, the text begins after the first line feed
gold/NAME.json            {"requirements": [...], "noise": [[start, end], ...]}
resumes/NAME/WHO.txt      optional; WHO is strong, middle, weak or stuffed
resumes/NAME/gold.json    {WHO: {REQUIREMENT: {"verdict": ..., "spans": [...]}}}
```
Offsets are code points into the text. Requirements have the keys of ``schema.Requirement``; noise are stretches that must
yield no requirement. A folder that breaks any of this is refused: figures over broken labels would look like figures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from evaluations.bench import LedgerError, parse_ledger
from evaluations.limits import TEXT_CHARACTERS
from evaluations.schema import Requirement, Span

GoldVerdict = Literal["met", "partial", "missing"]
GOLD_VERDICTS: tuple[GoldVerdict, ...] = ("met", "partial", "missing")
WHO = ("strong", "middle", "weak", "stuffed")


class FolderError(Exception):
    """A benchmark folder cannot be used; sentence says which file is wrong and how."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class GoldFinding:
    """The labelled verdict on one requirement; spans into the résumé, empty for missing."""

    verdict: GoldVerdict
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class GoldResume:
    """A labelled résumé; findings by requirement id, one for each requirement of the posting."""

    who: str
    text: str
    findings: Mapping[str, GoldFinding]


@dataclass(frozen=True)
class Posting:
    """One job description with its labels."""

    name: str
    text: str
    requirements: tuple[Requirement, ...]
    noise: tuple[Span, ...]
    resumes: tuple[GoldResume, ...] = field(default=())


def load_folder(folder: Path) -> tuple[Posting, ...]:
    """All postings of a folder, by name. Raises FolderError for a folder that is not whole."""
    if not folder.is_dir():
        raise FolderError(f"There is no folder at {folder}.")
    names = sorted(path.stem for path in (folder / "jds").glob("*.txt"))
    if not names:
        raise FolderError(f"The folder {folder} holds no job description: jds/NAME.txt is missing.")
    labelled = {path.stem for path in (folder / "gold").glob("*.json")}
    for name in sorted(labelled ^ set(names)):
        there, lacking = ("gold", f"jds/{name}.txt") if name in labelled else ("jds", f"gold/{name}.json")
        raise FolderError(f"{there}/ knows “{name}”, but {lacking} is missing.")
    return tuple(_posting(folder, name) for name in names)


def _posting(folder: Path, name: str) -> Posting:
    place = f"jds/{name}.txt"
    _, line_feed, text = _text(folder, place).partition("\n")
    if not line_feed or not text.strip():
        raise FolderError(f"{place} has no text after its first line, which is for the source's address.")
    _check_length(text, place)
    place = f"gold/{name}.json"
    labels = _json(folder, place)
    try:
        requirements = parse_ledger(json.dumps(labels), text)
    except LedgerError as error:
        raise FolderError(f"{place}: {error.sentence}") from None
    noise = _spans(labels.get("noise", []), text, f"{place}, noise")
    for requirement in requirements:
        for span in requirement.spans:
            if any(span.start < stretch.end and stretch.start < span.end for stretch in noise):
                raise FolderError(f"{place}: requirement {requirement.id} stands inside noise.")
    return Posting(name, text, requirements, noise, _resumes(folder, name, requirements))


def _resumes(folder: Path, name: str, requirements: Sequence[Requirement]) -> tuple[GoldResume, ...]:
    if not (folder / "resumes" / name).is_dir():
        return ()
    place = f"resumes/{name}/gold.json"
    labels = _json(folder, place)
    present = {path.stem for path in (folder / "resumes" / name).glob("*.txt")}
    for who in sorted(present ^ set(labels)):
        lacking = f"resumes/{name}/{who}.txt is missing" if who in labels else f"{place} has no findings for it"
        raise FolderError(f"The résumé “{who}” of {name} is not whole: {lacking}.")
    unknown = sorted(set(labels) - set(WHO))
    if unknown:
        raise FolderError(f"{place}: “{unknown[0]}” is none of {', '.join(WHO)}.")
    asked = [requirement.id for requirement in requirements]
    resumes = []
    for who in (who for who in WHO if who in labels):
        text = _text(folder, f"resumes/{name}/{who}.txt")
        if not text.strip():
            raise FolderError(f"resumes/{name}/{who}.txt holds no text.")
        _check_length(text, f"resumes/{name}/{who}.txt")
        rows = labels[who]
        if not isinstance(rows, dict) or set(rows) != set(asked):
            raise FolderError(f"{place}: {who} needs one finding for each requirement of gold/{name}.json.")
        findings = {number: _finding(rows[number], text, f"{place}, {who} {number}") for number in asked}
        resumes.append(GoldResume(who, text, findings))
    return tuple(resumes)


def _finding(row: Any, text: str, place: str) -> GoldFinding:
    verdict = row.get("verdict") if isinstance(row, dict) else None
    if verdict not in GOLD_VERDICTS:
        raise FolderError(f"{place}: the verdict must be met, partial or missing.")
    spans = _spans(row.get("spans", []), text, place)
    if (verdict == "missing") == bool(spans):
        raise FolderError(f"{place}: met and partial need a span, missing has none.")
    return GoldFinding(verdict, spans)


def _spans(rows: Any, text: str, place: str) -> tuple[Span, ...]:
    if not isinstance(rows, list):
        raise FolderError(f"{place}: spans are a list of [start, end].")
    spans = []
    for row in rows:
        whole = isinstance(row, list) and len(row) == 2 and all(type(offset) is int for offset in row)
        if not whole or not 0 <= row[0] < row[1] <= len(text) or not text[row[0] : row[1]].strip():
            raise FolderError(f"{place}: the span {row} does not cover any of the text's {len(text)} characters.")
        spans.append(Span(*row))
    return tuple(spans)


def _text(folder: Path, place: str) -> str:
    """The file's characters as they are: line ends made plain would shift every offset behind them."""
    try:
        return (folder / place).read_bytes().decode("utf-8")
    except OSError as error:
        raise FolderError(f"{place} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise FolderError(f"{place} is not UTF-8.") from None


def _check_length(text: str, place: str) -> None:
    if len(text) > TEXT_CHARACTERS:
        raise FolderError(f"{place} has {len(text):,} characters; {TEXT_CHARACTERS:,} is the limit of a text.")


def _json(folder: Path, place: str) -> dict[str, Any]:
    try:
        data = json.loads(_text(folder, place))
    except ValueError as error:
        raise FolderError(f"{place} is not valid JSON: {error}.") from None
    except RecursionError:
        raise FolderError(f"{place} is no set of labels: its brackets are nested too deep.") from None
    if not isinstance(data, dict):
        raise FolderError(f"{place} must hold one JSON object.")
    return data
