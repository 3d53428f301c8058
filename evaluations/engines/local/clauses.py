"""One statement of a job description, taken apart into the things a recruiter would tick one by one."""

from __future__ import annotations

import re
from dataclasses import replace

from evaluations.engines.local.alternatives import brackets, trimmed
from evaluations.engines.local.amounts import amounts_in
from evaluations.engines.local.known import Known, mentions_in
from evaluations.engines.local.listing import Item, listed
from evaluations.engines.local.preferences import split_preferences
from evaluations.engines.local.wording import (
    ADJECTIVES,
    DEGREE,
    HEAD,
    HEAD_START,
    PHYSICAL,
    VERBS,
    content_words,
    strip_lead,
)

_SPLIT = re.compile(
    rf"(?i)(?:\s*[,;]\s*(?:(?:and|plus|but|as\s+well\s+as|along\s+with|coupled\s+with|together\s+with)\s+)?(?:with\s+|also\s+)?(?={HEAD_START})"
    rf"|\s+(?:and|plus|as\s+well\s+as|along\s+with|combined\s+with|coupled\s+with|together\s+with)\s+(?:with\s+|also\s+)?(?={HEAD_START})"
    rf"|\s+with\s+(?=(?:an?\s+(?:{ADJECTIVES}\s+)*|(?:{ADJECTIVES}\s+)+|\d)(?:{HEAD}|\d*\s*\+?\s*(?:years?|months?))\b)"
    rf"|\s*;\s*(?:and\s+)?|\s*,?\s+and\s+(?=you(?:'ll|'re|'ve)?\s+(?:must|should|need|have|are|can|know|speak|write|hold|enjoy|will\s+need)\b)|\s+(?:and|but)\s+(?:are|is|can|be|to|you\s+are|you\s+have|you\s+can|have|has)\s+(?=(?:also\s+)?(?:{HEAD}|[a-z]+\s+))|\s+and\s+(?=(?:thrives?|enjoys?|excels?|works?\s+well|loves?)\s)|\s+and\s+(?=(?:using|building|developing|designing|managing|leading|working|creating|implementing|deploying|writing|running|conducting|performing)\s)"
    rf"|\s+-\s+(?={HEAD_START}))"
)
_WISHES = re.compile(
    r"(?i)^(?:an?\s+)?(?:\w+\s+)?(?:desire|passion\w*|interest\w*|willing\w*|commitment|committed|able\s+to|capab\w+|drive|comfort\w*|eager\w*|love|enthusias\w+)\b"
)
_GERUND_HALF = re.compile(r"(?i)\band\s+$")
_DESIRES = re.compile(
    r"(?i)^(?:an?\s+)?(?:\w+\s+)?(?:desire|passion\w*|interest\w*|willing\w*|commitment|committed|drive|eager\w*|love|enthusias\w+)\b"
)
_SOLID = re.compile(
    r"(?i)\b(?:experience|knowledge|understanding|familiar\w*|proficien\w+|expertise|track\s+record|background|command|exposure|certif\w+|licen[sc]\w+|degree|fluen\w+)\b"
)
_REQUIRED_ONE = re.compile(
    r"(?i),?\s*(?:with|but)\s+(?P<one>[\w+#. ]{1,30}?)\s+(?:being\s+)?(?:required|essential|mandatory|a\s+must)\b"
)
_OF_WHICH = re.compile(
    r"(?i)[,;(]?\s*(?:of\s+which|including|with|,)\s+(?:at\s+least\s+)?(?=\d{1,2}\+?\s*(?:years?|yrs?|months?|in\b|as\b|with\b|of\b|(?:must|should)\b))"
)


_JOINT = re.compile(r"\s*,\s+(?:and\s+|or\s+)?|\s+and\s+(?:to\s+|is\s+|are\s+|be\s+)?|\s+while\s+(?:also\s+)?")
_LONE_VERB = re.compile(r"(?i)^(?:(?:you\s+)?(?:are\s+)?able\s+to\s+|ability\s+to\s+|to\s+)?[a-z]+$")
_BETWEEN = re.compile(r"\s*,?\s*(?:(?:and|or)\s+)?(?:to\s+)?")
# Plain verbs that open names as well ("source management", "test automation").
_NAMES_TOO = frozenset(
    "source test record file pack load design forecast budget audit research grade code screen host film pitch close report process film "
    "contract document direct focus care call quote scale patch project process draft partner release review access service present interview".split()
)
_OPENS_ACT = re.compile(
    r"(?i)(?:.*?\b(?:ability|able|capacity|capable|comfortable|ready|willing\w*|can|must|you|who)\s+(?:to\s+|of\s+|also\s+)*)?(?:[a-z]+ly\s+)?(?P<verb>[a-z]+)(?P<rest>\s.*)?$"
)


def items_of(text: str, known: list[Known]) -> list[Item]:
    """The things one statement asks for, in order; ``text`` has no line breaks, ``known`` are its vocabulary mentions."""
    found: list[Item] = []
    for start, end, preferred in split_preferences(text):
        for a, b in _clauses(text, start, end, known):
            items = [item for act in _acts(text, a, b) for item in _clause_items(text, *act, known)]
            if found and _GERUND_HALF.search(text[:a]) and re.match(r"[a-z]+ing\s", text[a:b]):
                # Years stated once for a pair go to both halves.
                items = [replace(item, years=item.years or found[-1].years) for item in items]
            found.extend(replace(item, preferred=preferred or item.preferred) for item in items)
    found = [item for item in found if any(c.isalnum() for c in text[item.start : item.end])]
    return _with_shared_objects(text, found)


