"""Which sentences ask something of a candidate, and which only tell about company, pay, rules or the candidate's gain."""

from __future__ import annotations

import re

from evaluations.engines.local.alternatives import list_items
from evaluations.engines.local.sections import Role
from evaluations.engines.local.wording import CREDENTIAL, DEGREE, LOGISTIC

_NOISE = re.compile(
    r"""(?ix)
    \bequal(?:\s+\w+)?\s+opportunit | \bwithout\s+regard\s+to\b | \bdiscriminat | \bprotected\s+(?:veteran|characteristic|class|by\s+law) | \breasonable\s+accommodation | \baccommodations?\s+(?:to|for|during|process)\b
    | \bdisabilit(?:y|ies)\b.*\b(?:accommodat|need|assist)\w* | \bby\s+(?:submitting|applying)\b | \ball\s+qualified\s+applicants | \bqualified\s+applicants\s+with | \bcriminal\s+histor | \bprivacy\s+(?:policy|notice|statement) | \bgdpr\b.*\bapplicant | \bencourage\s+(?:you\s+)?(?:\w+\s+){0,3}to\s+apply | \bencouraged?\s+(?:to\s+apply|applica)
    | \b(?:don't|do\s+not|doesn't)\s+(?:fully\s+)?(?:meet|tick|have|match|check)\s+(?:every|all|100) | \bmeet\s+every\b | \bstudies\s+(?:have\s+)?show | \bapply\s+(?:now|today|here|online|via|by|anyway|through)\b | \bplease\s+(?:apply|send|submit|contact|visit|complete|email) | \b(?:how|want|wish|ready|like|invited?|encouraged?|welcome|urged?)\s+(?:you\s+|candidates\s+)?to\s+apply\b | \bto\s+apply\b(?:\s+(?:for|to|via|through|online|now|here|by|at|with|please|click|send|submit|visit)\b|\s*[.,:!]|\s*$)
    | \bsalary\s+(?:range|band|is|of|for) | \b(?:actual|starting|final)\s+(?:starting\s+|base\s+)?(?:pay|salary|compensation)\b | \bpay\s+(?:range|rate|transparency) | \bbase\s+(?:pay|salary) | [$£€]\s?\d[\d,.]*(?:k\b|\s*(?:-|to|per|/|a\s+year|annual)) | \b401\s?\(?k | \b(?:health|dental|vision|medical|life|disability)(?:\s+and\s+\w+|,?\s+(?:and\s+)?(?:dental|vision|life|medical))*\s+(?:insurance|coverage|benefits|plans?)\b | \bpaid\s+(?:time\s+off|holidays?|leave|vacation|parental|annual|sick) | \b(?:benefits?|perks?)\s+(?:package|include|plan|program)
    | \b(?:no|application)\s+(?:application\s+)?deadline | \bcover\s+letter | \bcompetitive\s+(?:salary|pay|compensation|benefits) | \be-?verify\b | \brecruitment\s+agenc | \b(?:recruitment|job|hiring|employment)\s+(?:scams?|fraud) | \bthis\s+is\s+an\s+authentic\b | \bthis\s+job\s+(?:description|posting|is\s+accepting) | \bnot\s+(?:intended\s+to\s+be|an\s+exhaustive) | \bother\s+duties\s+(?:as|may)\b | \bduties\s+as\s+assigned
    | \bclick\s+(?:here|to|the) | \bread\s+more\b | \blearn\s+more\s+about\b | \bfollow\s+us\b | \bhttps?://\S+\s*$ | \bstock\s+options\b | \bpension\b(?!.*\bexperience) | \bwe\s+look\s+forward\b | \bget\s+in\s+touch\b | \bhear\s+from\s+you\b | \bright\s+candidate\s+for\s+this\b | \bstrictly\s+based\s+on\s+merit\b | \bequity\s+(?:plan|grants?|package)\b
    """
)
_INVITES = re.compile(
    r"(?i)\bcome\s+(?:and\s+)?join\b|\bjoin\s+us\b|\bwant\s+to\s+(?:talk\s+to|hear\s+from|meet)\s+you\b|\blove\s+to\s+(?:talk\s+to|hear\s+from|meet)\s+you\b"
    r"|\b(?:our|company|employer|corporate|core)\s+values\b|\bembod\w+\b.{0,40}\bvalues\b|^(?:full|part)[- ]time\b.{0,25}$|^(?:permanent|contract|temporary|fixed[- ]term)\b.{0,25}$|^[A-Z]\w+\s+will\s+(?:provide|offer|train|cover|pay|give)\b"
)
_ASIDE = re.compile(
    r"(?x)^(?:(?:The|This)\s(?:school|company|trust|team|organi[sz]ation|firm|charity|hospital|business|council|university|college|practice|club|hotel|restaurant)\b(?!.*\b(?:required|must|essential)\b)|(?:We|Our)\s(?!(?:(?:are|also|'re|will|do)\s)*(?:looking|requir|expect|need|seek|ask|want|would|prefer|'d\s))"
    r"|(?:At|As\s+(?:a|an|part|one))\s(?!.*\b(?:must|required|you(?:'ll)?\s+(?:need|have|must|should))\b).*\b(?:we|our|is|are|you\s+will)\b|(?:Join|Come|Ready|Learn|Find|Read|Please|Note|Sounds?\s+like|If\s+(?:this|you're\s+excited|you\s+are\s+excited))\s|(?:We're|We\s+are)\s(?:an?|the|on|proud|committed|building|growing)\s|It\smeans\s|(?:Here|There)\s(?:is|are)\s|N/A$|(?:None|Not\s+applicable)\.?$"
    r"|(?!(?:Experience|Knowledge|Travel|Proficiency|Fluency|Familiarity|Ability|You|Candidates?|Applicants?|Must|This\s+(?:role|position)|The\s+(?:ideal|successful|candidate|role|position)|It|Python|Java|English|Some|Any|A|An)\b)[A-Z][\w&'.]+(?:\s[A-Z][\w&'.]+){0,3}\s(?:is\s+(?:a|an|the|powered|committed|proud|one|looking|building|on)\b|are\s+(?:a|an|the|committed|proud)\b|offers?\b|provides?\b|was\s+(?:founded|named)|has\s+(?:been|over|grown|raised)|helps?\b|serves?\b|believes?\b)(?!.*\b(?:required|preferred|plus|must|essential|desirable|advantage|asset)\b))"
)
_CANDIDATE_GAINS = re.compile(
    r"(?i)^(?:you(?:'d)?\s+(?:would\s+)?(?:want\s+to|get\s+to|will\s+get|like\s+to\s+(?:be|join)|will\s+(?:receive|be\s+(?:joining|surrounded|part|given|supported))|look\s+forward)|you'll\s+(?:get|receive|be\s+(?:joining|part|given|supported))|the\s+(?:chance|opportunity)\s+to|an?\s+opportunity\s+to)\b|\byour\s+own\s+career\b|\bgrow\s+your\s+career\b"
)
_STRONG = re.compile(
    r"(?i)\b(?:you|candidates?|applicants?|must|required|essential)\b.{0,60}\b(?:years?|experience|degree|certif\w+|licen[sc]\w+|proficien\w+|fluent|knowledge)\b|\b\d+\+?\s*(?:\(\d+\)\s*)?(?:-\s*\d+\s*|to\s+\d+\s*|or\s+more\s+)?(?:years?|yrs)\b.{0,60}\b(?:experience|in|as|with)\b|\bexperience\b.{0,30}\b(?:required|preferred|essential|desirable|a\s+plus|is\s+a\s+must)\b"
    r"|\b(?:degree|diploma|certification|certificate|licen[sc]e|fluency|proficiency|knowledge)\b.{0,40}\b(?:required|preferred|essential|desirable|a\s+plus|a\s+must|is\s+an\s+asset)\b|\b(?:must|should|need\s+to)\s+(?:have|be|possess|hold|speak|know)\b|\brequired\s+to\s+(?:have|hold|possess|be)\b|\b(?:is|are)\s+(?:required|essential|mandatory|preferred|desirable|a\s+must|a\s+plus|an?\s+advantage|an?\s+asset)\b"
)
_SOME = re.compile(
    r"(?i)\b(?:you(?:'ve| have| are|'re| bring| should| must|'ll need| will need| need| know| can| enjoy| love|'ll have| will have)|ideal(?:ly)?|looking\s+for\s+(?:an?|someone|people|candidates)|seeking|the\s+(?:right|successful)\s+(?:person|candidate|applicant)|experience\s+(?:in|with|of|working|as|using)|proficien\w+|fluen\w+|familiarity|knowledge\s+of|understanding\s+of|ability\s+to|able\s+to|skills?|degree|certif\w+|licen[sc]e\w*|track\s+record|background\s+in|bonus|a\s+plus|preferred|nice\s+to\s+have|advantage|qualified|comfortable\s+with|passion\w*)\b"
)
# Prose that says what the person has or is like; what the person gets or will do is told apart by the second pattern.
_BRINGS = re.compile(
    r"""(?ix)
    \b(?:you|candidates?|applicants?|the\s+(?:ideal|right|successful|perfect)\s+(?:person|candidate|applicant))(?:'re|'ve|\s+(?:will\s+(?:also\s+)?(?:need|have|possess|bring|be\s+(?:able|comfortable|skilled|experienced|an?\b))|(?:also\s+)?(?:have|are|possess|bring|need|must|can|love|enjoy|think|thrive|hold|speak|know|understand|should|live\s+and\s+breathe)))\b
    | \b(?:someone|somebody|a\s+(?:person|candidate)|individuals?|people)\s+(?:who|with|that)\b
    | \brequires?\s+(?:an?\s+)?(?:\w+\s+){0,2}(?:candidate|person|individual|someone)\b
    | \b(?:is|are)\s+required\b | \bmust\s+(?:be|have)\b
    """
)
_GETS = re.compile(
    r"""(?ix)
    \byou(?:'ll|'re|'ve|\s+(?:will|are|have))?\s+(?:also\s+|all\s+|always\s+|even\s+)?(?:have\s+)?(?:the\s+|an?\s+|full\s+)?(?:opportunit|chance|access|freedom|everything|questions?|say\b|impact|autonomy|ownership|responsib|joining|welcome|encouraged|eligible|entitled|free\s+to|part\s+of|invited|given|offered|expected\s+to\s+(?:react|work|be\s+part)|going\s+to|able\s+to\s+(?:make|shape|grow|work\s+from)|working\s+(?:with|on|in)|in\s+charge|reporting)
    | \byou\s+(?:can|will|are)\s+(?:expect|learn|find|receive|get|grow|join|report|be\s+(?:part|working|responsible|reporting|joining|given|empowered|working|the))\b | \bhelp\s+us\s+reach\b | \bif\s+you\s+(?:need|require|have\s+(?:a\s+disability|any|questions)|are\s+(?:a\s+\w+\s+with|unable|interested))\b
    | \byou\s+(?:need|have)\s+to\s+(?:know|do|apply)\b | \bwherever\s+you\s+are\b | \bwho\s+you\s+are\b | \bthan\s+you\s+are\b | \bas\s+you\s+are\b
    """
)
_TOLD = re.compile(
    r"(?i)^(?:you(?:'ll| will)(?!\s+(?:need|have\s+(?:an?\s+|experience|at|strong|proven|\d)|bring|be\s+(?:able|comfortable|fluent|proficient|an?\s+\w+\s+with)))|we(?!\s*(?:'re| are)?\s*(?:looking|need|require|expect|seek|ask|want|would)|'d\s)|our\b|join\b|reporting\b|this\s+(?:role|position)\s+(?:will|is|reports))"
)
_TEACHES = re.compile(
    r"(?i)\b(?:you(?:'ll| will)?\s+(?:be\s+)?(?:trained|learn|taught)|become\s+(?:an?\s+)?(?:\w+\s+)?expert|learn\b|training\s+(?:on|in|will|is)|opportunity\s+to\s+(?:learn|to)|using\s+our\b|in\s+our\s+(?:crm|own|internal|ats|erp)|our\s+(?:crm|internal|proprietary))\b"
)
_RESIDE = re.compile(
    r"(?i)\b(?:must|should|need\s+to|required\s+to|have\s+to)\s+(?:currently\s+|also\s+)?(?:reside|live|be\s+(?:based|located))\s+(?:in|within)\b"
)
_LOCATIONS = re.compile(r"(?i)^(?:available\s+)?locations?$|^(?:role|job|work)\s+locations?$")
_EXPORT = re.compile(
    r"(?i)\b(?:your\s+)?(?:authori[sz]ation|eligib\w+|ability)\s+to\s+(?:receive|access|obtain)\b[^.;]*"
)


