"""Whether the items of a list would be ticked one by one, or are one thing in several words."""

from __future__ import annotations

import re
from dataclasses import replace

from evaluations.engines.local.alternatives import Unit
from evaluations.engines.local.known import Known, mentions_in
from evaluations.engines.local.wording import FLUFF, LIST_ADJECTIVES, content_words

PREPOSITION = re.compile(
    r"(?i)(?<![\w-])(?:of|with|in|using|on|for|within|across|the\s+following|about|including|like|:)\s*:?\s+(?:the\s+|a\s+|an\s+)?"
)
TAIL = re.compile(
    r"(?i)\s*,?\s+(?:to|in\s+order\s+to|in|for|within|across|that|which|when|while|on|at|so|through|via|throughout|from|by|into|under)\s"
)
# Endings of words that say how somebody is ("creative, focused and reliable"): together they are one thing.
_QUALITY = re.compile(
    r"(?i)(?:ive|able|ible|ful|ed|ent|ant|ous|ic|al|less|ly|worthy|minded|oriented|driven|honest|proactive|calm|warm|kind)$"
)
_PEOPLE = re.compile(
    r"(?i)(?:(?:internal|external|other|senior|business|our|their|all|non-?technical)\s+)*(?:colleagues|customers|clients|teams?|partners|managers|stakeholders|staff|users|patients|famil(?:y|ies)|leaders|peers|executives|vendors|team\s+members|individuals|groups)"
)
_HEADED = re.compile(
    r"(?i)\b(?:experience[ds]?|knowledge(?:able)?|understanding|familiar(?:ity)?|proficien\w+|expertise|skilled|background|fluen\w+|competen\w+|grasp|command|apply(?:ing)?)\s+(?:\w+\s+)?(?:with|of|in|using)?\b"
)


def first_apart(text: str, groups: list[Unit], known: list[Known]) -> list[Unit] | None:
    """ "Communication, planning, and ... (anything longer)": the leading items that are names alone, then the rest as one."""
    if len(groups) < 3:
        return None
    names = 0
    for unit in groups:
        mentions = mentions_in(known, unit.start, unit.end)
        if not mentions or unit.options or content_words(text[mentions[-1].end : unit.end]):
            break
        if names and content_words(text[unit.start : mentions[0].start]):
            break
        names += 1
    concepts = {m.concept for unit in groups[:names] for m in mentions_in(known, unit.start, unit.end)}
    if names < 2 or len(concepts) < 2:
        return None
    rest = replace(groups[names - 1], end=groups[-1].end)
    return [*groups[: names - 1], rest]


def is_several(text: str, groups: list[Unit], joints: list[str], known: list[Known]) -> bool:
    """Whether the items of a list would be ticked one by one."""
    mentions = [mentions_in(known, unit.start, unit.end) for unit in groups]
    concepts = [{m.concept for m in found} for found in mentions]
    if all(_is_quality(text, unit, found) for unit, found in zip(groups[:-1], mentions, strict=False)):
        return False
    if _PEOPLE.fullmatch(text[groups[-1].start : groups[-1].end].strip(" .,;")):
        return False
    if all(m.kind == "domain" for found in mentions for m in found) and any(mentions):
        return False
    if len(groups) == 2:
        # "Fault-tolerant, low-latency services" is no list; "planning, budgeting" before an "and" is.
        if "and" not in joints and not re.match(r"[\s,]*(?:and|plus|as\s+well\s+as)\b", text[groups[-1].end :]):
            return False
        left, right = groups
        if mentions[0] and mentions[1]:
            if concepts[0] & concepts[1]:
                return False
            if left.options or right.options:
                return True
            gap = re.sub(r"\([^()]*\)", " ", text[mentions[0][-1].end : left.end])
            lead = text[right.start : mentions[1][0].start]
            several = mentions[0][-1].kind == mentions[1][0].kind == "skill"
            loose = len(content_words(gap)) > int(several) or bool(content_words(lead))
            return not loose and not _shares_noun(text, right, mentions[1])
        if not (is_name(text, left, first=True) and is_name(text, right, first=False)):
            return False
        # "KS3 and KS4" are two steps of one scale.
        ends = [re.sub(r"[\d.]+$", "", text[unit.start : unit.end].split()[-1]) for unit in groups]
        return ends[0] != ends[1]
    if "and" in joints and joints[-1] != "and":
        return False
    named = [
        is_bare(text, unit, found, first=place == 0) or is_name(text, unit, first=place == 0)
        for place, (found, unit) in enumerate(zip(mentions, groups, strict=True))
    ]
    things = [_is_thing(text, unit, first=place == 0) for place, unit in enumerate(groups)]
    if all(things) and _HEADED.search(text, groups[0].start, groups[0].end):
        return True
    if 2 * sum(named) >= len(groups) and (len(set().union(*concepts)) > 1 or sum(named) > sum(map(bool, mentions))):
        last = groups[-1]
        return not (mentions[-1] and _shares_noun(text, last, mentions[-1]) and not last.options)
    return False


