"""The vocabulary's further terms: proposed with test phrases, tried, released as a new version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from evaluations.canonical import canonical_hash
from evaluations.engines.local.term_rules import plain_terms
from evaluations.engines.local.vocabulary import Vocabulary, VocabularyError, load_vocabulary, vocabulary_with
from evaluations.models import ProposedTerm, VocabularyRelease
from evaluations.services.errors import ServiceError
from evaluations.services.vocabulary_checks import request_vocabulary_checks
from evaluations.vocabularies import latest_release, next_terms, try_phrases, try_term

TERM_FIELDS = (
    *("name", "kind", "aliases", "close_to", "is_a", "context", "never", "case_sensitive", "notes"),
    *("recognised_in", "not_recognised_in"),
)


def propose_term(*, key: str, by: AbstractBaseUser | None = None, **fields: Any) -> ProposedTerm:
    """A new term, or words for a known one, waiting for the next release. fields: TERM_FIELDS.

    Raises ServiceError where the term breaks a rule or has no test phrase. Test phrases may still fail.
    """
    term = ProposedTerm(key=key, proposed_by=by, changed_by=by, **_known(fields))
    _demand_sound(term)
    try:
        with transaction.atomic():
            term.save()
    except IntegrityError as error:
        raise ServiceError(f"The key “{key}” is proposed already. Change that term instead.") from error
    term.refresh_from_db()
    return term


def change_term(*, term: ProposedTerm, by: AbstractBaseUser | None = None, **changes: Any) -> ProposedTerm:
    """Change fields (TERM_FIELDS) of a term, which waits for the next release from then on, also a withdrawn one.

    The vocabulary in use keeps a released term's former content until then. The key stays: ledgers name it.
    """
    with transaction.atomic():
        term = ProposedTerm.objects.select_for_update().get(pk=term.pk)
        for name, value in _known(changes).items():
            setattr(term, name, value)
        _demand_sound(term)
        term.state = ProposedTerm.State.PROPOSED
        term.changed_by, term.changed_at = by, Now()
        term.save()
    term.refresh_from_db()
    return term


def withdraw_term(*, term: ProposedTerm, by: AbstractBaseUser | None = None) -> ProposedTerm:
    """Take a term out of the next release; one that is released stays in use until then. Raises ServiceError."""
    with transaction.atomic():
        term = ProposedTerm.objects.select_for_update().get(pk=term.pk)
        if term.state == ProposedTerm.State.WITHDRAWN:
            raise ServiceError(f"“{term.name}” is withdrawn already.")
        term.state = ProposedTerm.State.WITHDRAWN
        term.changed_by, term.changed_at = by, Now()
        term.save()
    term.refresh_from_db()
    return term


def release_vocabulary(
    *, note: str = "", expected: str | None = None, by: AbstractBaseUser | None = None
) -> VocabularyRelease:
    """Put what is proposed into use as the next version, and have finished evaluations judged again with it.

    expected: the hash of the terms the person who asks has seen (terms_hash); other ones are refused. Raises
    ServiceError, naming the term, where a rule is broken, a test phrase comes out otherwise, or nothing has changed.
    """
    with transaction.atomic():
        proposed = list(ProposedTerm.objects.select_for_update().order_by("pk"))
        terms = next_terms(proposed)
        latest = latest_release()
        if expected is not None and expected != terms_hash(terms):
            raise ServiceError("The proposals changed while you were looking at them. Look at them again.")
        if terms == (latest.terms if latest is not None else {}):
            raise ServiceError("Nothing is proposed: the vocabulary in use has every term already.")
        number = latest.number + 1 if latest is not None else 1
        vocabulary = vocabulary_of(terms, number)
        if failing := failing_phrases(proposed, vocabulary):
            raise ServiceError(" ".join(failing))
        entries = plain_terms(vocabulary.terms.values())
        try:
            with transaction.atomic():
                release = VocabularyRelease.objects.create(
                    number=number,
                    vocabulary_version=vocabulary.version,
                    shipped_version=load_vocabulary().version,
                    content_hash=canonical_hash(entries),
                    terms=terms,
                    all_terms=entries,
                    note=note,
                    released_by=by,
                )
        except IntegrityError as error:
            raise ServiceError("Somebody else released the vocabulary just now. Look at it again.") from error
        ProposedTerm.objects.filter(state=ProposedTerm.State.PROPOSED).update(state=ProposedTerm.State.RELEASED)
        request_vocabulary_checks()
    release.refresh_from_db()
    return release


def terms_hash(terms: Mapping[str, Any]) -> str:
    """What stands for the terms of the next release, to tell whether they changed since somebody saw them."""
    return canonical_hash(terms)


def vocabulary_of(terms: Mapping[str, Any], number: int) -> Vocabulary:
    """The vocabulary a release with this number and these further terms would be. Raises ServiceError."""
    try:
        return vocabulary_with(terms, f"r{number}")
    except VocabularyError as error:
        raise ServiceError(error.sentence) from error


def failing_phrases(terms: Iterable[ProposedTerm], vocabulary: Vocabulary) -> list[str]:
    """A sentence for each test phrase of these terms that comes out otherwise with this vocabulary; withdrawn left out."""
    sentences = []
    for term in terms:
        if term.state == ProposedTerm.State.WITHDRAWN:
            continue
        for tried in try_phrases(term.key, term.recognised_in, term.not_recognised_in, vocabulary, vocabulary):
            if not tried.passes:
                wanted = "must be recognised in" if tried.is_wanted else "must not be recognised in"
                sentences.append(f"“{term.name}” {wanted} “{tried.phrase}”, and is{' not' if tried.is_wanted else ''}.")
    return sentences


def _demand_sound(term: ProposedTerm) -> None:
    """Raise ServiceError where the term by itself could never be released."""
    if not term.recognised_in:
        raise ServiceError(f"“{term.name}” has no test phrase. Give one in which it must be recognised.")
    try:
        term.full_clean(validate_unique=False, exclude=["proposed_by", "changed_by", "proposed_at", "changed_at"])
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error
    if rule := try_term(term).broken_rule:
        raise ServiceError(rule)


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(fields) - set(TERM_FIELDS):
        raise TypeError(f"a term has no field {', '.join(sorted(unknown))} to change")
    return {
        name: list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
        for name, value in fields.items()
    }
