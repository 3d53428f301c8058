"""The headings résumés use, and the kind of section each one opens."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
