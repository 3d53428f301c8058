"""An engine for tests: it answers from plain rules and does what the texts tell it to.

Reading: every line that begins with "- " is a requirement; "a plus" in it makes it a nice one, "[kind]" gives its
kind, "N+ years" its minimum. Judging: met where the requirement's name stands in the résumé, partial where only one of
its longer words does, else missing.

A line ``script: <step> <action> [argument] [while <path>]`` in a text makes a step (read, judge, report) misbehave; with
"while" only as long as a file stands at the path. Actions: ``fail KIND`` (unavailable, incomplete, refused,
empty, error), ``hold PATH`` (waits while the file stands), ``crash`` (kills the process), ``unclear`` (judge: nothing
can be told). "unavailable" and "incomplete" ask for another attempt, as from a real engine.
"""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from evaluations.engines.base import EngineIncomplete, EngineRefused, EngineUnavailable, TextUnusable
from evaluations.schema import (
    KINDS,
    Dimension,
    Finding,
    Judgement,
    Point,
    Reading,
    Recommendation,
    Report,
    Requirement,
    Score,
    Skipped,
    Span,
)

_LINE = re.compile(r"^- (?P<name>.+)$", re.MULTILINE)
_KIND = re.compile(rf"\s*\[(?P<kind>{'|'.join(KINDS)})\]")
_YEARS = re.compile(r"(?P<years>\d+)\+ years")
_SCRIPT = re.compile(
    r"^script: (?P<step>read|judge|report) (?P<action>fail|hold|crash|unclear)"
    r"(?: (?!while )(?P<argument>\S+))?(?: while (?P<path>\S+))?$",
    re.MULTILINE,
)


class ScriptedEngine:
    """Answers from rules, and holds, fails or crashes where a text says so."""

    name = "scripted"
    version = "1"
    model = "rules"

    def read(self, text: str) -> Reading:
        _obey("read", text)
        requirements = []
        for number, match in enumerate(_LINE.finditer(text), 1):
            line = match["name"]
            kind = _KIND.search(line)
            years = _YEARS.search(line)
            requirements.append(
                Requirement(
                    id=f"r{number}",
                    name=_KIND.sub("", line)[:200],
                    kind=kind["kind"] if kind else "skill",
                    importance="nice" if "a plus" in line else "must",
                    min_years=float(years["years"]) if years else None,
                    spans=(Span(*match.span("name")),),
                )
            )
        skipped = tuple(
            Skipped(span=Span(*match.span()), reason="not a list item")
            for match in re.finditer(r"^[^-\n].*$", text, re.M)
        )
        return Reading(requirements=tuple(requirements), skipped=skipped)

    def judge(self, requirements: Sequence[Requirement], job_description: str, resume: str, as_of: date) -> Judgement:
        actions = _obey("judge", resume)
        if "unclear" in actions:
            return Judgement(
                findings=tuple(
                    Finding(requirement=requirement.id, verdict="unclear", note="The résumé does not tell.")
                    for requirement in requirements
                )
            )
        return Judgement(findings=tuple(_judged(requirement, resume) for requirement in requirements))

    def report(
        self,
        requirements: Sequence[Requirement],
        job_description: str,
        resume: str,
        judgement: Judgement,
        score: Score | None,
    ) -> Report:
        _obey("report", resume)
        pairs = list(zip(requirements, judgement.findings, strict=True))
        strengths = tuple(
            Point(sentence=f"The résumé shows {requirement.name}.", requirement=requirement.id, quote=finding.quote)
            for requirement, finding in pairs
            if finding.verdict == "met"
        )
        gaps = tuple(
            Point(sentence=f"The résumé does not show {requirement.name}.", requirement=requirement.id)
            for requirement, finding in pairs
            if finding.verdict == "missing"
        )
        return Report(
            assessment=f"The candidate meets {len(strengths)} of {len(pairs)} requirements of the job description.",
            analysis=(
                Dimension(name="experience", title="Experience", summary="The roles and years of the résumé."),
                Dimension(
                    name="technical",
                    title="Technical skills",
                    summary="The skills the résumé shows.",
                    strengths=strengths,
                    gaps=gaps,
                ),
                Dimension(name="soft", title="Soft skills", summary="How the candidate works with others."),
            ),
            recommendations=tuple(
                Recommendation(
                    action=f"Show {requirement.name}",
                    why="The job description asks for it.",
                    how="Name the work in which it was used.",
                    requirements=(requirement.id,),
                    points=0,
                )
                for requirement, _ in pairs[:5]
            ),
        )


def _judged(requirement: Requirement, resume: str) -> Finding:
    match = re.search(re.escape(requirement.name), resume, re.IGNORECASE)
    verdict, basis = ("met", "shown") if match else ("partial", "adjacent")
    if match is None:
        words = "|".join(re.escape(word) for word in re.findall(r"\w{4,}", requirement.name))
        match = re.search(rf"\b(?:{words})\b", resume, re.IGNORECASE) if words else None
    if match is None:
        return Finding(requirement=requirement.id, verdict="missing", note=f"Looked for {requirement.name}.")
    span = Span(resume.rfind("\n", 0, match.start()) + 1, match.end())
    return Finding(
        requirement=requirement.id,
        verdict=verdict,
        basis=basis,
        spans=(span,),
        quote=span.of(resume),
        note=f"The résumé names {match.group()}.",
    )


def _obey(step: str, text: str) -> set[str]:
    """Do what the text's script lines say about this step; the names of the actions that were on."""
    if not text.strip():
        raise TextUnusable("The text is empty.", kind="empty")
    actions = set()
    for line in _SCRIPT.finditer(text):
        if line["step"] != step or (line["path"] and not Path(line["path"]).exists()):
            continue
        actions.add(line["action"])
        match line["action"]:
            case "fail":
                _fail(line["argument"] or "error")
            case "hold":
                while Path(line["argument"]).exists():
                    time.sleep(0.02)
            case "crash":
                os.kill(os.getpid(), signal.SIGKILL)
    return actions


def _fail(kind: str) -> None:
    match kind:
        case "unavailable":
            raise EngineUnavailable("The evaluator cannot be reached just now.")
        case "incomplete":
            raise EngineIncomplete("The evaluator's answer was cut off.")
        case "refused":
            raise EngineRefused("The evaluator does not treat this text.")
        case "empty" | "language" | "not_a_resume" | "not_a_job_description" | "too_long":
            raise TextUnusable("This text is not what it should be.", kind=kind)
        case _:
            raise RuntimeError(f"scripted {kind}")
