"""Requirement names as noun phrases that fit into sentences: "Kafka", "the ability to react quickly", "an RN license"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from evaluations.engines.local.grammar import article, duration, shortened, upper_first
from evaluations.engines.local.vocabulary import load_vocabulary
from evaluations.engines.local.wording import ADJECTIVE_WORDS, SPOKEN, VERBS
from evaluations.schema import Requirement


def words_of(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


LONGEST_MENTION = 68

_SPACES = re.compile(r"\s+")
_YEARS = re.compile(
    r"(?i)^(?:a\s+minimum\s+of\s+|minimum\s+|at\s+least\s+|over\s+|more\s+than\s+)?\d+(?:\.\d+)?\s*(?:\+|plus)?"
    r"(?:\s*(?:-|–|to)\s*\d+\+?)?\s*(?:\+\s*)?(?:years?|yrs?|months?)(?:['’]s?|\s+of)?\s+"
)
_LEADING = re.compile(
    r"(?i)^(?:(?:an?|the|some|with|of|in)\s+)*(?:(?:proven|demonstrated|demonstrable|strong|solid|deep|excellent|extensive|good|hands-on|practical|"
    r"prior|previous|professional|relevant|working|work|in-depth)\s+)*"
    r"(?:experience[ds]?|knowledge|understanding|familiarity|familiar|proficiency|proficient|expertise|background|exposure|"
    r"competence|competency|(?:track )?record)\s+(?:and\s+(?:knowledge|understanding|expertise|interest)\s+)?(?:of|in|with|using|to|working with|working in|on)\s+"
)
_LEADING_GERUND = re.compile(
    r"(?i)^(?:(?:proven|demonstrated|strong|solid|prior|previous)\s+)*experience\s+(?=\w+ing\b)"
)
_ABLE = re.compile(r"(?i)^(?:(?:the|an|proven|demonstrated|strong)\s+)?(?:ability|able|capacity)\s+to\s+")
_TRAILING_EXPERIENCE = re.compile(
    r"(?i)(?<=\w)\s+(?:(?:work|industry|professional)\s+)?(?:experience|understanding|knowledge|expertise|proficiency)(?=$|: )"
)
_OTHERWISE = re.compile(
    r"(?i)\b(?:you|your|you're|we|our|(?-i:us)|i|my|the candidate|applicants?)\b|[\"“”;!?]|['’](?:re|ll|ve)\b"
)
_STATEMENT = re.compile(
    r"(?i)^(?:lives|speaks|thrives|holds|knows|wants|loves|enjoys|works|has)\b|\b(?:is|are|was|were|will|must|should|has|means|seeks?)\b"
)
_PREPOSITIONS = words_of(
    "about as at by for in of on to under upon well with without independently effectively closely"
)
_NOUNS_TOO = words_of(
    "apply call care close complete design document drive focus lead process report review support travel present produce "
    "work train set use move open"
)
_ORDINARY = words_of(
    "academic account accountancy achievements administration advanced agile algorithms applied applying art automation backend bachelor "
    "bachelor's basic big budget business campaign case cash clean client clinical cloud code college computer content core "
    "corporate credit cross-functional customer data database debugging deep degree delivery desire digital direct "
    "distributed driving e-commerce eagerness economics empathy end-to-end enterprise entrepreneurial event event-driven excitement "
    "experience expertise fast-paced fault-tolerant field finance financial first food fraud frequent front frontend full full-stack "
    "general good graduate graphic growth guest hand-eye health healthcare high high-quality hospital hotel human in-depth industry "
    "infrastructure inside insurance interest internal internet key knowledge large large-scale law legal life long-lived love low-latency "
    "machine master master's mental mobile modern network normal numerical object-oriented office on-call online open-source "
    "operational oral organisational organizational outbound paid patient payment people performance personal phone physical point political "
    "positive post-trade practical problem product production professional project proven public quality quantitative real-time "
    "regulated regulatory relational remote repetitive research resilience retail revenue risk sales school science secondary "
    "security security-first senior service shift site social software source spoken staff stakeholder standard state "
    "statistical statistics strategic strong supply systems target-driven team teamwork technical technology test time track "
    "trading university user valid verbal video visual voice web willingness written yield young"
)
_ORDINARY_ENDING = re.compile(
    r"(?:ing|tion|tions|sion|ment|ments|ity|ities|ship|ships|ness|ance|ence|ency|ancy|ics|ures?|als?|ised|ized|ous|ive|able|ible|ful|ies|isms?|ists?|ers|ed)$"
)


_HELD = re.compile(r"(?i)^being (licensed|licenced|certified|registered)( (?:to|as|in|with)\b)")
_HELD_NOUNS = {
    "licensed": "a license",
    "licenced": "a licence",
    "certified": "certification",
    "registered": "registration",
}


@dataclass(frozen=True)
class Name:
    """A requirement's name made fit for sentences.

    inline is a noun phrase without article in the case it has in mid-sentence ("Kafka", "the ability to react quickly");
    is_tool says that it names a thing by a proper name, which can be learnt and used; years is the stated minimum
    in words, empty where there is none.
    """

    inline: str
    is_tool: bool
    years: str = ""

    @property
    def opening(self) -> str:
        """The same at the start of a sentence or a heading."""
        return upper_first(self.inline)

    @property
    def full(self) -> str:
        """The inline form with the years asked: "5 years of marketing operations"."""
        is_plain = not self.inline.startswith(("the ability", "being ", "“"))
        return f"{self.years} of {self.inline}" if self.years and is_plain else self.inline

    @property
    def label(self) -> str:
        """The inline form without what it spells out behind a colon."""
        head = self.inline.split(": ")[0]
        return self.inline if self.inline.startswith("“") or len(head) < 4 else head

    def within(self, length: int) -> str:
        """The label cut at a natural place to at most so many characters."""
        return shortened(self.label, length)


def name_of(requirement: Requirement, job_description: str) -> Name:
    """The requirement's name as a noun phrase, in words of its own wherever possible."""
    text = _SPACES.sub(" ", requirement.name).strip(" .,;:\"“”'")
    text = re.sub(r"^(?:One of|Following|The following)\s*:\s*", "", text)
    text = re.split(r"(?<=\w{3})\. (?=[A-Z])| [-–] (?=[a-z]*\s?(?:you|we|able)\b)", text)[0]
    stripped = _LEADING_GERUND.sub("", _LEADING.sub("", _YEARS.sub("", text)))
    if requirement.kind in ("experience", "domain", "skill"):
        stripped = _TRAILING_EXPERIENCE.sub("", stripped)
    stripped = re.sub(r"^(?:as|with)\s+(?=an?\s)", "work as ", stripped)
    stripped = re.sub(r"(?i)^(?:in|with|of)\s+", "", stripped).strip()
    if not stripped or (
        len(stripped.split()) == 1 and stripped.lower() in ("professional", "relevant", "related", "work")
    ):
        stripped = f"{stripped} experience".strip() if stripped else text
    stripped = re.sub(r"(?i)^experience as (?=an?\b)", "work as ", stripped)
    able = _ABLE.match(stripped)
    if able:
        stripped = stripped[able.end() :]
    stripped = re.sub(r"(?i)^(love) (?:for )?(?=\w+ing\b)", r"\1 of ", stripped)
    if requirement.kind == "language":
        stripped = re.sub(r"^([A-Z]\w+), ([a-z ]+)$", r"\1 (\2)", stripped)
    inline = _lowered(stripped, requirement, job_description)
    noun = _as_noun(inline, requirement.kind, is_ability=bool(able))
    if noun == inline:
        noun = _stated_article(noun, requirement, job_description) + noun
    inline = shortened(noun, LONGEST_MENTION)
    if _OTHERWISE.search(inline) or _STATEMENT.search(inline) or _is_third_person(inline):
        inline = f"“{upper_first(_unquoted(inline))}”"
    first = re.split(r"[ ,]", inline, maxsplit=1)[0]
    is_tool = requirement.kind == "skill" and _looks_proper(first) and len(re.split(r",| \(", inline)[0].split()) <= 4
    counts_time = requirement.kind in ("experience", "domain", "skill") and requirement.min_years
    return Name(inline, is_tool, duration(requirement.min_years) if counts_time else "")


