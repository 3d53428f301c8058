"""Whether a finished evaluation still holds: the one rule that publish gate, panel, lists and requests follow.

A newer engine, method, ledger or résumé makes it stale. A newer vocabulary alone does so only where judging again gives
another verdict or score, which a worker finds out (VocabularyCheck). Time alone makes nothing stale: the date of
"present" is the evaluation's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from evaluations.engines.base import Engine, EngineError, WithVocabulary
from evaluations.inputs import evaluation_hash
from evaluations.models import Evaluation, VocabularyCheck
from evaluations.rejudging import in_words
from evaluations.scoring import METHOD
from evaluations.vocabularies import engine_in_use, label_of
from evaluations.work import OPEN_STATES


class Standing(NamedTuple):
    """stale: why the evaluation no longer holds, to follow "the evaluation is stale: "; empty when it does.

    is_being_checked: the vocabulary is newer than the evaluation, and nobody knows yet whether that changes anything.
    Until then it holds.
    """

    stale: str = ""
    is_being_checked: bool = False


class _Identity(NamedTuple):
    name: str
    version: str
    model: str


def standings(evaluations: Iterable[Evaluation]) -> dict[int, Standing]:
    """How each finished evaluation stands, by primary key.

    At most one query for the vocabulary of each engine and one for all checks, if ledger, job description and persona
    are loaded.
    """
    evaluations = list(evaluations)
    engines = {name: _engine_or_none(name) for name in {evaluation.engine for evaluation in evaluations}}
    found: dict[int, Standing] = {}
    older: dict[int, str] = {}
    for evaluation in evaluations:
        engine = engines[evaluation.engine]
        if evaluation.method != METHOD:
            reason = f"it was scored by method {evaluation.method}, and the current one is method {METHOD}."
        elif engine is None:
            reason = ""  # an engine that cannot be used here and now does not make wrong what it once found
        elif (evaluation.engine_version, evaluation.model) == (engine.version, engine.model):
            reason = "" if _is_as_hashed(evaluation) else "what it rests on has changed."
        elif not differs_in_vocabulary_only(evaluation, engine):
            reason = f"the engine “{evaluation.engine}” was updated after it was made."
        elif not _is_as_hashed(evaluation):
            reason = "what it rests on has changed."
        else:
            older[evaluation.pk] = hash_in_use(evaluation, engine)
            continue
        found[evaluation.pk] = Standing(reason)
    if older:
        checks = _checks(older)
        by_key = {evaluation.pk: evaluation for evaluation in evaluations}
        found |= {pk: _standing_by(checks.get(pk), by_key[pk]) for pk in older}
    return found


def differs_in_vocabulary_only(evaluation: Evaluation, engine: Engine) -> bool:
    """Whether the engine in use judges by the evaluation's own rules, and its words are others."""
    if not isinstance(engine, WithVocabulary) or not evaluation.vocabulary_version:
        return False
    was, now = evaluation.vocabulary_version, engine.vocabulary.version
    same_rules = (engine.version.replace(now, was), engine.model.replace(now, was))
    return was != now and same_rules == (evaluation.engine_version, evaluation.model)


def hash_in_use(evaluation: Evaluation, engine: Engine) -> str:
    """The evaluation's input hash as it would be with this engine."""
    return evaluation_hash(ledger=evaluation.ledger, persona=evaluation.persona, engine=engine, as_of=evaluation.as_of)


def _is_as_hashed(evaluation: Evaluation) -> bool:
    """Whether texts and ledger are those the evaluation was made of."""
    made_by = _Identity(evaluation.engine, evaluation.engine_version, evaluation.model)
    return evaluation.input_hash == evaluation_hash(
        ledger=evaluation.ledger, persona=evaluation.persona, engine=made_by, as_of=evaluation.as_of
    )


def _engine_or_none(name: str) -> Engine | None:
    try:
        return engine_in_use(name)
    except EngineError:
        return None


def _checks(hashes: Mapping[int, str]) -> dict[int, VocabularyCheck]:
    rows = VocabularyCheck.objects.filter(evaluation__in=hashes, input_hash__in=set(hashes.values()))
    return {row.evaluation_id: row for row in rows if row.input_hash == hashes[row.evaluation_id]}


def _standing_by(check: VocabularyCheck | None, evaluation: Evaluation) -> Standing:
    if check is None or check.state in OPEN_STATES:
        return Standing(is_being_checked=True)
    label = label_of(check.vocabulary_version)
    if not check.succeeded:
        return Standing(f"it could not be judged again with {label}.")
    if not check.differs:
        return Standing()
    return Standing(f"with {label}, {in_words(check.changes, score_was=evaluation.score, score=check.score)}.")
