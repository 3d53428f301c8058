"""Lists inside a statement: which of their items are alternatives, which are examples, which are several things."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SIMILAR = re.compile(
    r"^(?:an?\s+|any\s+|some\s+|in\s+an?\s+)?(?:(?:other|another)\s+)?(?:similar|equivalent|comparable|related|relevant|analogous|alike|adjacent|other|others|another|like)\b",
    re.IGNORECASE,
)
# "… or equivalent network administration experience" names a route of its own.
_OWN = re.compile(
    r"(?i)^(?:an?\s+)?(?:equivalent|comparable|relevant|related)\s+\w+.*\b(?:experience|qualification|certification|background)s?$"
)
EXAMPLES = re.compile(
    r"(?:\(|,|\s)\s*(?i:such\s+as|e\.\s?g\.?,?|eg[.,]|for\s+example,?|for\s+instance,?|examples?\s+include:?|ex[:.])\s+"
    r"|(?<=[a-z)])\s+like\s+(?=[A-Z][\w+#.]*|[a-z]+[A-Z])|\((?i:like)\s+"
)
INCLUDING = re.compile(
    r"(?i)(?:\(|,|\s)\s*(?:including|incl\.|which\s+includes?|to\s+include)(?:\s*,?\s*but\s+(?:is\s+|are\s+)?not\s+limited\s+to)?\s*:?\s+|(?<=\w)\s*:\s+(?=\w)"
)
ONE_OF = re.compile(
    r"(?i)\b(?:(?:at\s+least\s+)?one(?:\s*\(1\))?(?:\s+or\s+(?:more|several|two))?|any(?:\s+one)?|either)\s+(?:of\s+(?:the\s+following|these|our)?|or\s+more\s+of)\s*(?:[\w -]{0,40}:)?\s*|\beither\s+"
)
OPEN_END = re.compile(r"(?i)\b(?:etc\b\.?|and\s+so\s+on|and\s+the\s+like|or\s+the\s+like|among\s+others)|\.\.\.")
_SEPARATOR = re.compile(
    r"(?ix) \s*[,;]\s*(?:and\s*/\s*or|and|or|&|plus|as\s+well\s+as)\s+ | \s+(?:and\s*/\s*or|and|or|&|plus|as\s+well\s+as|along\s+with|together\s+with)\s+"
    r" | \s*[,;]\s+ | (?<=\w),(?=[A-Za-z]) | \s*/\s* | \s+\|\s+ | \s*•\s*"
)
_NOT_OR = re.compile(
    r"(?i)(?:more|above|higher|better|greater|less|fewer|over|so|later|not|without|older|below|beyond|up|under)\b"
)

_JOINING_LEAD = re.compile(r"(?i)(?:[\s,;:.\-|•*]+|(?:and|or|plus|but|as\s+well\s+as)\s+)+")


@dataclass
class Unit:
    """One item of a list, ``start:end`` of the statement; ``options`` are its alternatives, if it has any."""

    start: int
    end: int
    options: list[tuple[int, int]] = field(default_factory=list)
    open_ended: bool = False
    either: bool = False


@dataclass(frozen=True)
class Break:
    """A separator between two list items: "and", "or" or "," with its place."""

    start: int
    end: int
    kind: str


def brackets(text: str) -> list[tuple[int, int]]:
    """Outermost bracketed stretches, brackets included; an unclosed one runs to the end."""
    found, depth, start = [], 0, 0
    for i, character in enumerate(text):
        if character in "([":
            if depth == 0:
                start = i
            depth += 1
        elif character in ")]" and depth:
            depth -= 1
            if depth == 0:
                found.append((start, i + 1))
    if depth:
        found.append((start, len(text)))
    return found


def breaks(
    text: str, start: int, end: int, closed: list[tuple[int, int]], *, slashes: list[int] | None = None
) -> list[Break]:
    """The separators in ``start:end`` outside ``closed`` stretches; a slash counts only where ``slashes`` lists it."""
    found = []
    for match in _SEPARATOR.finditer(text, start, end):
        if match.start() <= start or match.end() >= end:
            continue
        if any(a < match.end() and match.start() < b for a, b in closed):
            continue
        word = re.sub(r"[\s,;]+", "", match.group()).lower()
        if word == "/":
            if slashes is None or match.start() not in slashes:
                continue
            kind = "or"
        elif word in ("or", "and/or"):
            if _NOT_OR.match(text, match.end()):
                continue
            kind = "or"
        elif word in ("and", "&", "plus", "aswellas", "alongwith", "togetherwith"):
            kind = "and"
        else:
            kind = ","
        found.append(Break(match.start(), match.end(), kind))
    return found


def units(text: str, start: int, end: int, separators: list[Break]) -> tuple[list[Unit], list[str]]:
    """Items with the alternatives among them drawn together, and the kinds of separators left between them.

    "A, B or C" is one unit with three options; "A, B and C or D" is three units, the last with two options.
    """
    edges = [start, *(place for s in separators for place in (s.start, s.end)), end]
    items = [Unit(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
    kinds = [s.kind for s in separators]
    index = len(kinds) - 1
    while index >= 0:
        if kinds[index] != "or":
            index -= 1
            continue
        first = index
        while first > 0 and (kinds[first - 1] == "or" or (kinds[first - 1] == "," and _is_short(text, items[first]))):
            first -= 1
        last = index + 1
        group = items[first : last + 1]
        joined = Unit(group[0].start, group[-1].end, either=True)
        for item in group:
            words = text[item.start : item.end].strip()
            if item.options:
                joined.options.extend(item.options)
                joined.open_ended |= item.open_ended
            elif SIMILAR.match(words) and not _OWN.search(words):
                joined.open_ended = True
                if item is not group[-1]:
                    joined.options.append((item.start, item.end))
            else:
                joined.options.append((item.start, item.end))
        items[first : last + 1] = [joined]
        kinds[first:last] = []
        index = first - 1
    return items, kinds


def _is_short(text: str, unit: Unit) -> bool:
    return len(text[unit.start : unit.end].split()) <= 6


def list_items(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], bool]:
    """The items of a plain list of examples, and whether it is left open ("etc.", "or similar")."""
    nested = [(a, b) for a, b in brackets(text) if start < a and b <= end]
    separators = breaks(text, start, end, nested, slashes=[])
    edges = [start, *(place for s in separators for place in (s.start, s.end)), end]
    items, open_ended = [], False
    for i in range(0, len(edges), 2):
        a, b = edges[i], edges[i + 1]
        words = text[a:b].strip(" ,.;:()")
        if OPEN_END.search(words):
            open_ended = True
            words = OPEN_END.sub("", words).strip(" ,.;:()")
        if not words or not any(c.isalnum() for c in words):
            continue
        if SIMILAR.match(words) and i:
            open_ended = True
            continue
        a = text.index(words[0], a)
        items.append((a, a + len(words)))
    return items, open_ended


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without blanks, stops and joining words at its edges; a bracket is kept only with its other half."""
    while True:
        lead = _JOINING_LEAD.match(text, start, end)
        if lead:
            start = lead.end()
        while end > start and text[end - 1] in " \t\n,;:.-|*":
            end -= 1
        inner = text[start:end]
        if inner.startswith("(") and inner.count("(") > inner.count(")"):
            start += 1
        elif inner.endswith(")") and inner.count(")") > inner.count("("):
            end -= 1
        elif inner.startswith("(") and inner.endswith(")") and brackets(inner) == [(0, len(inner))]:
            start, end = start + 1, end - 1
        else:
            return start, end
