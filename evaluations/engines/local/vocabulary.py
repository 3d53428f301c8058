"""The words the local engine knows: concepts with their names, and where a text mentions them.

One file per field in ``terms/``; every top-level key of a file is a concept:

    kafka = { name = "Apache Kafka", aliases = ["Kafka"], close_to = ["rabbitmq"], is_a = ["message_broker"] }

- ``kind`` is one of the requirement kinds, "skill" when left out.
- ``is_a`` names wider concepts that are shown when this one is shown (PostgreSQL shows relational databases, Django
  shows Python); ``close_to`` names neighbours that count for half, and works both ways.
- ``shown_by`` holds phrases that show the concept in use without naming it. ``*`` ends a word stem, ``...`` is a gap
  of a few words, ``#`` a number: "instrument* ... metrics", "# requests".
- ``case_sensitive`` and ``context`` guard names that are ordinary words as well: a mention counts when it is written
  as given and a context word stands near, or when it stands in a list beside another known concept. ``never`` holds
  phrases in which the name means something else ("go to market"). In a context ``_`` is the name itself ("in _").

Plurals, hyphens, joined spellings, British and American spelling, and the inflection of the last word of longer names
are understood without listing them.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, cast, get_args

from evaluations.engines.local.phrases import Phrases, phrases_pattern
from evaluations.engines.local.signs import signs_version
from evaluations.engines.local.spellings import forms_of
from evaluations.schema import Kind

TERMS_FOLDER = Path(__file__).parent / "terms"

_TOKEN = re.compile(r"(?<![^\W_])\.net\b|[^\W_]+(?:\+\+|#(?![^\W_]))?", re.IGNORECASE)
# What may stand between two words of one name: blanks, one line break, or one joining mark; never a full stop + blank.
_GAP = re.compile(r"[ \t]{0,3}\n?[ \t]{0,3}|[ ]?[-/&'_+][ ]?|\.|'s ")
_LIST_GAP = re.compile(r"\s*(?:[,;/|•·+&(:]|\band\b|\bor\b|-(?=\s))+\s*(?:and\b|or\b|\()?\s*", re.IGNORECASE)
_CONTEXT_CHARACTERS = 70
_FIELDS = {"name", "kind", "aliases", "close_to", "is_a", "shown_by", "context", "never", "case_sensitive"}


class VocabularyError(ValueError):
    """A terms file breaks a rule; the message names the file and the key."""


class Mention(NamedTuple):
    """A concept named in a text, at the half-open stretch ``start:end`` of the text that was searched."""

    concept: str
    start: int
    end: int
    surface: str


@dataclass(frozen=True)
class Term:
    """One concept; the module's text explains the fields."""

    key: str
    name: str
    kind: Kind = "skill"
    aliases: tuple[str, ...] = ()
    close_to: tuple[str, ...] = ()
    is_a: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    case_sensitive: bool = False

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Every way the concept is named."""
        return (self.name, *self.aliases)


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


class Vocabulary:
    """All concepts, and the search for them; build it with ``load_vocabulary``."""

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
            self._wider[key] = frozenset(self._climb(key))
            for other in self._wider[key]:
                narrower[other].add(key)
        self._close = {key: frozenset(others - {key}) for key, others in close.items()}
        self._narrower = {key: frozenset(others) for key, others in narrower.items()}

    def find(self, clean_text: str) -> list[Mention]:
        """Every concept named in a text, in order, without overlaps, the longest name first."""
        tokens = [_Token(match.start(), match.end(), *forms_of(match.group())) for match in _TOKEN.finditer(clean_text)]
        candidates = self._candidates(clean_text, tokens)
        if not candidates:
            return []
        sure = [not self._is_guarded(candidate) for candidate in candidates]
        cased = [
            sure[i] or self._is_written_as_given(candidate, clean_text, tokens)
            for i, candidate in enumerate(candidates)
        ]
        # A name counts beside one that counts: "go, rust, kafka" is settled from its end.
        meant = [
            cased[i] and (sure[i] or self._is_meant(i, candidates, cased, clean_text, tokens))
            for i in range(len(candidates))
        ]
        for order in (range(len(candidates)), range(len(candidates) - 1, -1, -1)):
            for i in order:
                meant[i] = meant[i] or self._is_beside(i, candidates, meant, clean_text, tokens)
        mentions = []
        for i, candidate in enumerate(candidates):
            start, end = tokens[candidate.first].start, tokens[candidate.last].end
            if not meant[i] or self._is_other_phrase(candidate.concept, clean_text, start, end):
                continue
            mentions.append(Mention(candidate.concept, start, end, clean_text[start:end]))
        return mentions

    def key_of(self, phrase: str) -> str | None:
        """The concept a whole phrase names, or None: "Postgres" → postgresql. Guards for ordinary words do not apply."""
        tokens = [_Token(m.start(), m.end(), *forms_of(m.group())) for m in _TOKEN.finditer(phrase)]
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

    def _climb(self, key: str) -> Iterator[str]:
        waiting, seen = list(self.terms[key].is_a), {key}
        while waiting:
            other = waiting.pop()
            if other in seen:
                continue
            seen.add(other)
            yield other
            waiting.extend(self.terms[other].is_a)

    def _plant(self, term: Term, surface: str) -> None:
        words = [forms_of(word) for word in _TOKEN.findall(surface)]
        node = self._root
        for word, _ in words[:-1]:
            node = node.children.setdefault(word, _Node())
        last, stem = words[-1]
        if len(words) > 1 and not term.case_sensitive:
            node.stemmed.setdefault(stem, (term.key, surface))
        node.children.setdefault(last, _Node()).leaf = (term.key, surface)

    def _plant_joined(self, term: Term, surface: str) -> None:
        words = _TOKEN.findall(surface)
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

    def _is_guarded(self, candidate: _Candidate) -> bool:
        """Guards are for bare names: a longer name ("Spring Boot", "Go programming") speaks for itself."""
        term = self.terms[candidate.concept]
        if not (term.case_sensitive or term.context):
            return False
        return candidate.first == candidate.last and candidate.surface == term.name

    def _is_written_as_given(self, candidate: _Candidate, text: str, tokens: list[_Token]) -> bool:
        if not self.terms[candidate.concept].case_sensitive:
            return True
        written = text[tokens[candidate.first].start : tokens[candidate.last].end]
        return written == candidate.surface or (len(written) > 3 and written == candidate.surface.upper())

    def _is_meant(
        self, i: int, candidates: list[_Candidate], cased: list[bool], text: str, tokens: list[_Token]
    ) -> bool:
        """Whether a name that is an ordinary word too stands for the concept here."""
        candidate = candidates[i]
        start, end = tokens[candidate.first].start, tokens[candidate.last].end
        if self._is_beside(i, candidates, cased, text, tokens):
            return True
        context = self._context.get(candidate.concept)
        if context is None:
            return True
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", end)
        left = text[max(line_start, start - _CONTEXT_CHARACTERS) : start]
        right = text[end : min(line_end if line_end >= 0 else len(text), end + _CONTEXT_CHARACTERS)]
        # The name itself is left out so that a context word cannot be found inside it.
        return bool(context.search(f"{left}\x00{right}"))

    def _is_beside(
        self, i: int, candidates: list[_Candidate], counting: list[bool], text: str, tokens: list[_Token]
    ) -> bool:
        """Whether the name stands in a list next to a skill that counts."""
        start, end = tokens[candidates[i].first].start, tokens[candidates[i].last].end
        for j in (i - 1, i + 1):
            if not 0 <= j < len(candidates) or not counting[j]:
                continue
            other = candidates[j]
            if self.terms[other.concept].kind not in ("skill", "credential"):
                continue
            gap = (tokens[other.last].end, start) if j < i else (end, tokens[other.first].start)
            if gap[1] - gap[0] <= 8 and _LIST_GAP.fullmatch(text, *gap):
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


def _read_terms(folder: Path) -> tuple[dict[str, Term], str]:
    terms: dict[str, Term] = {}
    homes: dict[str, str] = {}
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        content = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + content.replace(b"\r\n", b"\n") + b"\0")
        try:
            entries = tomllib.loads(content.decode())
        except tomllib.TOMLDecodeError as error:
            raise VocabularyError(f"{path.name}: {error}") from error
        for key, entry in entries.items():
            if key in terms:
                raise VocabularyError(f"{path.name}: {key} is already in {homes[key]}")
            terms[key] = _term(key, entry, path.name)
            homes[key] = path.name
    _check(terms, homes)
    if folder == TERMS_FOLDER:
        digest.update(signs_version().encode())
    return terms, digest.hexdigest()[:12]


def _term(key: str, entry: Any, file: str) -> Term:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise VocabularyError(f"{file}: {key} needs a name")
    unknown = sorted(set(entry) - _FIELDS)
    if unknown:
        raise VocabularyError(f"{file}: {key} has unknown fields: {', '.join(unknown)}")
    kind = entry.get("kind", "skill")
    if kind not in get_args(Kind):
        raise VocabularyError(f"{file}: {key} has no such kind: {kind}")
    lists: dict[str, tuple[str, ...]] = {}
    for name in ("aliases", "close_to", "is_a", "shown_by", "context", "never"):
        values = entry.get(name, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
            raise VocabularyError(f"{file}: {key}.{name} must be a list of words")
        lists[name] = tuple(values)
    term = Term(
        key=key, name=entry["name"], kind=cast(Kind, kind), case_sensitive=bool(entry.get("case_sensitive")), **lists
    )
    for surface in term.surfaces:
        if not _TOKEN.search(surface):
            raise VocabularyError(f"{file}: {key} has a name without letters: {surface!r}")
    return term


def _check(terms: Mapping[str, Term], homes: Mapping[str, str]) -> None:
    owners: dict[tuple[str, ...], str] = {}
    for key, term in terms.items():
        for relation in ("close_to", "is_a"):
            for other in getattr(term, relation):
                if other not in terms:
                    raise VocabularyError(f"{homes[key]}: {key}.{relation} names {other}, which no file defines")
        for surface in term.surfaces:
            form = tuple(forms_of(word)[0] for word in _TOKEN.findall(surface))
            owner = owners.setdefault(form, key)
            if owner != key:
                raise VocabularyError(f"{homes[key]}: {key} and {owner} ({homes[owner]}) share the name {surface!r}")


@cache
def load_vocabulary(folder: Path = TERMS_FOLDER) -> Vocabulary:
    """The vocabulary in a folder of terms files, read once per process; raises VocabularyError for a faulty file."""
    return Vocabulary(*_read_terms(folder))
