"""The local engine behind the Engine protocol: one step, one module."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evaluations.engines.local import matching, narrative, requirements
from evaluations.engines.local.vocabulary import Vocabulary, load_vocabulary
from evaluations.schema import Judgement, Reading, Report, Requirement, Score

VERSION = "2"


class LocalEngine:
    """Reads, judges and reports by rules and a vocabulary; the same input gives the same bytes everywhere."""

    name = "local"

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self.vocabulary = vocabulary or load_vocabulary()
        self.version = f"{VERSION}+{self.vocabulary.version}"
        self.model = f"built-in {self.version}"

    def check_job_description(self, text: str) -> None:
        """Raise TextUnusable, with a sentence, for a text that is plainly no English job description."""
        requirements.readable(text)

    def check_resume(self, text: str, as_of: date) -> None:
        """Raise TextUnusable, with a sentence, for a text that is plainly no English résumé."""
        matching.readable(text, as_of, self.vocabulary)

    def read(self, text: str) -> Reading:
        return requirements.read(text, self.vocabulary)

    def judge(self, requirements: Sequence[Requirement], job_description: str, resume: str, as_of: date) -> Judgement:
        return matching.judge(requirements, job_description, resume, as_of, self.vocabulary)

    def report(
        self,
        requirements: Sequence[Requirement],
        job_description: str,
        resume: str,
        judgement: Judgement,
        score: Score | None,
    ) -> Report:
        return narrative.report(requirements, job_description, resume, judgement, score)
