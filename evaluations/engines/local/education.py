"""The alternatives inside one demand for a degree: levels, fields, and what may stand for it."""

from __future__ import annotations

import re

from evaluations.engines.local.alternatives import list_items

_LEVEL = re.compile(
    r"(?ix)\b(?:associate|bachelor|master)(?:'s|s'|s)?(?:\s+degree)?\b | (?-i:\bB\.?[AS]c?\b\.?|\bM\.?[AS]c?\b\.?|\bBEng\b|\bMEng\b|\bMBA\b|\bPh\.?D\b\.?|\bBSN\b|\bMSN\b|\bADN\b|\bJ\.?D\b\.?|\bLL\.?[BM]\b\.?|\bGED\b|\bHN[DC]\b)"
    r"|\bdoctorate\b|\bhigh\s+school\s+(?:diploma|degree)\b|\bdiploma\b|\bdegree\b"
)
_FIELDS = re.compile(r"(?i)\b(?:in|of)\s+(?=[A-Za-z])")
_EQUIVALENT = re.compile(
    r"(?i)\b(?:or|and/or|/)\s*(?:an?\s+)?(?:the\s+)?(?:(?:equivalent|comparable|relevant|commensurate|similar|related)\s+(?:\w+\s+){0,3}(?:experience|qualification|training|background|education|combination)|equivalent\b|(?:combination\s+of\s+)?(?:work|professional|practical|industry)\s+experience|\d+\+?\s*years)[^,;.]*"
)
_OPEN = re.compile(
    r"(?i)\b(?:related|similar|relevant|equivalent|comparable|other)\s+(?:\w+\s+)?(?:field|discipline|subject|area|degree|major|stem)|\betc\b|such as"
)


def degree_options(words: str) -> tuple[tuple[str, ...], bool]:
    """The alternatives of a degree demand, and whether related fields count; no options for a single degree."""
    equivalent = _EQUIVALENT.search(words)
    core = words[: equivalent.start()] if equivalent else words
    substitute = (
        re.sub(r"(?i)^(?:or|and/or|/)\s*(?:an?\s+|the\s+)?", "", equivalent.group().strip(" )")) if equivalent else ""
    )
    levels = list(_LEVEL.finditer(core))
    joined = [levels[0]] if levels else []
    for level in levels[1:]:
        gap = core[joined[-1].end() : level.start()]
        if re.fullmatch(r"(?i)[\s,/(]*(?:or|and/or|and|/)?[\s,/(]*(?:an?\s+)?", gap) and re.search(
            r"(?i)/|,|\bor\b", gap
        ):
            joined.append(level)
    options: list[str] = []
    field_words = ""
    if joined:
        rest = core[joined[-1].end() :]
        match = re.match(r"(?i)[\s)]*(?:degree|diploma|\(.*?\)|\w+\s+degree|of\s+[A-Z]\w+)?[\s)]*(?:in|of)\s+", rest)
        field_words = rest[match.end() :].strip(" .,;") if match else ""
    fields = _fields(field_words, closed=bool(substitute))
    open_ended = bool(_OPEN.search(words))
    names = [level.group().strip(" .") for level in joined]
    if len(names) > 1:
        tail = f" in {field_words}" if field_words and len(field_words) < 60 else ""
        options = [f"{name}{tail}" for name in names]
    elif len(fields) > 1:
        level = names[0] if names else "Degree"
        options = [f"{level} in {name}" for name in fields]
    elif substitute:
        options = [core.strip(" ,;.(")]
    if substitute and options:
        options.append(substitute)
    alternatives = tuple(dict.fromkeys(options)) if len(options) > 1 else ()
    return alternatives, open_ended and bool(alternatives)


def _fields(words: str, *, closed: bool) -> list[str]:
    """The fields of study of a list; ``closed`` says that an alternative behind it was cut off already."""
    if not re.search(r"(?i)\bor\b|/", words) and not (closed and "," in words):
        return [words] if words else []
    items, _ = list_items(words.replace("/", ","), 0, len(words))
    found = [words[a:b].strip() for a, b in items]
    if re.search(
        r"(?i)\b(?:related|similar|relevant|equivalent|comparable|other)\s+(?:\w+\s+)?(?:field|discipline|subject|area|major)",
        words,
    ):
        found = [
            name
            for name in found
            if not re.match(r"(?i)(?:an?\s+)?(?:related|similar|relevant|equivalent|comparable|other)\b", name)
        ]
        found.append("a related field")
    return [re.sub(r"(?i)^(?:a|an|the|or|and)\s+(?!related)", "", name) for name in found if name]
