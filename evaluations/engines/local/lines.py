"""A text as lines, with marks (Markdown, bullets, numbers) told apart from words; offsets stay those of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_LINK = re.compile(r"!?\[([^\]\n]*)\]\((?:[^()\n]|\([^()\n]*\))*\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,80}>")
_MARKS = re.compile(
    r"\*{2,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|(?<=[\w.,;:!?)\"'])\*(?!\w)|(?<!\w)\*(?=\w)|\\(?=[-*_#+.!()\[\]&])|~~"
)
_ENTITIES = {"&amp;": "&", "&nbsp;": " ", "&lt;": "<", "&gt;": ">", "&#39;": "'", "&quot;": '"', "&apos;": "'"}
_ENTITY = re.compile("|".join(_ENTITIES))
_BULLET = re.compile(
    r"[ ]*(?:>[ ]*)?(?:(?P<mark>[-*+\"•·◦●○▪▫■□‣⁃∙‧➢➤►▶✓✔✅☑→»¤§o–]|[\uf000-\uf0ff])[ ]+|(?P<tight>[•·◦●▪■‣∙➢➤►▶✓✔✅☑→\uf0b7\uf0a7])"
    r"|(?P<number>\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])[ ]+)"
)
_HASHES = re.compile(r"[ ]*(#{1,6})[ ]*(?=\S)")
_BOLD_LINE = re.compile(r"[ ]*(?:[-*•][ ]+)?(?:\*\*|__)(?:(?!\*\*|__).)+(?:\*\*|__)[ ]*:?[ ]*$")
_WRAPPED = re.compile(
    r"(?:,|[(/&]|\b(?:and|or|of|the|a|an|with|to|in|for|on|at|by|from|as|is|are|including|your|our|using|their|that|which|e\.g\.))$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Line:
    """One line, or several that a page width broke apart.

    ``start:end`` is the content without bullet, heading marks and outer blanks; ``marks`` is the number of ``#`` of a
    Markdown heading; ``bold`` says that the whole line is emphasised.
    """

    start: int
    end: int
    text: str
    indent: int = 0
    bullet: str = ""
    marks: int = 0
    bold: bool = False
    gap_before: bool = False
    gap_after: bool = False


def mask(text: str) -> str:
    """The text with Markdown and HTML marks blanked out; it keeps its length, so offsets stay true."""
    text = _LINK.sub(lambda m: _pad(m, m.group(1), m.start(1) - m.start()), text)
    text = _TAG.sub(lambda m: " " * len(m.group()), text)
    text = _ENTITY.sub(lambda m: _ENTITIES[m.group()].ljust(len(m.group())), text)
    return text


def _pad(match: re.Match[str], kept: str, lead: int) -> str:
    return " " * lead + kept + " " * (len(match.group()) - lead - len(kept))


def lines_of(text: str) -> tuple[str, list[Line]]:
    """The masked text, and its lines in order; blank lines are left out."""
    masked = mask(text)
    pieces: list[str] = []
    found: list[Line] = []
    position, gap = 0, True
    width = _page_width(masked)
    before = 0
    for raw in masked.split("\n"):
        marks, bullet = "", ""
        bold = bool(_BOLD_LINE.match(raw))
        rest = 0
        hashes = _HASHES.match(raw)
        if hashes:
            marks, rest = hashes.group(1), hashes.end()
        sign = _BULLET.match(raw, rest)
        if sign and sign.end() < len(raw) and not (sign["mark"] == "o" and raw[sign.end()].isupper() is False):
            bullet = sign["mark"] or sign["tight"] or sign["number"]
            rest = sign.end()
            if not bullet[0].isalnum():
                marks = ""  # "### » Portfolio" is a list item that somebody made large
        plain = " " * rest + _MARKS.sub(lambda m: " " * len(m.group()), raw[rest:])
        pieces.append(plain)
        content = plain.strip(" \t|")
        if set(content) <= set("-=_*~. ") or not content:
            gap = True
        else:
            start = plain.index(content)
            indent = len(raw) - len(raw.lstrip())
            line = Line(
                position + start, position + start + len(content), content, indent, bullet, len(marks), bold, gap
            )
            previous = found[-1] if found else None
            full = width and before + 1 + len(content.split()[0]) > width
            if previous and not gap and _continues(previous, line, broken=bool(full)):
                found[-1] = replace(previous, end=line.end, text=f"{previous.text}\n{line.text}")
            else:
                if previous and gap:
                    found[-1] = replace(previous, gap_after=True)
                found.append(line)
            gap = False
        before = len(raw)
        position += len(raw) + 1
    if found:
        found[-1] = replace(found[-1], gap_after=True)
    whole = "\n".join(pieces)
    return whole, [replace(line, text=whole[line.start : line.end]) for line in found]


def cut_long(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    """A stretch in parts of at most ``longest`` characters, cut at blanks, so that no text makes any later step slow."""
    while end - start > longest:
        blank = text.rfind(" ", start + longest // 2, start + longest)
        cut = blank if blank >= 0 else start + longest
        yield start, cut
        start = cut
    yield start, end


def _page_width(text: str) -> int:
    """The width a text was wrapped at, or 0 when its paragraphs are not broken into lines."""
    lengths = [len(raw) for raw in text.split("\n")]
    longest = max(lengths)
    return longest if 50 <= longest <= 130 and sum(length > longest - 15 for length in lengths) >= 5 else 0


def _continues(previous: Line, line: Line, *, broken: bool) -> bool:
    """Whether a line is the rest of the one before it, broken by a page width."""
    if line.bullet or line.marks or previous.marks or line.bold or previous.bold:
        return False
    if previous.text.endswith(":"):
        return False
    if broken:
        return True
    if line.text[0].islower() and line.text.split()[0].lower() not in ("iOS", "macOS"):
        return True
    if previous.bullet and line.indent > previous.indent + 1 and not previous.text.endswith((".", "!", "?")):
        return True
    return bool(_WRAPPED.search(previous.text)) and len(previous.text) > 30
