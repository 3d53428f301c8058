"""One requirement judged: the way of judging depends on the kind of thing it asks for."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from evaluations.engines.local import years
from evaluations.engines.local.evidence import Evidence, Proof, Searcher, best_first
from evaluations.engines.local.outcome import Outcome, alternatives, concepts_in, looked_for, spoken, years_asked
from evaluations.engines.local.signs import Sign, signs_asked
from evaluations.engines.local.stated import judge_credential, judge_education, judge_language, judge_other
from evaluations.engines.local.words import likeness, stems_of, weighted_stems
from evaluations.schema import Basis, Requirement, Verdict

# A statement no vocabulary knows is judged by the weighted share of its words that one sentence holds.
LIKE_MET = 0.6
LIKE_PARTLY = 0.4
SHORTEST_SHARE = 0.2
# The weight below which a trace of work is quoted only when nothing is claimed either.
FAINT = 1.5
# After these words a statement names the setting of what it asks for.
_SETTING = re.compile(r"\b(?:in|for|within|across|under|when|to)\b", re.IGNORECASE)
_JOINED = re.compile(r"[,;:/&]|\b(?:and|or|plus)\b", re.IGNORECASE)
_BASES: dict[Proof, Basis] = {
    Proof.SHOWN: "shown",
    Proof.ADJACENT: "adjacent",
    Proof.PARTLY: "adjacent",
    Proof.LISTED: "listed",
    Proof.CLAIMED: "claimed",
}


def judge_one(requirement: Requirement, job_description: str, searcher: Searcher) -> Outcome:
    """The outcome for one requirement."""
    statement = _statement(requirement, job_description)
    if requirement.kind == "language":
        return judge_language(requirement, statement, searcher)
    if requirement.kind == "education":
        return judge_education(requirement, statement, searcher)
    if requirement.kind == "credential":
        return judge_credential(requirement, statement, searcher)
    if requirement.kind == "other":
        special = judge_other(requirement, statement, searcher)
        if special is not None:
            return special
    return _work(requirement, statement, searcher)


def _statement(requirement: Requirement, job_description: str) -> str:
    """The requirement's own words with those of its first span."""
    spans = [span.of(job_description) for span in requirement.spans if span.end <= len(job_description)]
    return " ".join(dict.fromkeys((requirement.name, *spans[:1])))


