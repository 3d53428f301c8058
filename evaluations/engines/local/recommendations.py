"""Five recommendations out of the findings, in the order of the points they would win."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evaluations import scoring
from evaluations.engines.local import advice
from evaluations.engines.local.advice import Advice
from evaluations.engines.local.grammar import (
    duration,
    joined,
    number_word,
    pick,
    pick_index,
    quotation,
    quoted,
    upper_first,
)
from evaluations.engines.local.names import Name
from evaluations.schema import Finding, Recommendation, Requirement, Score

COUNT = 5
LONGEST_ACTION = 80
MOST_TOGETHER = 3
_FIGURE = re.compile(
    r"(?i)\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|dozens?|hundreds?|thousands?|half|twice|double)\b"
)
FACTS = frozenset({"education", "credential", "language", "other"})


@dataclass
class Case:
    """What recommendations are made from: findings with their requirements, names and score, and what was used so far."""

    requirements: Mapping[str, Requirement]
    findings: Sequence[Finding]
    names: Mapping[str, Name]
    job_description: str
    score: Score | None
    used: set[object] = field(default_factory=set)

    def gain(self, identifiers: Sequence[str]) -> int:
        """Printed points won when these findings are met."""
        if self.score is None:
            return 0
        met = {"verdict": "met", "basis": "shown"}
        after = [f.model_copy(update=met) if f.requirement in identifiers else f for f in self.findings]
        return (scoring.points_if_met(after, self.requirements, ()) or 0) - self.score.points

    def is_cap(self, identifiers: Sequence[str]) -> bool:
        return self.score is not None and any(i in self.score.cap_requirements for i in identifiers)


def recommend(case: Case) -> tuple[Recommendation, ...]:
    """Five distinct recommendations; fewer only when there is no requirement at all.

    Gaps come first, by points. When they run out, the thinnest evidence of what is met is to be strengthened, and
    after that the gaps are followed up: both for no points, and they say so.
    """
    groups = _groups(case)
    gains = {group: case.gain([finding.requirement for finding in group]) for group in groups}
    order = {group: place for place, group in enumerate(groups)}
    ranked = sorted(groups, key=lambda group: (-gains[group], -_weight(case, group), order[group]))
    lifting = [group for group in ranked if case.is_cap([finding.requirement for finding in group])]
    chosen = [*lifting, *(group for group in ranked if group not in lifting)][:COUNT]
    made = [_for_gap(case, group, gains[group]) for group in ranked if group in chosen]
    made += _strengthening(case, COUNT - len(made))
    made += _following_up(case, COUNT - len(made))
    return tuple(made)


def _groups(case: Case) -> list[tuple[Finding, ...]]:
    """The gaps, alike ones together where there are more gaps than places."""
    gaps = [finding for finding in case.findings if finding.verdict != "met"]
    if len(gaps) <= COUNT:
        return [(finding,) for finding in gaps]
    groups: list[list[Finding]] = []
    open_groups: dict[object, list[Finding]] = {}
    for finding in gaps:
        likeness = _likeness(finding, case.requirements[finding.requirement])
        group = open_groups.get(likeness) if likeness else None
        if group is None or len(group) >= MOST_TOGETHER:
            group = []
            groups.append(group)
            if likeness:
                open_groups[likeness] = group
        group.append(finding)
    return [tuple(group) for group in groups]


def _likeness(finding: Finding, requirement: Requirement) -> object:
    """What makes two gaps answerable by the same action; None when the gap stands alone."""
    if finding.verdict == "partial" and finding.basis == "listed" and requirement.kind in ("skill", "experience"):
        return ("listed", requirement.importance)
    if finding.verdict == "missing" and requirement.kind == "other":
        return ("other", requirement.importance)
    return None


def _weight(case: Case, group: Sequence[Finding]) -> int:
    return sum(scoring.weight_of(case.requirements[finding.requirement]) for finding in group)


def _for_gap(case: Case, group: tuple[Finding, ...], gain: int) -> Recommendation:
    finding = group[0]
    requirement = case.requirements[finding.requirement]
    variants = _variants(finding, requirement, case.names[finding.requirement], together=len(group) > 1)
    chosen = _unused(case, variants, group)
    why = f"{_demand(case, group)} {_state(case, group)}"
    if case.is_cap([f.requirement for f in group]):
        why += f" While it is missing, the band cannot rise above {scoring.CAPPED_BAND}."
    return _made(case, chosen, why, group, gain, **_durations(finding, requirement))


def _variants(finding: Finding, requirement: Requirement, name: Name, *, together: bool) -> tuple[Advice, ...]:
    situation = requirement.kind
    if situation == "skill":
        situation = "tool" if name.is_tool else "practice"
    if finding.verdict == "unclear":
        return advice.UNCLEAR
    if finding.verdict == "missing":
        if requirement.min_years is not None and requirement.kind in ("experience", "domain", "skill"):
            return advice.MISSING_YEARS
        return advice.MISSING[situation]
    if _is_short(finding, requirement):
        return advice.SHORT
    if finding.basis in ("listed", "claimed"):
        if requirement.kind in FACTS:
            return advice.LISTED_FACT
        if together:
            return advice.LISTED_TOGETHER
        return advice.LISTED if finding.basis == "listed" and requirement.kind != "soft" else advice.CLAIMED
    return advice.ADJACENT.get(situation, advice.ADJACENT["practice"])


def _is_short(finding: Finding, requirement: Requirement) -> bool:
    if finding.basis == "short":
        return requirement.kind in ("experience", "domain", "skill")
    found, asked = finding.years_found, requirement.min_years
    return finding.basis is None and found is not None and asked is not None and found < asked


def _durations(finding: Finding, requirement: Requirement) -> dict[str, str]:
    asked, found = requirement.min_years, finding.years_found
    if asked is None or not _is_short(finding, requirement) or not found or duration(found) == duration(asked):
        remainder = ""
    else:
        remainder = f" What is still lacking after that, {duration(asked - found)} on the present dates, takes time in such work."
    return {"asked": duration(asked) if asked else "the time", "remainder": remainder}


def _demand(case: Case, group: Sequence[Finding]) -> str:
    """What the job description asks, in its own words where they are at hand."""
    requirement = case.requirements[group[0].requirement]
    is_must = requirement.importance == "must"
    inline = _name(case, group).inline
    if len(group) > 1:
        return f"The job description {'requires' if is_must else 'prefers'} {inline}."
    quote = quoted(requirement.spans, case.job_description)
    if not quote:
        return f"The job description {'requires' if is_must else 'prefers'} {inline}."
    if is_must:
        forms = (
            "The job description requires it: {q}.",
            "It is required; the job description says {q}.",
            "Among its requirements the job description names {q}.",
        )
    else:
        forms = (
            "The job description prefers it: {q}.",
            "It is preferred, not required: the job description says {q}.",
            "The job description counts it as an advantage: {q}.",
        )
    return pick(forms, f"demand {requirement.id} {requirement.name}").format(q=quote)


def _state(case: Case, group: Sequence[Finding]) -> str:
    """What the résumé shows of it so far."""
    finding = group[0]
    requirement = case.requirements[finding.requirement]
    key = f"state {requirement.id} {requirement.name}"
    if finding.verdict == "unclear":
        return "The résumé does not settle it either way, so it stays outside the score."
    if finding.verdict == "missing":
        if len(group) > 1:
            return "The résumé says nothing about any of these."
        if finding.years_found and requirement.min_years:
            return f"Dated work covers {duration(finding.years_found)} of the {duration(requirement.min_years)} asked."
        return pick(
            ("Nothing in the résumé shows it.", "The résumé does not show it.", "No passage of the résumé shows it."),
            key,
        )
    if _is_short(finding, requirement):
        if finding.years_found and requirement.min_years and finding.years_found < requirement.min_years:
            return f"Dated work covers {duration(finding.years_found)} of the {duration(requirement.min_years)} asked."
        return "The dated work that shows it is shorter than asked."
    if finding.basis == "listed":
        if len(group) > 1:
            return "The résumé only lists them, and listed names earn very little."
        return pick(("The résumé only lists it.", "The résumé names it without showing its use."), key)
    if finding.basis == "claimed":
        return pick(("The résumé claims it without an instance.", "The résumé asserts it but gives no instance."), key)
    quote = quotation(finding.quote)
    if not quote:
        return "The résumé shows only a part of it."
    return pick(
        (
            "The nearest evidence is {q}.",
            "The résumé comes close with {q}.",
            "The résumé offers {q}, which is part of it.",
        ),
        key,
    ).format(q=quote)


def _strengthening(case: Case, count: int) -> list[Recommendation]:
    """Evidence that is there but thin: what can be told better before plain facts, the heaviest first."""
    met = [finding for finding in case.findings if finding.verdict == "met"]

    def thinness(finding: Finding) -> tuple[object, ...]:
        is_fact = case.requirements[finding.requirement].kind in FACTS
        return is_fact, -_weight(case, (finding,)), _has_figure(finding), len(finding.spans), len(finding.quote)

    met.sort(key=thinness)
    made: list[Recommendation] = []
    for turn in range(len(advice.STRENGTHEN)):
        for finding in met:
            requirement = case.requirements[finding.requirement]
            is_fact = requirement.kind in FACTS
            variants = advice.STRENGTHEN_FACT if is_fact else advice.STRENGTHEN
            if len(made) >= count or turn >= len(variants):
                continue
            if turn == 0 and not is_fact and finding.quote and not _has_figure(finding) and len(made) < 2:
                variants = (advice.NEEDS_FIGURE,)
            chosen = _unused(case, variants, (finding,))
            quote = quotation(finding.quote)
            shown = f"The résumé meets it with {quote}" if quote else "The résumé meets it"
            why = f"{_demand(case, (finding,))} {shown}; a firmer line wins no points but is harder to doubt."
            made.append(_made(case, chosen, why, (finding,), 0))
    return made


def _has_figure(finding: Finding) -> bool:
    return bool(_FIGURE.search(finding.quote))


def _following_up(case: Case, count: int) -> list[Recommendation]:
    """Further steps on the gaps already named, when nothing else is left to say."""
    gaps = [finding for finding in case.findings if finding.verdict != "met"]
    made: list[Recommendation] = []
    while gaps and len(made) < count:
        finding = gaps[len(made) % len(gaps)]
        chosen = _unused(case, advice.FOLLOW_UP, (finding,))
        why = f"{_demand(case, (finding,))} The points for closing this gap are counted above; this step wins none of its own."
        made.append(_made(case, chosen, why, (finding,), 0))
    return made


def _name(case: Case, group: Sequence[Finding]) -> Name:
    """The name of one requirement, or the names of several as a list."""
    if len(group) == 1:
        return case.names[group[0].requirement]
    return Name(inline=joined([case.names[finding.requirement].within(60) for finding in group]), is_tool=False)


def _label(case: Case, group: Sequence[Finding], length: int) -> str:
    """What stands for the group in a heading of limited length."""
    name = _name(case, group)
    if len(group) == 1 or len(name.label) <= length:
        return name.within(length)
    more = f" and {number_word(len(group) - 1)} more"
    return case.names[group[0].requirement].within(length - len(more)) + more


def _made(
    case: Case, chosen: Advice, why: str, group: Sequence[Finding], gain: int, **durations: str
) -> Recommendation:
    bare = chosen.action.format(n="", **durations)
    return Recommendation(
        action=upper_first(chosen.action.format(n=_label(case, group, LONGEST_ACTION - len(bare)), **durations)),
        why=why,
        how=chosen.how.format(n=_label(case, group, 60), **durations),
        requirements=tuple(finding.requirement for finding in group),
        points=gain,
    )


def _unused(case: Case, variants: Sequence[Advice], group: Sequence[Finding]) -> Advice:
    """One of the variants, chosen by the requirement: not used yet in this report, and fit for the whole name."""
    requirement = case.requirements[group[0].requirement]
    start = pick_index(len(variants), requirement.id + requirement.name)
    turned = [*variants[start:], *variants[:start]]
    whole = len(case.names[requirement.id].label) if len(group) == 1 else 0

    def drawbacks(variant: Advice) -> tuple[bool, bool]:
        room = LONGEST_ACTION - len(variant.action.replace("{n}", "").replace("{asked}", "10 years"))
        return variant in case.used, whole > room

    chosen = min(turned, key=drawbacks)
    case.used.add(chosen)
    return chosen
