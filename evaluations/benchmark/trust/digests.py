"""One hash for each whole answer of an engine: what it read, judged, scored and wrote.

Run as a module it is the other process of the repeatability test: a question in JSON comes in, hashes go out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from importlib import import_module
from typing import Any, Self

from evaluations import bench
from evaluations.benchmark.trust.texts import Job, Person
from evaluations.engines.base import Engine, EngineError


@dataclass(frozen=True)
class EngineSource:
    """How another process makes the same engine: the dotted path of its class and what it is made with."""

    path: str
    options: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, engine: Engine) -> Self:
        """For an engine that is made without options."""
        return cls(f"{type(engine).__module__}.{type(engine).__qualname__}")

    def make(self) -> Engine:
        module, _, name = self.path.rpartition(".")
        return getattr(import_module(module), name)(**self.options)


def digests(engine: Engine, jobs: Sequence[Job], as_of: date) -> dict[str, str]:
    """The hash of every answer, by "JOB" for readings and "JOB PERSON" for evaluations."""
    found = {}
    for job in jobs:
        try:
            reading = engine.read(job.text)
        except EngineError as error:
            found[job.slug] = _hash(error.sentence)
            continue
        found[job.slug] = _hash(reading.model_dump_json())
        for person in job.people:
            outcome = bench.evaluate_resume(engine, reading.requirements, job.text, person.slug, person.text, as_of)
            parts = [part.model_dump_json() for part in (outcome.judgement, outcome.score, outcome.report) if part]
            found[f"{job.slug} {person.slug}"] = _hash("\n".join([*parts, outcome.error or ""]))
    return found


def fingerprint(engine: Engine, jobs: Sequence[Job], as_of: date) -> str:
    """One hash over all answers to these texts, to compare machines by; 16 hexadecimal digits."""
    return _hash(json.dumps(digests(engine, jobs, as_of), sort_keys=True))[:16]


def question(source: EngineSource, jobs: Sequence[Job], as_of: date) -> str:
    """What `main` reads."""
    texts = [
        {"slug": job.slug, "text": job.text, "people": [[person.slug, person.text] for person in job.people]}
        for job in jobs
    ]
    engine = {"path": source.path, "options": dict(source.options)}
    asked = {"engine": engine, "as_of": as_of.isoformat(), "jobs": texts}
    return json.dumps(asked, default=lambda price: {"decimal": str(price)})


def main() -> None:
    asked = json.load(sys.stdin, object_hook=lambda row: Decimal(row["decimal"]) if set(row) == {"decimal"} else row)
    jobs = [
        Job(job["slug"], job["text"], tuple(Person(slug, text) for slug, text in job["people"]))
        for job in asked["jobs"]
    ]
    engine = EngineSource(**asked["engine"]).make()
    json.dump(digests(engine, jobs, date.fromisoformat(asked["as_of"])), sys.stdout)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    main()
