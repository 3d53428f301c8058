"""Names of tools that are ordinary words or names of people and places as well, and when they mean the tool.

Written as the tool is, part of no other name, and beside a word of its trade, a résumé's name means the tool; where the
résumé as a whole is of the trade, no word beside it is needed. ``ordinary.toml`` holds the names.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from evaluations.engines.local.phrases import phrases_pattern

NAMES_FILE = Path(__file__).with_name("ordinary.toml")
_NEAR_CHARACTERS = 70
# Without its capital letter a name must stand right beside the word of its trade.
_BESIDE_CHARACTERS = 25
_FEWEST_TRADE_WORDS = 2

_TITLE_BEFORE = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|Miss|Prof|Professor|Sir|Lady|Lord|Frau|Herr|Captain|Sister|St)\.?\s+(?:[A-Z]\.\s*)?$"
)
_WORD_BEFORE = re.compile(r"(?P<edge>^|[.!?:;]\s+|[\n\"'“‘(•*–—-]\s*)?(?<![\w&])(?P<word>[A-Z][\w'’-]*)[^\S\n]$")
_WORD_AFTER = re.compile(
    r"(?:['’]s)?(?:[^\S\n](?P<word>[A-Z][\w'’-]*)|[^\S\n]&[^\S\n](?P<partner>[A-Z]\w+)|[^\S\n](?:and|&)[^\S\n]Sons\b)"
)
# Capital words that stand beside a tool without making another name of it.
_COMPANIONS = frozenset(
    "I We My Our In On With And Or For Using Used Use Via From To The A Apache Microsoft Adobe Google Amazon Oracle IBM HashiCorp Atlassian MS Azure Advanced Senior Junior Lead Certified Developer"
    " Developers Engineer Engineers Engineering Programmer Programming Administrator Admin Architect Analyst Specialist Consultant Master Server Servers Cloud Database Databases Streams Streaming"
    " Connect Core Cluster Clusters Enterprise Foundation Associate Professional Desktop Online Boot Framework Compose Swarm Hub Actions Pipelines Pipeline Charts Operator Operators Scripts Script"
    " Services Service Functions Code Native Data Pro Suite Studio Lab Labs Skills Basic Intermediate Expert Object Objects Scripting Testing Tests Security Queries Dashboards Reports Teams Word Excel"
    " PowerPoint Outlook Access Office Fusion Financials Linux Windows Java Python Language Backend Frontend Web Mobile Full Stack DevOps".split()
)
# The beginning of a line or sentence, where every word has a capital; a name that stands alone there is one all the same.
_OPENS = re.compile(r"(?:^|\n|[.!?]\s)[^\w\n]*$")
_ENDS = re.compile(r"[^\S\n]*(?:[,;:()|/•·–—]|-\s|$|\n)")
_BEFORE_ITEM = re.compile(r"[,;|•·/(:]\s?$")
_AFTER_ITEM = re.compile(r"[^\S\n]?(?:[,;|•·/)]|$|\n)")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Group:
    """Names of one trade; the file explains the fields."""

    near: re.Pattern[str]
    trade: frozenset[str]
    asked: bool
    small: bool
    item: bool


@cache
def groups_by_name(path: Path = NAMES_FILE) -> Mapping[str, tuple[str, Group]]:
    """The group of each name, and how it is written, by the name in small letters."""
    found = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).values():
        near = phrases_pattern(re.sub(r"(?<!\w)_(?!\w)", "\x00", phrase) for phrase in entry["near"])
        group = Group(
            near,
            frozenset(entry["trade"].split()),
            bool(entry.get("asked")),
            bool(entry.get("small")),
            bool(entry.get("item")),
        )
        for name in entry["names"].split():
            found[name.lower()] = (name, group)
    return found


def _known(word: str) -> tuple[str, Group] | None:
    """The name a word may be, in the plural too: "dockers", "lymph nodes"."""
    names, lower = groups_by_name(), word.lower()
    return names.get(lower) or (names.get(lower[:-1]) if lower.endswith("s") and not lower.endswith("ss") else None)


def is_guarded(word: str, *, in_resume: bool) -> bool:
    """Whether a single word is a name to be doubted; in a job description most names can be believed."""
    known = _known(word)
    return known is not None and (in_resume or known[1].asked)


def is_written_as_given(written: str) -> bool:
    """Whether a word has the capitals of the tool, or none but capitals."""
    known = _known(written)
    return known is not None and (
        known[1].small or written == known[0] or (len(written) > 3 and written == known[0].upper())
    )


def is_meant(text: str, start: int, end: int, words: frozenset[str], *, in_resume: bool) -> bool:
    """Whether the name at a place of a text stands for the tool.

    words: the words of the whole text, small letters.
    """
    written = text[start:end]
    known = _known(written)
    if known is None:
        return True
    group, is_given = known[1], is_written_as_given(written)
    if not in_resume:
        return is_given and not is_part_of_name(text, start, end)
    if is_given and is_part_of_name(text, start, end):
        return False
    is_of_trade = len(group.trade & words) >= _FEWEST_TRADE_WORDS
    if not is_given and not is_of_trade:
        return False
    is_item = (
        group.item and is_given and _BEFORE_ITEM.search(text, max(0, start - 3), start) and _AFTER_ITEM.match(text, end)
    )
    return (
        bool(is_item)
        or is_named_in_trade(text, start, end, words)
        or _is_near(group, text, start, end, _NEAR_CHARACTERS if is_given else _BESIDE_CHARACTERS)
    )


def is_named_in_trade(text: str, start: int, end: int, words: frozenset[str]) -> bool:
    """Whether a résumé of the trade names the tool where no sentence begins, so that the capital letter tells."""
    written = text[start:end]
    known = _known(written)
    if known is None or not is_written_as_given(written) or len(known[1].trade & words) < _FEWEST_TRADE_WORDS:
        return False
    if _OPENS.search(text, max(0, start - 8), start) is None:
        return True
    return _ENDS.match(text, end) is not None


def is_part_of_name(text: str, start: int, end: int, *, known_before: bool = False, known_after: bool = False) -> bool:
    """Whether a word is part of the name of a person, a firm or a place: "Jonathan Swift", "Kotlin Island".

    known_before, known_after: the word on that side is a tool's name itself.
    """
    if not text[start].isupper():
        return False
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = line_end if line_end >= 0 else len(text)
    if _TITLE_BEFORE.search(text, max(line_start, start - 30), start):
        return True
    left = _WORD_BEFORE.search(text, max(line_start, start - 40), start)
    right = _WORD_AFTER.match(text, end, line_end)
    word = left["word"] if left and left["edge"] is None and left.start() > line_start else ""
    others = ["" if known_before else word]
    others += [right["word"] or right["partner"] or "Sons"] if right and not known_after else []
    if not any(other and other not in _COMPANIONS and not _is_sign(other) for other in others):
        return False
    return not _is_all_capitalised(text[line_start:line_end])


# A long line may hold thousands of names to be doubted.
@lru_cache(maxsize=256)
def _is_all_capitalised(line: str) -> bool:
    """Whether nearly every word of a line has a capital, so that capitals say nothing."""
    letters = [w for w in _LETTERS.findall(line) if len(w) > 3]
    return sum(w[0].isupper() for w in letters) >= 0.7 * len(letters)


def _is_sign(word: str) -> bool:
    """SQL, CI, OpenShift, EC2: no word that a name of people or places is made of."""
    return len(word) > 1 and (word.isupper() or any(c.isdigit() or c.isupper() for c in word[1:]))


def _is_near(group: Group, text: str, start: int, end: int, characters: int) -> bool:
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    left = text[max(line_start, start - characters) : start]
    right = text[end : min(line_end if line_end >= 0 else len(text), end + characters)]
    # The name itself is left out so that no word is found inside it.
    return bool(group.near.search(f"{left}\x00{right}"))
