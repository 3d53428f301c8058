"""Stated facts: human languages with their level, licences and certificates, address, right to work."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evaluations.engines.local.denial import is_absent
from evaluations.engines.local.hedges import is_lapsed
from evaluations.engines.local.resume import SHOWING, Passage, Resume
from evaluations.engines.local.titles import TITLE
from evaluations.engines.local.words import likeness, stems_of, stretch_of, weighted_stems

LANGUAGES = (
    "english german french spanish italian portuguese dutch polish swedish norwegian danish finnish czech slovak hungarian romanian "
    "bulgarian greek turkish russian ukrainian arabic hebrew persian farsi hindi urdu bengali punjabi tamil telugu marathi gujarati "
    "kannada malayalam mandarin cantonese chinese japanese korean vietnamese thai indonesian malay tagalog swahili igbo yoruba hausa "
    "amharic croatian serbian slovenian lithuanian latvian estonian catalan basque irish welsh albanian macedonian icelandic nepali "
    "sinhala burmese khmer lao mongolian kazakh uzbek azerbaijani armenian georgian maltese luxembourgish afrikaans zulu xhosa"
).split()
_LANGUAGE = re.compile(rf"\b(?:{'|'.join(LANGUAGES)})\b", re.IGNORECASE)
# Levels as the six of the Common European Framework: A1 is 1, C2 is 6, a mother tongue 7.
_GRADES: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (grade, re.compile(pattern, re.IGNORECASE))
    for grade, pattern in (
        (7, r"\blangue maternelle\b|\bmuttersprache\b|\blengua materna\b|\bl[ií]ngua materna\b|\bmadrelingua\b|\bnative\b|\bmother.?tongue\b|\bfirst language\b|\bbilingual\b|\bbilingually\b"),
        (6, r"\bC2\b|\bnear-native\b|\bmastery\b"),
        (5, r"\bC1\b|\bfluen\w+|\bhighly proficient\b|\badvanced\b|\bexcellent\b|\bfull professional\b|\bvery good\b|\bnegotiation level\b|\bperfect\b|\bflawless\b|\bbusiness.fluent\b"),
        (4, r"\bB2\b|\bprofessional\b|\bbusiness\b|\bproficien\w+|\bworking\b|\bgood\b|\bupper.intermediate\b|\bstrong\b"),
        (3, r"\bB1\b|\bintermediate\b|\bconversational\b|\bconversant\b"),
        (2, r"\bA2\b|\bbasic\b|\belementary\b|\bschool level\b|\bbasics\b|\blimited\b|\bpre-intermediate\b"),
        (1, r"\bA1\b|\bbeginner\b|\blearning\b|\bnotions\b"),
    )
)  # fmt: skip
# Test results and the level they stand for, from the publishers' own tables.
_TESTS: tuple[tuple[re.Pattern[str], tuple[tuple[float, int], ...]], ...] = (
    (re.compile(r"\bIELTS\b[^\d\n]{0,25}(\d(?:\.\d)?)\b"), ((8.5, 6), (7.0, 5), (5.5, 4), (4.0, 3))),
    (re.compile(r"\bTOEFL\b[^\d\n]{0,20}(\d{2,3})\b"), ((114, 6), (95, 5), (72, 4), (42, 3))),
    (re.compile(r"\bTOEIC\b[^\d\n]{0,20}(\d{3})\b"), ((945, 5), (785, 4), (550, 3))),
)
_GOES_ON = r"(?:and|or|to|with|for|at|on|as|by|every|each|daily|using|during|across|while|when|from|into|because|about|speakers?|speaking|since|both|a|the)"
_STATED_LEVEL = re.compile(
    r"(?i)\s*[,:(–—-]\s*(?:(?:not\s+)?(?:native|fluent)|mother|first\s+language|bilingual|[ABC][12]\b|near-native|advanced|intermediate|basic|beginner|conversational|business|professional"
    r"|working|proficien|excellent|very\s+good|good|spoken|written|used\s+(?:daily|every|at|with|in)|learn(?:ed|t)|daily|every\s+day)"
)
_OWN_NAMES = {
    "french": "fran[cç]ais", "german": "deutsch", "spanish": "espa[nñ]ol|castellano", "portuguese": "portugu[eê]s", "italian": "italiano",
    "dutch": "nederlands", "polish": "polski", "swedish": "svenska", "danish": "dansk", "norwegian": "norsk", "czech": "[cč]e[sš]tina",
    "turkish": "t[uü]rk[cç]e", "romanian": "rom[aâ]n[aă]", "catalan": "catal[aà]", "finnish": "suomi", "hungarian": "magyar",
}  # fmt: skip
_STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado", "CT": "Connecticut",
    "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa",
    "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan",
    "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
    "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio",
    "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia",
    "WI": "Wisconsin", "WY": "Wyoming", "DC": "Washington, D.C.",
}  # fmt: skip
_STATE_CODES = {name.lower(): code for code, name in _STATES.items()}
PLACE_ASKED = re.compile(
    r"\b(?:residents?|home-based|territory|liv(?:e|es|ing) in|resid(?:e|es|ing|ent)|located in|based in|location|commut\w+|reside\w*|states? of|in the office|office days|onsite|on-site|hybrid)\b",
    re.IGNORECASE,
)
PERMIT_ASKED = re.compile(
    r"\b(?:authori[sz]ed to work|work authori[sz]ation|right to work|work permit|visa|sponsorship|legally (?:entitled|authori[sz]ed)|eligib\w+ to work|citizen\w*|security clearance)\b",
    re.IGNORECASE,
)
_PERMIT_STATED = re.compile(
    r"\b(?:citizen|permanent resident|green card|work permit|authori[sz]ed to work|right to work|no (?:visa|sponsorship)|eu passport|settled status|eligible to work|residence permit|without (?:visa )?sponsorship|need no (?:visa|sponsorship))\b",
    re.IGNORECASE,
)
_HYBRID_STATED = re.compile(
    r"\b(?:hybrid|(?:in|at) (?:the|an?) (?:\w+ )?office|office days|on-?site|days a week in|willing to commute)\b",
    re.IGNORECASE,
)
_PEOPLES = {
    "Portuguese": "Portugal", "Spanish": "Spain", "German": "Germany", "French": "France", "Italian": "Italy", "Dutch": "Netherlands",
    "Polish": "Poland", "British": "United Kingdom", "Irish": "Ireland", "Swiss": "Switzerland", "Austrian": "Austria", "Belgian": "Belgium",
    "Swedish": "Sweden", "Danish": "Denmark", "Norwegian": "Norway", "Finnish": "Finland", "Greek": "Greece", "Czech": "Czech",
    "Romanian": "Romania", "Canadian": "Canada", "Mexican": "Mexico", "Brazilian": "Brazil", "Indian": "India", "Australian": "Australia",
}  # fmt: skip
_EUROPE = re.compile(
    r"\b(?:Portugal|Spain|Germany|France|Italy|Netherlands|Poland|United Kingdom|UK|England|Scotland|Wales|Ireland|Switzerland|Austria|Belgium|Sweden|Denmark|Norway"
    r"|Finland|Greece|Czech\w*|Romania|Hungary|Slovakia|Slovenia|Croatia|Serbia|Bulgaria|Estonia|Latvia|Lithuania|Luxembourg|Malta|Cyprus|Iceland|CET|CEST|EET|WET|GMT|UTC(?!\s*[-+±]?\s*[4-9])(?!\s*-))\b"
)
_DRIVING = re.compile(r"\bdriv(?:ing|er'?s?) licen[cs]e\b|\bvalid licen[cs]e\b", re.IGNORECASE)
TRAVEL_ASKED = re.compile(r"\btravel\w*\b|\brelocat\w+", re.IGNORECASE)
_ADDRESS = re.compile(r"\b[A-Z][a-z][\w-]*(?: [A-Z][\w-]+)*,\s*[A-Z]\w*")
_LICENSED = re.compile(r"\b(?:licen[cs]\w*|certif\w*|registered|registration|credential\w*|chartered)\b", re.IGNORECASE)
# Who issued it and when: what a keyword list does not say.
_PARTICULARS = re.compile(
    r"(?i)\b(?:valid|until|through|expires?|issued|awarded|granted|passed|since|renewed)\b|\b(?:association|council|board|institute|university|college|society|authority|ministry|red cross|academy)\b|\b(?:19|20)\d\d\b"
)
_STATED_BEFORE = re.compile(
    r"(?i)\W*(?:(?:I\s+)?(?:hold|holder\s+of|have|earned|obtained|gained)\s+)?(?:an?|the|my|full|clean|valid|active|current)?\s*"
)
_STATED_AFTER = re.compile(
    r"(?i)\s*(?:provider\s+)?(?:licen[cs]e|certificat\w+|card)?\s*(?:$|[,(:.–—-]|(?:since|valid|issued|from|expires?|until|through|renewed|passed|held|without|never|in\s+force|category|class|granted|awarded)\b)"
)
_IN_FORCE = re.compile(r"(?i)\s*[,(]?\s*(?:since|valid|expires?|renewed|in\s+force|current)\b")
_MOST_WORDS_BETWEEN = 2
_GENERIC_CREDENTIAL = stems_of(
    "certification certificate certified license licensed licence current active valid required registered registration professional state "
    "provider obtain within hire days months issued accredited equivalent work performed where program holder card"
)


@dataclass(frozen=True)
class Fact:
    """A statement found, with the clean-text stretch to quote."""

    start: int
    end: int
    passage: Passage


def languages_in(text: str) -> list[str]:
    """The human languages a text names, lower case, in order."""
    return list(dict.fromkeys(match.group().lower() for match in _LANGUAGE.finditer(text)))


def grade_of(text: str) -> int | None:
    """The level a text states for a language in words or as the result of a test, None when it states none."""
    for pattern, edges in _TESTS:
        result = pattern.search(text)
        if result is not None:
            return next((grade for least, grade in edges if float(result[1]) >= least), 3)
    if re.search(r"\bOET\b", text):
        return 5 if not re.search(r"\b(?:C\+?|D)\b", text) else 4
    return next((grade for grade, pattern in _GRADES if pattern.search(text)), None)


def language_statements(language: str, resume: Resume) -> list[tuple[Fact, int | None]]:
    """Where the résumé states a language, and the level there; statements with a level first."""
    found = []
    name = re.compile(
        rf"\b(?:{'|'.join((re.escape(language), *filter(None, [_OWN_NAMES.get(language)])))})(?!\w)", re.IGNORECASE
    )
    for passage in resume.passages:
        if passage.place in ("dropped", "identity", "header"):
            continue
        match = name.search(passage.text)
        if match is None or is_absent(passage.text, *match.span(), own=passage.place not in SHOWING):
            continue
        if passage.section == "copied":
            continue
        if passage.place in ("role", "project", "education", "leisure") and not _is_language_line(passage.text, match):
            continue
        bilingual = re.search(r"\bbilingual\b", passage.text, re.IGNORECASE)
        following = _LANGUAGE.search(passage.text, match.end())
        before = list(_LANGUAGE.finditer(passage.text, 0, match.start()))
        start = before[-1].end() if before and not bilingual else 0
        near = passage.text[start : following.start() if following and not bilingual else len(passage.text)]
        near = re.split(r"[,;]", near)[-1] if before and not bilingual and match.start() > 30 else near
        found.append((Fact(passage.start, passage.end, passage), grade_of(near)))
    return sorted(found, key=lambda item: (item[1] is None, -(item[1] or 0), item[0].start))


def _is_language_line(text: str, name: re.Match[str]) -> bool:
    """Whether a line among others states a language: "Polish, native.", not "Polish, German and Czech customers"."""
    if re.search(r"\w", text[: name.start()]):
        return False
    after = text[name.end() :]
    return _STATED_LEVEL.match(after) is not None or (
        len(after) < 40 and re.match(r"\s*[,:(–—-]", after) is not None and grade_of(after) is not None
    )


def language_used(language: str, resume: Resume) -> Fact | None:
    """A role that was done in a language ("cold calls in German and English")."""
    # What follows a language is no thing that is called after it: "french toast".
    name = re.compile(
        rf"\b(?:in|into|from|both|and)\s+(?:\w+\s+and\s+|\w+,\s+)?(?P<language>{re.escape(language)})(?=\s*(?:$|[^\w\s-]|{_GOES_ON}\b))",
        re.IGNORECASE,
    )
    for passage in resume.in_places("role", "project", "header"):
        match = name.search(passage.text)
        if match is not None and not is_absent(passage.text, *match.span("language")):
            return Fact(passage.start, passage.end, passage)
    return None


def place_statement(wanted: tuple[str, ...], statement: str, resume: Resume) -> Fact | None:
    """The address line that names a wanted place; US states are known by name and by letters."""
    names = [name for name in wanted if name.strip()] or [statement]
    for passage in _addresses(resume):
        for name in names:
            code = _STATE_CODES.get(name.lower().strip())
            if re.search(rf"\b{re.escape(name.strip())}\b", passage.text, re.IGNORECASE):
                return Fact(passage.start, passage.end, passage)
            if code and re.search(rf",\s*{code}\b(?!\w)", passage.text):
                return Fact(passage.start, passage.end, passage)
    return None


def european_address(resume: Resume) -> Fact | None:
    """The address line that lies in a European time zone."""
    for passage in _addresses(resume):
        if _EUROPE.search(passage.text):
            return Fact(passage.start, passage.end, passage)
    return None


def address(resume: Resume) -> Fact | None:
    """The line of a résumé's top that gives a place."""
    for passage in _addresses(resume):
        if _ADDRESS.search(passage.text) and not TITLE.search(passage.text.split("\n")[0]):
            return Fact(passage.start, passage.end, passage)
    return None


