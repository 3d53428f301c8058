"""The single statements of a job description: one bullet, one sentence or one short line, with the part it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evaluations.engines.local.lines import Line, cut_long
from evaluations.engines.local.sections import Placed, Role

# Far beyond any sentence of a real posting; a longer one is read in parts.
LONGEST_STATEMENT = 1_200
_LONGEST_ABBREVIATION = 20

_ABBREVIATION = re.compile(
    r"(?i)(?:\b(?:e\.g|i\.e|etc|vs|inc|ltd|co|corp|dr|mr|mrs|ms|st|no|approx|min|max|incl|yrs|lbs|hrs|dept|est|fig|ie|eg|u\.s|u\.k|d\.c|b\.s|m\.s|b\.a|m\.a|ph\.d|b\.sc|m\.sc|a\.m|p\.m)|\b[A-Z])\.$"
)
# Postings lose the blank between sentences ("… and speakThe ability to …").
_SENTENCE_END = re.compile(
    r"(?<=[a-z)][a-z)])(?=(?:The|You|We|Your|Our|Strong|Excellent|Experience|Ability|Must|Proven|Knowledge|Minimum|This|Proficien\w+|Familiar\w*)\s)|(?:[.!?]|\.\.\.)[\"')\]]*\s+(?=[\"'(\[]*[A-Z0-9$£€#])|\n(?=[A-Z])(?<=[.!?]\n)"
)
_OPENS_LIST = re.compile(
    r"(?i)\bfollowing\b|\bsuch as\b|\bincluding\b|\b(?:experience|knowledge|understanding|proficien\w+|familiar\w*|expertise|skilled|competen\w+)\s+(?:in|of|with|using)\b|\bone of\b"
)
_DEMANDS = re.compile(
    r"(?i)^(?:an?|strong|solid|excellent|good|great|deep|sound|proven|outstanding|working|advanced|hands-on|basic)\s"
    r"|\b(?:understanding|mindset|mentality|attitude|proficiency|expertise|track record)$"
)
_LABEL = re.compile(r"^([A-Z][^:.!?\n(]{1,70}?)\s*:\s+(?=\S)")


@dataclass(frozen=True)
class Statement:
    """One statement; ``start:end`` and ``text`` agree in length, line breaks in ``text`` are blanks.

    ``lead`` is the words before a colon that label it, ``about_candidate``
    that the bullet opened with "You ...", so that what follows elaborates. ``first`` tells the opening sentence of a bullet from those
    that elaborate on it; ``group`` numbers list items that are alternatives to each other.
    """

    start: int
    end: int
    text: str
    role: Role
    label: str
    bullet: str
    lead: str = ""
    about_candidate: bool = False
    first: bool = True
    alone: bool = True
    listed: bool = False
    grouped: bool = False
    packed: bool = False


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text, as stretches without outer blanks."""
    places, start = [], 0
    depth = 0
    checked = 0
    for match in _SENTENCE_END.finditer(text):
        depth += text.count("(", checked, match.start()) - text.count(")", checked, match.start())
        checked = match.start()
        head = text[max(start, match.start() - _LONGEST_ABBREVIATION) : match.start() + 1].rstrip()
        if _ABBREVIATION.search(head) or depth > 0:
            continue
        places.append((start, match.end()))
        start = match.end()
    places.append((start, len(text)))
    found = []
    for a, b in (part for place in places for part in cut_long(text, *place, LONGEST_STATEMENT)):
        words = text[a:b].strip()
        if words:
            a = text.index(words[0], a)
            found.append((a, a + len(words)))
    return found


def statements_of(placed: Placed) -> list[Statement]:
    """The statements of one line, in order."""
    line: Line = placed.line
    text = line.text.replace("\n", " ")
    common = {
        "role": placed.role,
        "label": placed.label,
        "bullet": line.bullet,
        "listed": placed.listed,
        "grouped": placed.grouped,
        "packed": placed.packed,
    }
    lead, offset = "", 0
    label = _LABEL.match(text)
    if label and len(label.group(1).split()) <= 10 and not _OPENS_LIST.search(label.group(1)):
        lead, offset = label.group(1).strip(), label.end()
        if not _is_statement(lead) and not _is_label(lead, text[offset:]):
            lead, offset = "", 0
        if _is_statement(lead):
            # The label is the demand itself; what follows elaborates on it.
            found = [
                Statement(
                    line.start, line.start + len(label.group(1)), label.group(1), first=True, alone=False, **common
                )
            ]
            rest = sentences(text[offset:])
            return found + [
                Statement(
                    line.start + offset + a,
                    line.start + offset + b,
                    text[offset + a : offset + b],
                    first=False,
                    alone=False,
                    about_candidate=True,
                    **common,
                )
                for a, b in rest
            ]
    places = [(offset + a, offset + b) for a, b in sentences(text[offset:])]
    if (
        len(places) > 1
        and len(text[slice(*places[0])].split()) <= 4
        and (line.bullet or placed.packed)
        and not re.match(r"(?i)you\b", text[slice(*places[0])])
        and not re.search(r"\d", text[slice(*places[0])])
    ):
        places[0:2] = [(places[0][0], places[1][1])]
    candidate = bool(places) and bool(re.match(r"(?i)you\b", text[places[0][0] :]))
    return [
        Statement(
            line.start + a,
            line.start + b,
            text[a:b],
            lead=lead,
            first=i == 0,
            alone=len(places) == 1,
            about_candidate=candidate and i > 0,
            **common,
        )
        for i, (a, b) in enumerate(places)
    ]


def _is_statement(lead: str) -> bool:
    return bool(re.match(r"(?i)you\b", lead)) and len(lead.split()) >= 2


def _is_label(lead: str, rest: str) -> bool:
    """Whether words before a colon only label a demand ("Education: ...") rather than make it."""
    if len(lead.split()) > 4 or _DEMANDS.search(lead):
        return False
    return not re.match(r"(?i)(?:you|able|ability)\b", rest)
