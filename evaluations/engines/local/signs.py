"""Signs: behaviour and kinds of work that résumés show without naming them; one TOML file per field in ``signs/``.

    [coaching]
    asked = ["coach*", "develop* ... {junior}"]
    shown = ["{teach} & {junior}", "study group"]
    partly = ["buddy"]

- ``asked`` says how requirements speak of it, ``shown`` what a role says when it was done, ``partly`` when it was done in
  a small or neighbouring way. ``phrases`` explains how they are written; ``classes.toml`` holds the word classes.
- ``places`` names the parts of a résumé that count where roles do not ("leisure").
- ``unless`` are words that give a passage another sense: "kept the books" of a library.
- ``needs_topic`` says that a passage counts only when it shares a telling word with the requirement.
- ``kinds`` limits a sign to requirements of these kinds; for kind "other" (lifting, travel, shifts) only signs that name it count.
- A file may have a table ``classes`` with word classes of its own, for its phrases only.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, get_args

from evaluations.engines.local.phrases import Classes, PhraseError, Phrases, TextIndex, check_class
from evaluations.engines.local.resume import Place
from evaluations.schema import Kind

SIGNS_FOLDER = Path(__file__).parent / "signs"
CLASSES_FILE = "classes.toml"
_LISTS = ("asked", "shown", "partly", "unless", "places", "kinds")


class SignsError(ValueError):
    """A signs file breaks a rule; the message names the file and the sign."""


@dataclass(frozen=True)
class Sign:
    """One kind of work or behaviour; the module's text explains the fields."""

    key: str
    asked: Phrases
    shown: Phrases
    partly: Phrases
    unless: Phrases
    places: tuple[str, ...] = ()
    needs_topic: bool = False
    kinds: tuple[str, ...] = ()

    def asked_in(self, text: str) -> list[tuple[int, int]]:
        """Where a requirement's words ask for it."""
        return self.asked.find(_index_of(text))

    def asked_with_words(self, text: str) -> list[tuple[int, int, int]]:
        """The same, each with the number of words of the phrase; the stretch is longer where the phrase has gaps."""
        return self.asked.find_weighed(_index_of(text))


@cache
def load_signs(folder: Path = SIGNS_FOLDER) -> tuple[Sign, ...]:
    """All signs, in the order of the files; raises SignsError for a faulty file."""
    classes = load_classes(folder)
    signs: dict[str, Sign] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == CLASSES_FILE:
            continue
        entries = dict(_read(path))
        own = {**classes, **_classes(entries.pop("classes", {}), path.name)}
        for key, entry in entries.items():
            if key in signs:
                raise SignsError(f"{path.name}: {key} stands twice")
            signs[key] = _sign(key, entry, own, path.name)
    return tuple(signs.values())


@cache
def load_classes(folder: Path = SIGNS_FOLDER) -> Classes:
    """The word classes of a folder: names to phrases without classes of their own."""
    path = folder / CLASSES_FILE
    return _classes(_read(path), path.name) if path.exists() else {}


@lru_cache(maxsize=5_000)
def signs_asked(statement: str, kind: str) -> tuple[Sign, ...]:
    """The signs a requirement's words ask for; some speak to one kind of requirement only."""
    return tuple(sign for sign in signs_named(statement) if kind in sign.kinds or (not sign.kinds and kind != "other"))


@lru_cache(maxsize=20_000)
def signs_named(text: str) -> tuple[Sign, ...]:
    """The signs a text speaks of the way requirements do, in the order of the files."""
    words, stems = _asked_openings()
    likely: set[int] = set()
    index = _index_of(text)
    for word in index.words:
        likely.update(words.get(word, ()))
        for length in range(1, len(word) + 1):
            likely.update(stems.get(word[:length], ()))
    signs = load_signs()
    return tuple(signs[place] for place in sorted(likely) if signs[place].asked.is_in(index))


@cache
def _asked_openings() -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Which signs a word, or a stem, may open a phrase of, so that a text is searched for those only."""
    words: dict[str, list[int]] = {}
    stems: dict[str, list[int]] = {}
    for place, sign in enumerate(load_signs()):
        for first, *_others in sign.asked.parts:
            for word, is_stem in first.openings:
                (stems if is_stem else words).setdefault(word, []).append(place)
    return words, stems


@lru_cache(maxsize=5_000)
def _index_of(text: str) -> TextIndex:
    return TextIndex(text)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SignsError(f"{path.name}: {error}") from error


def _classes(entries: Mapping[str, Any], file: str) -> Classes:
    """Word classes as they stand in a file, checked."""
    for name, members in entries.items():
        if not isinstance(members, list) or not all(isinstance(word, str) and word.strip() for word in members):
            raise SignsError(f"{file}: the word class {name} must be a list of words")
        try:
            check_class(name, members)
        except PhraseError as error:
            raise SignsError(f"{file}: {error}") from error
    return {name: tuple(members) for name, members in entries.items()}


def _sign(key: str, entry: Any, classes: Classes, file: str) -> Sign:
    if not isinstance(entry, dict):
        raise SignsError(f"{file}: {key} must be a table")
    unknown = sorted(set(entry) - {*_LISTS, "needs_topic"})
    if unknown:
        raise SignsError(f"{file}: {key} has unknown fields: {', '.join(unknown)}")
    lists: dict[str, list[str]] = {}
    for name in _LISTS:
        lists[name] = entry.get(name, [])
        if not isinstance(lists[name], list) or not all(isinstance(word, str) and word.strip() for word in lists[name]):
            raise SignsError(f"{file}: {key}.{name} must be a list of words")
    if not lists["asked"] or not (lists["shown"] or lists["partly"]):
        raise SignsError(f"{file}: {key} must say how it is asked for and how it is shown")
    for name, allowed in (("places", get_args(Place)), ("kinds", get_args(Kind))):
        if not set(lists[name]) <= set(allowed):
            raise SignsError(f"{file}: {key}.{name} must be among {', '.join(allowed)}")
    try:
        phrases = {name: Phrases(lists[name], classes) for name in ("asked", "shown", "partly", "unless")}
    except PhraseError as error:
        raise SignsError(f"{file}: {key}: {error}") from error
    return Sign(
        key,
        places=tuple(lists["places"]),
        needs_topic=bool(entry.get("needs_topic")),
        kinds=tuple(lists["kinds"]),
        **phrases,
    )
