"""Which part of a job description a line belongs to: told by its heading, however that is written, or by its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from evaluations.engines.local.lines import Line
from evaluations.engines.local.wording import DEGREE, VERBS

Role = Literal[
    "title",
    "about",
    "summary",
    "duties",
    "requirements",
    "preferred",
    "physical",
    "place",
    "benefits",
    "legal",
    "other",
    "unknown",
]

REASONS: dict[Role, str] = {
    "title": "title and facts about the posting",
    "about": "about the company or the team",
    "summary": "about the role",
    "duties": "a duty that names no particular skill",
    "requirements": "asks nothing that can be checked",
    "preferred": "asks nothing that can be checked",
    "physical": "asks nothing that can be checked",
    "place": "about the place of work",
    "benefits": "pay and benefits",
    "legal": "legal and application notes",
    "other": "below a heading that asks for nothing",
    "unknown": "asks nothing that can be checked",
}

HEADING = "a heading"
NOISE = "pay, rules or how to apply"
OPENS_LIST = "opens the list below, one of which is enough"
WAIVED = "says what may be waived"

# In the order in which they are asked: the first that fits a heading gives its part.
_HEADINGS: list[tuple[Role, re.Pattern[str]]] = [
    (role, re.compile(pattern, re.IGNORECASE))
    for role, pattern in [
        ("about", r"\byou(?:'ll| will) work with\W*$"),
        (
            "legal",
            r"\bequal (?:employment |job )?opportunit|\beeo\b|\bdiversity\b|\binclusion\b|\bprivacy\b|\baccommodat|\bdisclaimer"
            r"|\bhow we hire\b|^(?:the|our) process$|^fairness\b|\b(?:how|ready|click|where|want) to apply\b|\bapply (?:now|here|today)\b|\b(?:application|hiring|interview|recruitment|selection) process\b"
            r"|\bstay in the know\b|\blegal\b|\bnotice\b|\bfraud\b|\bbackground checks?\b|\be-?verify\b|\bclosing date\b|\bapplication (?:deadline|instructions)\b"
            r"|\bnext steps\b|\bsafeguarding statement\b|\bimportant information\b|\bnote to (?:agencies|recruiters)\b|\bhow you can apply\b|\bto apply\b|\bcontact\b",
        ),
        (
            "benefits",
            r"\byou(?:'ll| will) (?:learn|gain|receive|enjoy)\b|\bbenefits?\b|\bperks?\b|\bcompensation\b|\bsalary\b|\bpay\b|\brewards?\b|\bwhat (?:we|you'll|you will|you|can we) (?:can |will )?(?:offer|get|receive|gain)\b|\bwe offer\b|\bwhat(?:'s| is) in it for you\b"
            r"|\bwhy (?:join|work|us|you'll love|you will love|choose|come|be part)\b|\bequity\b|\btime off\b|\bwhat to expect\b|\b(?:career )?(?:pathways?|progression)\b|\bour offer\b|\blife at\b|\bwell-?being\b"
            r"|\bgrowth opportunities\b|\bremuneration\b|\bin return\b|\bthe package\b|\bwhat's on offer\b|\bwe provide\b|\bworking (?:here|at)\b|\bwhat you can expect\b|\binsurance\b|\bholidays?\b|\bwage\b",
        ),
        (
            "physical",
            r"\bphysical (?:requirements?|demands?|abilit\w+|activit\w+|effort)\b|\bworking conditions?\b|\bwork(?:ing)? environment\b|\benvironmental (?:conditions|factors)\b|\bmental demands\b",
        ),
        (
            "preferred",
            r"\bwould help\b|\bhelps? if\b|\byou (?:may |might )?also (?:have|bring)\b|\bnice[- ]to[- ]haves?\b|\bbonus\b|\bpreferred\b|\bpreferences?\b|\bplus(?:es)?\b|\bdesir(?:able|ed)\b|\bgood to have\b|\badvantage\w*\b|\beven better\b|\bextra (?:credit|points?)\b|\bbrownie\b"
            r"|\b(?:great|good|helpful|useful|ideal) if you\b|\bwould be (?:great|nice|good|ideal|an?)\b|\b(?:ideally|optional|bonuses)\b|\bideal candidate also\b|\bnot (?:required|essential)\b|\bstand out\b|\bset you apart\b|\bwe'd (?:also )?love\b|\bwish ?list\b|\basset\b|\bpoints for\b|\bmight also\b|\bmay also have\b|\bit(?:'s| is) a plus\b|\badditional (?:skills|qualifications|experience)\b",
        ),
        (
            "requirements",
            r"\b(?:what )?kind of (?:person|people)\b|\bwho (?:fits|gets along)\b|\bwhat do (?:we|you) (?:need|want|look|expect|require|have)\b|\brequire(?:d|ments?)?\b|\bqualifications?\b|\bqualified\b|\bwhat (?:we(?:'re| are)?|you(?:'ll| will)?) (?:look|looking|need|bring|expect|are looking|seek|require|value|want|have|should)\b|\blook(?:ing)? for\b|\bwho (?:you are|are you|we want|we need|should apply|we(?:'re| are) looking for)\b"
            r"|\babout you(?:rself)?\b(?!r (?:role|team|job|new|day))|\bskills?\b|\byou(?:'ll| will)? (?:have|bring|need|are|possess|should|might be|may be)\b|\byou(?:'ve| have) got\b|\byou(?:'re| are)\b(?! (?:joining|going|getting))|\bmust[- ]haves?\b|\bexperience\b(?! (?:the|our))|\beducation\b|\bknowledge\b|\b(?:your|candidate|person(?:al)?|ideal) (?:profile|background|specification|qualities|attributes|experience|candidate|strengths|toolkit)\b"
            r"|\bprofile\b|\bthe (?:ideal|successful|right) (?:candidate|person|applicant)\b|\bwe expect\b|\bessential(?:s| criteria)?\b(?! (?:duties|functions|job|responsib))|\bcompetenc|\babilit|\bcredentials?\b|\blicens|\bcertificat|\btraits\b|\byour (?:skill|tech)|\bcriteria\b|\bbackground\b|\bapply if\b|\b(?:good|great|right|perfect) fit\b|\bfor you if\b|\b(?:you(?:'ll| will| may| might|'d)|who) thrives?\b|\bsubstitutions?\b|\bprerequisites?\b|\bminimum\b|\bdo you have\b|\bwhat it takes\b|\bwhat makes you\b|\bhow you(?:'ll)? (?:qualify|succeed)\b|\bto be successful\b|\bto succeed\b|\byou'd (?:be|have)\b|\bcandidates? (?:must|should|will|need)\b|\bapplicants? (?:must|should)\b|\bpersonal (?:skills|traits)\b|\btech(?:nical|nology)? (?:stack|environment)\b|\blanguages?\b|\bsounds like you\b|\bexpertise\b|\bwhat you know\b|\bwhat you've done\b|\byou know\b",
        ),
        (
            "place",
            r"\b(?:work )?locations?\b|\bwhere you(?:'ll| will) (?:work|be)\b|\btravel\b|\bwork authori[sz]ation\b|\bschedule\b|\bhours\b|\bshifts?\b",
        ),
        (
            "duties",
            r"\bresponsib|\bwhat (?:you(?:'ll| will| get to|'d| would)?|the role) (?:do|be|get|own|deliver|achieve|work|involve|learn)|\bwhat will you\b|\byou(?:'ll| will)(?: be)?\b|\bduties\b|\bin this (?:role|job|position)\b|\bthe (?:opportunity|challenge|mission|job)\b|\byour (?:impact|mission|day|role|tasks?|work|contribution|responsib|job)\b|\bday[- ]to[- ]day\b|\btypical day\b|\ba day in\b|\baccountabilit|\btasks?\b"
            r"|\bfunctions?\b|\bhow you(?:'ll| will)\b|\bjob (?:description|duties)\b|\bkey (?:areas|activities|deliverables|objectives|tasks)\b|\bthings you\b|\bscope\b|\bwhat does the\b|\bwhat's the job\b|\bprojects?\b|\bobjectives\b|\bdeliverables\b|\bthe work\b|\bfirst \d+ days\b|\bwithin (?:your )?first\b|\bby (?:month|day)\b",
        ),
        (
            "summary",
            r"\b(?:about|the|role|job|position|general) (?:the )?(?:role|position|job|summary|overview|purpose)\b|^(?:summary|overview|description|role|position|job|purpose|introduction)$|\bsummary\b|\boverview\b|\bpurpose\b|\babout this\b",
        ),
        (
            "about",
            r"\babout\b|\bwho we are\b|\bour (?:mission|story|values|culture|team|company|vision|purpose|people|school|hospital|commitment|customers|clients|product|stack|tech)\b|\bthe (?:team|company|department|business|organi[sz]ation|school|firm)\b|\bcompany\b|\bmission\b|\bwhat (?:makes|we do|is|we're building|we are building|drives)\b|\bculture\b|\bvalues\b|\bbecome\b|\bbuilding\b|\bjoin\b|\bwhy\b|\bmeet\b|\bintroduction\b|\bour\b",
        ),
    ]
]
# The most words of a sentence that opens a part at the end of a paragraph.
LONGEST_OPENING = 14
_VERB_SUBJECT = re.compile(r"^(?:you|we|i|they|it|this|these|our|the)\b", re.IGNORECASE)
_INLINE_HEADING = re.compile(r"^([A-Z][^:.!?\n]{2,60}):\s+(?=\S)")
_MINOR = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "if",
        "in",
        "is",
        "of",
        "on",
        "or",
        "our",
        "the",
        "this",
        "to",
        "we",
        "what",
        "who",
        "with",
        "you",
        "your",
        "you'll",
        "will",
        "us",
    ]
)


@dataclass(frozen=True)
class Placed:
    """A line with the part it stands in; ``heading`` says that it is the heading itself.

    ``label`` is the words of the nearest heading, lower case. ``listed`` says that a bulleted list of this part has
    begun, ``grouped`` that the line stands after the part's list rather than in it, ``packed`` that it is one of several lines without a gap.
    """

    line: Line
    role: Role
    heading: bool = False
    label: str = ""
    listed: bool = False
    grouped: bool = False
    packed: bool = False


def _opening_of(text: str) -> str:
    """What a heading with a sentence behind it is called ("Physical demands: The demands described here …")."""
    opening, _, rest = text.partition(":")
    return opening if len(opening.split()) <= 6 < len(rest.split()) and role_of_heading(opening) else ""


def role_of_heading(words: str) -> Role | None:
    """The part a heading opens, or None when its words tell nothing."""
    words = words.strip(" :#*_-.!?…").strip()
    if re.search(
        r"\b(?:essential|key|primary|core|main) (?:duties|functions|job functions|responsib)", words, re.IGNORECASE
    ):
        return "duties"
    if re.search(r"\bideal candidate\b", words, re.IGNORECASE) and not re.search(r"\balso\b", words, re.IGNORECASE):
        return "requirements"
    for role, pattern in _HEADINGS:
        if pattern.search(words):
            return role
    return None


def place(lines: list[Line]) -> list[Placed]:
    """Every line with its part, in order."""
    placed: list[Placed] = []
    role: Role = "title"
    level = 0
    label = ""
    listed = apart = False
    run = 0
    bulleted = sum(bool(line.bullet) for line in lines)
    for index, line in enumerate(lines):
        kind = _heading_kind(lines, index)
        following = lines[index + 1] if index + 1 < len(lines) else None
        if kind:
            named = role_of_heading(_opening_of(line.text.strip()) or line.text)
            own_level = line.marks or {"bold": 7, "capitals": 7, "colon": 8, "plain": 8}[kind]
            if (
                named in ("about", "place", "summary")
                and kind == "colon"
                and role in ("requirements", "preferred", "duties", "benefits", "legal", "other")
            ):
                named = None if named != "summary" else named
            if named is None:
                new = _unnamed(role, level, own_level, kind, index)
            else:
                new = _within(role, named, level, own_level, line.text)
            if new is not None:
                if named is not None or new != role:
                    level = own_level
                role, label, listed = new, line.text.strip(" :").lower(), False
                run, apart = 0, False
                placed.append(Placed(line, role, True, label))
                continue
        opened = _opened_by_last_sentence(line, following)
        if opened in ("benefits", "legal"):
            role, label, listed, apart, run, level = opened, "", False, False, 0, 8
        if role == "title" and not line.marks and len(line.text.split()) > 12:
            role = "summary" if following is not None else "unknown"
            label = ""
        if line.bullet:
            listed = True
        if line.gap_before and run >= 2 and not listed:
            apart = True
        run = 1 if line.gap_before else run + 1
        grouped = (bool(bulleted) and listed and not line.bullet) or apart
        opening = _INLINE_HEADING.match(line.text)
        named = role_of_heading(opening.group(1)) if opening and _SURE.fullmatch(opening.group(1)) else None
        if named:
            role, label, listed, apart, run, level = named, opening.group(1).lower(), bool(line.bullet), False, 0, 8
            grouped = False
        packed = bool(placed) and not line.gap_before and not placed[-1].heading
        if not packed and following is not None and not line.gap_after:
            packed = not following.bullet and not _heading_kind(lines, index + 1)
        packed = packed and not named and len(line.text) < 400
        placed.append(Placed(line, role, False, label, listed, grouped, packed))
    return _with_mislabelled_duties(placed)


def _with_mislabelled_duties(placed: list[Placed]) -> list[Placed]:
    """The lines again, with a list of orders ("Produce …", "Advise …") under "Requirements" taken for the duties it is.

    Only where another part asks for something, so that no posting loses its only list.
    """
    parts: dict[str, list[int]] = {}
    for index, item in enumerate(placed):
        if item.role == "requirements" and item.line.bullet and not item.heading:
            parts.setdefault(item.label, []).append(index)
    orders = {label: sum(_is_order(placed[i].line.text) for i in found) for label, found in parts.items()}
    mislabelled = {label for label, found in parts.items() if len(found) >= 4 and orders[label] >= 0.8 * len(found)}
    if not mislabelled or mislabelled == set(parts):
        return placed
    return [
        replace(item, role="duties") if item.role == "requirements" and item.label in mislabelled else item
        for item in placed
    ]


def _is_order(text: str) -> bool:
    match = re.match(r"(?:[A-Z][a-z]+ly\s+)?([A-Za-z]+)\s+\S", text)
    return bool(match) and match[1].lower() in VERBS


def _opened_by_last_sentence(line: Line, following: Line | None) -> Role | None:
    """What the last sentence of a paragraph opens: "We are forty people. For permanent staff we offer:"."""
    if line.bullet or following is None or not line.text.rstrip().endswith(":"):
        return None
    last = re.split(r"(?<=[.!?])\s+", line.text.strip())[-1]
    return role_of_heading(last) if len(last.split()) <= LONGEST_OPENING else None


def _within(role: Role, named: Role, level: int, own: int, words: str) -> Role:
    """A sub-heading of a preferred or benefits part stays in it unless it plainly opens another."""
    deeper = own > level > 0
    if (
        role == "preferred"
        and named == "requirements"
        and deeper
        and not re.search(r"\b(?:minimum|required?|must|requirements)\b", words, re.IGNORECASE)
    ):
        return role
    if role in ("requirements", "preferred") and named in ("about", "summary", "place") and deeper:
        return role
    if (
        role in ("benefits", "other")
        and named in ("about", "place", "requirements")
        and deeper
        and not re.search(r"\b(?:requirements|qualifications)\b", words, re.IGNORECASE)
    ):
        return role
    return named


def _unnamed(role: Role, level: int, own: int, kind: str, index: int) -> Role | None:
    """What a heading without telling words opens: a sub-part of the present one, or something unknown.

    Beside benefits or legal notes it opens another part at the end of the posting, of which nobody knows what it is.
    """
    if role in ("benefits", "legal", "other", "about", "physical"):
        stays = own > level or kind == "colon" or role in ("about", "physical")
        return role if stays else "other"
    if role == "title":
        return "title" if index < 4 else "about"
    if own > level or kind in ("colon",):
        return role
    return "unknown" if role in ("requirements", "preferred", "duties") else role


# "Hours: full time", "Closing date: 14/3": a fact about the posting that somebody made large, not a heading.
_FACT = re.compile(
    r"(?i)(?:hours|line manager|reports? to|closing date|start date|location|salary|contract|department|team|type|job type|level|grade|reference|pay|rate|duration|schedule|shift|status|posted|employment type)\b[^:?]{0,20}:\s+\S"
)
_SURE = re.compile(
    r"(?i)(?:(?:what|who|how|why|where) (?:you(?:'ll| will|'d)?|we(?:'re| are)?|our)\b[\w' ]*|about (?:you|us|the (?:role|job|position|team|company))|(?:the|your) (?:role|opportunity|team|profile|responsibilities|mission)"
    r"|(?:key |main |core |primary |job |essential )?(?:responsibilities|duties|accountabilities)(?: and responsibilities)?"
    r"|(?:(?:minimum|basic|preferred|required|desired|essential|desirable|key|job|additional|technical|soft|core|other) )?(?:requirements|qualifications|skills|experience|education|criteria|competencies|knowledge)(?: (?:and|&) (?:requirements|qualifications|skills|experience|education|competencies|abilities))?"
    r"|nice[- ]to[- ]haves?|must[- ]haves?|bonus(?: points)?|(?:essential|desirable|preferred|required|benefits|perks|compensation|ideally|pluses)|person specification|skills you should \w+|you (?:have|bring|are)|(?:perks|compensation) (?:and|&) benefits|our benefits|equal opportunit\w+(?: employer)?)"
)


def _heading_kind(lines: list[Line], index: int) -> str:
    """How a line is marked as a heading: "marks", "bold", "capitals", "colon", "plain", or "" when it is none."""
    line = lines[index]
    text = line.text.strip()
    words = re.findall(r"[^\W\d_][\w'&/.-]*", text)
    if not words:
        return ""
    following = lines[index + 1] if index + 1 < len(lines) else None
    if DEGREE.search(text) and not line.marks and not text.endswith(":"):
        return ""
    if line.marks and _FACT.match(text):
        return ""
    if line.marks:
        return "marks" if len(words) <= 16 or _opening_of(text) else ""
    if line.bullet and not (line.bold and following is not None and following.indent > line.indent):
        # A number before a title ("2. Requirements") with a list of another kind below it.
        numbered = (
            line.bullet[0].isalnum()
            and following is not None
            and following.bullet != ""
            and not following.bullet[0].isalnum()
        )
        if not (numbered and len(words) <= 6 and not text.endswith(".") and role_of_heading(text)):
            return ""
    if line.bold and text.endswith(("?", ":")) and len(words) <= 25 and role_of_heading(text):
        return "bold"
    if re.search(r"\w\s*:\s+\S", text) or "\n" in text or len(words) > 14 or len(text) > 90:
        return ""
    if re.search(r"(?i)\b(?:one|any|either)\b.{0,20}\bof (?:the following|these)", text):
        return ""
    if text.endswith(":"):
        return "colon" if following is not None and len(words) <= 12 else ""
    if line.bold and not text.endswith((".", ",", ";")):
        return "bold"
    explained = text.endswith(")") and role_of_heading(text) and len(words) <= 8
    if text.endswith((".", ",", ";", ")")) and not text.endswith("...") and not explained:
        return ""
    if _SURE.fullmatch(text.rstrip("?! ")) and following is not None and len(words) <= 7:
        return "plain"
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 3 and all(c.isupper() for c in letters) and len(words) <= 8:
        return "capitals" if role_of_heading(text) or line.gap_before else ""
    if len(words) > 9 or following is None:
        return ""
    if (
        not line.gap_before
        and index
        and not lines[index - 1].bullet
        and lines[index - 1].text[-1:] not in ".:!?"
        and not line.gap_after
    ):
        return ""
    role = role_of_heading(text)
    if role is None and not (line.gap_before and line.gap_after and _is_title_like(words, text)):
        return ""
    if role is not None and not (_is_title_like(words, text) or line.gap_before or text.endswith("?")):
        return ""
    if role is not None and not _stands_alone(lines, index, words):
        return ""
    return "plain"


def _stands_alone(lines: list[Line], index: int, words: list[str]) -> bool:
    """Whether an unmarked short line is a heading rather than one item of an unmarked list."""
    line, following = lines[index], lines[index + 1]
    text = line.text
    if re.search(r"\d", text) or len(words) > 7:
        return bool(following.bullet) and not re.search(r"\d", text)
    if following.bullet or line.gap_after:
        return line.gap_before or bool(following.bullet) or index == 0 or bool(lines[index - 1].bullet)
    return line.gap_before and len(words) <= 6 and (len(following.text) > len(text) or len(words) <= 4)


def _is_title_like(words: list[str], text: str) -> bool:
    if len(words) > 8 or not text[0].isupper():
        return False
    if _VERB_SUBJECT.match(text) and len(words) > 5:
        return False
    major = [word for word in words if word.lower() not in _MINOR]
    return len(words) <= 4 or sum(word[0].isupper() for word in major) >= 0.6 * len(major)
