"""One statement of a job description, taken apart into the things a recruiter would tick one by one."""

from __future__ import annotations

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
    units,
)
from evaluations.engines.local.amounts import amounts_in
from evaluations.engines.local.wording import (
    CREDENTIAL,
    DEGREE,
    FLUFF,
    HEAD,
    PHYSICAL,
    SPOKEN,
    content_words,
    strip_lead,
)

_ADJECTIVES = (
    r"(?:very|highly|strong(?:ly)?|proven|demonstrated|demonstrable|solid|excellent|good|great|deep|extensive|working|basic|advanced|hands[- ]on"
    r"|in[- ]depth|practical|previous|prior|relevant|exceptional|outstanding|superior|effective|sound|thorough|technical|significant|some|professional"
    r"|minimum(?:\s+of)?|at\s+least|successful|clear|current|valid|general|broad|direct|direct,|active|fundamental|keen|full|genuine|real|additional|first[- ]hand|the)"
)
_HEAD_START = (
    rf"(?:an?\s+)?(?:{_ADJECTIVES}\s+){{0,3}}(?:{HEAD}|\d{{1,2}}\s*\+?\s*(?:-\s*\d+\s*)?(?:years?|yrs|months?))\b"
)
_SPLIT = re.compile(
    rf"(?i)(?:\s*[,;]\s*(?:(?:and|plus|but|as\s+well\s+as|along\s+with|coupled\s+with|together\s+with)\s+)?(?:with\s+|also\s+)?(?={_HEAD_START})"
    rf"|\s+(?:and|plus|as\s+well\s+as|along\s+with|combined\s+with|coupled\s+with|together\s+with)\s+(?:with\s+|also\s+)?(?={_HEAD_START})"
    rf"|\s+with\s+(?=(?:an?\s+(?:{_ADJECTIVES}\s+)*|(?:{_ADJECTIVES}\s+)+|\d)(?:{HEAD}|\d*\s*\+?\s*(?:years?|months?))\b)"
    rf"|\s*;\s*(?:and\s+)?|\s+(?:and|but)\s+(?:are|is|can|be|to|you\s+are|you\s+have|you\s+can|have|has)\s+(?=(?:also\s+)?(?:{HEAD}|[a-z]+\s+))"
    rf"|\s+-\s+(?={_HEAD_START}))"
)
_WISHES = re.compile(
    r"(?i)^(?:an?\s+)?(?:\w+\s+)?(?:desire|passion\w*|interest\w*|willing\w*|commitment|committed|able\s+to|capab\w+|drive|comfort\w*|eager\w*|love|enthusias\w+)\b"
)
_SOLID = re.compile(
    r"(?i)\b(?:experience|knowledge|understanding|familiar\w*|proficien\w+|expertise|track\s+record|background|command|exposure|certif\w+|licen[sc]\w+|degree|fluen\w+)\b"
)
_PREFERENCE_IN_BRACKETS = re.compile(
    r"(?i)\(\s*(?P<words>(?:strongly\s+|highly\s+)?(?:preferably|ideally)\s+[^()]+?)\s*\)"
)
_PREFERENCE = re.compile(
    r"(?i)(?:[,;]|\s-)\s*(?:and\s+|but\s+)?(?P<words>(?:preferably|ideally|with\s+(?:a\s+)?preference\s+for)\s+[^;()]+?)(?=\s*(?:;|\.?$|,\s+(?:and\s+)?(?:with|plus)\b))"
)
_PREFERRED_TAIL = re.compile(
    r"(?i)(?:[,;(]|\s-|\band\b)\s*(?:and\s+|but\s+|with\s+)?(?P<words>(?:an?\s+)?[^,;()]{2,90}?\s+(?:(?:is|are|would\s+be|as|being|will\s+be)\s+)?(?:(?:also|strongly|highly|an?|considered|but\s+not)\s+)*"
    r"(?:preferred|desirable|desired|a\s+plus|plus|bonus|advantage(?:ous)?|an?\s+asset|asset|beneficial|helpful|welcome|nice\s+to\s+have|not\s+(?:required|essential)))\s*[).]*\s*$"
)
_REQUIRED_ONE = re.compile(
    r"(?i),?\s*(?:with|but)\s+(?P<one>[\w+#. ]{1,30}?)\s+(?:being\s+)?(?:required|essential|mandatory|a\s+must)\b"
)
_OF_WHICH = re.compile(
    r"(?i)[,;(]?\s*(?:of\s+which|including|with|,)\s+(?:at\s+least\s+)?(?=\d{1,2}\+?\s*(?:years?|yrs?|months?|in\b|(?:must|should)\b))"
)
_PREPOSITION = re.compile(
    r"(?i)\b(?:of|with|in|using|on|for|within|across|the\s+following|about|including|like|:)\s*:?\s+(?:the\s+|a\s+|an\s+)?"
)
_TAIL = re.compile(
    r"(?i)\s*,?\s+(?:to|in\s+order\s+to|in|for|within|across|that|which|when|while|on|at|so|through|via|throughout|from|by|into|under)\s"
)


