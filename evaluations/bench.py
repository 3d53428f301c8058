"""The whole evaluator in memory: read, judge, score and report without records.

The commands and the benchmark run this; services do the same steps one by one and keep every result.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from evaluations import scoring
from evaluations.engines.base import Engine, EngineError
from evaluations.intake import IntakeError
from evaluations.limits import REQUIREMENTS
from evaluations.schema import Judgement, Report, Requirement, Score

NOTHING_JUDGED = "The résumé leaves every requirement open, so there is no score."


class LedgerError(Exception):
    """A ledger cannot be used; sentence says what is wrong with it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Outcome:
    """What came of one persona. Without a score, error says why in a sentence.

    judgement and report are None only where the résumé could not be judged at all.
    """

    persona: str
    judgement: Judgement | None = None
    score: Score | None = None
    report: Report | None = None
    error: str | None = None


def evaluate_resume(
    engine: Engine, requirements: Sequence[Requirement], job_description: str, persona: str, resume: str, as_of: date
) -> Outcome:
    """Judge, score and report one résumé; an engine that abstains gives an outcome with its sentence, never a score."""
    try:
        judgement = engine.judge(requirements, job_description, resume, as_of)
        score = scoring.score(judgement.findings, {requirement.id: requirement for requirement in requirements})
        report = engine.report(requirements, job_description, resume, judgement, score)
    except EngineError as error:
        return Outcome(persona, error=error.sentence)
    return Outcome(persona, judgement, score, report, error=None if score else NOTHING_JUDGED)


def unreadable(persona: str, error: IntakeError) -> Outcome:
    """The outcome of a résumé no text could be had from."""
    return Outcome(persona, error=error.sentence)


def distinct_names(names: Iterable[str]) -> list[str]:
    """The names in order; one that was there before gets the next free number: jane, jane-2."""
    given: list[str] = []
    for name in names:
        number, candidate = 1, name
        while candidate in given:
            number += 1
            candidate = f"{name}-{number}"
        given.append(candidate)
    return given


def parse_ledger(source: str, job_description: str) -> tuple[Requirement, ...]:
    """The requirements of a ledger in JSON: an object with a list "requirements"; other keys are ignored.

    Raises LedgerError for anything that is not a usable ledger of this job description.
    """
    try:
        data = json.loads(source)
        json.dumps(data, ensure_ascii=False).encode()
    except RecursionError:
        raise LedgerError("its brackets are nested too deep.") from None
    except UnicodeEncodeError:
        raise LedgerError("it has broken characters (half of a surrogate pair).") from None
    except ValueError as error:
        place = f" at line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise LedgerError(f"it is not valid JSON{place}.") from None
    rows = data.get("requirements") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not rows:
        raise LedgerError('it needs an object with a list "requirements" that is not empty.')
    if len(rows) > REQUIREMENTS:
        raise LedgerError(f"it has {len(rows):,} requirements; {REQUIREMENTS:,} is the limit.")
    requirements = tuple(_parse_requirement(row, number) for number, row in enumerate(rows, start=1))
    seen: set[str] = set()
    for requirement in requirements:
        if requirement.id in seen:
            raise LedgerError(f"the id {requirement.id} stands twice.")
        seen.add(requirement.id)
        if not requirement.spans:
            raise LedgerError(f"requirement {requirement.id} has no span.")
        for start, end in requirement.spans:
            if not 0 <= start < end <= len(job_description):
                raise LedgerError(
                    f"the span [{start}, {end}] of requirement {requirement.id} lies outside the job description, "
                    f"which has {len(job_description)} characters."
                )
    return requirements


def _parse_requirement(row: Any, number: int) -> Requirement:
    try:
        return Requirement.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "it"
        name = row.get("id") if isinstance(row, dict) and row.get("id") else f"number {number}"
        message = first["msg"][0].lower() + first["msg"][1:]
        raise LedgerError(f"requirement {name}, {place}: {message}.") from None


def requirements_json(requirements: Sequence[Requirement]) -> list[dict[str, Any]]:
    """Requirements as the commands print them; spans are ``[start, end]`` in code points of the given text."""
    return [requirement.model_dump(mode="json") for requirement in requirements]


def outcome_json(outcome: Outcome, total: int) -> dict[str, Any]:
    """One persona as the commands print it; score, band and met are null where there is no score."""
    score, report, judgement = outcome.score, outcome.report, outcome.judgement
    fields = {"requirement", "verdict", "basis", "spans", "quote", "note"}
    return {
        "persona": outcome.persona,
        "score": score.points if score else None,
        "band": score.band if score else None,
        "met": score.met if score else None,
        "total": total,
        "findings": [f.model_dump(mode="json", include=fields) for f in judgement.findings] if judgement else [],
        "assessment": report.assessment if report else "",
        "analysis": [part.model_dump(mode="json") for part in report.analysis] if report else [],
        "recommendations": [part.model_dump(mode="json") for part in report.recommendations] if report else [],
        "flags": [flag.model_dump(mode="json") for flag in judgement.flags] if judgement else [],
        "error": outcome.error,
    }


def comparison_json(
    requirements: Sequence[Requirement], outcomes: Sequence[Outcome], engine: Engine, as_of: date
) -> dict[str, Any]:
    """A whole comparison, evaluations in the order they were asked for."""
    return {
        "requirements": requirements_json(requirements),
        "evaluations": [outcome_json(outcome, len(requirements)) for outcome in outcomes],
        "method": scoring.METHOD,
        "engine": engine.name,
        "engine_version": engine.version,
        "as_of": as_of.isoformat(),
    }
