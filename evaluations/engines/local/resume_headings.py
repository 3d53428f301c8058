"""The headings résumés use, and the kind of section each one opens."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from evaluations.engines.local.lines import Line
from evaluations.engines.local.titles import TITLE

_CAPITALS = re.compile(r"[A-Z][A-Z&]+(?: [A-Z&]+)*(?= [a-z])")
_PEOPLE_LANGUAGE = re.compile(
    r"\b(?:english|german|french|spanish|italian|portuguese|polish|dutch|russian|arabic|hindi|mandarin|chinese|japanese"
    r"|korean|turkish|romanian|swedish|norwegian|danish|finnish|czech|greek|hebrew|ukrainian|hungarian|native|fluent)\b",
    re.IGNORECASE,
)

_SECTIONS: dict[str, tuple[str, ...]] = {
    "experience": (
        "experience", "work experience", "professional experience", "employment", "employment history", "work history",
        "career", "career history", "professional background", "relevant experience", "clinical experience", "work",
        "additional experience", "other experience", "teaching experience", "research experience", "internships",
        "internship", "positions", "professional history", "nursing experience", "industry experience", "military service",
        "military experience", "selected experience", "leadership experience", "freelance work", "freelance", "jobs",
        "roles", "teaching", "writing", "nursing", "practice", "positions held", "what i have done", "employers", "career so far",
        "work so far", "assignments", "engagements", "clients", "selected roles", "recent roles", "recent work",
        "previous experience", "earlier experience", "early career", "where i have worked", "placements",
    ),
    "project": (
        "projects", "project", "side project", "side projects", "personal projects", "selected projects", "open source",
        "key projects", "academic projects", "portfolio", "open source contributions", "publications", "talks", "patents",
        "selected achievements", "key achievements", "achievements", "accomplishments", "presentations", "research",
        "selected work", "case studies", "conference talks", "open-source work",
    ),
    "leisure": (
        "interests", "hobbies", "hobbies and interests", "interests and hobbies", "private", "personal interests",
        "volunteering", "volunteer experience", "volunteer work", "volunteer", "community", "outside work",
        "community service", "community involvement", "activities", "extracurricular activities", "personal", "other",
        "civic involvement", "service", "outside of work", "beyond work",
    ),
    "education": (
        "education", "education and training", "academic background", "school", "studies", "qualifications",
        "academic qualifications", "training", "courses", "coursework", "education and certifications", "schooling",
        "education and qualifications", "academic history", "degrees", "academic education", "professional development",
        "relevant coursework", "further training", "continuing education", "university", "training and courses",
    ),
    "credential": (
        "certifications", "certificates", "certification", "licenses", "license", "licences", "licence", "licensure",
        "licenses and certifications", "license and certification", "certifications and licenses", "credentials",
        "professional certifications", "registrations", "certificates and training", "registration", "memberships",
        "licenses and certificates", "professional registration", "health clearance", "professional memberships",
        "awards", "awards and honors", "honors", "honours", "honors and awards", "awards and recognition", "clearance",
        "licence and registration", "registration and licences", "certifications and training", "permits",
    ),
    "language": ("languages", "language skills", "language", "spoken languages", "foreign languages"),
    "listed": (
        "skills", "technical skills", "core competencies", "competencies", "key skills", "skills and tools", "tools",
        "technologies", "tech stack", "technology", "skills summary", "areas of expertise", "expertise", "core skills",
        "skills matrix", "keywords", "additional keywords", "methods", "other skills", "more skills", "strengths",
        "attributes", "professional attributes", "values", "software", "computer", "computer skills", "it skills", "stack",
        "technical proficiencies", "proficiencies", "tools and technologies", "skills and competencies", "soft skills",
        "hard skills", "technical expertise", "industry keywords", "core qualifications", "skills and expertise",
        "programming languages", "skill set", "personal skills", "languages and tools", "professional skills", "systems",
        "skills and interests", "clinical skills", "platforms", "skills and abilities", "key competencies", "knowledge",
    ),
    "claimed": (
        "profile", "summary", "about", "about me", "objective", "career objective", "professional summary", "profil",
        "professional profile", "personal profile", "personal statement", "executive summary", "career summary",
        "summary of qualifications", "further information", "additional information", "other information", "miscellaneous", "summary of fit", "introduction", "who i am", "statement", "overview", "headline",
        "what i am looking for", "goals", "career goals", "motivation", "highlights", "career highlights", "bio",
    ),
    "identity": (
        "contact", "personal details", "personal information", "contact information", "contact details", "personal data",
        "references", "referees", "availability", "details",
    ),
}  # fmt: skip
SECTION_OF = {name.replace("licence", "license"): section for section, names in _SECTIONS.items() for name in names}

# A heading nobody listed is told by one of its words, the first of these.
_WORDS = {
    "experience": "experience", "employment": "experience", "history": "experience", "projects": "project",
    "education": "education", "certifications": "credential", "licenses": "credential", "skills": "listed",
    "keywords": "listed", "competencies": "listed", "summary": "claimed", "profile": "claimed",
    "languages": "language", "interests": "leisure", "requirements": "claimed", "responsibilities": "claimed",
    "registration": "credential", "registrations": "credential", "courses": "education", "training": "education",
    "degrees": "education", "studies": "education", "certificates": "credential", "licences": "credential",
    "tools": "listed", "software": "listed", "volunteering": "leisure", "hobbies": "leisure", "jobs": "experience",
    "positions": "experience", "roles": "experience",
}  # fmt: skip


def heading_word(words: Iterable[str]) -> str | None:
    """The section that the words of a heading speak of."""
    given = set(words)
    return next((section for word, section in _WORDS.items() if word in given), None)


def plain_name(text: str) -> str:
    """A heading's words in small letters and American spelling, for comparison with the known names."""
    name = text.lower().replace("&", " and ").replace("résumé", "resume").replace("licence", "license")
    return re.sub(r"\s+", " ", re.sub(r"[^a-z ]+", " ", name)).strip()


