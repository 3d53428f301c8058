"""One requirement judged: the way of judging depends on the kind of thing it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluations.engines.local import degrees, facts, years
from evaluations.engines.local.evidence import Evidence, Proof, Searcher, best_first
from evaluations.engines.local.signs import Sign, signs_asked
from evaluations.engines.local.words import stems_of, weighted_stems
from evaluations.schema import Basis, Requirement, Verdict

# A statement no vocabulary knows is judged by the weighted share of its words that one sentence holds.
LIKE_MET = 0.6
LIKE_PARTLY = 0.4
SHORTEST_SHARE = 0.2
# After these words a statement names the setting of what it asks for.
_SETTING = re.compile(r"\b(?:in|for|within|across|under|when|to)\b", re.IGNORECASE)
_BASES: dict[Proof, Basis] = {
    Proof.SHOWN: "shown",
    Proof.ADJACENT: "adjacent",
    Proof.PARTLY: "adjacent",
    Proof.LISTED: "listed",
    Proof.CLAIMED: "claimed",
}


@dataclass(frozen=True)
class Outcome:
    """A verdict before it is bound to the stored text; stretches are of the clean text, the best first."""

    verdict: Verdict
    basis: Basis | None = None
    stretches: tuple[tuple[int, int], ...] = ()
    note: str = ""
    years_found: float | None = None
    focus: int | None = None

    @property
    def rank(self) -> tuple[int, int]:
        order = {"shown": 5, "short": 4, "adjacent": 3, "listed": 2, "claimed": 1, None: 0}
        return ({"met": 2, "partial": 1}.get(self.verdict, 0), order[self.basis])


def judge_one(requirement: Requirement, job_description: str, searcher: Searcher) -> Outcome:
    """The outcome for one requirement."""
    statement = _statement(requirement, job_description)
    if requirement.kind == "language":
        return _language(requirement, statement, searcher)
    if requirement.kind == "education":
        return _education(requirement, statement, searcher)
    if requirement.kind == "credential":
        return _credential(requirement, statement, searcher)
    if requirement.kind == "other":
        special = _other(requirement, statement, searcher)
        if special is not None:
            return special
    return _work(requirement, statement, searcher)


def _statement(requirement: Requirement, job_description: str) -> str:
    """The requirement's own words with those of its first span."""
    spans = [span.of(job_description) for span in requirement.spans if span.end <= len(job_description)]
    return " ".join(dict.fromkeys((requirement.name, *spans[:1])))


def _alternatives(requirement: Requirement) -> list[str]:
    return [text for text in requirement.any_of if text.strip()]


def _concepts(text: str, searcher: Searcher) -> list[str]:
    """The concepts a text names, without those that a narrower one there already implies."""
    vocabulary = searcher.vocabulary
    whole = vocabulary.key_of(text)
    if whole is not None:
        return [whole]
    keys = list(dict.fromkeys(mention.concept for mention in vocabulary.find(text)))
    return [key for key in keys if not any(key in vocabulary.wider(other) for other in keys)]


def _work(requirement: Requirement, statement: str, searcher: Searcher) -> Outcome:
    """Skills, experience, domains and behaviour: done, neighbouring, listed or claimed."""
    asked_years = requirement.min_years
    if asked_years is not None and requirement.kind in ("experience", "other") and years.asks_for_trade(statement):
        own = _concepts(requirement.name, searcher)
        terms = searcher.vocabulary.terms
        skills = [key for key in own if terms[key].kind == "skill" and not years.is_trade_name(terms[key].name)]
        if not skills:
            outcome = _trade_years(requirement, statement, searcher)
            if outcome is not None:
                return outcome
    evidence = _evidence(requirement, statement, searcher)
    if not evidence:
        return Outcome(
            "missing",
            note=f"Looked for {_looked_for(requirement)}; the résumé does not mention it.",
            years_found=0.0 if asked_years is not None else None,
        )
    best = evidence[0]
    outcome = _from_evidence(requirement, evidence)
    if asked_years is None:
        return outcome
    months = years.months_shown(evidence, searcher.resume)
    found = round(months / 12, 1)
    if best.proof != Proof.SHOWN:
        return Outcome(outcome.verdict, outcome.basis, outcome.stretches, outcome.note, 0.0, outcome.focus)
    headers = _headers(evidence)
    stretches = (*outcome.stretches[:2], *headers)
    if months + 0.5 >= asked_years * 12:
        note = f"Shown in dated work for {_spoken(months)}; {_years_asked(asked_years)} asked."
        return Outcome("met", "shown", stretches, note, found, outcome.focus)
    note = f"Dated work that shows it adds up to {_spoken(months)}; {_years_asked(asked_years)} asked."
    return Outcome("partial", "short", stretches, note, found, outcome.focus)


