"""The built-in engine's version tells its answers apart: x-rays become stale by it, so no answer changes without it."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from evaluations.benchmark.trust.texts import jobs_in, own_jobs
from evaluations.engines.local import LocalEngine

AS_OF = date(2026, 11, 23)
# The version and the digest of its answers to the demo's and the trust suite's texts; the failing test prints the line.
PINNED = ("2+85869b7d3f34", "914652999917a976")


def answers_digest(engine: LocalEngine) -> str:
    """One hash over every reading and judgement of the texts that come with the project; 16 hexadecimal digits."""
    answers = sha256()
    for job in (*jobs_in(Path(settings.EVALUATION_TRUST_TEXTS)), *own_jobs()):
        reading = engine.read(job.text)
        answers.update(reading.model_dump_json().encode())
        for person in job.people:
            judgement = engine.judge(reading.requirements, job.text, person.text, AS_OF)
            answers.update(judgement.model_dump_json().encode())
    return answers.hexdigest()[:16]


def test_no_answer_changes_without_a_raised_version() -> None:
    engine = LocalEngine()
    now = (engine.version, answers_digest(engine))
    unchanged_version = now[0] == PINNED[0] and now != PINNED
    assert now == PINNED, (
        "The built-in engine answers differently under the same version: raise VERSION in evaluations/engines/local/engine.py, "
        "then pin what this test prints."
        if unchanged_version
        else f"The built-in engine has a new version; pin its answers: PINNED = {now}"
    )
