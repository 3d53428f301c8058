"""Stated lengths of time: "5+ years", "three (3) or more years", "6-12 months"; a range means its lower bound."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,2}}(?:\.\d)?|{'|'.join(_NUMBERS)})"
_AMOUNT = re.compile(
    rf"""(?ix)
    (?:\b(?:at\s+least|a?\s*minimum(?:\s+of)?|min\.?|over|more\s+than)\s+)?
    (?<![\w.,$£€])(?P<low>{_NUMBER})\s*(?:\(\s*(?P<digits>\d{{1,2}})\s*\)\s*)?
    (?P<plus>\+|\s*plus\b|\s+or\s+more\b)?\s*
    (?:(?P<to>-|to\b|or\b)\s*{_NUMBER}\s*\+?\s*(?:\(\s*\d{{1,2}}\s*\)\s*)?)?
    (?:full\s+|consecutive\s+|solid\s+|calendar\s+)?
    -?(?P<unit>years?|yrs?\b\.?|months?|mos\b\.?)(?:'|\b)(?!-)
    (?:\s+or\s+more\b|\s*\+|\s+minimum\b)?
    """
)
_BRACKETED = re.compile(
    r"(?i)\b(?:several|some|multiple|many|a\s+few)\s+years?'?\s*\(\s*(?:at\s+least\s+|min\.?\s+)?(?P<count>\d{1,2})\s*(?:\+|or\s+more)?\s*\)"
)
_NOT_BEFORE = re.compile(
    r"(?:\bwithin|\bnext|\bfirst|\bevery|\beach|\bpast|\blast|\bfor over|\bin|\bafter|\bsince|\bage[ds]?|\bduration|\bup to|\bper)\s+(?:the\s+)?(?:next\s+|first\s+|last\s+|past\s+)?$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"\s*(?:(?:of\s+)?(?:age|hire|employment|joining|starting)\b|old\b|or older|from (?:the )?(?:date|hire|start)|after\b|contract\b|fixed|ago\b|or less\b|degree|commitment|initial\b|program\b|college|university|apprenticeship|warranty|in business|post[- ]qualif\w+ only|per\b|a year)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Amount:
    """A stated minimum: where it stands in the searched text and how many years it is."""

    start: int
    end: int
    years: float


def amounts_in(text: str) -> list[Amount]:
    """Every minimum of time a text states, in order; deadlines, ages and contract lengths are left out."""
    found = [Amount(m.start(), m.end(), float(m["count"])) for m in _BRACKETED.finditer(text)]
    for match in _AMOUNT.finditer(text):
        if any(amount.start <= match.start() < amount.end for amount in found):
            continue
        if _NOT_AFTER.match(text, match.end()):
            continue
        before = text[: match.start()]
        if (
            _NOT_BEFORE.search(before)
            and not match["plus"]
            and not re.match(r"(?i)at\s+least|min|more|over", match.group())
        ):
            continue
        low = match["digits"] or match["low"]
        number = float(_NUMBERS.get(low.lower(), 0) or low)
        months = match["unit"].lower().startswith("mo")
        if not number or (
            match["unit"].lower() in ("year", "month") and number > 1 and text[match.end() : match.end() + 1] == "-"
        ):
            continue
        found.append(Amount(match.start(), match.end(), round(number / 12, 2) if months else number))
    return sorted(found, key=lambda amount: amount.start)
