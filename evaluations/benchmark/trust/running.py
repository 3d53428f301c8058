"""The whole trust suite, property by property."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evaluations.benchmark.trust import attacks, evidence, fairness, form, identity, wording
from evaluations.benchmark.trust.abstention import abstention
from evaluations.benchmark.trust.arithmetic import ArithmeticWatch
from evaluations.benchmark.trust.digests import EngineSource
from evaluations.benchmark.trust.evidence import GroundedWatch
from evaluations.benchmark.trust.examining import Examiner
from evaluations.benchmark.trust.repeatability import OtherProcesses, repeatability
from evaluations.benchmark.trust.shapes import Measure
from evaluations.benchmark.trust.texts import Job
from evaluations.engines.base import Engine

# In the order of the table. Grounded and arithmetic look over the shoulder of all others.
PROPERTIES = (
    "repeatability",
    "identity",
    "form",
    "order",
    "monotonic",
    "one ledger",
    "grounded",
    "stuffing",
    "injection",
    "characters",
    "paraphrase",
    "non-confusion",
    "negation, intent",
    "equal candidates",
    "irrelevance",
    "arithmetic",
    "abstention",
)


@dataclass(frozen=True)
class Suite:
    """What is examined: an engine, how another process makes it, texts, the as-of date and the method's page."""

    engine: Engine
    source: EngineSource
    jobs: tuple[Job, ...]
    as_of: date
    method_page: Path


def run(
    suite: Suite, only: Collection[str] = PROPERTIES, progress: Callable[[str], None] = lambda _: None
) -> tuple[Measure, ...]:
    """The measures of the chosen properties, in the order of the table; progress is told what comes next."""
    grounded, arithmetic = GroundedWatch(), ArithmeticWatch(suite.method_page)
    examiner = Examiner(suite.engine, suite.as_of, [grounded, arithmetic])
    jobs: Sequence[Job] = suite.jobs
    steps: dict[str, Callable[[], list[Measure]]] = {
        "identity": lambda: identity.identity(examiner, jobs),
        "form": lambda: form.form(examiner, jobs),
        "order": lambda: form.order(examiner, jobs),
        "monotonic": lambda: evidence.monotonic(examiner, jobs),
        "one ledger": lambda: evidence.one_ledger(examiner, jobs),
        "stuffing": lambda: attacks.stuffing(examiner, jobs),
        "injection": lambda: attacks.injection(examiner, jobs),
        "characters": lambda: attacks.characters(examiner, jobs),
        "paraphrase": lambda: wording.paraphrase(examiner),
        "non-confusion": lambda: wording.non_confusion(examiner),
        "negation, intent": lambda: wording.negation(examiner),
        "equal candidates": lambda: fairness.equal_candidates(examiner, jobs),
        "irrelevance": lambda: fairness.irrelevance(examiner, jobs),
        "abstention": lambda: abstention(examiner, jobs),
        # Last, because its other processes work beside the rest.
        "repeatability": lambda: repeatability(suite.engine, jobs, suite.as_of, others),
    }
    measures: dict[str, list[Measure]] = {}
    with OtherProcesses(suite.source, jobs, suite.as_of) as others:
        if "repeatability" in only:
            others.start()
        for name, step in steps.items():
            if name in only:
                progress(name)
                measures[name] = step()
    if "grounded" in only or "arithmetic" in only:
        for job in jobs:
            grounded.watch_reading(job, examiner.ledger(job))
            for person in job.people:
                examiner.answer_of(job, person)
        arithmetic.watch_invented()
        measures["grounded"] = [grounded.tally.measure()]
        measures["arithmetic"] = [arithmetic.tally.measure()]
    return tuple(measure for name in PROPERTIES if name in only for measure in measures[name])
