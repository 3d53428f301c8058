"""Preferences inside a statement: "(ideally in retail)", "..., a forklift licence is a plus" are things of their own."""

from __future__ import annotations

import re

from evaluations.engines.local.alternatives import trimmed
from evaluations.engines.local.amounts import amounts_in
from evaluations.engines.local.wording import DEGREE, HEAD, HEAD_START, content_words

_PREFERENCE_IN_BRACKETS = re.compile(
    r"(?i)\(\s*(?:(?P<words>(?:strongly\s+|highly\s+)?(?:preferably|ideally)\s+[^()]+?)"
    r"|(?:extra\s+points|bonus(?:\s+points)?|plus|points|advantage)\s+(?:for|if)\s+(?P<bonus>[^()]+?)"
    r"|(?P<named>[^()]*?\w{2}[^()]*?)\s+(?:is\s+|are\s+|(?:strongly|highly)\s+)*(?:preferred|desirable|an?\s+(?:big\s+|strong\s+)?(?:plus|bonus|advantage|asset)))\s*\)"
)
_PREFERENCE = re.compile(
    r"(?i)(?:[,;]|\s-)\s*(?:and\s+|but\s+)?(?P<words>(?:preferably|ideally|with\s+(?:a\s+)?preference\s+for)\s+[^;()]+?)(?=\s*(?:;|\.?$|,\s+(?:and\s+)?(?:with|plus)\b))"
)
_PREFERRED_TAIL = re.compile(
    r"(?i)(?:[,;(]|\s-|\band\b)\s*(?:and\s+|but\s+|with\s+)?(?P<words>(?:an?\s+)?[^,;()]{2,90}?\s+(?:(?:is|are|would\s+be|as|being|will\s+be)\s+)?(?:(?:also|strongly|highly|an?|considered|but\s+not)\s+)*"
    r"(?:preferred|desirable|desired|a\s+plus|plus|bonus|advantage(?:ous)?|an?\s+asset|asset|beneficial|helpful|welcome|nice\s+to\s+have|not\s+(?:required|essential)))\s*[).]*\s*$"
)
_ONLY = re.compile(
    r"(?i)(?:strongly\s+|highly\s+)?(?:preferred|desirable|a\s+plus|bonus)(?:[\s,]*(?:but\s+)?not\s+(?:strictly\s+)?required)?"
)
# Words that carry a demand on behind a bracket with a preference.
_GOES_ON = re.compile(r"(?i)\s*,?\s*(?:or|and/or|such\s+as|in|with|for|who|that|using)\s")


def split_preferences(text: str) -> list[tuple[int, int, bool]]:
    """The stretches of a statement, those that are a preference of their own marked."""
    cuts: list[tuple[int, int, int, int]] = []
    for match in _PREFERENCE_IN_BRACKETS.finditer(text):
        group = next(name for name in ("words", "bonus", "named") if match[name])
        if not re.fullmatch(r"(?i)(?:not|but|strongly|highly|\s)*", match[group]):
            cuts.append((match.start(), match.end(), *match.span(group)))
    if not cuts:
        match = _PREFERENCE.search(text)
        if match and len(content_words(text[: match.start()])) >= 1:
            cuts.append((match.start(), match.end(), match.start("words"), match.end("words")))
    if not cuts:
        match = _PREFERRED_TAIL.search(text)
        if match and _is_own_preference(text, match):
            cuts.append((match.start(), match.end(), match.start("words"), match.end("words")))
    if len(cuts) == 1 and _ONLY.fullmatch(text[cuts[0][2] : cuts[0][3]].strip(" ()")):
        return [(*trimmed(text, 0, cuts[0][0]), True)]
    pieces, position = [], 0
    for start, end, first, last in cuts:
        goes_on = _GOES_ON.match(text, end)
        if text[position:start].strip(" ,.;:-"):
            pieces.append((position, len(text) if goes_on else start, False))
        pieces.append((first, last, True))
        position = len(text) if goes_on else end
    if text[position:].strip(" ,.;:-()"):
        pieces.append((position, len(text), False))
    return [(*trimmed(text, a, b), preferred) for a, b, preferred in pieces]


def _is_own_preference(text: str, match: re.Match[str]) -> bool:
    """Whether a preferred tail is a thing of its own, not merely the last item of a list that is all preferred."""
    before, words = text[: match.start()].strip(" ,;("), match["words"]
    if match.group().lstrip()[:1] == ";":
        return True
    if not content_words(before) or re.match(r"(?i)(?:or|and/or)\b", words):
        return False
    if re.search(r"(?i)\b(?:required|essential|must|mandatory|minimum)\b", before) or DEGREE.search(before):
        return True
    if amounts_in(before) and not amounts_in(words):
        return bool(re.match(rf"(?i){HEAD_START}", words)) or "," in match.group()[:2] or "(" in match.group()[:2]
    if not re.search(rf"(?i)\b(?:{HEAD})\b", before) and len(before.split()) <= 3:
        return False  # "HTML, CSS and JavaScript knowledge is a plus" is one list, all of it preferred
    return bool(re.search(rf"(?i)\b(?:{HEAD})\b", words)) and match.group().lstrip()[:1] in ",;(-"