def _as_noun(text: str, kind: str, *, is_ability: bool) -> str:
    """A phrase that opens with a verb or an adjective as a noun phrase; degrees and licences get their article."""
    first, _, rest = text.partition(" ")
    word = first.lower().strip(",")
    following = re.split(r"[ ,]", rest, maxsplit=1)[0].lower()
    is_verb = word in VERBS and rest and following not in ("of", "for")
    is_verb = is_verb or (word.endswith("ly") and following in VERBS)
    if is_ability or (is_verb and (word not in _NOUNS_TOO or (word == "work" and following in _PREPOSITIONS))):
        return text if text.startswith("work as ") else f"the ability to {text}"
    if text[:1].islower() and (word in ADJECTIVE_WORDS or word.endswith("-minded")):
        second = rest.split(" ")[1].lower() if rest.count(" ") else ""
        if (
            following in _PREPOSITIONS
            or following in ("to", "authorized", "authorised")
            or (following == "and" and second in ADJECTIVE_WORDS)
        ):
            return _HELD.sub(lambda match: _HELD_NOUNS[match[1].lower()] + match[2], f"being {text}")
    if word == "graduate" and following in ("of", "from"):
        return f"being a {text}"
    if kind in ("education", "credential") and not re.match(r"(?i)(?:an?|the|any|being|one|two)\b|[\d“]", text):
        head = re.split(r" (?:in|of|or|with|from|for|and)\b|,| \(", text)[0]
        if not re.search(r"[a-z]{2}s$", head):
            return f"{article(text)} {text}"
    return text


