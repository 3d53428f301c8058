"""The match analysis: the same findings sorted into three dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluations import scoring
from evaluations.engines.local.grammar import counted, duration, joined, number_word, pick, upper_first
from evaluations.engines.local.names import Name
from evaluations.schema import Dimension, DimensionName, Finding, Kind, Point, Requirement

DIMENSIONS: tuple[tuple[DimensionName, str, tuple[Kind, ...]], ...] = (
    ("experience", "Experience", ("experience", "domain", "education", "credential")),
    ("technical", "Technical skills", ("skill",)),
    ("soft", "Soft skills", ("soft", "language", "other")),
)


def analyse(
    findings: Sequence[Finding], requirements: Mapping[str, Requirement], names: Mapping[str, Name]
) -> tuple[Dimension, ...]:
    """Experience, technical skills, soft skills: what is met is a strength, all else a gap, heaviest first."""
    made = []
    for dimension, title, kinds in DIMENSIONS:
        own = [finding for finding in findings if requirements[finding.requirement].kind in kinds]
        own.sort(key=lambda finding: -scoring.weight_of(requirements[finding.requirement]))
        points = {f.requirement: _point(f, requirements[f.requirement], names[f.requirement]) for f in own}
        made.append(
            Dimension(
                name=dimension,
                title=title,
                summary=_summary(own, names),
                strengths=tuple(points[f.requirement] for f in own if f.verdict == "met"),
                gaps=tuple(
                    points[f.requirement]
                    for verdict in ("missing", "partial", "unclear")
                    for f in own
                    if f.verdict == verdict
                ),
            )
        )
    return tuple(made)


def _summary(findings: Sequence[Finding], names: Mapping[str, Name]) -> str:
    if not findings:
        return "The job description asks nothing in this dimension."

    def listed(verdict: str, count: int) -> str:
        return joined([names[f.requirement].within(60) for f in findings if f.verdict == verdict][:count])

    key = " ".join(finding.requirement + finding.verdict for finding in findings)
    amounts = {
        verdict: sum(f.verdict == verdict for f in findings) for verdict in ("met", "partial", "missing", "unclear")
    }
    total, met = len(findings), amounts["met"]
    if met == total:
        whole = {1: "The one requirement here is met", 2: "Both requirements are met"}.get(
            total, f"All {counted(total, 'requirement')} are met"
        )
        return f"{whole}: {listed('met', 2)}." if total <= 2 else f"{whole}, among them {listed('met', 2)}."
    if amounts["unclear"] == total:
        return "Nothing in this dimension could be judged from the résumé."
    if total == 1:
        state = {"partial": "is met only in part", "missing": "is missing"}[findings[0].verdict]
        return f"The one requirement here {state}: {names[findings[0].requirement].within(60)}."
    count = f"{upper_first(number_word(met)) if met else 'None'} of the {counted(total, 'requirement')}"
    sentence = f"{count} {'is' if met < 2 else 'are'} met"
    if met:
        sentence += (
            pick((", notably {l}", ", above all {l}", ", among them {l}"), key).format(l=listed("met", 2))
            if met > 2
            else f": {listed('met', 2)}"
        )
    if amounts["missing"]:
        form = "; the heaviest gap is {l}" if amounts["missing"] > 1 else "; what is missing is {l}"
        return sentence + form.format(l=listed("missing", 1)) + "."
    if amounts["partial"]:
        return sentence + f"; the evidence is partial for {listed('partial', 2)}."
    return sentence + "."


def _point(finding: Finding, requirement: Requirement, name: Name) -> Point:
    return Point(sentence=_sentence(finding, requirement, name), requirement=finding.requirement, quote=finding.quote)


def _sentence(finding: Finding, requirement: Requirement, name: Name) -> str:
    note = finding.note.strip()
    if note:
        says_name = requirement.name.lower() in note.lower() or name.inline.lower() in note.lower()
        return upper_first(note) if says_name else f"{name.opening}: {upper_first(note)}"
    key = requirement.id + requirement.name
    if finding.verdict == "met":
        form = pick(("{N}: shown.", "{N}: met by what the résumé shows.", "{N}: clear evidence."), key)
    elif finding.verdict == "missing":
        form = pick(("{N}: nothing in the résumé shows it.", "{N}: not shown anywhere in the résumé."), key)
    elif finding.verdict == "unclear":
        form = "{N}: the résumé does not settle it, so it stays outside the score."
    elif finding.basis == "listed":
        form = "{N}: named in a list, without work that shows it."
    elif finding.basis == "claimed":
        form = "{N}: claimed, without an instance."
    elif finding.basis == "short" and finding.years_found and requirement.min_years:
        form = f"{{N}}: {duration(finding.years_found)} of the {duration(requirement.min_years)} asked."
    else:
        form = pick(("{N}: shown in part.", "{N}: close, but not all that is asked."), key)
    return form.format(N=name.opening)
