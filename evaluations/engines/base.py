"""What every engine offers, and the ways it may fail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol, runtime_checkable

from evaluations.schema import Judgement, Reading, Report, Requirement, Score


class EngineError(Exception):
    """An engine could not give an answer.

    kind is a stable word for records and metrics; sentence says to a person what is wrong and what to do;
    retry says whether another attempt may go better.
    """

    kind = "failed"
    retry = False

    def __init__(self, sentence: str, *, kind: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        if kind is not None:
            self.kind = kind


class EngineUnavailable(EngineError):
    """The engine cannot be reached just now; trying again may help."""

    kind = "unavailable"
    retry = True


class EngineRefused(EngineError):
    """The engine will not treat this text; trying again will not help."""

    kind = "refused"


class EngineIncomplete(EngineError):
    """The answer came back cut off or broken."""

    kind = "incomplete"
    retry = True


class TextUnusable(EngineError):
    """The text is not what it should be: empty, another language, not a job description, not a résumé.

    kinds: empty, language, not_a_job_description, not_a_resume, too_long.
    """

    kind = "unusable"


@runtime_checkable
class Engine(Protocol):
    """Reads job descriptions, judges résumés, and writes the report. It never computes a score.

    The same arguments always give the same answer. as_of is the date that "present" in a résumé means. Every
    method raises EngineError, and nothing else, when it has no answer.
    """

    name: str
    version: str
    model: str

    def read(self, text: str) -> Reading:
        """The requirements a job description states, in the order of the text."""

    def judge(self, requirements: Sequence[Requirement], job_description: str, resume: str, as_of: date) -> Judgement:
        """One finding per requirement, in the given order. job_description may be empty when only a ledger is known."""

    def report(
        self,
        requirements: Sequence[Requirement],
        job_description: str,
        resume: str,
        judgement: Judgement,
        score: Score | None,
    ) -> Report:
        """Assessment, analysis and recommendations for findings that were already scored."""
