"""Judging stated facts: languages, degrees, licences, address and right to work."""

from __future__ import annotations

import re

from evaluations.engines.local import degrees, facts, years
from evaluations.engines.local.evidence import Searcher
from evaluations.engines.local.outcome import Outcome, alternatives, concepts_in, looked_for, spoken
from evaluations.schema import Basis, Requirement, Verdict


def judge_language(requirement: Requirement, statement: str, searcher: Searcher) -> Outcome:
    names = [
        n for text in (*requirement.any_of, requirement.name) for n in facts.languages_in(text)
    ] or facts.languages_in(statement)
    wanted = facts.grade_of(requirement.name) or facts.grade_of(statement) or 4
    best = Outcome("missing", note=f"Looked for {looked_for(requirement)}; the résumé does not state it.")
    for name in dict.fromkeys(names):
        outcome = _one_language(name, min(wanted, 6), searcher)
        if outcome.rank > best.rank:
            best = outcome
    return best


def _one_language(name: str, wanted: int, searcher: Searcher) -> Outcome:
    title = name.capitalize()
    stated = facts.language_statements(name, searcher.resume)
    if stated:
        fact, grade = stated[0]
        stretch = ((fact.start, fact.end),)
        if grade is None:
            if wanted <= 4 or fact.passage.place == "language":
                return Outcome("met", "shown", stretch, f"{title} is stated as a language of the candidate.")
            return Outcome("partial", "claimed", stretch, f"{title} is named without a level.")
        if grade >= wanted:
            return Outcome("met", "shown", stretch, f"{title} is stated at the level asked or above.")
        return Outcome("partial", "short", stretch, f"{title} is stated below the level asked.")
    used = facts.language_used(name, searcher.resume)
    if used is not None:
        verdict: Verdict = "met" if wanted <= 5 else "partial"
        basis: Basis = "shown" if verdict == "met" else "adjacent"
        return Outcome(verdict, basis, ((used.start, used.end),), f"A role was done in {title}.")
    if name == "english":
        for passage in searcher.resume.in_places("role", "claimed"):
            if len(passage.text) > 40:
                note = "The résumé is written in English but states no level."
                return Outcome("partial", "claimed", ((passage.start, passage.end),), note)
    return Outcome("missing", note=f"Looked for {title}; the résumé does not state it.")


def judge_education(requirement: Requirement, statement: str, searcher: Searcher) -> Outcome:
    parts = alternatives(requirement) or [requirement.name]
    wanted = degrees.lowest_level_of(requirement.name)
    best = Outcome("missing", note=f"Looked for {looked_for(requirement)}; the résumé shows no such degree.")
    is_open = requirement.open_ended or bool(
        re.search(r"\brelated|similar|equivalent|relevant|or\b", statement, re.IGNORECASE)
    )
    for part in parts:
        subject = part if degrees.fields_asked(part) or not re.search(r"related|similar", part) else requirement.name
        outcome = _one_degree(part, subject, degrees.lowest_level_of(part) or wanted or 4, is_open, searcher)
        if outcome.rank > best.rank:
            best = outcome
    if best.verdict != "met" and re.search(
        r"\bequivalent\b[^.]{0,30}\bexperience|in lieu|or experience|(?:different|alternative|other) routes?|self-taught",
        statement,
        re.IGNORECASE,
    ):
        outcome = _experience_instead(requirement, searcher)
        if outcome is not None and outcome.rank > best.rank:
            best = outcome
    return best


def _one_degree(part: str, subject: str, wanted: int, is_open: bool, searcher: Searcher) -> Outcome:
    if re.search(r"\bequivalent\b.*\bexperience\b", part, re.IGNORECASE) and not degrees.level_of(part):
        return Outcome("missing")
    enrolled_will_do = bool(
        re.search(r"\benroll?ed\b|\benrol|\bin progress\b|\bpursuing\b|\bcommit", part, re.IGNORECASE)
    )
    best = Outcome("missing")
    found = degrees.degrees_in(searcher.resume)
    for degree in sorted(found, key=lambda degree: abs(degree.level - wanted)):
        stretch = ((degree.passage.start, degree.passage.end),)
        fits = degrees.is_field_fit(subject, degree, is_open=is_open)
        if degree.is_listed:
            if degree.level >= wanted or fits:
                outcome = Outcome("partial", "listed", stretch, "Only listed; no school or year stands beside it.")
            else:
                continue
        elif degree.level >= wanted and fits and (degree.is_finished or enrolled_will_do):
            outcome = Outcome("met", "shown", stretch, "The degree is stated with its school or year.")
        elif degree.level >= wanted and fits:
            outcome = Outcome("partial", "short", stretch, "The degree is not finished.")
        elif degree.level >= wanted:
            outcome = Outcome("partial", "adjacent", stretch, "A degree of this level is shown in another subject.")
        elif fits and degrees.fields_asked(subject) and degree.level == wanted - 1 and degree.level >= 2:
            outcome = Outcome("partial", "adjacent", stretch, "The subject fits, the level is below the one asked.")
        else:
            continue
        if outcome.rank > best.rank:
            best = outcome
    return best