@dataclass(frozen=True)
class Known:
    """A vocabulary mention inside a statement."""

    concept: str
    kind: str
    start: int
    end: int


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


def items_of(text: str, known: list[Known]) -> list[Item]:
    """The things one statement asks for, in order; ``text`` has no line breaks, ``known`` are its vocabulary mentions."""
    found: list[Item] = []
    for start, end, preferred in _preferences(text):
        for a, b in _clauses(text, start, end, known):
            items = _clause_items(text, a, b, known)
            found.extend(replace(item, preferred=preferred or item.preferred) for item in items)
    return [item for item in found if any(c.isalnum() for c in text[item.start : item.end])]


def _preferences(text: str) -> list[tuple[int, int, bool]]:
    """The stretches of a statement, those that are a preference of their own marked."""
    cuts: list[tuple[int, int, int, int]] = []
    for match in _PREFERENCE_IN_BRACKETS.finditer(text):
        cuts.append((match.start(), match.end(), match.start("words"), match.end("words")))
    if not cuts:
        match = _PREFERENCE.search(text)
        if match and len(content_words(text[: match.start()])) >= 1:
            cuts.append((match.start(), match.end(), match.start("words"), match.end("words")))
    if not cuts:
        match = _PREFERRED_TAIL.search(text)
        if match and _is_own_preference(text, match):
            cuts.append((match.start(), match.end(), match.start("words"), match.end("words")))
    pieces, position = [], 0
    for start, end, first, last in cuts:
        if text[position:start].strip(" ,.;:-"):
            pieces.append((position, start, False))
        pieces.append((first, last, True))
        position = end
    if text[position:].strip(" ,.;:-()"):
        pieces.append((position, len(text), False))
    return [(*trimmed(text, a, b), preferred) for a, b, preferred in pieces]


def _is_own_preference(text: str, match: re.Match[str]) -> bool:
    """Whether a preferred tail is a thing of its own, not merely the last item of a list that is all preferred."""
    before, words = text[: match.start()].strip(" ,;("), match["words"]
    if not content_words(before) or re.match(r"(?i)(?:or|and/or)\b", words):
        return False
    if re.search(r"(?i)\b(?:required|essential|must|mandatory|minimum)\b", before) or DEGREE.search(before):
        return True
    if amounts_in(before) and not amounts_in(words):
        return bool(re.match(rf"(?i){_HEAD_START}", words)) or "," in match.group()[:2] or "(" in match.group()[:2]
    return bool(re.search(rf"(?i)\b(?:{HEAD})\b", words)) and match.group().lstrip()[:1] in ",;(-"


