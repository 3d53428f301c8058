"""The small grammar of the report: lists, articles, numbers and durations in words, quotes and names cut to length."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import TypeVar

from evaluations.schema import Span

Choice = TypeVar("Choice")

_SPACES = re.compile(r"\s+")
# Where a name may end without losing its sense, and where it may end when it must.
_CUTS = (" (", "; ", ". ", " - ", " – ", ": ", ", including ", " including ", " such as ", ", e.g", " e.g", " in order to ",
         " so that ", " that ", " which ", " where ", " while ", " because ")  # fmt: skip
_WEAK_CUTS = (" to ", " across ", " within ", " for ", " with ", " from ", " of ", " in ", " on ", " as ")
_LIST_CUTS = (", ", " and ", " or ")
_DANGLING = re.compile(
    r"(?i)(?:[\s,;:–-]+(?:and|or|of|in|on|to|for|with|the|a|an|as|at|by|from|into|via|using|that|which|is|are|be|their|its|not|"
    r"such|like|any|all|least|up|work|per)?)+$"
)


def shortened(text: str, length: int) -> str:
    """The text cut at a natural place to at most so many characters, without an ellipsis."""
    if len(text) <= length:
        return text
    least = min(16, length // 2)
    for cuts in (_CUTS, _WEAK_CUTS, _LIST_CUTS, (" ",)):
        place = max(text.rfind(cut, 0, length + len(cut)) for cut in cuts)
        if place >= least:
            break
    cut_text = _DANGLING.sub("", text[: place if place > 0 else length]).rstrip(" ,;:-–(")
    return f"{cut_text}”" if cut_text.startswith("“") and "”" not in cut_text else cut_text


def article(text: str) -> str:
    """ "a" or "an", by the sound the text begins with; acronyms are spelt out when spoken."""
    word = re.match(r"[\w.]*", text).group()
    if len(word) > 1 and word[:2].isupper():
        return "an" if word[0] in "AEFHILMNORSX" else "a"
    if re.match(r"(?i)(?:uni(?!n|m)|use|usu|eu|one\b|once\b)", word):
        return "a"
    return "an" if re.match(r"(?i)(?:[aeiou]|hon(?:est|our|or)|hour)", word) else "a"


def quoted(spans: Sequence[Span], text: str, words: int = 12) -> str:
    """The first words of the first span, verbatim, in quotation marks; empty when the text does not hold the span."""
    if not spans or not 0 <= spans[0].start < spans[0].end <= len(text):
        return ""
    return quotation(spans[0].of(text), words)


def quotation(quote: str, words: int = 14) -> str:
    """The first line of a quote in quotation marks, cut after so many words; empty for an empty quote."""
    lines = [line for line in quote.strip().splitlines() if line.strip()]
    if not lines:
        return ""
    line = _SPACES.sub(" ", lines[0]).strip().lstrip("-•*·–▪◦ ").rstrip(" .,;:")
    pieces = line.split(" ")
    shown = " ".join(pieces[:words]).rstrip(" ,;:-–(") + " …" if len(pieces) > words else line
    return f"“{shown}”"


def joined(items: Sequence[str], word: str = "and") -> str:
    """A list as a person writes it: "a", "a and b", "a, b and c"; further marks where an item has its own."""
    if len(items) < 2:
        return "".join(items)
    if len(items) > 2 and any("," in item for item in items):
        return "; ".join(items[:-1]) + f"; {word} {items[-1]}"
    if any(f" {other} " in item or "," in item for item in items for other in ("and", "or")):
        return ", ".join(items[:-1]) + f", {word} {items[-1]}"
    return ", ".join(items[:-1]) + f" {word} {items[-1]}"


def upper_first(text: str) -> str:
    """The text with its first letter in upper case, also behind an opening quotation mark; gRPC and the like stay."""
    first = text.split(" ", 1)[0]
    if re.search(r"[a-z][A-Z]", first):
        return text
    place = 1 if text[:1] in ("“", '"', "'") else 0
    return text[:place] + text[place : place + 1].upper() + text[place + 1 :]


def counted(number: int, noun: str) -> str:
    """ "one requirement", "four requirements", "12 requirements"."""
    return f"{number_word(number)} {noun if number == 1 else noun + 's'}"


def number_word(number: int) -> str:
    """Numbers up to nine in words."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[number] if number < len(words) else str(number)


def duration(years: float) -> str:
    """Years and months in words: "3 years and 7 months", to the nearest month."""
    whole_years, months = divmod(max(0, round(years * 12)), 12)
    parts = []
    if whole_years:
        parts.append(f"{whole_years} year{'s' if whole_years > 1 else ''}")
    if months or not parts:
        parts.append(f"{months} month{'s' if months != 1 else ''}")
    return " and ".join(parts)


def word_count(text: str) -> int:
    """Words as a reader counts them."""
    return len(re.findall(r"[^\W_]\S*", text))


def pick(variants: Sequence[Choice], key: str) -> Choice:
    """One of the variants, always the same for the same key."""
    return variants[pick_index(len(variants), key)]


def pick_index(count: int, key: str) -> int:
    """A number below count, always the same for the same key, on every machine."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % count
