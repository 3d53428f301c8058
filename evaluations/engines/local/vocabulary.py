"""The words the local engine knows, and where a text mentions them. What a term is, ``term_rules`` says.

Plurals, hyphens, joined spellings, British and American spelling, and the inflection of the last word of longer names
are understood without listing them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from evaluations.canonical import canonical_hash
from evaluations.engines.local import ordinary
from evaluations.engines.local.phrases import Phrases, phrases_pattern
from evaluations.engines.local.spellings import forms_of
from evaluations.engines.local.term_rules import (
    TOKEN,
    Term,
    VocabularyError,
    add_terms,
    make_terms,
    read_terms,
    wider_terms,
)

__all__ = ["Mention", "Term", "Vocabulary", "VocabularyError", "load_vocabulary", "vocabulary_from", "vocabulary_with"]

TERMS_FOLDER = Path(__file__).parent / "terms"

# What may stand between two words of one name: blanks, one line break, or one joining mark; never a full stop + blank.
_GAP = re.compile(r"[ \t]{0,3}\n?[ \t]{0,3}|[ ]?[-/&'_+][ ]?|\.|'s ")
_LIST_GAP = re.compile(r"\s*(?:[,;/|•·+&(:]|\band\b|\bor\b|-(?=\s))+\s*(?:and\b|or\b|\()?\s*", re.IGNORECASE)
_CONTEXT_CHARACTERS = 70


class Mention(NamedTuple):
    """A concept named in a text, at the half-open stretch ``start:end`` of the text that was searched."""

    concept: str
    start: int
    end: int
    surface: str


@dataclass
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    stemmed: dict[str, tuple[str, str]] = field(default_factory=dict)
    leaf: tuple[str, str] | None = None


class _Token(NamedTuple):
    start: int
    end: int
    word: str
    stem: str


class _Candidate(NamedTuple):
    concept: str
    first: int
    last: int
    surface: str


class _Search(NamedTuple):
    """One text being searched; words are its words in their plain form."""

    text: str
    tokens: list[_Token]
    candidates: list[_Candidate]
    words: frozenset[str]
    in_resume: bool

    def stretch(self, candidate: _Candidate) -> tuple[int, int]:
        return self.tokens[candidate.first].start, self.tokens[candidate.last].end

    def written(self, candidate: _Candidate) -> str:
        start, end = self.stretch(candidate)
        return self.text[start:end]

    def is_ordinary(self, candidate: _Candidate) -> bool:
        return candidate.first == candidate.last and ordinary.is_guarded(
            self.written(candidate), in_resume=self.in_resume
        )

    def is_part_of_name(self, i: int) -> bool:
        """Whether a name is part of that of a person, a firm or a place; beside a name that is known it is not."""
        own = self.candidates[i]
        before = i > 0 and self.candidates[i - 1].last == own.first - 1
        after = i + 1 < len(self.candidates) and self.candidates[i + 1].first == own.last + 1
        return ordinary.is_part_of_name(self.text, *self.stretch(own), known_before=before, known_after=after)


class Vocabulary:
    """All concepts, and the search for them; build it with ``load_vocabulary`` or ``vocabulary_with``."""

    def __init__(self, terms: Mapping[str, Term], version: str) -> None:
        self.terms: Mapping[str, Term] = MappingProxyType(dict(terms))
        self.version = version
        self._root = _Node()
        self._joined: set[str] = set()
        for term in self.terms.values():
            for surface in term.surfaces:
                self._plant(term, surface)
        for term in self.terms.values():
            for surface in term.surfaces:
                self._plant_joined(term, surface)
        self._context = {key: _context_pattern(term.context) for key, term in self.terms.items() if term.context}
        self._never = {key: phrases_pattern(term.never) for key, term in self.terms.items() if term.never}
        self._use: dict[str, Phrases | None] = {}
        close: dict[str, set[str]] = {key: set(term.close_to) for key, term in self.terms.items()}
        narrower: dict[str, set[str]] = {key: set() for key in self.terms}
        self._wider: dict[str, frozenset[str]] = {}
        for key, term in self.terms.items():
            for other in term.close_to:
                close[other].add(key)
            self._wider[key] = frozenset(wider_terms(self.terms, key))
            for other in self._wider[key]:
                narrower[other].add(key)
        self._close = {key: frozenset(others - {key}) for key, others in close.items()}
        self._narrower = {key: frozenset(others) for key, others in narrower.items()}

    def find(self, clean_text: str) -> list[Mention]:
        """Every concept named in a requirement, in order, without overlaps, the longest name first."""
        return self._found(clean_text, in_resume=False)[0]

    def find_in_resume(self, clean_text: str) -> tuple[list[Mention], list[tuple[int, int]]]:
        """Every concept a résumé names, and where a word only looks like a name: "excel at", "Dr. Jenkins"."""
        return self._found(clean_text, in_resume=True)

    def _found(self, clean_text: str, *, in_resume: bool) -> tuple[list[Mention], list[tuple[int, int]]]:
        tokens = [_Token(match.start(), match.end(), *forms_of(match.group())) for match in TOKEN.finditer(clean_text)]
        candidates = self._candidates(clean_text, tokens)
        if not candidates:
            return [], []
        search = _Search(clean_text, tokens, candidates, frozenset(token.word for token in tokens), in_resume)
        sure = [not self._is_guarded(candidate, search) for candidate in candidates]
        cased = [sure[i] or self._is_written_as_given(candidate, search) for i, candidate in enumerate(candidates)]
        of_people = [False] * len(candidates)
        if in_resume:
            of_people = [not sure[i] and search.is_part_of_name(i) for i in range(len(candidates))]
            cased = [is_cased and not of_people[i] for i, is_cased in enumerate(cased)]
        # A name counts beside one that counts: "go, rust, kafka" is settled from its end.
        meant = [
            sure[i]
            or ((cased[i] or self._may_be_small(i, search)) and not of_people[i] and self._is_meant(i, cased, search))
            for i in range(len(candidates))
        ]
        for order in (range(len(candidates)), range(len(candidates) - 1, -1, -1)):
            for i in order:
                meant[i] = meant[i] or (not of_people[i] and self._is_beside(i, meant, search))
        mentions, doubted = [], []
        for i, candidate in enumerate(candidates):
            start, end = tokens[candidate.first].start, tokens[candidate.last].end
            if not meant[i] or self._is_other_phrase(candidate.concept, clean_text, start, end):
                doubted.append((start, end))
                continue
            mentions.append(Mention(candidate.concept, start, end, clean_text[start:end]))
        return mentions, doubted

    def key_of(self, phrase: str) -> str | None:
        """The concept a whole phrase names, or None: "Postgres" → postgresql. Guards for ordinary words do not apply."""
        tokens = [_Token(m.start(), m.end(), *forms_of(m.group())) for m in TOKEN.finditer(phrase)]
        if not tokens:
            return None
        candidates = self._candidates(phrase, tokens)
        if len(candidates) == 1 and candidates[0].first == 0 and candidates[0].last == len(tokens) - 1:
            return candidates[0].concept
        return None

    def wider(self, key: str) -> frozenset[str]:
        """The concepts that ``key`` shows by being one of them, without itself."""
        return self._wider.get(key, frozenset())

    def narrower(self, key: str) -> frozenset[str]:
        """The concepts that show ``key`` by being one of its kinds, without itself."""
        return self._narrower.get(key, frozenset())

    def close_to(self, key: str) -> frozenset[str]:
        """The neighbours that count for half."""
        return self._close.get(key, frozenset())

    def use_phrases(self, key: str) -> Phrases | None:
        """The phrases that show a concept in use without naming it; None when it has none."""
        if key not in self._use:
            phrases = self.terms[key].shown_by if key in self.terms else ()
            self._use[key] = Phrases(phrases) if phrases else None
        return self._use[key]

    def _plant(self, term: Term, surface: str) -> None:
        words = [forms_of(word) for word in TOKEN.findall(surface)]
        node = self._root
        for word, _ in words[:-1]:
            node = node.children.setdefault(word, _Node())
        last, stem = words[-1]
        if len(words) > 1 and not term.case_sensitive:
            node.stemmed.setdefault(stem, (term.key, surface))
        node.children.setdefault(last, _Node()).leaf = (term.key, surface)

    def _plant_joined(self, term: Term, surface: str) -> None:
        words = TOKEN.findall(surface)
        if len(words) != 2 or term.case_sensitive or not surface.isascii():
            return
        joined = forms_of("".join(words))[0]
        if sum(map(len, words)) >= 6:
            node = self._root.children.setdefault(joined, _Node())
            if node.leaf is None:
                node.leaf = (term.key, surface)

    def _candidates(self, text: str, tokens: list[_Token]) -> list[_Candidate]:
        found = []
        index, count = 0, len(tokens)
        root = self._root.children
        while index < count:
            node = root.get(tokens[index].word)
            if node is None:
                index += 1
                continue
            best = (index, node.leaf) if node.leaf else None
            place = index
            while (node.children or node.stemmed) and place + 1 < count:
                here, following = tokens[place], tokens[place + 1]
                if following.start - here.end > 6 or not _GAP.fullmatch(text, here.end, following.start):
                    break
                place += 1
                below = node.children.get(following.word)
                stemmed = node.stemmed.get(following.stem)
                if below is not None and below.leaf:
                    best = (place, below.leaf)
                elif stemmed is not None:
                    best = (place, stemmed)
                if below is None:
                    break
                node = below
            if best is None:
                index += 1
                continue
            last, (concept, surface) = best
            found.append(_Candidate(concept, index, last, surface))
            index = last + 1
        return found

    def _is_guarded(self, candidate: _Candidate, search: _Search) -> bool:
        """Guards are for bare names: a longer name ("Spring Boot", "Go programming") speaks for itself."""
        if candidate.first != candidate.last:
            return False
        term = self.terms[candidate.concept]
        is_guarded_term = bool(term.case_sensitive or term.context) and candidate.surface == term.name
        return is_guarded_term or search.is_ordinary(candidate)

    def _is_written_as_given(self, candidate: _Candidate, search: _Search) -> bool:
        written = search.written(candidate)
        if search.is_ordinary(candidate):
            return ordinary.is_written_as_given(written)
        if not self.terms[candidate.concept].case_sensitive:
            return True
        return written == candidate.surface or (len(written) > 3 and written == candidate.surface.upper())

    def _may_be_small(self, i: int, search: _Search) -> bool:
        """Whether a name in small letters may be the tool all the same, if its trade is near: "wrote docker images"."""
        candidate = search.candidates[i]
        term = self.terms[candidate.concept]
        return search.in_resume and not term.case_sensitive and search.is_ordinary(candidate)

    def _is_meant(self, i: int, cased: list[bool], search: _Search) -> bool:
        """Whether a name that is an ordinary word too stands for the concept here."""
        candidate = search.candidates[i]
        start, end = search.stretch(candidate)
        if self._is_beside(i, cased, search):
            return True
        text = search.text
        context = self._context.get(candidate.concept)
        if search.is_ordinary(candidate) and ordinary.is_meant(
            text, start, end, search.words, in_resume=search.in_resume
        ):
            return True
        if context is not None and candidate.surface == self.terms[candidate.concept].name:
            line_start = text.rfind("\n", 0, start) + 1
            line_end = text.find("\n", end)
            left = text[max(line_start, start - _CONTEXT_CHARACTERS) : start]
            right = text[end : min(line_end if line_end >= 0 else len(text), end + _CONTEXT_CHARACTERS)]
            # The name itself is left out so that a context word cannot be found inside it.
            return bool(context.search(f"{left}\x00{right}"))
        if search.is_ordinary(candidate):
            return search.in_resume and self._is_near_tool(i, search)
        return True

    def _is_near_tool(self, i: int, search: _Search) -> bool:
        """Whether another tool stands in the same line: "Kafka instead of RabbitMQ"."""
        start, end = search.stretch(search.candidates[i])
        for j in (i - 2, i - 1, i + 1, i + 2):
            if not 0 <= j < len(search.candidates) or j == i:
                continue
            other = search.candidates[j]
            first, last = search.stretch(other)
            between = search.text[last:start] if j < i else search.text[end:first]
            if len(between) > _CONTEXT_CHARACTERS or "\n" in between or self._is_guarded(other, search):
                continue
            if self.terms[other.concept].kind == "skill" and any(c.isupper() for c in search.text[first + 1 : last]):
                return True
        return False

    def _is_beside(self, i: int, counting: list[bool], search: _Search) -> bool:
        """Whether the name stands in a list next to a skill that counts."""
        start, end = search.stretch(search.candidates[i])
        for j in (i - 1, i + 1):
            if not 0 <= j < len(search.candidates) or not counting[j]:
                continue
            other = search.candidates[j]
            if self.terms[other.concept].kind not in ("skill", "credential"):
                continue
            first, last = search.stretch(other)
            gap = (last, start) if j < i else (end, first)
            if gap[1] - gap[0] <= 8 and _LIST_GAP.fullmatch(search.text, *gap):
                return True
        return False

    def _is_other_phrase(self, concept: str, text: str, start: int, end: int) -> bool:
        never = self._never.get(concept)
        if never is None:
            return False
        near = text[max(0, start - 30) : end + 30]
        offset = max(0, start - 30)
        return any(match.start() + offset < end and match.end() + offset > start for match in never.finditer(near))


def _context_pattern(words: Iterable[str]) -> re.Pattern[str]:
    return phrases_pattern(re.sub(r"(?<!\w)_(?!\w)", "\x00", word) for word in words)


@cache
def load_vocabulary(folder: Path = TERMS_FOLDER) -> Vocabulary:
    """The vocabulary in a folder of terms files, read once per process; raises VocabularyError for a faulty file."""
    return Vocabulary(*read_terms(folder))


def vocabulary_with(entries: Mapping[str, Any], release: str, shipped: Vocabulary | None = None) -> Vocabulary:
    """The shipped vocabulary with further terms, given as entries of a terms file by their key.

    Its version names both parts: the shipped version, the release, and the hash of what was added. Raises
    VocabularyError.
    """
    shipped = shipped or load_vocabulary()
    return Vocabulary(add_terms(shipped.terms, entries), f"{shipped.version}.{release}-{canonical_hash(entries)[:8]}")


def vocabulary_from(entries: Mapping[str, Any], version: str) -> Vocabulary:
    """A whole vocabulary out of plain data, as ``plain_terms`` wrote it, under the version it had then."""
    return Vocabulary(make_terms(entries), version)