def permit_statement(resume: Resume) -> Fact | None:
    """Where the résumé states a right to work."""
    for passage in resume.passages:
        if passage.place in ("dropped", "listed", "role") or passage.section == "copied":
            continue
        match = _PERMIT_STATED.search(passage.text)
        if match is not None and not re.search(
            r"\b(?:need|require)s?\b(?! no)", passage.text[: match.start()][-25:], re.I
        ):
            return Fact(passage.start, passage.end, passage)
    return None


def office_statement(resume: Resume) -> Fact | None:
    """Where the résumé speaks of office days or a hybrid schedule."""
    for passage in resume.passages:
        if (
            passage.place in ("identity", "claimed")
            and passage.section != "copied"
            and _HYBRID_STATED.search(passage.text)
        ):
            return Fact(passage.start, passage.end, passage)
    return None


def place_names(statement: str) -> list[str]:
    """The capitalised places a statement names ("near New York City, Tempe or Los Angeles")."""
    tail = re.split(r"\b(?:near|in|from|around|at|of)\b", statement)
    names = [name for part in tail[1:] for name in re.findall(r"\b[A-Z][\w.]+(?: [A-Z][\w.]+)*", part)]
    names += [place for word, place in _PEOPLES.items() if re.search(rf"\b{word}\b", statement)]
    return [name for name in names if name.lower() not in ("united states", "us", "usa", "uk")]