def _experience_instead(requirement: Requirement, searcher: Searcher) -> Outcome | None:
    """Years in the trade instead of a degree: four or more count in full."""
    roles = years.roles_of_trade(" ".join((requirement.name, *requirement.any_of)), searcher.resume)
    months = years.months_of(roles)
    stretches = tuple((role.start, role.end) for role in roles)
    if months >= 48:
        return Outcome(
            "met", "shown", stretches, f"No such degree, but {spoken(months)} of work in the field count instead."
        )
    if months >= 12:
        return Outcome(
            "partial", "short", stretches, f"No such degree; {spoken(months)} of work in the field are little instead."
        )
    return None


def judge_credential(requirement: Requirement, statement: str, searcher: Searcher) -> Outcome:
    best = Outcome("missing", note=f"Looked for {looked_for(requirement)}; the résumé does not state it.")
    for part in alternatives(requirement) or [requirement.name]:
        keys = list(concepts_in(part, searcher))
        if requirement.concept in searcher.vocabulary.terms and not requirement.any_of:
            keys = [str(requirement.concept)]
        keys = [key for key in keys if searcher.vocabulary.terms[key].kind in ("credential", "skill")]
        places = [(m.start, m.end) for key in keys for m in searcher.by_concept.get(key, ())]
        found = facts.credential_statements(part, places, searcher.resume) if places or not keys else []
        if not found:
            found = facts.credential_statements(part, [], searcher.resume)
            found = [(fact, "near" if status == "held" and keys else status) for fact, status in found]
        near = [
            (m.start, m.end)
            for key in keys
            for other in sorted(searcher.vocabulary.close_to(key))
            for m in searcher.by_concept.get(other, ())
        ]
        if near and (not found or found[0][1] == "near"):
            held = [
                (f, "near")
                for f, status in facts.credential_statements(part, near, searcher.resume)
                if status in ("held", "lapsed")
            ]
            found = [*held, *found]
        if keys and (not found or found[0][1] == "near"):
            name = searcher.vocabulary.terms[keys[0]].name
            alike = facts.credential_statements(name, [], searcher.resume)
            found = [*((f, "near") for f, _ in alike if f.passage.place == "credential"), *found]
        for fact, status in found[:1]:
            outcome = {
                "held": Outcome("met", "shown", ((fact.start, fact.end),), "Stated with its particulars."),
                "lapsed": Outcome("partial", "short", ((fact.start, fact.end),), "Expired, pending or not yet issued."),
                "near": Outcome(
                    "partial", "adjacent", ((fact.start, fact.end),), "Something close is stated, not this one."
                ),
                "listed": Outcome(
                    "partial", "listed", ((fact.start, fact.end),), "Only listed, without issuer or date."
                ),
            }[status]
            if outcome.rank > best.rank:
                best = outcome
    return best


def judge_other(requirement: Requirement, statement: str, searcher: Searcher) -> Outcome | None:
    """Right to work, place and office days; None for everything that is judged like work."""
    text = requirement.name
    if facts.PERMIT_ASKED.search(text):
        fact = facts.permit_statement(searcher.resume)
        if fact is None:
            return Outcome("missing", note="Looked for a statement on the right to work; there is none.")
        return Outcome("met", "shown", ((fact.start, fact.end),), "Stated as asked.")
    if re.search(r"(?i)\beurope\w*\b.*\btime ?zones?\b", text):
        home = facts.european_address(searcher.resume)
        if home is not None:
            return Outcome("met", "shown", ((home.start, home.end),), "The address lies in a European time zone.")
    if not facts.PLACE_ASKED.search(text):
        return None
    condition = re.search(r"\bif\b(.*)", text)
    place = facts.place_statement(requirement.any_of, text, searcher.resume) if requirement.any_of else None
    named = facts.place_names(condition.group(1) if condition else text)
    if condition and named:
        office = facts.office_statement(searcher.resume)
        if office is not None:
            return Outcome("met", "shown", ((office.start, office.end),), "The résumé speaks of office days.")
        home = facts.address(searcher.resume)
        near = facts.place_statement(tuple(named), text, searcher.resume)
        if near is not None:
            return Outcome(
                "partial", "adjacent", ((near.start, near.end),), "Lives near; office days are not mentioned."
            )
        if home is not None:
            return Outcome("met", "shown", ((home.start, home.end),), "The condition does not apply to this address.")
        return Outcome("missing", note="Looked for an address or a word on office days; there is none.")
    if place is None and named:
        place = facts.place_statement(tuple(named), text, searcher.resume)
    if place is not None:
        return Outcome("met", "shown", ((place.start, place.end),), "The address is one of those asked for.")
    office = (
        facts.office_statement(searcher.resume) if re.search(r"office|hybrid|on-?site", text, re.IGNORECASE) else None
    )
    if office is not None:
        return Outcome("met", "shown", ((office.start, office.end),), "The résumé speaks of office days.")
    return Outcome("missing", note=f"Looked for {looked_for(requirement)}; no address or statement fits.")
