"""Company and role, name and headline, guessed from the first lines of a text; a person confirms them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARKS = re.compile(r"^[\s#>*_•·–—-]+|[\s*_#]+$")
_BETWEEN = re.compile(r"\s+[|·•–—]\s+|\s+-\s+|\t+|\s{3,}")
_TITLE_AT_COMPANY = re.compile(r"^(?P<title>.{3,100}?)\s+(?:at|@|with)\s+(?P<company>[A-Z0-9].{1,80})$")
_LABELLED = re.compile(
    r"^(?P<label>company|employer|organi[sz]ation|role|position|job title|title|name|headline)\s*:\s*(?P<value>\S.*)$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^about\s+(?!(?:us|the|you|this|our|me)\b)(?P<company>[A-Z0-9].{1,80})$", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"^(?:curriculum vitae|cv|r[ée]sum[ée]|job description|job posting|vacancy)\b[\s:–—-]*", re.IGNORECASE
)
_CONTACT = re.compile(r"@|https?:|www\.|linkedin|\+?\d[\d\s()/-]{6,}")
_SECTION = re.compile(
    r"^(?:summary|profile|about(?: me)?|experience|(?:work|employment) (?:experience|history)|objective|contact|"
    r"education|skills|personal (?:details|statement))\s*:?$",
    re.IGNORECASE,
)
_LINES = 12


def guess_job(text: str) -> tuple[str, str]:
    """Company and role of a job description, each "" where the first lines do not tell."""
    company = title = ""
    lines = list(_first_lines(text))
    for line in lines:
        if labelled := _LABELLED.match(line):
            label, value = labelled["label"].lower(), labelled["value"]
            if label in ("company", "employer", "organisation", "organization"):
                company = company or value
            elif label not in ("name", "headline"):
                title = title or value
        elif about := _ABOUT.match(line):
            company = company or about["company"].rstrip(".: ")
    plain = [line for line in lines if not _LABELLED.match(line) and not _ABOUT.match(line)]
    if plain and not title:
        first = plain.pop(0)
        if at := _TITLE_AT_COMPANY.match(first):
            title, company = at["title"], company or at["company"]
        else:
            parts = _BETWEEN.split(first)
            title = parts[0]
            if len(parts) > 1 and company and parts[0].lower() == company.lower():
                title = parts[1]
    if plain and not company and len(plain[0]) <= 160:
        part = _BETWEEN.split(plain[0])[0]
        company = part if len(part.split()) <= 6 and not part.endswith(".") and not _SECTION.match(part) else ""
    elif company and plain:
        # "About Kraken" may shorten the name in the second line, or the other way round.
        part = _BETWEEN.split(plain[0])[0]
        company = part if part.lower().startswith(company.lower()) and len(part.split()) <= 6 else company
    return company[:120].strip(" ,;"), title[:160].strip(" ,;")


def guess_person(text: str) -> tuple[str, str]:
    """Name and headline of a résumé, each "" where the first lines do not tell."""
    name = headline = ""
    for line in _first_lines(text):
        if labelled := _LABELLED.match(line):
            label, value = labelled["label"].lower(), labelled["value"]
            if label == "name":
                name = name or value
            elif label in ("headline", "title", "job title", "role", "position"):
                headline = headline or value
        elif not name:
            first, *others = _BETWEEN.split(line)
            if "," in first and not others:
                first, _, rest = first.partition(",")
                others = [rest.strip()]
            if not _is_name(first):
                break
            name = first
            headline = headline or next((part for part in others if part and not _CONTACT.search(part)), "")
        elif not headline and not _CONTACT.search(line) and not _SECTION.match(line):
            headline = line
        if name and headline:
            break
    return name[:120].strip(), headline[:200].strip()


def _is_name(part: str) -> bool:
    words = part.split()
    return (
        1 < len(words) <= 6
        and len(part) <= 60
        and not _CONTACT.search(part)
        and not any(character.isdigit() for character in part)
        and words[0][0].isupper()
        and not part.endswith(".")
    )


def _first_lines(text: str) -> Iterator[str]:
    """The first lines that say something, without the marks of lists and headings."""
    found = 0
    for raw in text.splitlines():
        line = _DOCUMENT.sub("", _MARKS.sub("", raw)).strip()
        if line:
            yield line
            found += 1
        if found == _LINES:
            return
