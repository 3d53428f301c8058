"""Good answers for the fake server: the built-in engine's, in the shapes a model is asked for.

They are made of the request alone, as a model would make them. Counts are taken out of the built-in engine's sentences,
because a model may state none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from evaluations import scoring
from evaluations.engines.base import TextUnusable
from evaluations.engines.openai_chat.builtin import LocalEngine
from evaluations.grounding import locate
from evaluations.schema import Finding, Judgement, Requirement, Span

_FENCE = re.compile(
    r"^<<<(?P<kind>[A-Z_]+) (?P<boundary>[0-9a-f]{16})\n(?P<text>.*?)\n(?P=kind) (?P=boundary)>>>$",
    re.DOTALL | re.MULTILINE,
)
_AS_OF = re.compile(r"means (\d{4}-\d\d-\d\d)\.")
# The built-in engine takes the first line of a résumé for a name; what comes here has lost it.
_NAME_LINE = "The candidate\n\n"
# A model writes 50 words at least; the built-in engine's may be fewer once their counts are gone.
_FILLING = "What is missing or thin is named below, each with what the résumé would have to show for it."
_COUNTS = (
    (re.compile(r"meets all \d+ requirements"), "meets all it asks"),
    (re.compile(r"meets none of the \d+ requirements"), "meets nothing it asks"),
    (re.compile(r"meets \d+ of \d+ requirements"), "meets a part of what it asks"),
    (re.compile(r"none of the \w+ requirements could"), "nothing it asks could"),
    (re.compile(r"\bNone of the \w+ requirements (?:is|are) met"), "Nothing of it is met"),
    (re.compile(r"\b\w+ of the \w+ requirements (?:is|are) met"), "A part of it is met"),
    (re.compile(r"\bAll \w+ requirements are met"), "All of it is met"),
    (re.compile(r" Of \w+ strict requirements?, \w+ (?:is|are) met\."), ""),
)


def fenced_texts(message: str) -> dict[str, str]:
    """The texts of a user message by their kind."""
    return {match["kind"]: match["text"] for match in _FENCE.finditer(message)}


def answer(step: str, message: str) -> dict[str, Any]:
    """A good answer to a step's user message, ready for JSON."""
    texts = fenced_texts(message)
    try:
        match step:
            case "read":
                return _reading(texts)
            case "judge":
                return _judgement(texts, date.fromisoformat(_AS_OF.search(message)[1]))
            case _:
                return _report(texts)
    except TextUnusable as unusable:
        usable = (
            "other_language"
            if unusable.kind == "language"
            else f"not_a_{'job_description' if step == 'read' else 'resume'}"
        )
        return {"usable": usable, "requirements" if step == "read" else "findings": []}


@cache
def _engine() -> LocalEngine:
    return LocalEngine()


def _reading(texts: Mapping[str, str]) -> dict[str, Any]:
    text = texts["JOB_DESCRIPTION"]
    fields = {"name", "kind", "importance", "any_of", "open_ended", "min_years"}
    return {
        "usable": "yes",
        "requirements": [
            {
                **requirement.model_dump(mode="json", include=fields),
                "quotes": [span.of(text) for span in requirement.spans],
            }
            for requirement in _engine().read(text).requirements
        ],
    }


def _judgement(texts: Mapping[str, str], as_of: date) -> dict[str, Any]:
    resume = _NAME_LINE + texts["RESUME"]
    posting = texts.get("JOB_DESCRIPTION", "")
    judgement = _engine().judge(_requirements(texts), posting, resume, as_of)
    return {
        "usable": "yes",
        "findings": [
            {
                "requirement": finding.requirement,
                "verdict": finding.verdict,
                "basis": finding.basis or "none",
                "quotes": [span.of(resume) for span in finding.spans],
                "note": finding.note,
                "years_found": finding.years_found,
            }
            for finding in judgement.findings
        ],
    }


def _report(texts: Mapping[str, str]) -> dict[str, Any]:
    requirements = _requirements(texts)
    findings = tuple(
        Finding(
            requirement=entry["id"],
            **{name: entry[name] for name in ("verdict", "basis", "quote", "note", "years_found")},
        )
        for entry in json.loads(texts["LEDGER"])
    )
    score = scoring.score(findings, {requirement.id: requirement for requirement in requirements})
    report = _engine().report(
        requirements, texts.get("JOB_DESCRIPTION", ""), texts["RESUME"], Judgement(findings=findings), score
    )
    points = {"sentence", "requirement"}
    assessment = _without_counts(report.assessment)
    return {
        "assessment": assessment if len(assessment.split()) >= 50 else f"{assessment} {_FILLING}",
        **{
            dimension.name: {
                "summary": _without_counts(dimension.summary),
                "strengths": [point.model_dump(include=points) for point in dimension.strengths],
                "gaps": [point.model_dump(include=points) for point in dimension.gaps],
            }
            for dimension in report.analysis
        },
        "recommendations": [
            advice.model_dump(mode="json", include={"action", "why", "how", "requirements"})
            for advice in report.recommendations
        ],
    }


def _requirements(texts: Mapping[str, str]) -> tuple[Requirement, ...]:
    posting = texts.get("JOB_DESCRIPTION", "")
    made = []
    for entry in json.loads(texts["LEDGER"]):
        spans = tuple(span for words in entry["stated"] if (span := locate(words, posting)))
        fields = {
            name: entry[name] for name in ("id", "name", "kind", "importance", "any_of", "open_ended", "min_years")
        }
        made.append(Requirement(**fields, spans=spans or (Span(0, 0),)))
    return tuple(made)


def _without_counts(sentence: str) -> str:
    for pattern, words in _COUNTS:
        sentence = pattern.sub(words, sentence)
    return sentence