def _clauses(text: str, start: int, end: int, known: list[Known]) -> list[tuple[int, int]]:
    """Stretches that each open with a demand of their own ("..., strong knowledge of ...")."""
    closed = brackets(text)
    edges = [start]
    for match in _SPLIT.finditer(text, start, end):
        left, right = edges[-1], match.end()
        if any(a < match.end() and match.start() < b for a, b in closed) or match.start() <= left:
            continue
        if _splits(text, left, match.start(), right, end, known, match.group()):
            edges.extend((match.start(), right))
    edges.append(end)
    pairs = [trimmed(text, edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
    return [pair for pair in pairs if pair[0] < pair[1]]


def _splits(text: str, left: int, cut: int, right: int, end: int, known: list[Known], joint: str) -> bool:
    before, after = text[left:cut], text[right:end]
    if not content_words(strip_lead(before)) and not _mentions(known, left, cut):
        return False
    if PHYSICAL.search(before) and PHYSICAL.search(after):
        return False
    first, second = _mentions(known, left, cut), _mentions(known, right, end)
    if amounts_in(after[:40]) and not re.search(r"(?i)\bor\b[^,]*$", before):
        return True
    if DEGREE.search(before) and DEGREE.search(after):
        return True
    if "," not in joint and ";" not in joint and _WISHES.match(after):
        hard = [m for m in second if m.kind not in ("soft", "domain")]
        return bool(hard) and bool(first)
    if ";" in joint:
        return (
            bool(content_words(after))
            and (bool(second) or len(content_words(after)) > 2)
            and bool(re.search(r"(?i)\b(?:and|experience|skills?|knowledge|ability)\b", text) or first)
        )
    if {m.concept for m in second} - {m.concept for m in first} and first:
        return True
    if _SOLID.search(after[:60]) and len(content_words(after)) >= 2:
        return True
    if _WISHES.match(after):
        return bool(first) and {m.concept for m in first} != {m.concept for m in second} and bool(second)
    return bool(re.match(rf"(?i){_HEAD_START}", after)) and "," in joint and len(content_words(after)) >= 1


def _clause_items(text: str, start: int, end: int, known: list[Known]) -> list[Item]:
    clause = (start, end)
    words = text[start:end]
    amounts = amounts_in(words)
    years = amounts[0].years if amounts else None
    if DEGREE.search(words):
        return [Item(start, end, clause)]
    nested = _OF_WHICH.search(text, start, end) if amounts else None
    if nested and nested.start() > start + 8 and amounts_in(text[start : nested.start()]):
        later = _clause_items(text, nested.end(), end, known)
        second = re.match(r"(\d{1,2})", text[nested.end() : end])
        if later and later[0].years is None and second:
            later[0] = replace(later[0], years=float(second.group(1)))
        return _clause_items(text, *trimmed(text, start, nested.start()), known) + later
    if PHYSICAL.search(words) and not _hard(known, start, end):
        return [Item(start, end, clause, years=years)]
    required = _REQUIRED_ONE.search(text, start, end)
    if required and re.search(r"(?i)\bor\b", text[start : required.start()]):
        a, b = required.span("one")
        return [Item(a, b, clause, years=years)]
    return [
        replace(item, years=years if item.years is None else item.years)
        for item in _list(text, start, end, known, clause)
    ]


def _list(text: str, start: int, end: int, known: list[Known], clause: tuple[int, int]) -> list[Item]:
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
    slashes = _slashes(text, start, end, known)
    separators = breaks(text, start, end, closed, slashes=slashes)
    groups, joints = units(text, start, end, separators)
    groups = [_with_examples(text, unit, closed) for unit in groups]
    if len(groups) > 1 and _is_several(text, groups, joints, known):
        return _several(text, groups, known, clause)
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
    stop = _examples_end(text, match.end(), end)
    items, open_ended = list_items(text, match.end(), stop)
    hard = [item for item in items if _mentions(known, *item)]
    if not hard or 2 * len(hard) < len(items):
        return None
    if re.search(r"(?i)\bor\b", text[match.end() : stop]):
        return [Item(start, end, clause, _words(text, items), open_ended)]
    found = []
    head = trimmed(text, start, match.start() + 1)
    if content_words(strip_lead(text[slice(*head)])):
        found.extend(_list(text, *head, known, clause))
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
        listed = re.match(r"(?i)(?:or\s+)?(?:an?\s+)?(?:similar|equivalent|comparable)\b", within)
        if listed:
            before = trimmed(text, unit.start, a)
            items, _ = (
                list_items(text, *((b0 := a + 1 + EXAMPLES.search(" " + within).end() - 1), b - 1))
                if EXAMPLES.search(" " + within)
                else ([], False)
            )
            return replace(unit, options=[before, *items], open_ended=True, either=True)
        items, open_ended = list_items(text, a + 1, b - 1 if text[b - 1] in ")]" else b)
        or_list = bool(re.search(r"(?i)\bor\b|/", within)) and len(items) > 1
        if open_ended or or_list or (len(items) == 1 and re.search(r"(?i)\bor\s+(?:similar|equivalent)", within)):
            return replace(unit, options=items, open_ended=open_ended)
    return unit


def _is_several(text: str, groups: list[Unit], joints: list[str], known: list[Known]) -> bool:
    """Whether the items of a list would be ticked one by one."""
    mentions = [_mentions(known, unit.start, unit.end) for unit in groups]
    concepts = [{m.concept for m in found} for found in mentions]
    if len(groups) == 2:
        if not (mentions[0] and mentions[1]) or concepts[0] & concepts[1]:
            return False
        left, right = groups
        if left.options or right.options:
            return True
        gap = text[mentions[0][-1].end : left.end]
        return (
            not content_words(gap)
            and not content_words(text[right.start : mentions[1][0].start])
            and not _shares_noun(text, right, mentions[1])
        )
    number = sum(bool(found) for found in mentions)
    if 2 * number >= len(groups) and len(set().union(*concepts)) > 1:
        last = groups[-1]
        return not (mentions[-1] and _shares_noun(text, last, mentions[-1]) and not last.options)
    if number or len(groups) < 3 or "and" not in joints:
        return False
    return False


def _shares_noun(text: str, unit: Unit, mentions: list[Known]) -> bool:
    """Whether the last item's name only describes a noun it shares with the others ("finance and accounting teams")."""
    rest = text[mentions[-1].end : unit.end]
    tail = _TAIL.search(f"{rest} ")
    words = content_words(rest[: tail.start()] if tail else rest)
    return bool(words) and all(word.isalpha() and word.islower() for word in words)


def _several(text: str, groups: list[Unit], known: list[Known], clause: tuple[int, int]) -> list[Item]:
    found = []
    for place, unit in enumerate(groups):
        start, end = trimmed(text, unit.start, unit.end)
        if start >= end:
            continue
        mentions = _mentions(known, start, end)
        if not mentions and not content_words(text[start:end]):
            continue
        if place == 0:
            start = _after_head(text, start, end, mentions, unit)
        if place == len(groups) - 1 and mentions and not unit.options:
            tail = _TAIL.search(text, mentions[-1].end, end)
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
    for match in _PREPOSITION.finditer(text, start, min(stop + 1, end)):
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
    for match in _PREPOSITION.finditer(text, a, b):
        if match.end() < b:
            place = match.end()
    inside = _mentions(known, a, b)
    if inside and place > inside[0].start:
        place = (
            a
            if inside[0].start == a
            else max((m.end() for m in _PREPOSITION.finditer(text, a, inside[0].start + 1)), default=a)
        )
    rest = text[place:b]
    options[0] = (b - len(strip_lead(rest)), b)
    if unit.either and len(options) > 1:
        a, b = trimmed(text, *options[-1])
        tail = _TAIL.search(text, a + 1, b)
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


def _mentions(known: list[Known], start: int, end: int) -> list[Known]:
    return [m for m in known if start <= m.start and m.end <= end]


def _hard(known: list[Known], start: int, end: int) -> bool:
    return any(m.kind in ("skill", "credential", "language") for m in _mentions(known, start, end))


def _words(text: str, places: list[tuple[int, int]]) -> tuple[str, ...]:
    words: list[str] = []
    for a, b in places:
        plain = re.sub(r"\s+", " ", OPEN_END.sub("", text[a:b])).strip(" ,.;:()[]\"'")
        plain = re.sub(r"(?i)^(?:and|or|either|the|an?)\s+", "", plain)
        if plain.count("(") != plain.count(")"):
            plain = plain.split("(")[0].strip()
        if plain and plain not in words:
            words.append(plain)
    return tuple(words)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without blanks, stops and joining words at its edges; a bracket is kept only with its other half."""
    lead = re.compile(r"(?i)(?:[\s,;:.\-|•*]+|(?:and|or|plus|but|as\s+well\s+as)\s+)+").match(text, start, end)
    if lead:
        start = lead.end()
    while end > start and text[end - 1] in " \t\n,;:.-|*":
        if (
            text[end - 1] == "."
            and re.search(r"(?i)\b(?:etc|e\.g|u\.s|d\.c|lbs|b\.s|m\.s|b\.a|ph\.d|inc)\.$", text[start:end])
            and False
        ):
            break
        end -= 1
    inner = text[start:end]
    if inner.startswith("(") and inner.count("(") > inner.count(")"):
        return trimmed(text, start + 1, end)
    if inner.endswith(")") and inner.count(")") > inner.count("("):
        return trimmed(text, start, end - 1)
    if inner.startswith("(") and inner.endswith(")") and brackets(inner) == [(0, len(inner))]:
        return trimmed(text, start + 1, end - 1)
    return start, end


__all__ = ["CREDENTIAL", "FLUFF", "SPOKEN", "Item", "Known", "items_of", "trimmed"]
