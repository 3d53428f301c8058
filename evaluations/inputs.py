"""What decides an answer, as one hash: the key of identical work, and the mark of stale results."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django.conf import settings

from evaluations.canonical import canonical_hash
from evaluations.engines import get_engine
from evaluations.engines.base import Engine, NamesConcepts, WithVocabulary
from evaluations.models import JobDescription, Ledger, Persona
from evaluations.scoring import METHOD


class Identity(Protocol):
    """What a hash says of an engine."""

    name: str
    version: str
    model: str


def engine_named(name: str) -> Engine:
    """The engine of this name as this site sets it up (EVALUATION_ENGINES, EVALUATION_ENGINE_OPTIONS), as it is shipped.

    It needs no database; with the vocabulary that editors released it is vocabularies.engine_in_use. Raises EngineError, as get_engine does.
    """
    return get_engine(name, settings.EVALUATION_ENGINES, settings.EVALUATION_ENGINE_OPTIONS)


def vocabulary_version_of(engine: Engine) -> str:
    """The version of the engine's vocabulary; empty for one without."""
    return engine.vocabulary.version if isinstance(engine, WithVocabulary) else ""


def reading_hash(job_description: JobDescription, engine: Identity) -> str:
    """The hash of everything that decides what is read out of a job description."""
    return canonical_hash(
        {
            "work": "read",
            "job_description": job_description.text_hash,
            "engine": engine.name,
            "engine_version": engine.version,
            "model": engine.model,
            **({"vocabulary": engine.vocabulary_version} if isinstance(engine, NamesConcepts) else {}),
        }
    )


def evaluation_hash(*, ledger: Ledger, persona: Persona, engine: Identity, as_of: date) -> str:
    """The hash of everything that decides an evaluation, as things stand now. The ledger must be locked."""
    return canonical_hash(
        {
            "work": "evaluate",
            "job_description": ledger.job_description.text_hash,
            "ledger": ledger.content_hash,
            "persona": persona.text_hash,
            "method": METHOD,
            "engine": engine.name,
            "engine_version": engine.version,
            "model": engine.model,
            "as_of": as_of.isoformat(),
        }
    )
