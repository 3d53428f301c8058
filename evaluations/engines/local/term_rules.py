"""Terms as plain data: read from files, checked by rules, and added to by later terms.

One file per field in ``terms/``. A file begins with a comment that names its source and licence; every top-level key
is a concept:

    kafka = { name = "Apache Kafka", aliases = ["Kafka"], close_to = ["rabbitmq"], is_a = ["message_broker"] }

- ``kind`` is one of the requirement kinds, "skill" when left out.
- ``is_a`` names wider concepts that are shown when this one is shown (PostgreSQL shows relational databases, Django
  shows Python); ``close_to`` names neighbours that count for half, and works both ways.
- ``shown_by`` holds phrases that show the concept in use without naming it. ``*`` ends a word stem, ``...`` is a gap
  of a few words, ``#`` a number: "instrument* ... metrics", "# requests".
- ``case_sensitive`` and ``context`` guard names that are ordinary words as well: a mention counts when it is written
  as given and a context word stands near, or when it stands in a list beside another known concept. ``never`` holds
  phrases in which the name means something else ("go to market"). In a context ``_`` is the name itself ("in _").
- A name that is an ordinary word, or a name of people or places too, is guarded in ``ordinary.toml``, whatever term has it.
- ``notes`` says to people where the name is ambiguous; nothing is recognised by it.

A later term with the key of a known one adds to it: its names, relations and phrases join those that are there.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import Any, cast, get_args

from evaluations.engines.local.phrases import PhraseError, check_phrase
from evaluations.engines.local.spellings import forms_of
from evaluations.schema import Kind

LISTS = ("aliases", "close_to", "is_a", "shown_by", "context", "never")
RELATIONS = ("close_to", "is_a")
PHRASES = ("shown_by", "context", "never")
FIELDS = {"name", "kind", "case_sensitive", "notes", *LISTS}
LONGEST_NAME = 80
# Each gap multiplies the ways a phrase can be tried at one place of a text.
MOST_GAPS = 2

TOKEN = re.compile(r"(?<![^\W_])\.net\b|[^\W_]+(?:\+\+|#(?![^\W_]))?", re.IGNORECASE)
_KEY = re.compile(r"[a-z][a-z0-9_]{0,79}")
_WORD = re.compile(r"[^\W_]")
_GAP = re.compile(r"\.\.\.")
_SOURCE = re.compile(r"(?:Written for this project|\b[Ll]icen[cs]ed? |\bCC[ -](?:BY|0)|\bMIT\b)")


class VocabularyError(ValueError):
    """A term breaks a rule. key is the term's, rule says how, as the rest of a sentence, and home is its file, if any."""

    def __init__(self, key: str, rule: str, home: str = "") -> None:
        super().__init__(": ".join(part for part in (home, " ".join(part for part in (key, rule) if part)) if part))
        self.key = key
        self.rule = rule

    @property
    def sentence(self) -> str:
        return f"The term “{self.key}” {self.rule}."


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
    notes: str = ""

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Every way the concept is named."""
        return (self.name, *self.aliases)

    @property
    def is_short_for_words(self) -> bool:
        """Whether the capitals of its name stand for ordinary words, as in "CI/CD" and "continuous integration"."""
        first = self.name.split()[0]
        return first.isupper() and any(
            (" " in alias or "-" in alias)
            and alias == alias.lower()
            and alias[0] == first[0].lower()
            and first.lower() not in alias
            for alias in self.aliases
        )

    def as_plain(self) -> dict[str, Any]:
        """The term as an entry of a file, without its key and without what is empty; ``make_terms`` reads it again."""
        fields = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
        return {name: value for name, value in fields.items() if name != "key" and value}


def read_terms(folder: Path) -> tuple[dict[str, Term], str]:
    """The terms in a folder of files, and the version their content has. Raises VocabularyError."""
    entries: dict[str, Any] = {}
    homes: dict[str, str] = {}
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        content = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + content.replace(b"\r\n", b"\n") + b"\0")
        head = "\n".join(takewhile(lambda line: line.startswith("#"), content.decode().splitlines()))
        if not _SOURCE.search(head):
            raise VocabularyError("", "the file must begin with a comment that names source and licence", path.name)
        try:
            own = tomllib.loads(content.decode())
        except tomllib.TOMLDecodeError as error:
            raise VocabularyError("", str(error), path.name) from error
        for key in own:
            if key in entries:
                raise VocabularyError(key, f"is already in {homes[key]}", path.name)
            homes[key] = path.name
        entries |= own
    terms = make_terms(entries, homes)
    for path in (*sorted((folder.parent / "signs").glob("*.toml")), folder.parent / "ordinary.toml"):
        if not path.exists():
            continue
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return terms, digest.hexdigest()[:12]


def make_terms(entries: Mapping[str, Any], homes: Mapping[str, str] | None = None) -> dict[str, Term]:
    """Terms of a whole vocabulary by key, from entries as they stand in a file. Raises VocabularyError.

    homes: the file of each entry, for the message.
    """
    homes = homes or {}
    terms = {key: _term(key, entry, homes.get(key, "")) for key, entry in entries.items()}
    _check_together(terms, homes)
    return terms


def add_terms(known: Mapping[str, Term], entries: Mapping[str, Any]) -> dict[str, Term]:
    """Known terms and further ones, checked together. Raises VocabularyError.

    An entry with the key of a known term must have one of its names and its kind; what it holds joins what is there.
    """
    terms = dict(known)  # in their order, because the first of two names with one stem is the one that is found
    for key, entry in entries.items():
        term = _term(key, entry, "")
        terms[key] = _joined(known[key], term) if key in known else term
    _check_together(terms, {}, later=entries)
    return terms


def form_of(surface: str) -> tuple[str, ...]:
    """What two spellings of one name have in common."""
    return tuple(forms_of(word)[0] for word in TOKEN.findall(surface))


def _joined(known: Term, more: Term) -> Term:
    if form_of(more.name) not in {form_of(surface) for surface in known.surfaces}:
        raise VocabularyError(
            known.key, f"is known as “{known.name}” already: give it that name to add to it, or choose another key"
        )
    if more.kind != known.kind:
        raise VocabularyError(known.key, f"is of the kind {known.kind} already and cannot become {more.kind}")
    lists = {name: tuple(dict.fromkeys((*getattr(known, name), *getattr(more, name)))) for name in LISTS}
    lists["aliases"] = tuple(alias for alias in lists["aliases"] if alias != known.name)
    notes = "\n".join(note for note in (known.notes, more.notes) if note)
    return replace(known, **lists, case_sensitive=known.case_sensitive or more.case_sensitive, notes=notes)


def _term(key: str, entry: Any, home: str) -> Term:
    """One entry as a term, checked by itself."""

    def broken(rule: str) -> VocabularyError:
        return VocabularyError(key, rule, home)

    if not _KEY.fullmatch(key):
        raise broken("needs a key of small letters, digits and _, beginning with a letter")
    if not isinstance(entry, Mapping) or not isinstance(entry.get("name"), str) or not entry["name"].strip():
        raise broken("needs a name")
    if unknown := sorted(set(entry) - FIELDS):
        raise broken(f"has unknown fields: {', '.join(unknown)}")
    kind = entry.get("kind", "skill")
    if kind not in get_args(Kind):
        raise broken(f"is of the kind {kind}, which does not exist")
    lists: dict[str, tuple[str, ...]] = {}
    for name in LISTS:
        values = entry.get(name, [])
        if not isinstance(values, list | tuple) or not all(isinstance(v, str) and v.strip() for v in values):
            raise broken(f"needs a list of words under {name}")
        lists[name] = tuple(values)
    notes = entry.get("notes", "")
    if not isinstance(notes, str):
        raise broken("needs a text under notes")
    term = Term(
        key=key,
        name=entry["name"],
        kind=cast(Kind, kind),
        case_sensitive=bool(entry.get("case_sensitive")),
        notes=notes,
        **lists,
    )
    for surface in term.surfaces:
        if not TOKEN.search(surface):
            raise broken(f"has a name without letters or digits: “{surface}”")
        if len(surface) > LONGEST_NAME:
            raise broken(f"has a name of more than {LONGEST_NAME} characters")
    for name in PHRASES:
        for phrase in lists[name]:
            if not all(_WORD.search(part) or "#" in part for part in _GAP.split(phrase)) and phrase.strip() != "_":
                raise broken(f"has a phrase without a word under {name}: “{phrase}”")
            if len(_GAP.findall(phrase)) > MOST_GAPS:
                raise broken(f"has a phrase with more than {MOST_GAPS} gaps under {name}: “{phrase}”")
    for phrase in lists["shown_by"]:
        if "{" in phrase:
            raise broken(f"has a word class under shown_by, which terms do not know: “{phrase}”")
        try:
            check_phrase(phrase)
        except PhraseError as error:
            raise broken(f"has a phrase under shown_by that cannot be looked for: {error}") from error
    for relation in RELATIONS:
        if key in lists[relation]:
            raise broken(f"names itself under {relation}")
    return term


def _check_together(terms: Mapping[str, Term], homes: Mapping[str, str], later: Iterable[str] = ()) -> None:
    """Rules between terms. What two of them break together is said of the later one."""
    new = dict.fromkeys(later)
    ordered = [*(key for key in terms if key not in new), *new]
    owners: dict[tuple[str, ...], str] = {}
    for key in ordered:
        term = terms[key]
        home = homes.get(key, "")
        for relation in RELATIONS:
            for other in getattr(term, relation):
                if other not in terms:
                    raise VocabularyError(key, f"names {other} under {relation}, which is no term's key", home)
        for surface in term.surfaces:
            owner = owners.setdefault(form_of(surface), key)
            if owner != key:
                where = f" ({homes[owner]})" if owner in homes else f" ({terms[owner].name})"
                raise VocabularyError(key, f"shares the name “{surface}” with {owner}{where}", home)
    for key in reversed(ordered):
        if key in set(wider_terms(terms, key)):
            raise VocabularyError(key, "leads back to itself under is_a", homes.get(key, ""))


def wider_terms(terms: Mapping[str, Term], key: str) -> Iterator[str]:
    """Keys of everything a term is, step by step up; its own key is among them only where the steps lead in a circle."""
    waiting: list[str] = list(terms[key].is_a)
    seen: set[str] = set()
    while waiting:
        other = waiting.pop()
        if other in seen:
            continue
        seen.add(other)
        yield other
        waiting.extend(terms[other].is_a)


def plain_terms(terms: Iterable[Term]) -> dict[str, dict[str, Any]]:
    """Terms as entries of a file, by key."""
    return {term.key: term.as_plain() for term in terms}