_NOT_NEEDED = re.compile(
    r"(?i)\b(?:don't|do\s+not|doesn't|won't)\s+(?:need|require)\b|\bno\s+(?:\w+\s+){0,3}(?:required|necessary|needed)\b"
)
_SEEKS_ONLY = re.compile(
    r"(?i)^.{0,60}\b(?:is|are|'re|am)\s+(?:currently\s+|now\s+|also\s+)?(?:looking\s+for|seeking|hiring|recruiting|searching\s+for)\b"
    r"(?!.*\b(?:with|who|experience[d]?|years?|must|required|has|have|able)\b)"
)


def is_noise(text: str) -> bool:
    """Pay, benefits, equal opportunity, how to apply."""
    return bool(_NOISE.search(text)) and not (DEGREE.search(text) and len(text) < 120)


def is_aside(text: str) -> bool:
    """A sentence about the company or the advertisement inside an asking part."""
    if _NOT_NEEDED.search(text) and not re.search(r"(?i)\b(?:but|plus|advantage|preferred)\b", text):
        return True
    return bool(_ASIDE.search(text) or _SEEKS_ONLY.search(text) or _INVITES.search(text))


def is_wish_of_candidate(text: str) -> bool:
    """What the candidate wants or gets, not what is asked."""
    return bool(_CANDIDATE_GAINS.search(text))


