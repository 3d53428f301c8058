"""The list inside one clause: alternatives drawn together, several things apart, examples kept with their head."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from evaluations.engines.local.alternatives import (
    EXAMPLES,
    INCLUDING,
    ONE_OF,
    OPEN_END,
    SIMILAR,
    Unit,
    brackets,
    breaks,
    list_items,
    trimmed,
    units,
)
from evaluations.engines.local.amounts import amounts_in
from evaluations.engines.local.known import Known, mentions_in
from evaluations.engines.local.several import PREPOSITION, TAIL, first_apart, is_bare, is_name, is_several, qualities
from evaluations.engines.local.wording import (
    content_words,
    strip_lead,
    with_shared_object,
    without_ending,
)

_OPENS_CLAUSE = re.compile(r"(?i)(?:able|capable|comfortable|willing|ready|not\s+afraid|you|can)\b")


@dataclass(frozen=True)
class Item:
    """One thing asked, ``start:end`` of the statement; ``clause`` is the wider stretch whose words bear on it."""

    start: int
    end: int
    clause: tuple[int, int]
    options: tuple[str, ...] = ()
    open_ended: bool = False
    preferred: bool = False
    years: float | None = None
    part: bool = False


def listed(text: str, start: int, end: int, known: list[Known], clause: tuple[int, int]) -> list[Item]:
    """The items of one clause: alternatives drawn together, several things apart."""
    closed = [(max(a, start), min(b, end)) for a, b in brackets(text) if a < end and start < b]
    one_of = ONE_OF.search(text, start, end)
    if one_of and not any(a <= one_of.start() < b for a, b in closed) and one_of.end() < end:
        stop = _examples_end(text, one_of.end(), end)
        items, open_ended = list_items(text, one_of.end(), stop)
        if len(items) > 1:
            return [Item(start, end, clause, _words(text, items), open_ended)]
    including = INCLUDING.search(text, start, end)
    examples = EXAMPLES.search(text, start, end)
    if including and (not examples or including.start() < examples.start()):
        split = _including(text, start, end, including, known, clause)
        if split is not None:
            return split
    if examples and not any(a < examples.start() and examples.end() <= b and text[a] == "(" for a, b in closed):
        stop = _examples_end(text, examples.end(), end)
        closed = [*closed, (examples.start() + 1, stop)]
    closed = [*closed, *((m.start, m.end) for m in known if start <= m.start and m.end <= end)]
    stop = _purpose(text, start, end, known)
    if stop < end:
        closed = [*closed, (stop, end)]
    slashes = _slashes(text, start, end, known)
    separators = breaks(text, start, end, closed, slashes=slashes)
    groups, joints = units(text, start, end, separators)
    groups = [_with_examples(text, unit, closed) for unit in groups]
    known = [m for m in known if m.end <= stop]
    run = qualities(text, groups, known)
    if run:
        rest = trimmed(text, groups[run].start, end) if run < len(groups) else None
        if rest and _OPENS_CLAUSE.match(text, rest[0]):
            first = trimmed(text, start, groups[run - 1].end)
            return [Item(*first, clause, part=True), Item(*rest, clause)]
        return [Item(start, end, clause)]
    if len(groups) > 1:
        if is_several(text, groups, joints, known):
            return _several(text, groups, known, clause)
        parted = first_apart(text, groups, known)
        if parted:
            return _several(text, parted, known, clause)
    either = [unit for unit in groups if unit.options]
    options: tuple[str, ...] = ()
    open_ended = False
    if either:
        chosen = either[0]
        options, open_ended = _words(text, _tight(text, chosen, known)), any(unit.open_ended for unit in either)
        if chosen.either and not chosen.open_ended and len(options) < 2:
            options = ()
    return [Item(start, end, clause, options, open_ended)]


def _including(
    text: str, start: int, end: int, match: re.Match[str], known: list[Known], clause: tuple[int, int]
) -> list[Item] | None:
    """ "A, including B, C and D": A and each named thing; None when the things named are not known ones."""
    if ":" in match.group() and not content_words(strip_lead(text[start : match.start() + 1])):
        return None
    stop = _examples_end(text, match.end(), end)
    items, open_ended = list_items(text, match.end(), stop)
    hard = [item for item in items if mentions_in(known, *item) or is_name(text, Unit(*item), first=False)]
    hard = [
        item
        for item in hard
        if is_bare(text, Unit(*item), mentions_in(known, *item), first=False) or is_name(text, Unit(*item), first=False)
    ]
    if not hard or 2 * len(hard) < len(items):
        return None
    if re.search(r"(?i)\bor\b", text[match.end() : stop]):
        return [Item(start, end, clause, _words(text, items), open_ended)]
    found = []
    head = trimmed(text, start, match.start() + 1)
    if content_words(strip_lead(text[slice(*head)])):
        found.extend(listed(text, *head, known, clause))
    return found + [Item(a, b, clause, part=True) for a, b in items]


def _examples_end(text: str, start: int, end: int) -> int:
    """Where a list of examples ends: its bracket, a clause of purpose, or the end."""
    depth = 0
    for i in range(start, end):
        if text[i] == "(":
            depth += 1
        elif text[i] == ")":
            if depth == 0:
                return i
            depth -= 1
    match = re.compile(r"(?i)\s*,?\s+(?:to\s+[a-z]+|is|are|would|in\s+order|as\s+well\s+as)\b|;|\s-\s|\.\s").search(
        text, start, end
    )
    return match.start() if match else end


def _with_examples(text: str, unit: Unit, closed: list[tuple[int, int]]) -> Unit:
    """A unit with the alternatives that stand in its bracket or after its "such as"."""
    if not unit.either:
        for a, b in closed:
            if unit.start <= a and b <= unit.end and text[a] in "([":
                similar = _or_similar(text, unit, a, b)
                if similar is not None:
                    return similar
    inside = text[unit.start : unit.end]
    match = EXAMPLES.search(inside)
    if match:
        a = unit.start + match.end()
        items, _ = list_items(text, a, _examples_end(text, a, unit.end))
        if items:
            if unit.either:
                kept = [o for o in unit.options if not any(o[0] < i[1] and i[0] < o[1] for i in items)]
                head = [
                    (o[0], min(o[1], unit.start + match.start()))
                    for o in unit.options
                    if o not in kept and o[0] < unit.start + match.start()
                ]
                unit.options = [*kept, *[h for h in head if not SIMILAR.match(text[h[0] : h[1]].strip())], *items]
                unit.open_ended = True
                return unit
            return replace(unit, options=items, open_ended=True)
    if unit.either:
        return unit
    for a, b in closed:
        if not (unit.start <= a and b <= unit.end) or text[a] not in "([":
            continue
        within = text[a + 1 : b].strip(" )]")
        items, open_ended = list_items(text, a + 1, b - 1 if text[b - 1] in ")]" else b)
        one_of = re.search(
            r"(?i)\b(?:at\s+least\s+one|one\s+or\s+more|one\s+of|any|either|a\s+major|an?\s+modern)\b",
            text[unit.start : a],
        )
        tools = re.search(
            r"(?i)\b(?:tools?|platforms?|languages?|frameworks?|databases?|packages|suites?|providers?|vendors?|solutions|crms?|cms|erps?)\s*$",
            text[unit.start : a],
        )
        if (one_of or tools) and len(items) > 1:
            return replace(unit, options=items, open_ended=open_ended or not one_of)
        slashed = re.fullmatch(r"[\w+#. -]{1,30}(?:/[\w+#. -]{1,30})+", within) if "/" in within else None
        if slashed and len(items) == 1:
            # "(Redshift/Snowflake)" names alternatives as "or" does.
            edges = [a + 1, *(a + 1 + m.end() for m in re.finditer("/", within)), a + 1 + len(within) + 1]
            names = [trimmed(text, left, right - 1) for left, right in itertools.pairwise(edges)]
            return replace(unit, options=names, either=True)
        or_list = bool(re.search(r"(?i)\bor\b", within)) and len(items) > 1
        if open_ended or or_list or (len(items) == 1 and re.search(r"(?i)\bor\s+(?:similar|equivalent)", within)):
            return replace(unit, options=items, open_ended=open_ended)
    return unit


def _purpose(text: str, start: int, end: int, known: list[Known]) -> int:
    """Where the purpose of a demand begins ("... to drive growth and revenue"); its lists are no demands."""
    after_comma = re.compile(r"(?i),\s+(?:in\s+order\s+)?to\s+[a-z]+\s").search(text, start, end)
    inside = mentions_in(known, start, end)
    if after_comma or not inside:
        return after_comma.start() if after_comma else end
    for match in re.finditer(r"(?i)\s+(?:in\s+order\s+)?to\s+(?!the\b|an?\b|\d)(?=[a-z]+)", text[start:end]):
        before = text[start : start + match.start()]
        if re.search(
            r"(?i)\b(?:ability|abilities|able|willing\w*|desire|how|need|passion|capacity|capability|aptitude|necessary|required|related|due|up|and|or|comfortable|eager|ready|commitment|similar|equivalent|access|exposure|attention|approach|close)$",
            before,
        ):
            continue
        if any(m.end <= start + match.start() for m in inside):
            return start + match.start()
    return end


def _or_similar(text: str, unit: Unit, start: int, end: int) -> Unit | None:
    """ "Rust (or similar languages such as Go)": what stands before the bracket is one of the alternatives."""
    inner = text[start + 1 : end].strip(" )]")
    if not re.match(
        r"(?i)(?:or|and/or)\s+(?:an?\s+|other\s+|any\s+)?(?:similar|equivalent|comparable|related|other)\b|^similar\b",
        inner,
    ):
        return None
    examples = EXAMPLES.search(text, start + 1, end)
    items = list_items(text, examples.end(), end - 1)[0] if examples else []
    return replace(unit, options=[trimmed(text, unit.start, start), *items], open_ended=True, either=True)


def _several(text: str, groups: list[Unit], known: list[Known], clause: tuple[int, int]) -> list[Item]:
    found = []
    for place, unit in enumerate(groups):
        start, end = trimmed(text, unit.start, unit.end)
        mentions = mentions_in(known, start, end)
        if start >= end or (not mentions and not content_words(text[start:end])):
            continue
        if place == 0:
            start = _after_head(text, start, end, mentions, unit)
        if place == len(groups) - 1 and mentions and not unit.options:
            tail = TAIL.search(text, mentions[-1].end, end)
            end = tail.start() if tail else end
        options = _words(text, _tight(text, unit, known)) if unit.options else ()
        if unit.either and not unit.open_ended and len(options) < 2:
            options = ()
        found.append(Item(*trimmed(text, start, end), clause, options, unit.open_ended, part=True))
    return found


def _after_head(text: str, start: int, end: int, mentions: list[Known], unit: Unit) -> int:
    """Where the first item of a list begins, behind the words that introduce the whole list."""
    stop = unit.options[0][0] + 1 if unit.options else (mentions[0].start + 1 if mentions else end)
    place = start
    for match in PREPOSITION.finditer(text, start, min(stop + 1, end)):
        if match.end() <= stop and not amounts_in(text[start : match.end()]):
            place = match.end()
    return place if any(c.isalnum() for c in text[place:end]) else start


def _tight(text: str, unit: Unit, known: list[Known]) -> list[tuple[int, int]]:
    """The alternatives of a unit without the words that introduce or follow the whole list."""
    options = list(unit.options)
    if not options:
        return options
    a, b = trimmed(text, *options[0])
    place = a
    for match in PREPOSITION.finditer(text, a, b):
        if match.end() < b:
            place = match.end()
    inside = mentions_in(known, a, b)
    if inside and place > inside[-1].start:
        place = max(
            (m.end() for m in PREPOSITION.finditer(text, a, inside[-1].start + 1) if m.end() <= inside[-1].start),
            default=a,
        )
    rest = text[place:b]
    options[0] = (b - len(strip_lead(rest)), b)
    if unit.either and len(options) > 1:
        a, b = trimmed(text, *options[-1])
        tail = TAIL.search(text, a + 1, b)
        options[-1] = (a, tail.start() if tail else b)
    return options


def _slashes(text: str, start: int, end: int, known: list[Known]) -> list[int]:
    """Slashes that stand between two known things, or two names in capitals."""
    found = []
    for match in re.finditer(r"\s*/\s*", text[start:end]):
        place = start + match.start()
        after = start + match.end()
        if any(m.start < place + 1 and place < m.end for m in known):
            continue
        left = any(m.end == place for m in known)
        right = any(m.start == after for m in known)
        capitals = re.search(r"\b[A-Z][\w+#.]*$", text[start:place]) and re.match(r"[A-Z][\w+#.]*", text[after:end])
        if (left and right) or (capitals and (left or right)):
            found.append(place)
    return found


def _hard(known: list[Known], start: int, end: int) -> bool:
    return any(m.kind in ("skill", "credential", "language") for m in mentions_in(known, start, end))


def _words(text: str, places: list[tuple[int, int]]) -> tuple[str, ...]:
    words: list[str] = []
    for a, b in places:
        plain = re.sub(r"\s+", " ", OPEN_END.sub("", text[a:b])).strip(" ,.;:()[]\"'")
        plain = re.sub(r"(?i)^(?:and|or|either|the|an?)\s+", "", without_ending(plain))
        if plain.count("(") != plain.count(")"):
            plain = plain.split("(")[0].strip()
        if plain and plain not in words:
            words.append(plain)
    return with_shared_object(words)
