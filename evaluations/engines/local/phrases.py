"""Phrases with gaps, word stems and word classes, searched in a text by their first word so that thousands cost little.

``*`` ends a word stem, ``#`` is a number (as a word of its own, "three" as well), ``...`` a gap of a few words inside one
clause, ``{class}`` any word of a named class, and `` & `` joins parts that stand in one sentence in any order:
"{reduce} ... cost*", "{teach} & {junior}". Marks before the first word must stand there too: "(remote)", "$#".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

Classes = Mapping[str, Sequence[str]]

_NUMBER = r"\d(?:[\d.,]*\d)?"
# "One" is left out: it stands for "a" more often than for a count.
_WRITTEN = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety dozen dozens hundred hundreds thousand thousands"
).split()
_IS_WRITTEN = frozenset(_WRITTEN)
_ANY_NUMBER = rf"(?:{_NUMBER}|(?:{'|'.join(_WRITTEN)})\b)"
# A decimal point ends no clause: "cut the round from 5.5 hours to 4".
_GAP = r"[^.;\n]{1,60}?(?:(?<=\d)\.(?=\d)[^.;\n]{1,40}?)??"
_MONEY = r"[$€£]"
_WORD = re.compile(r"[^\W_]+")
# A letter with "#" behind it is a word with a number at its end ("x#"), but for the languages C# and F#.
_FIRST = re.compile(r"(?P<number>#|\d)|(?P<word>[^\W\d_][^\W_]*)(?P<stem>\*|(?<!\b[CFcf])#)?")
_CLASS = re.compile(r"\{(\w+)\}")
_PIECE = re.compile(r"(\{\w+\})")
_LEAD = re.compile(r"[^\w{#*]+")
_SHARP = re.compile(r"(?<![^\W_])([cf])\\#", re.IGNORECASE)
# What no text can hold: a stem without a beginning, a mark between blanks, and marks that are plain ones in a clean text.
_NEVER = re.compile(r"^\*|\s[,.:!?)](?:\s|$)|[“”‘’–—\n]")


class PhraseError(ValueError):
    """A phrase cannot be read, or could never be found; the message quotes it."""


def check_phrase(phrase: str) -> None:
    """Refuse what could never be found in a text, as far as it shows without one. Raises PhraseError."""
    bare = _CLASS.sub("a", phrase) if "{" in phrase or "}" in phrase else phrase
    if "{" in bare or "}" in bare:
        raise PhraseError(f"“{phrase}” has a brace that names no word class")
    if "..." in bare and not all(part.strip() for part in bare.split("...")):
        raise PhraseError(f"“{phrase}” has a gap at its edge")
    if _NEVER.search(bare):
        raise PhraseError(f"“{phrase}” can never be found: no text is written like that")
    if not _FIRST.search(bare):
        raise PhraseError(f"“{phrase}” names no word to look for")


def check_class(name: str, members: Sequence[str]) -> None:
    """Refuse a word class with a member that could never be found. Raises PhraseError."""
    if not members:
        raise PhraseError(f"the word class “{name}” is empty")
    for member in members:
        if _CLASS.search(member) or " & " in member:
            raise PhraseError(f"“{member}” of the word class “{name}” must be one plain phrase")
        check_phrase(member)


class TextIndex:
    """Where every word of a text begins, lower case; numbers stand under "#", written ones there too.

    edges are the places where its sentences begin, in order; without them the whole text is one sentence. different
    are its words without repetition.
    """

    def __init__(self, text: str, edges: Sequence[int] = ()) -> None:
        self.text = text
        places: dict[str, list[int]] = {}
        for match in _WORD.finditer(text):
            word = match.group().lower()
            if word[0].isdigit() or word in _IS_WRITTEN:
                places.setdefault("#", []).append(match.start())
            if not word[0].isdigit():
                places.setdefault(word, []).append(match.start())
        self._places = places
        self._words = sorted(places)
        self.different = frozenset(places)
        self._edges = edges
        self._found: dict[str, list[tuple[int, int]]] = {}
        self._beginnings: frozenset[str] | None = None

    @property
    def beginnings(self) -> frozenset[str]:
        """Everything a word of the text begins with, whole words included, lower case."""
        if self._beginnings is None:
            self._beginnings = frozenset(word[:end] for word in self._words for end in range(1, len(word) + 1))
        return self._beginnings

    @property
    def words(self) -> Sequence[str]:
        """The different words of the text, lower case."""
        return self._words

    def starts(self, word: str, *, is_stem: bool) -> Iterator[int]:
        """Where a word, or every word with that stem, begins."""
        if not is_stem:
            yield from self._places.get(word, ())
            return
        for place in range(bisect_left(self._words, word), len(self._words)):
            if not self._words[place].startswith(word):
                return
            yield from self._places[self._words[place]]

    def sentence_at(self, position: int) -> int:
        """The number of the sentence a place of the text belongs to."""
        return bisect_right(self._edges, position)

    def places_of(self, part: Part) -> list[tuple[int, int]]:
        """Where one part of a phrase stands; searched once per text."""
        found = self._found.get(part.source)
        if found is None:
            seen = {start for word, is_stem in part.openings for start in self.starts(word, is_stem=is_stem)}
            found = [(m.start(), m.end()) for s in sorted(seen) if (m := part.pattern.match(self.text, s))]
            self._found[part.source] = found
        return found


class Part:
    """One unbroken part of a phrase: the words it may open with, and its regular expression, both made when first used."""

    __slots__ = ("_classes", "_openings", "_pattern", "source")

    def __init__(self, source: str, classes: Classes) -> None:
        self.source = source
        self._classes = classes
        self._openings: tuple[tuple[str, bool], ...] | None = None
        self._pattern: re.Pattern[str] | None = None
        for name in _CLASS.findall(source) if "{" in source else ():
            _members(name, classes)
        check_phrase(source)

    @property
    def openings(self) -> tuple[tuple[str, bool], ...]:
        if self._openings is None:
            self._openings = tuple(dict.fromkeys(_openings(self.source, self._classes)))
        return self._openings

    @property
    def pattern(self) -> re.Pattern[str]:
        if self._pattern is None:
            self._pattern = re.compile(phrase_pattern(self.source, self._classes, is_opening=True), re.IGNORECASE)
        return self._pattern


class Phrases:
    """Several phrases, found in the order of the text."""

    def __init__(self, phrases: Iterable[str], classes: Classes | None = None) -> None:
        self.parts = [tuple(Part(part.strip(), classes or {}) for part in phrase.split(" & ")) for phrase in phrases]
        self._words = [sum(len(part.source.replace("...", " ").split()) for part in parts) for parts in self.parts]
        self._opened_by: tuple[dict[str, list[int]], dict[str, list[int]]] | None = None

    def find(self, index: TextIndex) -> list[tuple[int, int]]:
        """Where the phrases stand; of one with several parts, where its first part stands."""
        return sorted({(start, end) for start, end, _ in self.find_weighed(index)})

    def find_weighed(self, index: TextIndex) -> list[tuple[int, int, int]]:
        """Where the phrases stand, each with the number of words it asks for: the more, the less it is chance."""
        found = []
        for number in self._possible(index):
            (first, *others), words = self.parts[number], self._words[number]
            places = index.places_of(first)
            if not places:
                continue
            for other in others:
                if places:
                    beside: dict[int, list[tuple[int, int]]] = {}
                    for start, end in index.places_of(other):
                        beside.setdefault(index.sentence_at(start), []).append((start, end))
                    places = [
                        (start, end)
                        for start, end in places
                        if any(a >= end or b <= start for a, b in beside.get(index.sentence_at(start), ()))
                    ]
            found += [(start, end, words) for start, end in places]
        return sorted(set(found))

    def _possible(self, index: TextIndex) -> set[int]:
        """The numbers of the phrases whose first word, or its stem, the text has: of hundreds a handful."""
        if self._opened_by is None:
            words: dict[str, list[int]] = {}
            stems: dict[str, list[int]] = {}
            for number, (first, *_others) in enumerate(self.parts):
                for word, is_stem in first.openings:
                    (stems if is_stem else words).setdefault(word, []).append(number)
            self._opened_by = words, stems
        words, stems = self._opened_by
        likely = {number for word in words.keys() & index.different for number in words[word]}
        return likely | {number for stem in stems.keys() & index.beginnings for number in stems[stem]}

    def is_in(self, index: TextIndex) -> bool:
        """Whether any of the phrases stands in a text."""
        return bool(self.find(index))


def phrases_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """One regular expression for several plain phrases, for short texts."""
    return re.compile("|".join(phrase_pattern(phrase) for phrase in phrases), re.IGNORECASE)


def phrase_pattern(phrase: str, classes: Classes | None = None, *, is_opening: bool = False) -> str:
    """The regular expression of one phrase without `` & ``.

    is_opening: it is tried where a word begins, so marks before its first word are looked for behind that place.
    """
    parts = [part for part in re.split(r"\s*\.\.\.\s*", phrase) if part.strip()]
    return _GAP.join(_stretch(part, classes or {}, is_opening=is_opening and not i) for i, part in enumerate(parts))


def _stretch(part: str, classes: Classes, *, is_opening: bool) -> str:
    part = part.strip()
    lead = _LEAD.match(part) if is_opening else None
    inner = f"(?<={_escaped(lead.group())})" if lead else ""
    words = re.split(r"[\s-]+", part[lead.end() :] if lead else part)
    for place, word in enumerate(words):
        # "40k", "40 k" and "40-k" are one: after a number the blank may be missing.
        joint = "" if not place else r"[\s/-]*" if inner.endswith((_NUMBER, _ANY_NUMBER)) else r"[\s/-]+"
        inner += joint
        for piece_place, piece in enumerate(_PIECE.split(word)):
            named = _CLASS.fullmatch(piece)
            if named:
                first = is_opening and not lead and not place and piece_place < 2 and word.startswith("{")
                members = (phrase_pattern(m, classes, is_opening=first) for m in _members(named[1], classes))
                inner += f"(?:{'|'.join(members)})"
            else:
                inner += _escaped(piece)
    opening = r"\b" if words[0][:1].isalnum() or words[0][:1] == "#" else ""
    closing = r"\b" if words[-1][-1:].isalnum() else ""
    return f"{opening}{inner}{closing}"


def _escaped(word: str) -> str:
    """A word without classes as a regular expression; one currency stands for the others."""
    if word == "#":
        return _ANY_NUMBER
    plain = _SHARP.sub("\\1\x01", re.escape(word))
    plain = re.sub(r"\\\$|[€£]", _MONEY, plain).replace(r"\*", r"\w*").replace(r"\#", _NUMBER)
    return plain.replace(f"{_NUMBER}%", rf"{_NUMBER}\s?%").replace("\x01", "[#]")


def _openings(phrase: str, classes: Classes) -> Iterator[tuple[str, bool]]:
    """The words a phrase may open with, and whether each is a stem."""
    named = _CLASS.match(phrase)
    if named:
        for member in _members(named[1], classes):
            yield from _openings(member, classes)
        return
    first = _FIRST.search(phrase)
    if first is None:
        raise PhraseError(f"“{phrase}” names no word to look for")
    yield ("#", False) if first["number"] else (first["word"].lower(), bool(first["stem"]))


def _members(name: str, classes: Classes) -> Sequence[str]:
    if name not in classes:
        raise PhraseError(f"there is no word class “{name}”")
    return classes[name]