def _evidence(requirement: Requirement, statement: str, searcher: Searcher) -> list[Evidence]:
    """All evidence, the best first. Where the vocabulary knows what is asked, it decides; else signs and likeness."""
    vocabulary = searcher.vocabulary
    parts = _alternatives(requirement) or [requirement.name]
    given = [requirement.concept] if requirement.concept in vocabulary.terms else []
    everything: list[Evidence] = []
    known = False
    for part in parts:
        keys = _concepts(part, searcher)
        if not requirement.any_of:
            keys = list(dict.fromkeys([*given, *keys]))
        firm = [key for key in keys if vocabulary.terms[key].kind in ("skill", "domain", "credential")]
        known = known or bool(firm)
        everything += _of_concepts(firm or keys, part, searcher) if keys else []
    if requirement.any_of:
        for key in given:
            if vocabulary.terms[key].kind in ("skill", "domain") and (requirement.open_ended or not known):
                known = True
                everything += searcher.of_concept(key)
    asked = " ".join((requirement.name, *requirement.any_of))
    is_firm_kind = requirement.kind in ("skill", "credential", "domain")
    if not (known and is_firm_kind and _covers(parts, searcher, spare=2)):
        signs = signs_asked(asked, requirement.kind) or signs_asked(statement, requirement.kind)
        if signs and not _covers(parts, searcher, spare=0):
            # A concept that is one word among others ("closing-sales roles") does not carry the statement.
            everything = [_at_most(item, Proof.PARTLY) for item in everything]
        everything += _of_signs(signs, asked if signs_asked(asked, requirement.kind) else statement, searcher)
        for part in dict.fromkeys((*parts, requirement.name)):
            everything += searcher.like(part, met=LIKE_MET, partly=LIKE_PARTLY)
    if requirement.kind == "domain":
        everything = _in_business(everything, given, searcher)
    best = best_first(everything)
    if not best or best[0].proof <= Proof.LISTED:
        claims = [e for part in dict.fromkeys((*parts, requirement.name)) for e in searcher.claimed_words(part)]
        best = best_first([*claims, *best])
    return best


def _of_signs(signs: Sequence[Sign], asked: str, searcher: Searcher) -> list[Evidence]:
    """Evidence of the signs a statement asks for; what it names only as a setting ("… in X") shows a part at most."""
    if not signs:
        return []
    first = {sign.key: match.start() for sign in signs if (match := sign.asked.search(asked)) is not None}
    head = min(first.values())
    setting = _SETTING.search(asked, head)
    topic = {word for word, weight in weighted_stems(asked) if weight > 1}
    found = []
    for sign in signs:
        is_setting = setting is not None and first[sign.key] >= setting.start()
        own = stems_of(" ".join(match.group() for match in sign.asked.finditer(asked)))
        for item in searcher.of_sign(sign):
            if sign.needs_topic and not (topic - own) & stems_of(item.passage.text):
                continue
            found.append(_at_most(item, Proof.PARTLY, -0.5) if is_setting else item)
    return found


def _covers(parts: Sequence[str], searcher: Searcher, *, spare: int) -> bool:
    """Whether the concepts of a statement are what it is about, with at most ``spare`` telling words left over."""
    for part in parts:
        keys = _concepts(part, searcher)
        words = {word for word, weight in weighted_stems(part) if weight > 1}
        named = stems_of(" ".join(m.surface for m in searcher.vocabulary.find(part)) or (part if keys else ""))
        if keys and len(words - named) <= spare:
            return True
    return False