def _with_shared_objects(text: str, items: list[Item]) -> list[Item]:
    """The items, with a lone verb joined to the next one, whose object it shares: "write, debug and maintain queries"."""
    joined: list[Item] = []
    for item in reversed(items):
        following = joined[-1] if joined else None
        if (
            following is not None
            and following.clause == item.clause
            and " " in text[following.start : following.end]
            and _LONE_VERB.search(text[item.start : item.end])
            and _form_of(text[item.start : item.end].split()[-1]) == ""
            and _form_of(text[following.start : following.end].split()[0].strip(",")) == ""
            and _BETWEEN.fullmatch(text, item.end, following.start)
        ):
            joined[-1] = replace(following, start=item.start)
        else:
            joined.append(item)
    return joined[::-1]


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


def _acts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The acts of a clause that names several, each with an object of its own: "work alone and support others"."""
    opening = _OPENS_ACT.match(text, start, end)
    form = _form_of(opening["verb"]) if opening else None
    whole = text[start:end]
    if opening is None or form is None or amounts_in(whole) or DEGREE.search(whole) or PHYSICAL.search(whole):
        return [(start, end)]
    closed = brackets(text)
    edges = [start]
    begin = opening.start("verb")
    for match in _JOINT.finditer(text, begin, end):
        if any(a < match.end() and match.start() < b for a, b in closed):
            continue
        after = re.match(r"(?:[a-z]+ly\s+)?([a-z-]+)((?:\s+[^\s,]+)*)", text[match.end() : end])
        if after is None or len(text[begin : match.start()].split()) < 2 or not after[2].strip():
            continue
        same = _form_of(after[1]) in (form, "ing" if "while" in match.group() else form)
        if same and not re.match(r"\s+(?:of|for|skills?|abilit|in)\b", after[2]):
            edges += [match.start(), match.end()]
            begin = match.end()
    edges.append(end)
    pairs = [trimmed(text, edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
    return [pair for pair in pairs if pair[0] < pair[1]]


def _form_of(word: str) -> str | None:
    """The form in which a word is a verb: "" for the plain one, "s", "ing"; None when it is none."""
    word = word.lower()
    if word in _NAMES_TOO:
        return None
    if word in VERBS:
        return ""
    if word.endswith("s") and (word[:-1] in VERBS or word[:-2] in VERBS or f"{word[:-3]}y" in VERBS):
        return "s"
    if word.endswith("ing") and (word[:-3] in VERBS or f"{word[:-3]}e" in VERBS or word[:-4] in VERBS):
        return "ing"
    return None


def _splits(text: str, left: int, cut: int, right: int, end: int, known: list[Known], joint: str) -> bool:
    before, after = text[left:cut], text[right:end]
    if not content_words(strip_lead(before)) and not mentions_in(known, left, cut):
        return False
    if PHYSICAL.search(before) and PHYSICAL.search(after):
        return False
    first, second = mentions_in(known, left, cut), mentions_in(known, right, end)
    if amounts_in(after[:40]) and not re.search(r"(?i)\bor\b[^,]*$", before):
        return True
    if DEGREE.search(before) and DEGREE.search(after):
        return True
    if re.match(r"(?i)[a-z]+ing\s", after):
        distinct = {m.concept for m in second} - {m.concept for m in first}
        return len(content_words(after)) >= 2 and bool(amounts_in(before) or (first and distinct))
    if re.search(r"(?i)\b(?:combined|coupled)\s+with\b", joint):
        return bool(content_words(after))
    if re.search(r"(?i)\b(?:combined|coupled)\s+with\b", joint):
        return bool(content_words(after))
    if _DESIRES.match(after) or (" - " in joint and _WISHES.match(after)):
        return False
    if re.match(r"(?i)you\b", after):
        return bool(content_words(after))
    if _WISHES.match(after):
        return bool(first) and any(m.kind not in ("soft", "domain") for m in second)
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
    return bool(re.match(rf"(?i){HEAD_START}", after)) and "," in joint and len(content_words(after)) >= 1


def _clause_items(text: str, start: int, end: int, known: list[Known]) -> list[Item]:
    clause = (start, end)
    words = text[start:end]
    amounts = amounts_in(words)
    years = amounts[0].years if amounts else None
    if DEGREE.search(words):
        items = listed(text, start, end, known, clause)
        options = (items[0].options, items[0].open_ended) if len(items) == 1 else ((), False)
        return [Item(start, end, clause, *options)]
    nested = _OF_WHICH.search(text, start, end) if amounts else None
    if nested and nested.start() > start + 8 and amounts_in(text[start : nested.start()]):
        later = _clause_items(text, nested.end(), end, known)
        second = re.match(r"(\d{1,2})", text[nested.end() : end])
        if later and later[0].years is None and second:
            later[0] = replace(later[0], years=float(second.group(1)))
        return _clause_items(text, *trimmed(text, start, nested.start()), known) + later
    if PHYSICAL.search(words) and not any(
        m.kind in ("skill", "credential", "language") for m in mentions_in(known, start, end)
    ):
        return [Item(start, end, clause, years=years)]
    required = _REQUIRED_ONE.search(text, start, end)
    if required and re.search(r"(?i)\bor\b", text[start : required.start()]):
        a, b = required.span("one")
        return [Item(a, b, clause, years=years)]
    return [
        replace(item, years=years if item.years is None else item.years)
        for item in listed(text, start, end, known, clause)
    ]
