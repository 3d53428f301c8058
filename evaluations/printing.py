"""Ledgers and comparisons as plain text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date

from evaluations import scoring
from evaluations.annotation import USES, Stretch, count
from evaluations.bench import Outcome
from evaluations.engines.base import Engine
from evaluations.schema import Finding, Requirement

WIDTH = 100
LONGEST_QUOTE = 240
LABEL_WIDTH = 17
MARKS = {"met": "●", "partial": "◐", "missing": "○", "unclear": "–"}


def ledger_text(requirements: Sequence[Requirement], job_description: str) -> str:
    """The ledger as a table, each requirement followed by the words that state it."""
    if not requirements:
        return "No requirements found."
    rows = [
        (r.id, r.importance, r.kind, f"{r.min_years:g} y" if r.min_years is not None else "", r.name)
        for r in requirements
    ]
    lines = table(("id", "importance", "kind", "years", "requirement"), rows)
    for place, requirement in reversed(list(enumerate(requirements, start=2))):
        quote = _one_line(requirement.spans[0].of(job_description))
        lines[place + 1 : place + 1] = _wrapped(f"“{quote}”", "    ")
    musts = sum(requirement.importance == "must" for requirement in requirements)
    counted = f"{len(requirements)} requirements: {musts} must, {len(requirements) - musts} nice"
    return "\n".join([counted, "", *lines])


def annotated_text(requirements: Sequence[Requirement], stretches: Sequence[Stretch], job_description: str) -> str:
    """The whole job description in order, beside each stretch what it was read into or why it was left out; then counts.

    Stretches without a letter or digit are counted and not printed.
    """
    by_id = {requirement.id: requirement for requirement in requirements}
    lines = []
    for stretch in stretches:
        if stretch.use == "blank":
            continue
        words = [" ".join(line.split()) for line in stretch.span.of(job_description).splitlines() if line.strip()]
        if stretch.reason:
            words[-1] = f"{words[-1]} [{stretch.reason}]"
        label = _label(stretch, by_id)
        if len(label) >= LABEL_WIDTH:
            lines.append(label)
            label = ""
        for place, line in enumerate(words):
            beside = f"{'' if place else label:<{LABEL_WIDTH}}"
            lines += _wrapped(line, beside, " " * LABEL_WIDTH)
    counts = count(job_description, stretches)
    lines += ["", f"{counts.total:,} characters:"]
    lines += [f"{number:>9,} {USES[use]}" for use, number in counts.uses.items()]
    if counts.reasons:
        lines += ["", "Left out, by reason:"]
        lines += [f"{number:>9,} {reason}" for reason, number in counts.reasons.items()]
    return "\n".join(["The whole text, in order", "", *lines])


def _label(stretch: Stretch, by_id: dict[str, Requirement]) -> str:
    if stretch.use == "requirement":
        return ", ".join(f"{name} {by_id[name].importance}" for name in stretch.requirements)
    return {"skipped": "left out", "joining": "…", "unexplained": "no reason given"}[stretch.use]


def comparison_text(
    requirements: Sequence[Requirement], outcomes: Sequence[Outcome], engine: Engine, as_of: date
) -> str:
    """A table of all personas, then each persona's findings with quotes, its assessment and recommendations."""
    lines = table(
        ("persona", "ATS score", "band", "requirements met", "partial", "missing", "unclear"),
        [_row(outcome, len(requirements)) for outcome in outcomes],
    )
    lines.append("")
    lines.append(f"Engine {engine.name} {engine.version}, method {scoring.METHOD}, as of {as_of.isoformat()}.")
    by_id = {requirement.id: requirement for requirement in requirements}
    for outcome in outcomes:
        lines += ["", "", *_persona(outcome, by_id)]
    return "\n".join(lines)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Aligned columns under a ruled head."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    rule = ["-" * width for width in widths]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (head, rule, *rows)
    ]


def _row(outcome: Outcome, total: int) -> tuple[str, ...]:
    score = outcome.score
    if score is None:
        return outcome.persona, "none", "", "", "", "", ""
    counts = (score.partial, score.missing, score.unclear)
    return outcome.persona, f"{score.points} %", score.band, f"{score.met} of {total}", *map(str, counts)


def _persona(outcome: Outcome, requirements: dict[str, Requirement]) -> list[str]:
    score = outcome.score
    title = f"{outcome.persona}: {score.points} %, {score.band} Match" if score else f"{outcome.persona}: no score"
    lines = [title, "=" * len(title)]
    if outcome.error:
        lines += _wrapped(outcome.error)
    if outcome.report:
        lines += ["", *_wrapped(outcome.report.assessment)]
    if outcome.judgement:
        for verdict in MARKS:
            chosen = [finding for finding in outcome.judgement.findings if finding.verdict == verdict]
            if chosen:
                lines += ["", f"{verdict.capitalize()} ({len(chosen)})"]
            for finding in chosen:
                lines += _finding(finding, requirements[finding.requirement])
        for flag in outcome.judgement.flags:
            lines += ["", *_wrapped(f"Note: {flag.sentence}")]
    if score and score.path and score.path.steps:
        steps = ", ".join(f"{requirements[step.requirement].name} (+{step.points})" for step in score.path.steps)
        lines += ["", *_wrapped(f"Shortest way to {score.path.band}: {steps}.")]
    if outcome.report and outcome.report.recommendations:
        lines += ["", "Recommendations"]
        for number, advice in enumerate(outcome.report.recommendations, start=1):
            lines += _wrapped(f"{number}. {advice.action} (+{advice.points})", "", "   ")
            lines += _wrapped(advice.why, "   ") + _wrapped(advice.how, "   ")
    return lines


def _finding(finding: Finding, requirement: Requirement) -> list[str]:
    basis = f", {finding.basis}" if finding.basis and finding.basis != "shown" else ""
    mark = MARKS[finding.verdict]
    lines = _wrapped(f"{mark} {requirement.id} {requirement.name} ({requirement.importance}{basis})", "  ", "    ")
    if finding.note:
        lines += _wrapped(finding.note, "    ")
    if finding.quote:
        lines += _wrapped(f"“{_one_line(finding.quote)}”", "    ")
    return lines


def _one_line(quote: str) -> str:
    return textwrap.shorten(" ".join(quote.split()), LONGEST_QUOTE, placeholder=" …")


def _wrapped(text: str, first: str = "", later: str | None = None) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=first if later is None else later)
