"""Asks an engine, remembers what it answered, and lets watchers see every answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from evaluations import scoring
from evaluations.benchmark.trust.texts import Job, Person
from evaluations.engines.base import Engine, EngineError
from evaluations.schema import Band, Finding, Judgement, Reading, Requirement, Score


@dataclass(frozen=True)
class Answer:
    """What came of one résumé. error is set where there is no judgement; is_broken where the engine failed in a way that
    it may not: by any other exception than its own kind."""

    findings: tuple[Finding, ...] = ()
    flags: frozenset[str] = frozenset()
    score: Score | None = None
    error: str | None = None
    is_broken: bool = False

    @property
    def verdicts(self) -> dict[str, str]:
        return {finding.requirement: finding.verdict for finding in self.findings}

    @property
    def points(self) -> int | None:
        return self.score.points if self.score else None

    @property
    def band(self) -> Band | None:
        return self.score.band if self.score else None

    def changes_from(self, before: Answer) -> list[str]:
        """The requirements whose verdict is another, each as "r3 met → missing"."""
        own, other = self.verdicts, before.verdicts
        return [
            f"{number} {other.get(number, 'nothing')} → {own.get(number, 'nothing')}"
            for number in dict.fromkeys((*other, *own))
            if own.get(number) != other.get(number)
        ]

    def difference_from(self, before: Answer) -> int | None:
        """Points more than before; None where one of the two has no score."""
        if self.points is None or before.points is None:
            return None
        return self.points - before.points

    def summary(self) -> str:
        if self.error:
            return f"no answer ({self.error})"
        return f"{self.points} points, {self.band}" if self.score else "no score"


Watcher = Callable[[str, Sequence[Requirement], str, Judgement, Score | None], None]


@dataclass
class Examiner:
    """Puts texts to an engine. The same question is asked once only; a watcher sees each new answer.

    watchers are called with a name of the case, the ledger, the résumé, the judgement and its score.
    """

    engine: Engine
    as_of: date
    watchers: list[Watcher] = field(default_factory=list)
    _readings: dict[str, Reading | str] = field(default_factory=dict)
    _answers: dict[tuple[str, str], Answer] = field(default_factory=dict)

    def read(self, text: str) -> Reading | str:
        """What the engine reads out of a job description, or the sentence with which it declines."""
        if text not in self._readings:
            try:
                self._readings[text] = self.engine.read(text)
            except EngineError as error:
                self._readings[text] = error.sentence
        return self._readings[text]

    def ledger(self, job: Job) -> tuple[Requirement, ...]:
        """The job's requirements as the engine reads them; none where it declines."""
        reading = self.read(job.text)
        return () if isinstance(reading, str) else reading.requirements

    def evaluate(self, job: Job, resume: str, case: str = "") -> Answer:
        """One résumé judged on the ledger the engine read out of the job description, and scored."""
        key = (job.text, resume)
        if key not in self._answers:
            requirements = self.ledger(job)
            if requirements:
                self._answers[key] = self.judge(requirements, job.text, resume, f"{job.slug} {case}".strip())
            else:
                self._answers[key] = Answer(error="no requirement was read out of the job description")
        return self._answers[key]

    def answer_of(self, job: Job, person: Person) -> Answer:
        """The answer for a person's résumé as it is."""
        return self.evaluate(job, person.text, person.slug)

    def judge(self, requirements: Sequence[Requirement], job_description: str, resume: str, case: str) -> Answer:
        """One résumé judged on given requirements, and scored."""
        try:
            judgement = self.engine.judge(requirements, job_description, resume, self.as_of)
            score = scoring.score(judgement.findings, {requirement.id: requirement for requirement in requirements})
        except EngineError as error:
            return Answer(error=error.sentence)
        except Exception as error:
            # An engine that breaks on one text must not end the examination of all others.
            return Answer(error=f"{type(error).__name__}: {error}", is_broken=True)
        for watch in self.watchers:
            watch(case, requirements, resume, judgement, score)
        return Answer(judgement.findings, frozenset(flag.kind for flag in judgement.flags), score)