def _addresses(resume: Resume) -> list[Passage]:
    return [p for p in resume.passages if p.place == "identity" or (p.place == "claimed" and p.section == "")]


def credential_statements(statement: str, concepts: list[tuple[int, int]], resume: Resume) -> list[tuple[Fact, str]]:
    """Where a licence or certificate stands: ("held" | "lapsed" | "listed" | "near") for each place, best first.

    concepts are the mentions of the asked credential; without any, its own telling words decide.
    """
    order = {"held": 0, "lapsed": 1, "near": 2, "listed": 3}
    found: list[tuple[Fact, str]] = []
    asked = tuple((word, weight) for word, weight in weighted_stems(statement) if word not in _GENERIC_CREDENTIAL)
    telling = frozenset(word for word, _ in asked)
    for passage in resume.passages:
        if passage.place in ("dropped",):
            continue
        is_named = any(passage.start <= start and end <= passage.end for start, end in concepts)
        share = 1.0 if is_named else likeness(asked, stems_of(passage.text))[0] if not concepts else 0.0
        if share < 0.5 or (not concepts and len(telling) > 1 and len(telling & stems_of(passage.text)) < 2):
            continue  # "first person to hear complaints" states no first aid
        named = next(
            (
                (start - passage.start, end - passage.start)
                for start, end in concepts
                if passage.start <= start and end <= passage.end
            ),
            None,
        )
        place = named or stretch_of(passage.text, telling) or (0, 0)
        if named is None and passage.place in ("role", "project") and not _stands_together(passage.text, statement):
            continue  # "registered visitors and helped the nurse"
        last = place[1] - len(passage.text[: place[1]].split()[-1]) if place[1] else 0
        own = passage.place not in SHOWING
        if is_absent(passage.text, *place, own=own) or is_absent(passage.text, last, place[1], own=own):
            continue
        fact = Fact(passage.start, passage.end, passage)
        if passage.place == "identity":
            continue
        if passage.place == "credential" or (passage.place == "education" and _LICENSED.search(passage.text)):
            found.append(
                (fact, "lapsed" if is_lapsed(_entry_of(passage, resume)) else "held" if share >= 0.6 else "near")
            )
        elif share >= 0.6 and _is_stated(passage, *place):
            found.append((fact, "lapsed" if is_lapsed(_line_of(passage, resume)) else "held"))
        elif passage.place in ("role", "project", "header", "education"):
            # A title or a task makes the licence likely; the licence itself is not stated.
            found.append((fact, "near"))
        elif share >= 0.6 and passage.section != "copied" and _has_particulars(passage, resume):
            found.append((fact, "lapsed" if is_lapsed(_line_of(passage, resume)) else "held"))
        else:
            found.append((fact, "listed"))
    return sorted(found, key=lambda item: (order[item[1]], item[0].start))


