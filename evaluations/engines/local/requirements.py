"""Reads a job description into its requirements: sections, statements, then one entry per thing a recruiter ticks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from evaluations.engines.base import TextUnusable
from evaluations.engines.local.alternatives import trimmed
from evaluations.engines.local.amounts import amounts_in
from evaluations.engines.local.clauses import items_of
from evaluations.engines.local.duties import from_duty
from evaluations.engines.local.education import degree_options
from evaluations.engines.local.entries import Entry, add
from evaluations.engines.local.importance import importance_of, is_insisted, is_softened
from evaluations.engines.local.kinds import kind_of
from evaluations.engines.local.known import Known
from evaluations.engines.local.lines import lines_of
from evaluations.engines.local.listing import Item
from evaluations.engines.local.naming import concept_of, name_of
from evaluations.engines.local.relevance import asks_something, is_aside, is_noise, is_wish_of_candidate, logistics_in
from evaluations.engines.local.sections import (
    HEADING,
    NOISE,
    OPENS_LIST,
    REASONS,
    WAIVED,
    Placed,
    Role,
    place,
)
from evaluations.engines.local.statements import Statement, statements_of
from evaluations.engines.local.suitability import check_job_description, check_requirement_count, check_size
from evaluations.engines.local.vocabulary import Vocabulary
from evaluations.engines.local.wording import DEGREE, content_words, short_name, strip_lead
from evaluations.grounding import CleanText, clean
from evaluations.orders import without
from evaluations.schema import Importance, Reading, Requirement, Skipped

_ASKING: tuple[Role, ...] = ("requirements", "preferred", "physical")
_ONE_OF_BELOW = re.compile(
    r"(?i)\b(?:(?:at least )?one (?:or more )?of (?:the following|these)|any (?:one )?of the following|either of)\b[^.]*:?\s*$"
)
_IN_LIEU = re.compile(
    r"(?i)\bin lieu of\b|\bin place of (?:the |a )?(?:degree|bachelor)|\bsubstitut\w+ for\b|\bequivalent (?:combination|experience) (?:may|will|can)\b"
)
_PEOPLE = re.compile(
    r"(?i)\b(?:managers|engineers|designers|developers|analysts|marketers|recruiters|scientists|accountants|salespeople|leads)$"
)
_OPENS = re.compile(
    r"(?i)(?:you\s+(?:are|have|can|must|should|need)|you're|you've|must\b|strong|excellent|exceptional|outstanding|proven|demonstrated|solid|good\b|advanced|minimum|at least|\d|ability|able|experience|proficien|knowledge|familiar|fluen|willing|comfortable|attention|commitment"
    r"|[a-z]+(?:izes|ates|ises|ains|onstrates|orks|akes|yzes|orms|ides|ures|ects|esses|ows|olves|eads|ages|ibits|ssesses|oys|rives|elps|tains|ends)\s+(?!is\b|are\b))"
)
_AUTHORISED = re.compile(
    r"(?i)\bauthori[sz]\w+\s+to\s+work|\bsponsor|\bright\s+to\s+work|\bwork\s+(?:permit|visa|authori[sz]ation)|\b(?:eligible|permitted|eligibility)\s+to\s+work"
)
_PREFERENCE_ONLY = re.compile(
    r"(?i)^(?:strongly\s+|highly\s+)?(?:preferred|a plus|required|desirable)(?:[\s,]*(?:but\s+)?not\s+required)?$"
)


def read(text: str, vocabulary: Vocabulary) -> Reading:
    """The requirements of an English job description, in the order of the text; spans count code points of ``text``.

    Raises TextUnusable (empty, language, not_a_job_description, too_long) with a sentence for the person who gave it.
    """
    source = readable(text)
    orders = source.orders()
    _, lines = lines_of(without(source.text, orders))
    placed = place(lines)
    reader = _Reader(
        vocabulary, structured=any(p.role in ("requirements", "preferred") and not p.heading for p in placed)
    )
    for index, item in enumerate(placed):
        reader.take(item, placed[index - 1] if index else None)
    reader.add_from_duties()
    if not reader.entries:
        raise TextUnusable(
            "No requirement was found: the text does not say what a candidate must have or know. Paste the whole posting.",
            kind="not_a_job_description",
        )
    entries = sorted(reader.entries, key=lambda entry: entry.spans[0])
    requirements = tuple(_requirement(entry, f"r{number:02}", source) for number, entry in enumerate(entries, 1))
    skipped = sorted([*reader.skipped, *((start, end, "an order to a machine") for start, end in orders)])
    return Reading(requirements=requirements, skipped=_skipped(skipped, source), flags=source.flags)


def readable(text: str) -> CleanText:
    """The clean text of what looks like an English job description. Raises TextUnusable like ``read``, and sooner."""
    check_size(text, "job description")
    source = clean(text)
    check_job_description(source.text)
    return source


def _requirement(entry: Entry, key: str, source: CleanText) -> Requirement:
    return Requirement(
        id=key,
        name=entry.name,
        kind=entry.kind,
        importance=entry.importance,
        any_of=entry.any_of,
        open_ended=entry.open_ended and bool(entry.any_of),
        min_years=entry.years,
        concept=entry.concept,
        spans=tuple(source.source_span(*span) for span in entry.spans),
    )


def _skipped(stretches: Iterable[tuple[int, int, str]], source: CleanText) -> tuple[Skipped, ...]:
    """Neighbouring stretches skipped for the same reason as one."""
    merged: list[tuple[int, int, str]] = []
    for start, end, reason in stretches:
        if merged and merged[-1][2] == reason and not source.text[merged[-1][1] : start].strip(" \n\t*-•#_"):
            merged[-1] = (merged[-1][0], end, reason)
        else:
            merged.append((start, end, reason))
    return tuple(Skipped(span=source.source_span(start, end), reason=reason) for start, end, reason in merged)


class _Reader:
    """Walks through the lines of one job description and gathers entries."""

    def __init__(self, vocabulary: Vocabulary, *, structured: bool) -> None:
        self.vocabulary = vocabulary
        self.structured = structured
        self.entries: list[Entry] = []
        self.skipped: list[tuple[int, int, str]] = []
        self.duties: list[Statement] = []
        self.asked = 0
        self.either: Entry | None = None
        self.awaits_alternatives: Statement | None = None

    def take(self, placed: Placed, previous: Placed | None) -> None:
        if placed.heading or (
            self.either and previous and placed.line.bullet[:1].isalnum() != previous.line.bullet[:1].isalnum()
        ):
            self.awaits_alternatives = self.either = None
        if placed.heading:
            self.skipped.append((placed.line.start, placed.line.end, HEADING))
            return
        for statement in statements_of(placed):
            taken = self._take_statement(statement)
            if taken:
                continue
            noise = statement.role not in ("benefits", "legal") and is_noise(statement.text)
            if noise or statement.role != "duties":
                self.skipped.append((statement.start, statement.end, NOISE if noise else REASONS[statement.role]))

    def _take_statement(self, statement: Statement) -> bool:
        text, role = statement.text, statement.role
        if self._take_alternative(statement):
            return True
        if is_noise(text):
            return False
        if role in _ASKING or (role == "unknown" and statement.bullet):
            if _ONE_OF_BELOW.search(text) and text.rstrip().endswith(":"):
                self.awaits_alternatives = statement
                self.skipped.append((statement.start, statement.end, OPENS_LIST))
                return True
            if self._take_substitute(statement):
                return True
            if not self._is_demand(statement):
                return self._take_logistics(statement)
            return self._take_items(statement)
        if self._take_logistics(statement):
            return True
        if role == "duties":
            self.duties.append(statement)
        if asks_something(text, structured=self.structured, role=role):
            return self._take_items(_without_opening(statement))
        return False

    def _is_demand(self, statement: Statement) -> bool:
        """Whether a statement in an asking part asks something, rather than comments or tells of the company."""
        text = statement.text
        if is_wish_of_candidate(text) or is_aside(text):
            return False
        if statement.role == "unknown":
            return asks_something(text, structured=True, role="unknown")
        if statement.grouped and not asks_something(text, structured=True, role="requirements"):
            return False
        if statement.first or statement.role == "physical" or not (statement.bullet or statement.packed):
            return True
        known = self._known(text)
        hard = any(m.kind in ("skill", "credential", "education", "language") for m in known) or bool(
            DEGREE.search(text)
        )
        if statement.about_candidate:
            return bool(hard and is_insisted(text)) or bool(amounts_in(text))
        return bool(_OPENS.match(text)) or hard or is_insisted(text) or is_softened(text)

    def _take_items(self, statement: Statement) -> bool:
        known = self._known(statement.text)
        items = items_of(statement.text, known)
        self.asked += len(items)
        check_requirement_count(self.asked)
        if statement.role == "physical" and items:
            start, end = trimmed(statement.text, 0, len(statement.text))
            items = [Item(start, end, (start, end))]
        entries = [entry for item in items if (entry := self._entry(statement, item, known)) is not None]
        for entry in entries:
            add(self.entries, entry)
        return bool(entries)

    def _entry(self, statement: Statement, item: Item, known: list[Known]) -> Entry | None:
        text = statement.text
        span = text[item.start : item.end]
        clause = text[slice(*item.clause)]
        inside = [m for m in known if item.start <= m.start and m.end <= item.end]
        bare = not content_words(strip_lead(span)) and not inside and item.years is None and not DEGREE.search(span)
        if (
            (bare and (item.part or len(span.split()) < 3))
            or (item.clause[0] > 0 and is_aside(span))
            or is_aside(clause)
        ):
            return None
        if _PREFERENCE_ONLY.match(span.strip()):
            return None
        concept, concept_kind = concept_of(span, item, inside, self.vocabulary)
        kind = kind_of(span, clause if not item.part else f"{clause[:40]} {span}", statement.role, inside, concept_kind)
        any_of, open_ended = item.options, item.open_ended
        if kind == "education":
            degrees, related = degree_options(span)
            any_of, open_ended = (degrees, related) if degrees else (item.options, item.open_ended)
            concept = concept if concept_kind == "education" else None
        elif kind == "soft" and not open_ended and not any(m.kind in ("skill", "domain") for m in inside):
            any_of = any_of if all(len(content_words(option)) > 1 for option in any_of) else ()
        elif kind == "other" and statement.role == "physical":
            any_of, open_ended = (), False
        importance: Importance
        if item.preferred:
            importance = "nice"
        else:
            importance = importance_of(clause, statement.role)
            if importance != "nice" and is_softened(text) and len(items_of(text, known)) <= 1:
                importance = "nice"
        name = name_of(span, concept, inside, item, statement, self.vocabulary)
        if not name:
            return None
        return Entry(
            name=name,
            kind=kind,
            importance=importance,
            any_of=any_of,
            open_ended=open_ended,
            years=None
            if kind in ("education", "soft", "other") and not re.search(r"(?i)\bexperience\b", span)
            else item.years,
            concept=concept,
            spans=[(statement.start + item.start, statement.start + item.end)],
            concepts=frozenset(m.concept for m in inside),
            words=frozenset(content_words(span)),
        )

    def _known(self, text: str) -> list[Known]:
        terms = self.vocabulary.terms
        return [
            Known(m.concept, terms[m.concept].kind, m.start, m.end)
            for m in self.vocabulary.find(text)
            if not _PEOPLE.search(m.surface)
        ]

    def _take_alternative(self, statement: Statement) -> bool:
        """List items below "one of the following:" are one requirement."""
        opening = self.awaits_alternatives
        if opening is None:
            return False
        if not statement.bullet or is_noise(statement.text):
            self.awaits_alternatives = self.either = None
            return False
        if not statement.first:
            return True
        start, end = trimmed(statement.text, 0, len(statement.text))
        words = statement.text[start:end]
        span = (statement.start + start, statement.start + end)
        option = short_name(words)
        if self.either is None:
            known = self._known(words)
            kind = kind_of(words, words, "requirements", known, known[0].kind if len(known) == 1 else None)
            importance = importance_of(opening.text, opening.role)
            self.either = Entry(
                option, kind, importance, [span], any_of=(option,), words=frozenset(content_words(words))
            )
            self.entries.append(self.either)
        else:
            first = self.either
            first.any_of = (*first.any_of, option)
            first.name = short_name(f"One of: {'; '.join(first.any_of)}")
            first.spans = [(first.spans[0][0], span[1])]
            if kind_of(words, words, "requirements", [], None) == "education":
                first.kind = "education"
        return True

    def _take_substitute(self, statement: Statement) -> bool:
        """A route that may stand for the degree is an alternative of it, not a demand."""
        text = statement.text
        if re.search(r"(?i)\b(?:may|can)\s+be\s+waived\b", text):
            self.skipped.append((statement.start, statement.end, WAIVED))
            return True
        if not _IN_LIEU.search(text):
            return False
        degrees = [entry for entry in self.entries if entry.kind == "education"]
        if not degrees:
            return False
        start, end = trimmed(text, 0, len(text))
        entry = max(degrees, key=lambda e: len(e.any_of))
        entry.any_of = (
            *(entry.any_of or (entry.name,)),
            short_name(re.sub(r"(?i)^.*?\bin lieu of [^,]*,\s*", "", text[start:end])),
        )
        entry.spans.append((statement.start + start, statement.start + end))
        return True

    def _take_logistics(self, statement: Statement) -> bool:
        """Place, hours, travel and the right to work count wherever the text asks them of the candidate."""
        found = False
        for start, end, options, name in logistics_in(statement.text, statement.role, statement.lead):
            span = (statement.start + start, statement.start + end)
            words = statement.text[start:end]
            importance: Importance = "nice" if is_softened(words) else "must"
            entry = Entry(
                name or short_name(words),
                "other",
                importance,
                [span],
                any_of=options,
                words=frozenset(content_words(words)),
            )
            entry.topic = "right to work" if _AUTHORISED.search(words) else ""
            add(self.entries, entry)
            found = True
        return found

    def add_from_duties(self) -> None:
        """Techniques and tools that duties name and no other line covers; general activity gives none."""
        covered = {concept for entry in self.entries for concept in entry.concepts}
        covered |= {near for concept in sorted(covered) for near in self.vocabulary.terms[concept].is_a[:1]}
        for statement in self.duties:
            found = from_duty(statement.text, statement.start, self._known(statement.text), self.vocabulary, covered)
            for entry in found:
                add(self.entries, entry)
            if not found:
                self.skipped.append((statement.start, statement.end, REASONS["duties"]))
        self.skipped.sort()


def _without_opening(statement: Statement) -> Statement:
    """A sentence of prose without the words before its demand ("We are looking for a chef with ")."""
    place = re.match(
        r"(?i)(?:in|for)\s+this\s+(?:[\w-]+\s+){0,3}(?:role|position|job),?\s+|as\s+an?\s+[^,.;]{3,50}?,?\s+(?=you\b)|(?:ultimately|additionally|ideally|of\s+course|finally),\s+",
        statement.text,
    )
    if place:
        statement = replace(statement, start=statement.start + place.end(), text=statement.text[place.end() :])
    match = re.match(
        r"(?i).*?\b(?:looking for|seeking|hiring|searching for|need|want)\b[^.;]{0,80}?\b(?:with|who (?:has|have|is|are|can|will)|has)\s+(?=\S)",
        statement.text,
    )
    if match and match.end() < len(statement.text) - 8:
        return replace(statement, start=statement.start + match.end(), text=statement.text[match.end() :])
    return statement
