"""What decides an answer, as one hash: the key of identical work, and the mark of stale results."""

from __future__ import annotations

from datetime import date
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from evaluations.canonical import canonical_hash
from evaluations.engines.base import Engine
from evaluations.models import JobDescription, Ledger, Persona
from evaluations.scoring import METHOD


class UnknownEngine(LookupError):
    """No engine of this name is set up on this site."""


@cache
def _built(path: str) -> Engine:
    return import_string(path)()


def engine_named(name: str) -> Engine:
    """The engine the setting EVALUATION_ENGINES gives this name, built once per process. Raises UnknownEngine."""
    try:
        path = settings.EVALUATION_ENGINES[name]
    except KeyError:
        raise UnknownEngine(f"There is no engine named “{name}” on this site.") from None
    return _built(path)


def reading_hash(job_description: JobDescription, engine: Engine) -> str:
    """The hash of everything that decides what is read out of a job description."""
    return canonical_hash(
        {
            "work": "read",
            "job_description": job_description.text_hash,
            "engine": engine.name,
            "engine_version": engine.version,
            "model": engine.model,
        }
    )


def evaluation_hash(*, ledger: Ledger, persona: Persona, engine: Engine, as_of: date) -> str:
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