def _work(requirement: Requirement, statement: str, searcher: Searcher) -> Outcome:
    """Skills, experience, domains and behaviour: done, neighbouring, listed or claimed."""
    asked_years = requirement.min_years
    if asked_years is not None and requirement.kind in ("experience", "other") and years.asks_for_trade(statement):
        own = concepts_in(requirement.name, searcher)
        terms = searcher.vocabulary.terms
        skills = [key for key in own if terms[key].kind == "skill" and not years.is_trade_name(terms[key].name)]
        if not skills:
            outcome = _trade_years(requirement, statement, searcher)
            if outcome is not None and (
                outcome.verdict == "met" or not signs_asked(requirement.name, requirement.kind)
            ):
                return outcome
    evidence = _evidence(requirement, statement, searcher)
    if not evidence:
        return Outcome(
            "missing",
            note=f"Looked for {looked_for(requirement)}; the résumé does not mention it.",
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
        note = f"Shown in dated work for {spoken(months)}; {years_asked(asked_years)} asked."
        return Outcome("met", "shown", stretches, note, found, outcome.focus, outcome.is_inferred)
    note = f"Dated work that shows it adds up to {spoken(months)}; {years_asked(asked_years)} asked."
    return Outcome("partial", "short", stretches, note, found, outcome.focus)


def _evidence(requirement: Requirement, statement: str, searcher: Searcher) -> list[Evidence]:
    """All evidence, the best first. Where the vocabulary knows what is asked, it decides; else signs and likeness."""
    vocabulary = searcher.vocabulary
    parts = alternatives(requirement) or [requirement.name]
    given = [requirement.concept] if requirement.concept in vocabulary.terms else []
    everything: list[Evidence] = []
    known = False
    for part in parts:
        keys = concepts_in(part, searcher)
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
    is_precise = known and is_firm_kind and _covers(parts, searcher, spare=2)
    signs = signs_asked(asked, requirement.kind)
    if not signs and not is_precise:
        signs, asked = signs_asked(statement, requirement.kind), statement
    if signs and not is_precise and not _covers(parts, searcher, spare=0):
        # A concept that is one word among others ("closing-sales roles") does not carry the statement.
        everything = [_at_most(item, Proof.PARTLY) for item in everything]
    shown_by_signs = _of_signs(signs, asked, searcher)
    if is_precise and all(_names_product(part, searcher) for part in parts):
        # A named product is shown by its name or by what only it has; the same work done otherwise comes near.
        shown_by_signs = [_at_most(item, Proof.PARTLY, -0.5) for item in shown_by_signs]
    elif any(_names_medium(part, searcher) for part in parts):
        shown_by_signs = [_at_most(item, Proof.PARTLY, -1.5) for item in shown_by_signs]
    if requirement.kind == "soft":
        # A course or a title says little of how somebody works.
        shown_by_signs = [
            e for e in shown_by_signs if e.passage.place not in ("education", "header") or e.proof == Proof.SHOWN
        ]
    everything += shown_by_signs
    if not is_precise:
        for part in dict.fromkeys((*parts, requirement.name)):
            like = searcher.like(part, met=LIKE_MET, partly=LIKE_PARTLY)
            everything += [
                e for e in like if requirement.kind != "soft" or e.passage.place not in ("header", "education")
            ]
    if requirement.kind == "domain":
        everything = _in_business(everything, given, searcher)
    if requirement.open_ended:
        # "Figma, Jira or similar": the neighbour is one of those asked for.
        everything = [replace(e, proof=Proof.SHOWN) if e.proof == Proof.ADJACENT else e for e in everything]
    best = best_first(_with_likeness(everything, asked, searcher))
    if not best or best[0].proof <= Proof.LISTED:
        claims = [e for part in dict.fromkeys((*parts, requirement.name)) for e in searcher.claimed_words(part)]
        claims += [e for sign in signs if not sign.needs_topic for e in searcher.claims_of(sign)]
        best = best_first([*claims, *best])
    elif best[0].proof == Proof.PARTLY and best[0].weight < FAINT:
        # Where work shows hardly a trace, what the candidate says of it is the better quote.
        claims = [e for part in dict.fromkeys((*parts, requirement.name)) for e in searcher.claimed_words(part)]
        best = [*best_first(claims), *best]
    return best


def _with_likeness(evidence: Sequence[Evidence], asked: str, searcher: Searcher) -> list[Evidence]:
    """Evidence that repeats the statement's own words weighs more, so that it is quoted first."""
    words = weighted_stems(asked)
    return [replace(e, weight=e.weight + likeness(words, searcher.stems_at(e.passage))[0]) for e in evidence]


def _of_signs(signs: Sequence[Sign], asked: str, searcher: Searcher) -> list[Evidence]:
    """Evidence of the signs a statement asks for; what it names only as a setting ("… in X") shows a part at most."""
    if not signs:
        return []
    named = {sign.key: sign.asked_in(asked) for sign in signs}
    first = {key: places[0][0] for key, places in named.items() if places}
    head = min(first.values())
    setting = _SETTING.search(asked, head)
    topic = {word for word, weight in weighted_stems(asked) if weight > 1}
    # "mentoring junior analysts" is not shown by analysis: without a trace of what it asks first, the rest comes near.
    heads = [sign for sign in signs if first.get(sign.key) == head]
    is_headless = not any(item.proof >= Proof.PARTLY for sign in heads for item in searcher.of_sign(sign))
    found = []
    for sign in signs:
        is_setting = setting is not None and first[sign.key] >= setting.start()
        is_general = _is_wider(
            sign, asked, [place for key, places in named.items() if key != sign.key for place in places]
        )
        own = stems_of(" ".join(asked[start:end] for start, end in named[sign.key]))
        for item in searcher.of_sign(sign):
            if sign.needs_topic and not (topic - own) & stems_of(item.passage.text):
                continue
            is_beside = is_headless and sign not in heads and not _JOINED.search(asked, head, first[sign.key])
            found.append(_at_most(item, Proof.PARTLY, -0.5) if is_setting or is_general or is_beside else item)
    return found


def _is_wider(sign: Sign, asked: str, others: Sequence[tuple[int, int]]) -> bool:
    """Whether a sign is asked only around a narrower one: "designing … services" around "fault-tolerant"."""
    places = sign.asked_with_words(asked)
    return bool(places) and all(
        len(asked[start:end].split()) > words and any(start < first and last <= end for first, last in others)
        for start, end, words in places
    )


def _names_product(part: str, searcher: Searcher) -> bool:
    """Whether a phrase is about something with a proper name: "Salesforce", "Kubernetes in production"."""
    for mention in searcher.vocabulary.find(part):
        term = searcher.vocabulary.terms[mention.concept]
        is_named = term.case_sensitive or re.search(
            r"[A-Z\d]", mention.surface[1:] if mention.start == 0 else mention.surface
        )
        if (
            term.kind == "skill"
            and not term.is_short_for_words
            and (is_named or (term.close_to and " " not in term.name))
        ):
            return True
    return False


def _names_medium(part: str, searcher: Searcher) -> bool:
    """Whether a statement says in which named tool the thing must be done ("asynchronous code in Rust")."""
    medium = re.search(r"\b(?:in|using)\b", part)
    return medium is not None and any(
        mention.start > medium.start()
        and mention.surface[0].isupper()
        and searcher.vocabulary.terms[mention.concept].kind == "skill"
        for mention in searcher.vocabulary.find(part)
    )


def _covers(parts: Sequence[str], searcher: Searcher, *, spare: int) -> bool:
    """Whether the concepts of a statement are what it is about, with at most ``spare`` telling words left over."""
    for part in parts:
        keys = concepts_in(part, searcher)
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
    # A course on one half of "A in B" says nothing of the whole.
    by_key = {
        k: [e for e in f if not (e.proof == Proof.PARTLY and e.passage.place == "education")] for k, f in by_key.items()
    }
    shown = {key: [e for e in found if e.proof == Proof.SHOWN] for key, found in by_key.items()}
    everything = [e for found in by_key.values() for e in found]
    together = re.search(r"\b(?:in|with|using)\b", part) is not None or _is_compound(part, searcher)
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


def _is_compound(part: str, searcher: Searcher) -> bool:
    """Whether the concepts of a phrase make one name together: "Kubernetes networking"."""
    mentions = searcher.vocabulary.find(part)
    return len(mentions) > 1 and all(
        part[one.end : other.start].strip() == "" for one, other in itertools.pairwise(mentions)
    )


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
        Proof.ADJACENT: f"Something close is shown, not {looked_for(requirement)} itself.",
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
        is_inferred=not any(item.is_named for item in evidence if item.proof == best.proof),
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
        note = f"Dated roles are in a neighbouring branch; {years_asked(requirement.min_years)} asked."
        return Outcome("partial", "adjacent", stretches, note, 0.0)
    roles = branch
    found = round(months / 12, 1)
    stretches = tuple((role.start, role.end) for role in roles)
    asked = years_asked(requirement.min_years)
    if months + 0.5 >= wanted:
        return Outcome("met", "shown", stretches, f"Dated roles add up to {spoken(months)}; {asked} asked.", found)
    if months >= SHORTEST_SHARE * wanted:
        return Outcome("partial", "short", stretches, f"Dated roles add up to {spoken(months)}; {asked} asked.", found)
    claims = best_first(searcher.claimed_words(requirement.name))
    if claims:
        best = claims[0]
        return Outcome(
            "partial",
            _BASES[best.proof],
            ((best.start, best.end),),
            f"Only claimed: dated roles of this kind add up to {spoken(months)}; {asked} asked.",
            found,
        )
    return Outcome(
        "missing",
        note=f"Looked for dated roles of this kind: {spoken(months)} found, {asked} asked.",
        years_found=found,
    )
