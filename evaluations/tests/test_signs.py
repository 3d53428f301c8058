"""The phrases of the signs: each can be found in a text, and what never could be is refused by name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluations.engines.local.phrases import Part, PhraseError, Phrases, TextIndex, check_phrase
from evaluations.engines.local.signs import CLASSES_FILE, SIGNS_FOLDER, SignsError, load_signs
from evaluations.engines.local.vocabulary import load_vocabulary


def sample_of(phrase: str) -> str:
    """A sentence that holds a phrase without classes: "cut ... #%" → "cut two words 12%"."""
    words = phrase.replace("...", " GAP ").split()
    text = " ".join("two words" if word == "GAP" else "word" if word == "*" else word for word in words)
    return re.sub(r"(?<![^\W_])([cf])#", r"\1SHARP", text, flags=re.IGNORECASE).replace("#", "12").replace("*", "")


def is_found(phrase: str) -> bool:
    text = f"They {sample_of(phrase)} there".replace("SHARP", "#")
    if not phrase[:1].isalnum():
        text = text.replace("They ", "They", 1) if phrase[:1] in ",;:.)%" else text
    return bool(TextIndex(text).places_of(Part(phrase, {})))


def shipped_phrases() -> Iterator[tuple[str, str]]:
    """Every part of every phrase with its classes written out as their first member, and every member of every class."""
    shared = tomllib.loads((SIGNS_FOLDER / CLASSES_FILE).read_text())
    for path in sorted(SIGNS_FOLDER.glob("*.toml")):
        entries = tomllib.loads(path.read_text())
        own = entries if path.name == CLASSES_FILE else entries.pop("classes", {})
        for name, members in own.items():
            yield from ((f"{path.name}: class {name}", member) for member in members)
        if path.name == CLASSES_FILE:
            continue
        classes = {**shared, **own}
        for key, entry in entries.items():
            for field in ("asked", "shown", "partly"):
                for phrase in entry.get(field, ()):
                    for part in phrase.split(" & "):
                        pieces = re.split(r"\{(\w+)\}", part.strip())
                        written = "".join(classes[piece][0] if i % 2 else piece for i, piece in enumerate(pieces))
                        yield f"{path.name}: {key}", written


def test_every_phrase_of_every_sign_can_be_found() -> None:
    places = {phrase: place for place, phrase in shipped_phrases()}
    assert len(places) > 30_000
    assert [f"{place}: {phrase}" for phrase, place in places.items() if not is_found(phrase)] == []


def test_every_phrase_of_every_term_can_be_found() -> None:
    phrases = {phrase for term in load_vocabulary().terms.values() for phrase in term.shown_by}
    assert [phrase for phrase in phrases if not is_found(phrase)] == []


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("p99", "brought p99 from 900 to 200"),
        ("ipv6", "an IPv6 rollout"),
        ("x#", "revenue x3 in a year"),
        ("{tool}", "wrote the importer in C#"),
        ("(remote)", "Engineer (remote)"),
        ("by {money}", "cut the bill by $4,000"),
        ("{money} ... saved", "€3m a year saved"),
        ("cut ... to # hours", "cut the round from 5.5 hours to 4.5 hours"),
        ("supervis* #", "supervised three nurses"),
        ("# nurses", "Twelve nurses on the ward"),
        ("team of {many}", "a team of two dozen"),
        ("{teach} new", "walked the night crew through new forms, talked them through new rules"),
        ("{helper}, {helper}", "a nurse, porter and cook"),
        ("{many}-person", "a 5-person crew"),
    ],
)
def test_phrases_are_found_as_people_write(phrase: str, text: str) -> None:
    classes = {
        "tool": ["c#", ".net"],
        "money": ["$#*"],
        "many": ["#", "two dozen"],
        "teach": ["walk* ... through"],
        "helper": ["nurse", "porter"],
    }
    assert Phrases([phrase], classes).is_in(TextIndex(text))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("cut ... hours", "cut the round. Hours later"),
        ("manag* #", "managed one of the shops"),
        ("c#", "in C, 12 files"),
        ("p9", "p99 fell"),
        ("by $#", "by 4,000 people"),
    ],
)
def test_phrases_are_not_found_where_they_do_not_stand(phrase: str, text: str) -> None:
    assert not Phrases([phrase]).is_in(TextIndex(text))


@pytest.mark.parametrize("phrase", ["*ing", "stand , walk", "a {brace", "gap ...", "... gap", "it’s", "…", "?!"])
def test_a_phrase_that_can_never_be_found_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError, match=re.escape(phrase)):
        check_phrase(phrase)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[care]\nasked = ["care"]\nshown = ["bathed ..."]', "own.toml: care: “bathed ...”"),
        ('[classes]\nmany = ["two & three"]\n[care]\nasked = ["care"]\nshown = ["{many}"]', "own.toml: “two & three”"),
        (
            '[classes]\nmany = []\n[care]\nasked = ["care"]\nshown = ["{many}"]',
            "own.toml: the word class “many” is empty",
        ),
        (
            '[classes]\nmany = "two"\n[care]\nasked = ["care"]\nshown = ["{many}"]',
            "own.toml: the word class many must be",
        ),
        ('[care]\nasked = ["care"]\nshown = ["{many}"]', "own.toml: care: there is no word class “many”"),
    ],
)
def test_a_faulty_file_is_refused_by_name(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "own.toml").write_text(content)
    with pytest.raises(SignsError, match=re.escape(message)):
        load_signs(tmp_path)