def section_named(name: str) -> str | None:
    """The section of a plain name; of "languages and hobbies" it is that of the first."""
    known = SECTION_OF.get(name)
    if known is None and " and " in name:
        parts = [SECTION_OF.get(part.strip()) for part in name.split(" and ")]
        known = parts[0] if None not in parts else None
        if known == "credential" and "education" in parts and name.startswith("cert"):
            known = "education"  # a certificate beside courses says that one was attended
    return known


def sections_named(lines: Iterable[str]) -> set[str]:
    """The sections for which there is a line that is a heading by its words."""
    found = {section_named(plain_name(line.partition(":")[0])) for line in lines if len(line) < 60}
    return {section for section in found if section is not None}


def headings_apart(lines: list[Line]) -> list[Line]:
    """The lines again, with a heading cut off where the line below was taken for its continuation."""
    apart: list[Line] = []
    for line in lines:
        opening = _CAPITALS.match(line.text)
        if opening is not None and not line.bullet and section_named(plain_name(opening.group())) is not None:
            # "KEY SKILLS planning | budgets": a page's text layer often puts a heading and its list on one line.
            cut, start = line.start + opening.end(), line.start + opening.end() + 1
            apart.append(replace(line, end=cut, text=opening.group(), gap_after=False))
            apart.append(replace(line, start=start, text=line.text[opening.end() + 1 :], gap_before=False, bold=False))
            continue
        first, _, rest = line.text.partition("\n")
        name = plain_name(first)
        if (
            rest.strip()
            and not line.bullet
            and (section_named(name) is not None or (first.isupper() and len(first.split()) <= 4))
        ):
            start = line.end - len(rest.lstrip())
            cut = line.start + len(first.rstrip())
            apart.append(replace(line, end=cut, text=first.rstrip(), gap_after=False))
            apart.append(replace(line, start=start, text=rest.lstrip(), gap_before=False, bold=False, marks=0))
        else:
            apart.append(line)
    return apart


def heading_of(line: Line, lines: list[Line], number: int, section: str) -> tuple[str, int] | None:
    """The section a line opens and where its content begins; None when it opens none."""
    text = line.text.strip()
    if len(text) > 60 and ":" not in text[:40]:
        return None
    name = re.sub(r"\b(?:my|the|and|of)\b(?=\s*$)", "", plain_name(text)).strip()
    looks = line.marks or line.bold or text.endswith(":") or text.isupper() or (line.gap_before and not line.bullet)
    known = section_named(name)
    if known is not None and not line.bullet and (looks or len(name) > 6):
        return known, line.end
    if ":" in text and not line.bullet:
        label, _, content = line.text.partition(":")
        known = SECTION_OF.get(plain_name(label))
        if known is not None and content.strip():
            if known in ("experience", "education", "project") and section != "":
                return None if not line.gap_before else (known, line.end - len(content.lstrip()))
            if known == "language" and not _names_people_language(content):
                known = "listed"
            if section == "listed" and known != "language":
                return None
            return known, line.end - len(content.lstrip())
    is_plain = (
        line.gap_before
        and number > 1
        and text[:1].isupper()
        and re.fullmatch(r"[^\W\d_]+(?:[ &/-]+[^\W\d_]+){1,2}", text)
    )
    if is_plain and not line.bullet and TITLE.search(text) is None:
        # "Healthcare keywords", which in capitals would be a heading as well.
        known = heading_word(name.split()[-1:])
        if known in ("listed", "credential", "language"):
            return known, line.end
    if (line.marks or (text.isupper() and len(name.split()) <= 6 and len(name) > 3)) and not line.bullet:
        words = set(name.split())
        known = heading_word(words)
        if known is not None:
            return known, line.end
        alone = line.gap_before and number > 1 and not TITLE.search(text) and not re.search(r"\d", text)
        if alone and len(words) <= 4 and "," not in text and "|" not in text and section not in ("experience", ""):
            return "claimed", line.end
    return None


def _names_people_language(content: str) -> bool:
    return bool(_PEOPLE_LANGUAGE.search(content))