def _is_third_person(text: str) -> bool:
    """Whether the text opens with a verb as in "synthesizes information"; words that are plural nouns too do not count."""
    word, _, rest = text.lower().partition(" ")
    stems = {word.removesuffix("s"), word.removesuffix("es"), re.sub("ies$", "y", word)} - {word}
    return bool(rest) and bool(stems & VERBS) and not stems & _NOUNS_TOO and not rest.startswith(("of", "in", "and"))


def _stated_article(noun: str, requirement: Requirement, job_description: str) -> str:
    """ "a " or "an " where the job description itself puts it before these words."""
    opening = re.escape(" ".join(noun.split()[:2]))
    for span in requirement.spans:
        stated = job_description[max(0, span.start - 4) : span.end]
        found = re.search(rf"(?i)\b(an?)\s+{opening}", stated)
        if found:
            return found[1].lower() + " "
    return ""


def _unquoted(text: str) -> str:
    return text.strip("\"“”'").replace('"', "").replace("“", "").replace("”", "")


def _lowered(text: str, requirement: Requirement, job_description: str) -> str:
    """The text as it would stand in mid-sentence: proper names and acronyms keep their capitals."""
    first = re.match(r"[\w'’+#./&-]*", text).group()
    plain = first.rstrip(".,")
    if not plain or not plain[0].isupper() or _is_proper(plain, text, requirement, job_description):
        return text
    return text[0].lower() + text[1:]


def _is_proper(word: str, text: str, requirement: Requirement, job_description: str) -> bool:
    if any(character.isupper() or character.isdigit() for character in word[1:].replace("-", "")) and not re.search(
        r"[a-z]-[A-Z]", word
    ):
        return True
    if len(word) == 1 and word != "A":
        return True
    lower = word.lower().replace("’", "'")
    is_verb = lower in VERBS and requirement.kind != "skill"
    if (lower in _case_sensitive_words() and not is_verb) or SPOKEN.match(text):
        return True
    ordinary = lower in _ORDINARY or lower in VERBS or lower in ADJECTIVE_WORDS
    if ordinary or (requirement.kind == "soft" and len(word) > 1):
        return False
    stated = " ".join(span.of(job_description) for span in requirement.spans)
    if re.search(rf"\b{re.escape(lower)}\b", stated):
        return False
    if re.search(rf"(?:[a-z0-9,]|\bor|\band) {re.escape(word)}\b", job_description):
        return True
    if re.search(rf"\b{re.escape(lower)}\b", job_description):
        return False
    return not _ORDINARY_ENDING.search(lower)


def _looks_proper(word: str) -> bool:
    return any(character.isupper() for character in word)


@cache
def _case_sensitive_words() -> frozenset[str]:
    """First words of names that are ordinary words as well: Go, Rust, Excel."""
    return frozenset(
        surface.split()[0].lower()
        for term in load_vocabulary().terms.values()
        if term.case_sensitive
        for surface in (term.name,)
    )
