"""Phrases with gaps and word stems, searched in a text by their first word so that thousands cost little."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

_NUMBER = r"\d(?:[\d.,]*\d)?"
_WORD = re.compile(r"[^\W_]+")
_FIRST = re.compile(r"(?P<number>#|\d)|(?P<word>[^\W\d_]+)(?P<stem>\*?)")


class TextIndex:
    """Where every word of a text begins, lower case; numbers stand under "#"."""

    def __init__(self, text: str) -> None:
        self.text = text
        places: dict[str, list[int]] = {}
        for match in _WORD.finditer(text):
            word = match.group().lower()
            places.setdefault("#" if word[0].isdigit() else word, []).append(match.start())
        self._places = places
        self._words = sorted(places)

    def starts(self, word: str, *, is_stem: bool) -> Iterator[int]:
        """Where a word, or every word with that stem, begins."""
        if not is_stem:
            yield from self._places.get(word, ())
            return
        for place in range(bisect_left(self._words, word), len(self._words)):
            if not self._words[place].startswith(word):
                return
            yield from self._places[self._words[place]]


class Phrases:
    """Several phrases in which ``*`` ends a word stem, ``...`` is a gap of a few words and ``#`` a number."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._parts: list[tuple[str, bool, re.Pattern[str]]] = []
        for phrase in phrases:
            first = _FIRST.search(phrase)
            assert first is not None, phrase
            word = "#" if first["number"] else first["word"].lower()
            self._parts.append((word, bool(first["stem"]), re.compile(phrase_pattern(phrase), re.IGNORECASE)))

    def find(self, index: TextIndex) -> list[tuple[int, int]]:
        """Where the phrases stand, in the order of the text."""
        found = []
        for word, is_stem, pattern in self._parts:
            for start in index.starts(word, is_stem=is_stem):
                match = pattern.match(index.text, start)
                if match is not None:
                    found.append((match.start(), match.end()))
        return sorted(found)


def phrases_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """One regular expression for several phrases, for short texts."""
    return re.compile("|".join(phrase_pattern(phrase) for phrase in phrases), re.IGNORECASE)


def phrase_pattern(phrase: str) -> str:
    """The regular expression of one phrase."""
    parts = []
    for part in re.split(r"\s*\.\.\.\s*", phrase):
        inner = ""
        for word in re.split(r"[\s-]+", part.strip()):
            # "40k", "40 k" and "40-k" are one: after a number the blank may be missing.
            joint = "" if not inner else r"[\s/-]*" if inner.endswith(_NUMBER) else r"[\s/-]+"
            inner += joint + re.escape(word).replace(r"\*", r"\w*").replace(r"\#", _NUMBER)
        opening = r"\b" if part.strip()[:1].isalnum() or part.strip()[:1] == "#" else ""
        closing = r"\b" if part.strip()[-1:].isalnum() else ""
        parts.append(f"{opening}{inner}{closing}")
    return r"[^.;\n]{1,60}?".join(parts)
