"""Judging: what a résumé shows of each requirement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evaluations.engines.local.vocabulary import Vocabulary
from evaluations.schema import Judgement, Requirement


def judge(
    requirements: Sequence[Requirement], job_description: str, resume: str, as_of: date, vocabulary: Vocabulary
) -> Judgement:
    """One finding per requirement, in the given order, and what is odd about the résumé."""
    raise NotImplementedError
