"""Reads a job description into its requirements: sections, statements, then one entry per thing a recruiter ticks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from evaluations.engines.base import TextUnusable
from evaluations.engines.local.clauses import Item, Known, items_of, trimmed
from evaluations.engines.local.education import degree_options
from evaluations.engines.local.importance import importance_of, is_insisted, is_softened
from evaluations.engines.local.kinds import kind_of
from evaluations.engines.local.lines import lines_of
from evaluations.engines.local.relevance import asks_something, is_aside, is_noise, is_wish_of_candidate, logistics_in
from evaluations.engines.local.sections import REASONS, Placed, Role, place
from evaluations.engines.local.statements import Statement, statements_of
from evaluations.engines.local.suitability import MAXIMUM_CHARACTERS, check_job_description
from evaluations.engines.local.vocabulary import Vocabulary
from evaluations.engines.local.wording import DEGREE, content_words, short_name, strip_lead
from evaluations.grounding import CleanText, clean
from evaluations.schema import Importance, Kind, Reading, Requirement, Skipped

_ASKING: tuple[Role, ...] = ("requirements", "preferred", "physical")
_ONE_OF_BELOW = re.compile(
    r"(?i)\b(?:(?:at least )?one (?:or more )?of (?:the following|these)|any (?:one )?of the following|either of)\b[^.]*:?\s*$"
)
_IN_LIEU = re.compile(
    r"(?i)\bin lieu of\b|\bin place of (?:the |a )?(?:degree|bachelor)|\bsubstitut\w+ for\b|\bequivalent (?:combination|experience) (?:may|will|can)\b"
)
_PREFERENCE_ONLY = re.compile(r"(?i)^(?:preferred|a plus|required|desirable)$")


@dataclass
class Entry:
    """A requirement in the making; spans are stretches of the cleaned text."""

    name: str
    kind: Kind
    importance: Importance
    any_of: tuple[str, ...]
    open_ended: bool
    years: float | None
    concept: str | None
    spans: list[tuple[int, int]]
    concepts: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    years_alternative: bool = False
    extra: dict[str, str] = field(default_factory=dict)


def read(text: str, vocabulary: Vocabulary) -> Reading:
    """The requirements of an English job description, in the order of the text; spans count code points of ``text``.

    Raises TextUnusable (empty, language, not_a_job_description, too_long) with a sentence for the person who gave it.
    """
    if len(text) > MAXIMUM_CHARACTERS:
        raise TextUnusable(
            f"The text has {len(text):,} characters; {MAXIMUM_CHARACTERS:,} is the limit. Paste only the job description.",
            kind="too_long",
        )
    source = clean(text)
    check_job_description(source.text)
    masked, lines = lines_of(source.text)
    placed = place(lines)
    reader = _Reader(
        vocabulary, structured=any(p.role in ("requirements", "preferred") and not p.heading for p in placed)
    )
    for index, item in enumerate(placed):
        reader.take(item, placed[index - 1] if index else None)
    reader.add_from_duties()
    if not reader.entries:
        raise TextUnusable(
            "No requirement was found: the text does not say what a candidate must have or know.",
            kind="not_a_job_description",
        )
    entries = sorted(reader.entries, key=lambda entry: entry.spans[0])
    requirements = tuple(_requirement(entry, f"r{number:02}", source) for number, entry in enumerate(entries, 1))
    return Reading(requirements=requirements, skipped=_skipped(reader.skipped, source), flags=source.flags)


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
        self.either: Entry | None = None
        self.awaits_alternatives: Statement | None = None

    def take(self, placed: Placed, previous: Placed | None) -> None:
        if placed.heading:
            return
        for statement in statements_of(placed):
            taken = self._take_statement(statement)
            if not taken and statement.role != "duties":
                self.skipped.append((statement.start, statement.end, REASONS[statement.role]))

    def _take_statement(self, statement: Statement) -> bool:
        text, role = statement.text, statement.role
        if self._take_alternative(statement):
            return True
        if is_noise(text):
            return False
        if role in _ASKING or (role == "unknown" and statement.bullet):
            if _ONE_OF_BELOW.search(text) and text.rstrip().endswith(":"):
                self.awaits_alternatives = statement
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
        if not statement.first:
            known = self._known(text)
            hard = any(m.kind in ("skill", "credential", "education", "language") for m in known)
            opens = re.match(
                r"(?i)(?:you\s+(?:are|have|can|must|should|need)|you're|you've|must\b|strong|excellent|ability|able|experience|proficien|knowledge|familiar)",
                text,
            )
            if not statement.alone and statement.bullet and not (opens or hard or DEGREE.search(text)):
                return is_insisted(text) or is_softened(text)
            if (
                statement.bullet
                and opens
                and not hard
                and not asks_something(text, structured=True, role="requirements")
            ):
                return False
        return True

    def _take_items(self, statement: Statement) -> bool:
        known = self._known(statement.text)
        items = items_of(statement.text, known)
        if statement.role == "physical" and items:
            start, end = trimmed(statement.text, 0, len(statement.text))
            items = [Item(start, end, (start, end))]
        entries = [entry for item in items if (entry := self._entry(statement, item, known)) is not None]
        for entry in entries:
            self._add(entry)
        return bool(entries)

    def _entry(self, statement: Statement, item: Item, known: list[Known]) -> Entry | None:
        text = statement.text
        span = text[item.start : item.end]
        clause = text[slice(*item.clause)]
        inside = [m for m in known if item.start <= m.start and m.end <= item.end]
        if not content_words(strip_lead(span)) and not inside and item.years is None and not DEGREE.search(span):
            return None
        if _PREFERENCE_ONLY.match(span.strip()):
            return None
        concept, concept_kind = self._concept(span, item, inside)
        kind = kind_of(span, clause if not item.part else f"{clause[:40]} {span}", statement.role, inside, concept_kind)
        any_of, open_ended = item.options, item.open_ended
        if kind == "education":
            any_of, open_ended = degree_options(span)
        elif kind == "soft" and not open_ended and not any(m.kind in ("skill", "domain") for m in inside):
            any_of = ()
        elif kind == "other" and statement.role == "physical":
            any_of, open_ended = (), False
        importance: Importance
        if item.preferred:
            importance = "nice"
        else:
            importance = importance_of(clause if not item.part else clause, statement.role)
            if importance != "nice" and is_softened(text) and len(items_of(text, known)) <= 1:
                importance = "nice"
        name = self._name(span, concept, inside, item, statement)
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

    def _concept(self, span: str, item: Item, inside: list[Known]) -> tuple[str | None, str | None]:
        """The concept a demand is about: the one its words hardly go beyond."""
        if not inside:
            return None, None
        options = {m.concept for m in inside if any(self._same(m, option) for option in item.options)}
        heads = [m for m in inside if m.concept not in options]
        if item.options and not heads:
            return None, inside[0].kind if inside[0].kind != "domain" else "domain"
        main = max(heads, key=lambda m: (m.kind not in ("soft", "domain"), m.end - m.start, -m.start))
        words = content_words(span)
        own = len(content_words(span[main.start - item.start : main.end - item.start])) or 1
        rest = len(words) - own - sum(len(content_words(option)) for option in item.options)
        if rest <= max(2, own) or (main.kind in ("language", "credential") and rest <= 6):
            return main.concept, main.kind
        return None, None

    def _same(self, mention: Known, option: str) -> bool:
        return (
            any(found.concept == mention.concept for found in self.vocabulary.find(option))
            or self.vocabulary.key_of(option) == mention.concept
        )

    def _name(self, span: str, concept: str | None, inside: list[Known], item: Item, statement: Statement) -> str:
        if concept and not item.options and item.years is None and len(inside) == 1:
            mention = inside[0]
            rest = content_words(span[: mention.start - item.start] + " " + span[mention.end - item.start :])
            if not rest:
                return self.vocabulary.terms[concept].name
        name = short_name(span)
        if (
            len(content_words(name)) <= 1
            and statement.lead
            and concept is None
            and len(statement.lead) + len(name) < 70
        ):
            name = f"{statement.lead}: {name}"
        return name

    def _known(self, text: str) -> list[Known]:
        terms = self.vocabulary.terms
        return [Known(m.concept, terms[m.concept].kind, m.start, m.end) for m in self.vocabulary.find(text)]

    def _add(self, entry: Entry) -> None:
        for other in self.entries:
            if _is_same(other, entry):
                self._merge(other, entry)
                return
        self.entries.append(entry)

    def _merge(self, kept: Entry, entry: Entry) -> None:
        if entry.importance == "must" and kept.importance == "nice":
            kept.importance = "must"
        if len(entry.any_of) > len(kept.any_of) and kept.concept != entry.concept:
            kept.name, kept.any_of, kept.open_ended = entry.name, entry.any_of, entry.open_ended
        if kept.years is None:
            kept.years = entry.years
        elif entry.years is not None:
            kept.years = max(kept.years, entry.years)
        kept.spans = sorted({*kept.spans, *entry.spans})

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
            self.either = Entry(
                option,
                kind,
                importance_of(opening.text, opening.role),
                (option,),
                False,
                None,
                None,
                [span],
                frozenset(),
                frozenset(content_words(words)),
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
        if re.search(r"(?i)\bmay be waived\b", text):
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
            self._add(
                Entry(
                    name or short_name(words),
                    "other",
                    importance,
                    options,
                    False,
                    None,
                    None,
                    [span],
                    frozenset(),
                    frozenset(content_words(words)),
                )
            )
            found = True
        return found

    def add_from_duties(self) -> None:
        """Techniques and tools that duties name and no other line covers; general activity gives none."""
        for statement in self.duties:
            taken = self._take_duty(statement)
            if not taken:
                self.skipped.append((statement.start, statement.end, REASONS["duties"]))
        self.skipped.sort()

    def _take_duty(self, statement: Statement) -> bool:
        from evaluations.engines.local.relevance import duty_teaches

        if duty_teaches(statement.text):
            return False
        covered = set().union(*(entry.concepts for entry in self.entries)) if self.entries else set()
        related = {
            wide for concept in covered for wide in self.vocabulary.wider(concept) | self.vocabulary.narrower(concept)
        }
        known = self._known(statement.text)
        found = False
        for mention in known:
            if mention.kind not in ("skill", "credential") or mention.concept in covered | related:
                continue
            if not _is_technical(statement.text[mention.start : mention.end]):
                continue
            term = self.vocabulary.terms[mention.concept]
            self._add(
                Entry(
                    term.name, term.kind, "must", (), False, None, mention.concept,
                    [(statement.start + mention.start, statement.start + mention.end)],
                    frozenset({mention.concept}), frozenset(content_words(term.name)),
                )
            )  # fmt: skip
            covered.add(mention.concept)
            found = True
        return found


def _is_technical(surface: str) -> bool:
    """Whether a name is more than an everyday word: two words and more, a capital, a digit or a mark in it."""
    return " " in surface.strip() or any(c.isupper() or c.isdigit() or c in "+#./" for c in surface)


def _without_opening(statement: Statement) -> Statement:
    """A sentence of prose without the words before its demand ("We are looking for a chef with ")."""
    match = re.match(
        r"(?i).*?\b(?:looking for|seeking|hiring|searching for|need|want)\b[^.;]{0,80}?\b(?:with|who (?:has|have|is|are|can|will)|has)\s+(?=\S)",
        statement.text,
    )
    if match and match.end() < len(statement.text) - 8:
        return replace(statement, start=statement.start + match.end(), text=statement.text[match.end() :])
    return statement


def _is_same(one: Entry, other: Entry) -> bool:
    """Whether two entries state the same thing."""
    if one.years is not None and other.years is not None and one.years != other.years and one.concept is None:
        return False
    if one.words and one.words == other.words and one.any_of == other.any_of:
        return True
    if one.concept and one.concept == other.concept and one.kind == other.kind:
        extra_one, extra_other = one.words - other.words, other.words - one.words
        return (
            one.any_of == other.any_of
            and min(len(extra_one), len(extra_other)) <= 1
            and len(extra_one) + len(extra_other) <= 4
        )
    if (
        other.concept
        and not other.any_of
        and other.importance == "nice"
        and len(one.concepts) >= 1
        and one.importance == "nice"
    ):
        return other.concept in one.concepts and bool(one.any_of)
    if one.concept and not one.any_of and one.importance == "nice" and other.importance == "nice" and other.any_of:
        return one.concept in other.concepts
    if len(one.words) >= 4 and len(other.words) >= 4:
        return len(one.words & other.words) >= 0.75 * len(one.words | other.words)
    return False