def _stands_together(text: str, statement: str) -> bool:
    """Whether the words a sentence shares with the name of a credential stand in one phrase."""
    place = stretch_of(text, stems_of(statement))
    if place is None:
        return False
    words = re.findall(r"\w[\w'’-]*", text[place[0] : place[1]])
    return sum(not stems_of(word) & stems_of(statement) for word in words) <= _MOST_WORDS_BETWEEN


def _is_stated(passage: Passage, start: int, end: int) -> bool:
    """Whether a line of a role is about the credential alone: "Driving licence, category B, since 2009".

    The title of a job is none ("Registered Nurse, St Mary's"), unless it says since when or until when.
    """
    if passage.place not in ("role", "header") or _STATED_BEFORE.fullmatch(passage.text, 0, start) is None:
        return False
    after = _STATED_AFTER.match(passage.text, end)
    return after is not None and (passage.place == "role" or _IN_FORCE.match(passage.text, end) is not None)


def _has_particulars(passage: Passage, resume: Resume) -> bool:
    """Whether issuer or date stand beside a credential; what stands elsewhere in a long list of words belongs to others."""
    line = _line_of(passage, resume)
    if line.count(",") + sum(other.line == passage.line for other in resume.passages) > 7:
        line = passage.text
    return bool(_PARTICULARS.search(line))


def _entry_of(passage: Passage, resume: Resume) -> str:
    """What a line says of one credential: all of it, unless it lists several."""
    line = resume.text[passage.start : passage.end + 2]
    listed = re.search(r"\s[·•|]|;", line) or re.search(
        r"[·•|;]\s*$", resume.text[max(0, passage.start - 3) : passage.start]
    )
    return passage.text if listed else _line_of(passage, resume)


def _line_of(passage: Passage, resume: Resume) -> str:
    """All sentences of a passage's line."""
    return " ".join(other.text for other in resume.passages if other.line == passage.line)