_PROMISES = re.compile(
    r"(?i)you(?:'ll|\s+will|\s+can|\s+may)?\s+(?:also\s+)?(?:experience|get|gain|learn|grow|receive|enjoy|earn)\b"
)


def asks_something(text: str, *, structured: bool, role: Role) -> bool:
    """Whether prose asks something of the candidate; ``structured`` says that the text has requirement lists elsewhere."""
    if is_noise(text) or is_wish_of_candidate(text) or _SEEKS_ONLY.search(text):
        return False
    if role in ("benefits", "legal"):
        return False
    if role == "other" and structured:
        # "You will experience transparency" promises; what is asked so late says how much, or that it must be.
        return bool(_STRONG.search(text)) and not _PROMISES.match(text) and not is_aside(text)
    if role in ("about", "summary") and re.match(
        r"(?i)(?:finally,?\s+|so\s+)?we\s+(?:seek|hire|value|love|look\s+for)\s+people\b", text
    ):
        return False
    if role == "about" and structured:
        return bool(
            re.search(r"(?i)\b(?:you|candidates?|applicants?)\b[^.]{0,20}\b(?:must|need|required|should)\b", text)
        ) and bool(_STRONG.search(text))
    if role in ("summary", "place", "title", "duties") and structured:
        return is_said_of_candidate(text) and not is_aside(text) and not text.rstrip().endswith("?")
    if is_aside(text) and not _STRONG.search(text):
        return False
    if (
        _STRONG.search(text)
        or DEGREE.search(text)
        or LOGISTIC.search(text)
        or (CREDENTIAL.search(text) and role in ("requirements", "unknown"))
    ):
        return True
    if structured and role not in ("requirements", "unknown"):
        return False
    return bool(_SOME.search(text)) and not _TOLD.search(text)


