"""Which vocabulary is in use: the shipped terms, and what editors released on top of them; and what a term would change.

Which release is the latest is asked of the database each time, in one small query; the vocabulary made of it is kept
in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from evaluations.engines.base import Engine, EngineError, WithVocabulary
from evaluations.engines.local.vocabulary import (
    Vocabulary,
    VocabularyError,
    load_vocabulary,
    vocabulary_from,
    vocabulary_with,
)
from evaluations.grounding import clean
from evaluations.inputs import engine_named
from evaluations.models import Evaluation, Ledger, ProposedTerm, VocabularyRelease

if TYPE_CHECKING:
    from evaluations.models import VocabularyCheck


_RELEASE = re.compile(r"\.r(?P<number>\d+)-")


class Tried(NamedTuple):
    """A test phrase and the names of what is recognised in it, now and with the change."""

    phrase: str
    is_wanted: bool
    now: tuple[str, ...]
    then: tuple[str, ...]
    passes: bool


class Trial(NamedTuple):
    """What a term would change. broken_rule: the sentence that says why it cannot be tried; adds_to: the known term."""

    phrases: tuple[Tried, ...] = ()
    broken_rule: str = ""
    adds_to: str = ""

    @property
    def passes(self) -> bool:
        return not self.broken_rule and all(tried.passes for tried in self.phrases)


class ReleaseUnusable(EngineError):
    """The latest release and the shipped vocabulary break a rule together, after the shipped one was updated."""

    kind = "vocabulary"


def vocabulary_in_use() -> Vocabulary:
    """The shipped vocabulary with the terms of the latest release. Raises ReleaseUnusable."""
    latest = VocabularyRelease.objects.order_by("-number").values_list("number", "content_hash").first()
    return load_vocabulary() if latest is None else _with_release(*latest)


def latest_release() -> VocabularyRelease | None:
    """The release in use, without the terms it shares with the shipped vocabulary; None before the first one."""
    return VocabularyRelease.objects.defer("all_terms").order_by("-number").first()


def engine_in_use(name: str) -> Engine:
    """The engine of this name as workers and requests use it. Raises EngineError."""
    return _in_use(engine_named(name))


def engine_as_requested(row: Ledger | Evaluation | VocabularyCheck) -> Engine:
    """The engine a row names, in the very version its hash was made with.

    A release in between changes nothing for work that is under way: it ends with the vocabulary it began with. Raises
    EngineError.
    """
    engine = engine_in_use(row.engine)
    if not _is_of(row, engine) and isinstance(engine, WithVocabulary):
        former = _vocabulary_of_version(row.vocabulary_version)
        engine = engine if former is None else type(engine)(former)
    if not _is_of(row, engine):
        raise EngineError("The evaluator was updated since this was asked for. Run it again.", kind="outdated")
    return engine


def next_terms(proposed: Iterable[ProposedTerm]) -> dict[str, dict[str, Any]]:
    """The further terms of the next release, as entries of a terms file by key: all that are not withdrawn."""
    return {term.key: term.as_plain() for term in proposed if term.state != ProposedTerm.State.WITHDRAWN}


def concept_names(keys: Iterable[str | None]) -> dict[str, str]:
    """What concepts are called, by key; of one the vocabulary in use no longer has, its key in words."""
    try:
        terms = vocabulary_in_use().terms
    except ReleaseUnusable:
        terms = load_vocabulary().terms
    return {key: terms[key].name if key in terms else key.replace("_", " ") for key in keys if key}


def try_term(term: ProposedTerm) -> Trial:
    """A term, stored or not, beside the vocabulary in use.

    Other proposed terms join in only where this one names them, so that their faults are not taken for its own.
    """
    try:
        now = vocabulary_in_use()
    except ReleaseUnusable:
        now = load_vocabulary()
    released = latest_release()
    entries = dict(released.terms if released is not None else {}) | {term.key: term.as_plain()}
    others = next_terms(ProposedTerm.objects.exclude(key=term.key))
    waiting = [term.key]
    while waiting:
        entry = entries[waiting.pop()]
        for other in (*entry.get("is_a", ()), *entry.get("close_to", ())):
            if other not in now.terms and other not in entries and other in others:
                entries[other] = others[other]
                waiting.append(other)
    shipped = load_vocabulary()
    adds_to = shipped.terms[term.key].name if term.key in shipped.terms else ""
    try:
        then = vocabulary_with(entries, "trial")
    except VocabularyError as error:
        return Trial(broken_rule=error.sentence, adds_to=adds_to)
    return Trial(try_phrases(term.key, term.recognised_in, term.not_recognised_in, now, then), adds_to=adds_to)


def try_phrases(
    key: str, recognised_in: Iterable[str], not_recognised_in: Iterable[str], now: Vocabulary, then: Vocabulary
) -> tuple[Tried, ...]:
    """What each test phrase of a term comes to with two vocabularies."""
    wanted = [*((phrase, True) for phrase in recognised_in), *((phrase, False) for phrase in not_recognised_in)]
    tried = []
    for phrase, is_wanted in wanted:
        text = clean(phrase).text
        found = [mention.concept for mention in then.find(text)]
        tried.append(
            Tried(
                phrase,
                is_wanted,
                now=_names(now, (mention.concept for mention in now.find(text))),
                then=_names(then, found),
                passes=(key in found) is is_wanted,
            )
        )
    return tuple(tried)


def _names(vocabulary: Vocabulary, keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(vocabulary.terms[key].name for key in dict.fromkeys(keys))


def _in_use(engine: Engine) -> Engine:
    if not isinstance(engine, WithVocabulary):
        return engine
    vocabulary = vocabulary_in_use()
    return engine if vocabulary.version == engine.vocabulary.version else type(engine)(vocabulary)


def _is_of(row: Ledger | Evaluation | VocabularyCheck, engine: Engine) -> bool:
    return (row.engine_version, row.model) == (engine.version, engine.model)


@lru_cache(maxsize=2)
def _with_release(number: int, content_hash: str) -> Vocabulary:
    """The shipped vocabulary with a release's terms. The hash is what the kept one is known by: numbers come again
    where a database is restored."""
    terms = VocabularyRelease.objects.values_list("terms", flat=True).get(number=number)
    try:
        return vocabulary_with(terms, f"r{number}")
    except VocabularyError as error:
        raise ReleaseUnusable(
            f"Vocabulary release {number} no longer fits the shipped vocabulary. {error.sentence} "
            "Change or withdraw it, then release the vocabulary again."
        ) from error


def _vocabulary_of_version(version: str) -> Vocabulary | None:
    """A vocabulary that was in use once, made again from its release; None where that is not possible."""
    shipped = load_vocabulary()
    if version == shipped.version:
        return shipped
    found = VocabularyRelease.objects.filter(vocabulary_version=version).values_list("content_hash", flat=True).first()
    try:
        return _made_again(version, found) if found is not None else None
    except VocabularyError:  # the rules have become stricter since
        return None


@lru_cache(maxsize=2)
def _made_again(version: str, content_hash: str) -> Vocabulary:
    return vocabulary_from(VocabularyRelease.objects.get(vocabulary_version=version).all_terms, version)


def label_of(version: str) -> str:
    """A vocabulary's version for people: "vocabulary release 3" or "the shipped vocabulary"."""
    release = _RELEASE.search(version)
    return f"vocabulary release {release['number']}" if release else "the shipped vocabulary"
