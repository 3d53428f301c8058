"""Changes to the text of a résumé that leave what it says alone, or change exactly one thing in it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from evaluations.schema import Span

_BULLET = re.compile(r"^(?P<indent>\s*)(?P<mark>[-*•·●▪◦–])(?P<gap>\s+)(?=\S)")
_YEAR_LINE = re.compile(r"\b(?:19|20)\d\d\b")
_HEADING_WORDS = frozenset(
    """about career certificates certifications competencies core education employment experience history interests
    languages licences licenses professional profile projects publications qualifications skills summary technical tools
    training volunteering work community objective attributes background""".split()
)
_LIST_HEADINGS = frozenset("competencies languages skills technologies tools".split())


def is_bullet(line: str) -> bool:
    return bool(_BULLET.match(line))


def bullet_text(line: str) -> str:
    """A list line without its mark."""
    return _BULLET.sub("", line).strip()


def is_heading(line: str) -> bool:
    """Whether a line is the heading of a section: at most five words, most of them such as stand in headings."""
    words = re.findall(r"[A-Za-z]+", line)
    if not 1 <= len(words) <= 5 or is_bullet(line) or line.rstrip().endswith((".", ",")):
        return False
    named = sum(word.lower() in _HEADING_WORDS for word in words)
    return named >= len(words) - sum(word.lower() in ("and", "of", "me", "other") for word in words)


def each_line(text: str, change: Callable[[str], str]) -> str:
    """The text with every line changed; line ends stay line feeds."""
    return "\n".join(change(line) for line in text.split("\n"))


def with_marks(text: str, mark: str) -> str:
    """Every list line with another mark in front; with an empty one, with none."""
    return each_line(text, lambda line: _BULLET.sub(lambda m: f"{m['indent']}{mark} " if mark else m["indent"], line))


def as_markdown(text: str) -> str:
    """Headings marked with ##, list lines with *, the first line with #, lines with years in bold."""

    def change(line: str) -> str:
        if not line.strip():
            return line
        if is_heading(line):
            return f"## {line.strip()}"
        if is_bullet(line):
            return f"* {bullet_text(line)}"
        return f"**{line.strip()}**" if _YEAR_LINE.search(line) and len(line) < 90 else line

    first, _, rest = text.partition("\n")
    return f"# {first}\n{each_line(rest, change)}"


def with_smart_typography(text: str) -> str:
    """Curly quotes, apostrophes and long dashes in place of typewriter ones."""
    text = re.sub(r'(?<![^\s(\[])"', "“", text).replace('"', "”")
    text = re.sub(r"(?<=\w)'", "’", text)
    return re.sub(r"(?<=\S) - (?=\S)", " – ", text)


def with_hard_spaces(text: str) -> str:
    """Every third space inside a line is a no-break space."""
    count = 0

    def change(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return "\u00a0" if count % 3 == 0 else " "

    return re.sub(r"(?<=\S) (?=\S)", change, text)


def shuffled(text: str, seed: int) -> str:
    """List lines in another order within their block, and comma lists below a heading of lists in another order."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    lines = text.split("\n")
    start = 0
    heading = ""
    for number in range(len(lines) + 1):
        if number < len(lines) and is_bullet(lines[number]):
            continue
        block = lines[start:number]
        chance.shuffle(block)
        lines[start:number] = block
        start = number + 1
        if number < len(lines):
            if is_heading(lines[number]):
                heading = lines[number].lower()
            elif any(word in heading for word in _LIST_HEADINGS) and "(" not in lines[number]:
                lines[number] = _shuffled_items(lines[number], chance)
    return "\n".join(lines)


def with_bullet_in_latest_role(text: str, sentence: str) -> str | None:
    """The text with one more list line at the top of the first role with dates; None where there is no such place."""
    lines = text.split("\n")
    dated = False
    for number, line in enumerate(lines):
        dated = dated or bool(_YEAR_LINE.search(line))
        if dated and is_bullet(line):
            mark = _BULLET.match(line)
            assert mark is not None
            return "\n".join([*lines[:number], f"{mark.group()}{sentence}", *lines[number:]])
    return None


def bullet_around(text: str, span: Span) -> Span | None:
    """The whole list line that holds a span, its line feed included; None where the span is not within one."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.start)
    end = len(text) if end < 0 else end + 1
    return Span(start, end) if is_bullet(text[start:end]) and span.end <= end else None


def after_first_line(text: str, lines: list[str]) -> str:
    first, _, rest = text.partition("\n")
    return "\n".join([first, *lines, rest])


def with_section(text: str, heading: str, lines: list[str]) -> str:
    """The text with one more section at its end."""
    return "\n".join([text.rstrip("\n"), "", heading, *lines, ""])


def _shuffled_items(line: str, chance: random.Random) -> str:
    items = [item.strip() for item in line.split(",")]
    chance.shuffle(items)
    return ", ".join(items)
