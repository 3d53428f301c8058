"""Engines with one fault each: the trust suite must find it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from evaluations.benchmark.baselines import WordCoverage
from evaluations.engines.base import TextUnusable
from evaluations.schema import Finding, Judgement, Requirement, Span

Requirements = Sequence[Requirement]


def all_met(requirements: Requirements, resume: str) -> Judgement:
    span = Span(0, resume.index("\n"))
    return Judgement(
        findings=tuple(
            Finding(requirement=r.id, verdict="met", basis="shown", spans=(span,), quote=span.of(resume))
            for r in requirements
        )
    )


def all_missing(requirements: Requirements) -> Judgement:
    return Judgement(findings=tuple(Finding(requirement=r.id, verdict="missing") for r in requirements))


class Inventing(WordCoverage):
    """Quotes what nobody wrote."""

    def judge(self, requirements: Requirements, job_description: str, resume: str, as_of: date) -> Judgement:
        honest = super().judge(requirements, job_description, resume, as_of)
        return Judgement(
            findings=tuple(
                f.model_copy(update={"quote": "Led a team of 500."}) if f.quote else f for f in honest.findings
            )
        )


class Rolling(WordCoverage):
    """Rolls dice."""

    def judge(self, requirements: Requirements, job_description: str, resume: str, as_of: date) -> Judgement:
        return all_met(requirements, resume) if random.random() < 0.5 else all_missing(requirements)


class HashSeeded(WordCoverage):
    """Says the same all day in one process and something else in the next."""

    def judge(self, requirements: Requirements, job_description: str, resume: str, as_of: date) -> Judgement:
        return all_met(requirements, resume) if hash(resume) % 2 else all_missing(requirements)


class Swayed(WordCoverage):
    """Does what a résumé orders."""

    def judge(self, requirements: Requirements, job_description: str, resume: str, as_of: date) -> Judgement:
        if "score" in resume or "met" in resume:
            return all_met(requirements, resume)
        return super().judge(requirements, job_description, resume, as_of)


class Snob(WordCoverage):
    """Likes some names of people, schools and employers better than others."""

    def judge(self, requirements: Requirements, job_description: str, resume: str, as_of: date) -> Judgement:
        if "Harvard" in resume or "Goldman" in resume or "Matthias" in resume:
            return all_met(requirements, resume)
        return super().judge(requirements, job_description, resume, as_of)


class Shouting(WordCoverage):
    """Takes one look at the first list line."""

    def judge(self, requirements: Requirements, job_description: str, resume: str, as_of: date) -> Judgement:
        first = next((line for line in resume.split("\n") if line.startswith(("- ", "* ", "• ", "– "))), "")
        return all_met(requirements, resume) if sum(map(ord, first)) % 2 else all_missing(requirements)


class Lengthy(WordCoverage):
    """The longer the better."""

    def judge(self, requirements: Requirements, job_description: str, resume: str, as_of: date) -> Judgement:
        if not resume.strip():
            raise TextUnusable("The text is empty.", kind="empty")
        met = all_met(requirements, resume).findings[: len(resume) // 90]
        missing = all_missing(requirements).findings[len(met) :]
        return Judgement(findings=(*met, *missing))


class Tired(WordCoverage):
    """The longer the worse."""

    def judge(self, requirements: Requirements, job_description: str, resume: str, as_of: date) -> Judgement:
        met = all_met(requirements, resume).findings[: max(0, 20 - len(resume) // 90)]
        missing = all_missing(requirements).findings[len(met) :]
        return Judgement(findings=(*met, *missing))


class Forgetful(WordCoverage):
    """Leaves out the last requirement when a résumé has nothing on it."""

    def judge(self, requirements: Requirements, job_description: str, resume: str, as_of: date) -> Judgement:
        return Judgement(findings=super().judge(requirements, job_description, resume, as_of).findings[:-1])


class Unflinching(WordCoverage):
    """Has an answer to everything."""

    def judge(self, requirements: Requirements, job_description: str, resume: str, as_of: date) -> Judgement:
        return all_missing(requirements)


class Crashing(WordCoverage):
    """Fails as no engine may."""

    def judge(self, requirements: Requirements, job_description: str, resume: str, as_of: date) -> Judgement:
        raise KeyError("r1")