def is_bare(text: str, unit: Unit, mentions: list[Known], *, first: bool) -> bool:
    """Whether an item is hardly more than the known thing it names."""
    if not mentions:
        return False
    if unit.options:
        return True
    tail = TAIL.search(f"{text[mentions[-1].end : unit.end]} ")
    rest = text[mentions[-1].end : mentions[-1].end + tail.start() if tail else unit.end]
    before = "" if first else text[unit.start : mentions[0].start]
    if re.match(r"\s*(?:[a-z]+ing|rather)\s", before):
        return False
    return len(content_words(rest)) + len(content_words(before)) <= 1


def is_name(text: str, unit: Unit, *, first: bool) -> bool:
    """Whether an item is a short proper name: "gRPC", "Adobe XD"."""
    words = text[unit.start : unit.end].split("(")[0].split()
    if first:
        words = words[-2:] if len(words) > 1 else []
    words = [word for word in words if word.lower() not in FLUFF]
    if not any(c.islower() for c in text):
        return False
    return 0 < len(words) <= 3 and any(c.isupper() or c.isdigit() for c in words[-1] + (words[0] if not first else ""))


def qualities(text: str, groups: list[Unit], known: list[Known]) -> int:
    """How many leading items only say how somebody is and belong to one trait; 0 when the list is another one."""
    run = 0
    for unit in groups:
        if unit.options or not _is_quality(text, unit, mentions_in(known, unit.start, unit.end)):
            break
        run += 1
    if run == 0 or run == len(groups) == 1:
        return 0
    following = text[groups[run].start : groups[run].end].split() if run < len(groups) else []
    described = bool(following) and (following[0].lower() in LIST_ADJECTIVES or bool(_QUALITY.search(following[0])))
    return run if run > 1 or described else 0


def _is_quality(text: str, unit: Unit, mentions: list[Known]) -> bool:
    """Whether an item only says how somebody or something is: "highly organized", "an inquisitive"."""
    words = text[unit.start : unit.end].strip(" ,.;").split()
    if not 0 < len(words) <= 3 or any(m.kind not in ("soft", "domain") for m in mentions):
        return False
    last = words[-1].lower()
    return last in LIST_ADJECTIVES or bool(_QUALITY.search(last) and not last.endswith("ment"))


def _is_thing(text: str, unit: Unit, *, first: bool) -> bool:
    """Whether an item is a short name of a thing ("retail math", "financial metrics") rather than a quality or an act."""
    words = text[unit.start : unit.end].split("(")[0].split()
    if first:
        lead = list(PREPOSITION.finditer(text, unit.start, unit.end))
        words = text[lead[-1].end() : unit.end].split() if lead else words[-2:]
    if words and words[-1].strip(" .,").lower() in LIST_ADJECTIVES:
        return False
    return 0 < len(words) <= 4 and not _QUALITY.search(words[-1]) and not re.match(r"(?i)\w+(?:ing|ly)$|to$", words[0])


def _shares_noun(text: str, unit: Unit, mentions: list[Known]) -> bool:
    """Whether the last item's name only describes a noun it shares with the others ("finance and accounting teams")."""
    rest = text[mentions[-1].end : unit.end]
    tail = TAIL.search(f"{rest} ")
    words = content_words(rest[: tail.start()] if tail else rest)
    return bool(words) and all(word.isalpha() and word.islower() for word in words)