def is_said_of_candidate(text: str) -> bool:
    """Whether a sentence of prose says what the person has or is like, not what the person will do or get."""
    if re.search(r"(?i)\b(?:is|are)\s+(?:also\s+)?required\b|\bmust\s+(?:have|be|hold)\b|\brequires?\s+an?\b", text):
        return True
    return bool(_BRINGS.search(text)) and not _GETS.search(text)


def duty_teaches(text: str) -> bool:
    """Whether a duty names a thing the employer teaches or owns."""
    return bool(_TEACHES.search(text))


def logistics_in(text: str, role: Role, lead: str) -> list[tuple[int, int, tuple[str, ...], str]]:
    """Demands of place, hours, travel or right to work in a sentence: stretch, alternatives, and a name if one is clear."""
    if is_noise(text):
        return []
    if lead and _LOCATIONS.match(lead.strip()) and role != "title" and len(text.split()) <= 14:
        end = len(text.rstrip(" ."))
        options = _places(text[:end]) if re.search(r"(?i)\bor\b|,|/|;", text) else ()
        return [(0, end, options, "Based in " + text[:end] if len(text) < 60 else "")]
    export = _EXPORT.search(text)
    if export and re.search(r"(?i)\bexport|clearance|sponsorship", text):
        return [(export.start(), len(text[: export.end()].rstrip(" .")), (), "")]
    found = LOGISTIC.search(text)
    if not found:
        return []
    asked = re.search(
        r"(?i)\b(?:must|required?|need(?:s|ed)?\s+to|expected|will(?:ing(?:ness)?)?|have\s+to|should|able|ability|availab\w+|eligib\w+|necessary|candidates?|applicants?|sponsor\w*)\b",
        text,
    )
    told = re.search(
        r"(?i)^(?:we|our)\s+(?:have|offer|provide|are)\b(?!.*\bsponsor)|\bremote(?:-first)?\s+(?:company|team)\b|\bcustomers\b",
        text,
    )
    if not asked or told or (role in ("title",) and not re.search(r"(?i)\bmust\b", text)):
        return []
    if role in ("about", "benefits", "summary", "legal", "other", "unknown") and not re.search(
        r"(?i)\b(?:must|required|need\s+to|have\s+to|expected\s+to)\b.*|\bauthori[sz]\w+\s+to\s+work|\bsponsor", text
    ):
        return []
    if role == "duties" and not re.search(r"(?i)\btravel\b|\bshifts?\b|\bon-call\b|\bmust\b", text):
        return []
    end = len(text.rstrip(" ."))
    options: tuple[str, ...] = ()
    reside = _RESIDE.search(text)
    if reside and ":" in text[reside.end() :]:
        options = _places(text[text.index(":", reside.end()) + 1 : end])
    elif reside and re.search(r"(?i)\bor\b", text[reside.end() : end]):
        options = _places(text[reside.end() : end])
    return [(0, end, options, "")]


def _places(words: str) -> tuple[str, ...]:
    items, _ = list_items(words, 0, len(words))
    names = tuple(dict.fromkeys(words[a:b].strip(" .") for a, b in items))
    return names if len(names) > 1 else ()