def _of_concepts(keys: Sequence[str], part: str, searcher: Searcher) -> list[Evidence]:
    """Evidence for several concepts asked together: shown means all of them, "A in B" in one sentence."""
    by_key = {key: searcher.of_concept(key) for key in keys}
    if len(keys) == 1:
        return [*by_key[keys[0]], *searcher.near_concept(keys[0])]
    shown = {key: [e for e in found if e.proof == Proof.SHOWN] for key, found in by_key.items()}
    everything = [e for found in by_key.values() for e in found]
    together = re.search(r"\b(?:in|with|using)\b", part) is not None
    if together:
        lines = [{e.passage.start for e in found} for found in shown.values()]
        common = set.intersection(*lines) if lines else set()
        full = [e for e in everything if e.proof == Proof.SHOWN and e.passage.start in common]
        rest = [_at_most(e, Proof.PARTLY) for e in everything if e.passage.start not in common]
        return [*full, *rest]
    if all(shown.values()):
        return everything
    near = [e for key in keys for e in searcher.near_concept(key)]
    return [_at_most(e, Proof.PARTLY) for e in (*everything, *near)]


def _at_most(evidence: Evidence, proof: Proof, weight: float = 0.0) -> Evidence:
    return replace(evidence, proof=min(evidence.proof, proof), weight=evidence.weight + weight)


def _in_business(evidence: Sequence[Evidence], given: Sequence[str], searcher: Searcher) -> list[Evidence]:
    """A kind of business is shown by the employer's line or by two sentences of roles; one alone is a hint."""
    found = [*evidence, *(e for key in given for e in searcher.of_concept(key))]
    shown = [e for e in found if e.proof == Proof.SHOWN]
    if any(e.passage.place == "header" for e in shown) or len({e.passage.start for e in shown}) >= 2:
        return found
    return [_at_most(e, Proof.PARTLY) for e in found]


def _from_evidence(requirement: Requirement, evidence: Sequence[Evidence]) -> Outcome:
    best = evidence[0]
    same = [item for item in evidence if item.proof == best.proof][:2]
    if best.proof != Proof.SHOWN:
        same = same[:1]
    stretches = tuple((item.start, item.end) for item in same)
    verdict: Verdict = "met" if best.proof == Proof.SHOWN else "partial"
    notes = {
        Proof.SHOWN: _shown_note(best),
        Proof.ADJACENT: f"Something close is shown, not {_looked_for(requirement)} itself.",
        Proof.PARTLY: "A small or neighbouring part is shown, not the whole.",
        Proof.LISTED: "Only listed; no role or project shows it in use.",
        Proof.CLAIMED: "Only claimed; no role or project shows it.",
    }
    return Outcome(
        verdict,
        _BASES[best.proof],
        stretches,
        notes[best.proof],
        focus=best.focus if best.focus is not None else best.start,
    )


def _shown_note(evidence: Evidence) -> str:
    words = {
        "project": "Shown in a project.",
        "credential": "Shown by a credential.",
        "header": "Shown by the role itself.",
    }
    return words.get(evidence.passage.place, "Shown in a role.")


def _headers(evidence: Sequence[Evidence]) -> list[tuple[int, int]]:
    """The dated header lines of the roles that show something, the latest first."""
    roles = {e.passage.role.index: e.passage.role for e in evidence if e.proof == Proof.SHOWN and e.passage.role}
    return [(role.start, role.end) for _, role in sorted(roles.items())]


def _trade_years(requirement: Requirement, statement: str, searcher: Searcher) -> Outcome | None:
    assert requirement.min_years is not None
    roles = (
        years.roles_of_trade(requirement.name, searcher.resume)
        if years.asks_for_trade(requirement.name)
        else (years.roles_of_trade(statement, searcher.resume))
    )
    branch = [role for role in roles if not years.is_other_branch(requirement.name, role)]
    months = years.months_of(branch)
    wanted = requirement.min_years * 12
    if not branch and years.months_of(roles) * 3 >= wanted * 2:
        stretches = tuple((role.start, role.end) for role in roles)
        note = f"Dated roles are in a neighbouring branch; {_years_asked(requirement.min_years)} asked."
        return Outcome("partial", "adjacent", stretches, note, 0.0)
    roles = branch
    found = round(months / 12, 1)
    stretches = tuple((role.start, role.end) for role in roles)
    asked = _years_asked(requirement.min_years)
    if months + 0.5 >= wanted:
        return Outcome("met", "shown", stretches, f"Dated roles add up to {_spoken(months)}; {asked} asked.", found)
    if months >= SHORTEST_SHARE * wanted:
        return Outcome("partial", "short", stretches, f"Dated roles add up to {_spoken(months)}; {asked} asked.", found)
    claims = best_first(searcher.claimed_words(requirement.name))
    if claims:
        best = claims[0]
        return Outcome(
            "partial",
            _BASES[best.proof],
            ((best.start, best.end),),
            f"Only claimed: dated roles of this kind add up to {_spoken(months)}; {asked} asked.",
            found,
        )
    return Outcome(
        "missing",
        note=f"Looked for dated roles of this kind: {_spoken(months)} found, {asked} asked.",
        years_found=found,
    )


