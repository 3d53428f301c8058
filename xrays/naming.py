"""Names for what comes out of files: company and role of a job description, name and headline of a persona.

Guesses, said as such and corrected in the admin or by options: nothing rests on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_ADDRESS = re.compile(r"https?://\S+")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_MARKS = re.compile(r"^[#>*_\s\-–•]+|[*_#\s:]+$")
_CONTACT = re.compile(r"@|https?:|www\.|\d{3,}|\||·")
_SECTION = re.compile(
    r"^(about|the role|the job|job description|description|overview|summary|profile|experience|education|skills|"
    r"contact|objective|work|employment|company|who we are|what you)\b",
    re.IGNORECASE,
)
_TITLES_AFTER = re.compile(r"(?:,\s*[A-Z][A-Za-z.\-]{1,6})+$")  # ", BSN, RN"
_NAME = re.compile(r"""^[^\W\d_][\w'’.\-]*(?: ["“(]?[^\W\d_][\w'’.\-]*["”)]?){1,4}$""")
_PLACE = re.compile(r"^[^\W\d_][\w.\-]*(?: [\w.\-]+)?(?:[,/] ?[^\W\d_][\w.\-]*(?: [\w.\-]+)?)?(?: \(.*\))?$")
_EMPLOYER = re.compile(r"\b(?:About|Join|At) ([A-Z][\w&.’'-]*(?: [A-Z][\w&.’'-]*){0,3})")


class JobName(NamedTuple):
    company: str
    title: str
    source_url: str


class PersonaName(NamedTuple):
    name: str
    headline: str


def name_job(text: str, *, stem: str) -> JobName:
    """Company, role and address of a job description; stem is its file's name without the ending."""
    head = list(_lines(text, limit=12))
    address = next((found[0] for raw in text.splitlines()[:3] if (found := _ADDRESS.fullmatch(raw.strip()))), "")
    titles = [(place, line) for place, (_, line) in enumerate(head) if _is_short(line) and not _SECTION.match(line)]
    title = titles[0][1] if titles else _words_of(stem)
    company = ""
    if titles and len(head) > titles[0][0] + 1:
        raw, line = head[titles[0][0] + 1]
        if raw.lstrip().startswith("#") and not _SECTION.match(line):
            company = line
    if not company:
        named = _EMPLOYER.search(text)
        company = named[1] if named and not _SECTION.match(named[1]) else _words_of(stem).split(" ")[0]
    return JobName(company[:120], title[:160], address[:200])


def name_persona(text: str, *, stem: str) -> PersonaName:
    """Name and headline of a résumé; a résumé without a name at its top is named after its file."""
    head = [line for _, line in _lines(text, limit=8)]
    name = _words_of(stem)
    first = _TITLES_AFTER.sub("", head[0]) if head else ""
    if _NAME.match(first) and not _SECTION.match(first):
        name, head = (first.title() if first.isupper() else first), head[1:]
    headline = next((line for line in head if _is_headline(line)), "")
    return PersonaName(name[:120], (headline or "Fictional candidate")[:200])


def _lines(text: str, *, limit: int) -> Iterator[tuple[str, str]]:
    """The first lines with words, as typed and without marks and addresses."""
    found = 0
    for raw in text.splitlines():
        line = _MARKS.sub("", _ADDRESS.sub("", _LINK.sub(r"\1", raw))).strip()
        if line and found < limit:
            found += 1
            yield raw, line


def _is_short(line: str) -> bool:
    return len(line) <= 120 and not line.endswith((".", "!", "?", ",", ";"))


def _is_headline(line: str) -> bool:
    """Whether a line may say what somebody does: no contact, place, section title or motto."""
    spoken = line[0].isalnum() and not line.isupper() and len(line.split()) > 1
    return spoken and _is_short(line) and not any(rule.search(line) for rule in (_CONTACT, _SECTION, _PLACE))


def _words_of(stem: str) -> str:
    words = re.sub(r"[\W_]+", " ", stem).strip()
    return words[:1].upper() + words[1:] or "Unnamed"