def _language(requirement: Requirement, statement: str, searcher: Searcher) -> Outcome:
    names = [
        n for text in (*requirement.any_of, requirement.name) for n in facts.languages_in(text)
    ] or facts.languages_in(statement)
    wanted = facts.grade_of(requirement.name) or facts.grade_of(statement) or 4
    best = Outcome("missing", note=f"Looked for {_looked_for(requirement)}; the résumé does not state it.")
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


def _education(requirement: Requirement, statement: str, searcher: Searcher) -> Outcome:
    parts = _alternatives(requirement) or [requirement.name]
    wanted = degrees.lowest_level_of(requirement.name)
    best = Outcome("missing", note=f"Looked for {_looked_for(requirement)}; the résumé shows no such degree.")
    is_open = requirement.open_ended or bool(
        re.search(r"\brelated|similar|equivalent|relevant|or\b", statement, re.IGNORECASE)
    )
    for part in parts:
        outcome = _one_degree(part, degrees.lowest_level_of(part) or wanted or 4, is_open, searcher)
        if outcome.rank > best.rank:
            best = outcome
    if best.verdict != "met" and re.search(
        r"\bequivalent\b[^.]{0,30}\bexperience|in lieu|or experience", statement, re.IGNORECASE
    ):
        outcome = _experience_instead(requirement, searcher)
        if outcome is not None and outcome.rank > best.rank:
            best = outcome
    return best


def _one_degree(part: str, wanted: int, is_open: bool, searcher: Searcher) -> Outcome:
    if re.search(r"\bequivalent\b.*\bexperience\b", part, re.IGNORECASE) and not degrees.level_of(part):
        return Outcome("missing")
    enrolled_will_do = bool(
        re.search(r"\benroll?ed\b|\benrol|\bin progress\b|\bpursuing\b|\bcommit", part, re.IGNORECASE)
    )
    best = Outcome("missing")
    for degree in degrees.degrees_in(searcher.resume):
        stretch = ((degree.passage.start, degree.passage.end),)
        fits = degrees.is_field_fit(part, degree, is_open=is_open)
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
        elif fits and degrees.fields_asked(part) and degree.level == wanted - 1 and degree.level >= 2:
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
            "met", "shown", stretches, f"No such degree, but {_spoken(months)} of work in the field count instead."
        )
    if months >= 12:
        return Outcome(
            "partial", "short", stretches, f"No such degree; {_spoken(months)} of work in the field are little instead."
        )
    return None


def _credential(requirement: Requirement, statement: str, searcher: Searcher) -> Outcome:
    best = Outcome("missing", note=f"Looked for {_looked_for(requirement)}; the résumé does not state it.")
    for part in _alternatives(requirement) or [requirement.name]:
        keys = list(_concepts(part, searcher))
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


def _other(requirement: Requirement, statement: str, searcher: Searcher) -> Outcome | None:
    """Right to work, place and office days; None for everything that is judged like work."""
    text = requirement.name
    if facts.PERMIT_ASKED.search(text):
        fact = facts.permit_statement(searcher.resume)
        if fact is None:
            return Outcome("missing", note="Looked for a statement on the right to work; there is none.")
        return Outcome("met", "shown", ((fact.start, fact.end),), "Stated as asked.")
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
    return Outcome("missing", note=f"Looked for {_looked_for(requirement)}; no address or statement fits.")


def _looked_for(requirement: Requirement) -> str:
    options = [option for option in requirement.any_of if option]
    if options and len(options) <= 4:
        return " or ".join([", ".join(options[:-1]), options[-1]]) if len(options) > 1 else options[0]
    return requirement.name.rstrip(".")


def _years_asked(asked: float) -> str:
    months = round(asked * 12)
    if months < 12:
        return f"{months} months are"
    number = str(int(asked)) if float(asked).is_integer() else f"{asked:g}"
    return "1 year is" if number == "1" else f"{number} years are"


def _spoken(months: int) -> str:
    full, rest = divmod(months, 12)
    parts = []
    if full:
        parts.append(f"{full} year" + ("s" if full > 1 else ""))
    if rest or not full:
        parts.append(f"{rest} month" + ("" if rest == 1 else "s"))
    return " and ".join(parts)
