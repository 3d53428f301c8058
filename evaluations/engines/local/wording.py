"""The words job descriptions are made of: what opens a demand, what only decorates it, and what kind of thing it asks."""

from __future__ import annotations

import re
from collections.abc import Sequence

HEAD = (
    r"(?:experience[ds]?|knowledge(?:able)?|understanding|familiar(?:ity)?|proficien(?:t|cy|cies|tly)|fluen(?:t|cy|tly)|abilit(?:y|ies)|able\s+to|expertise|expert|"
    r"skill(?:s|ed)?|track\s+record|background|exposure|certifi\w+|licen[sc]e\w*|command|grasp|competen\w+|mastery|capab\w+|comfort(?:able)?|"
    r"degree|record\s+of|history\s+of|aptitude|eye\s+for|passion\w*|interest\w*|willing\w*|desire|commitment|adept|literacy|literate|acumen|attention\s+to)"
)
ADJECTIVES = (
    r"(?:very|highly|strong(?:ly)?|proven|demonstrated|demonstrable|solid|excellent|good|great|deep|extensive|working|basic|advanced|hands[- ]on"
    r"|in[- ]depth|practical|previous|prior|relevant|exceptional|outstanding|superior|effective|sound|thorough|technical|significant|some|professional"
    r"|minimum(?:\s+of)?|at\s+least|successful|clear|current|valid|general|broad|direct|direct,|active|fundamental|keen|full|genuine|real|additional|first[- ]hand|the)"
)
HEAD_START = (
    rf"(?:an?\s+)?(?:{ADJECTIVES}\s+){{0,3}}(?:{HEAD}|\d{{1,2}}\s*\+?\s*(?:-\s*\d+\s*)?(?:years?|yrs|months?))\b"
)
FLUFF = frozenset(
    (
        "a an the and or of in on with for to from at by as into across within using use used be is are being been have "
        "has had having you your you've you're you'll we our us their they them this that these those it its who which "
        "must should will would can could may need needs needed strong strongly proven demonstrated demonstrable "
        "demonstrate solid excellent good great deep deeply extensive working basic advanced hands hands-on on-hand in- "
        "depth depth practical previous prior relevant exceptional outstanding superior effective effectively sound "
        "thorough significant some professional minimum least successful successfully clear current valid general broad "
        "direct active fundamental keen full genuine real additional highly very well high level related similar "
        "experience experienced experiences knowledge knowledgeable understanding understand familiarity familiar "
        "proficiency proficient proficiently fluency fluent ability abilities able expertise expert skill skills "
        "skilled track record background exposure command grasp competency competencies competence competent mastery "
        "capability capable comfortable aptitude degree years year months month yrs yr plus more required requirement "
        "requirements preferred preferably ideally ideal desirable essential mandatory nice bonus advantage such like "
        "etc e.g eg including include includes other others various multiple several all any both either each every "
        "tools tool technologies technology systems system platforms platform frameworks framework software "
        "applications application languages language programming techniques methods methodologies principles concepts "
        "practices standards processes process following one two three four five six seven eight nine ten work worked "
        "works time day daily modern new key core common standard industry also about per up not"
    ).split()
)
# Words that say how somebody is.
ADJECTIVE_WORDS = frozenset(
    (
        "able adaptable adept ambitious analytical authorized authorised aware calm capable certified collaborative comfortable "
        "committed compassionate confident cool creative curious currently customer-focused data-driven dedicated detail-oriented "
        "diligent driven eager eligible empathetic energetic enrolled entrepreneurial enthusiastic excited execution-focused "
        "experienced familiar flexible fluent friendly hands-on hard-working hardworking highly honest humble independent intellectually "
        "keen knowledgeable legally licensed literate logical methodical motivated never open optimistic organized organised passionate "
        "patient persistent physically positive proactive proficient punctual ready registered reliable resilient resourceful "
        "responsible self-motivated self-driven skilled strategic target-driven team-oriented tenacious thorough trustworthy versatile "
        "warm well-organized well-organised willing"
    ).split()
)
# The same, and words that say how something is done or made.
LIST_ADJECTIVES = ADJECTIVE_WORDS | frozenset(
    "clear compelling savvy verbal visual oral written spoken scrappy smart sharp honest kind humble bold brave gritty thoughtful".split()
)
# What people do, in its plain form; told apart from the things people have.
VERBS = frozenset(
    (
        "recommend research oversee conduct own partner define scale test validate verify visit host launch grow hunt onboard source screen chair draft edit proofread publish film shoot sketch prototype code debug patch harden deploy provision configure install repair inspect calibrate load unload pack pick dispatch forecast budget reconcile audit invoice bill file log record chart assess triage administer dispense dress bathe feed counsel comfort educate instruct grade tutor supervise schedule roster recruit interview hire coach appraise negotiate close prospect upsell renew pitch demo quote "
        "accept achieve act adapt appreciate administer advise advocate align analyse analyze apply articulate ask assess assist attend automate "
        "be become bring build call care carry champion climb close coach collaborate commit communicate complete comply conduct "
        "contribute convey cook coordinate create debug define deliver demonstrate deploy design develop diagnose document drive "
        "empathise empathize enable enforce engage ensure establish evaluate execute explain explore facilitate find focus follow gather get give grasp "
        "greet handle have help hire identify implement improve influence inspire interact interpret investigate juggle keep kneel know "
        "lead learn lift listen live maintain make manage manoeuvre maintain mentor monitor motivate move multitask navigate negotiate obtain "
        "operate optimise optimize organise organize own participate partner perform pivot plan prepare present prioritise prioritize "
        "process produce provide pull push react read recognise recognize relate report reside resolve respond review run sell serve set "
        "shape ship sign simplify sit solve speak stand stay stoop succeed supervise support synthesise synthesize take talk teach "
        "think thrive train translate travel treat troubleshoot uphold use understand walk wear work write"
    ).split()
)
_WORD = re.compile(r"[^\W_][\w'+#.&-]*")

DEGREE = re.compile(
    r"""(?ix) \b(?:bachelor(?:'?s|s')?|baccalaureate|undergraduate|graduate|associate(?:'?s|s')|doctoral|doctorate|advanced|college|university|tertiary|post-?graduate|honou?rs|first|higher|four[- ]year|4[- ]year|2[- ]year|two[- ]year|master(?:'?s|s')?|law|nursing|engineering|medical)\s+(?:\w+\s+)?(?:degree|diploma|education|qualification)s?\b
    | \bbachelor(?:'s|s'?)?\b | \bmaster(?:'s|s')\b | \bmasters\b(?=\s+(?:degree|in\b|of\b|preferred|or\b|level)) | \bmaster\s+of\s+[A-Z]\w+ | \bassociate(?:'s|s')\s+(?:degree|of)\b | \bassociate's\b
    | (?-i:\bB\.?\s?[AS]c?\.?(?=\s*(?:[/,]|or\b|and\b|in\b|degree|\(|required|preferred|minimum))|\bB\.?Sc\b\.?|\bM\.?Sc\b\.?|\bM\.?[AS]\.?(?=\s*(?:[/,]|or\b|in\b|degree|required|preferred|a\s+plus|is\b))|\bBEng\b|\bMEng\b|\bMBA\b|\bPh\.?\s?D\b\.?|\bLL\.?[BM]\b\.?|\bJ\.?D\.?(?=\s+(?:degree|from|or|required))|\bBSN\b|\bMSN\b|\bADN\b|\bMPH\b|\bMSW\b|\bPGCE\b|\bB\.?Ed\b\.?|\bM\.?Ed\b\.?|\bBA\b|\bBS\b|\bGED\b|\bGCSEs\b|\bA[- ]levels\b|\bNVQ\b|\bHN[DC]\b|\bBTEC\b|\bJuris\s+Doctor\b)
    | \bdegree\s+(?:in|or|level|required|preferred|from|qualified|educated|is)\b | \bdegree-(?:level|qualified|educated)\b | \ba\s+(?:relevant\s+|related\s+|technical\s+)?(?:university\s+|college\s+)?degree\b | ^degree\b | \b(?:relevant|related|technical|scientific|quantitative|business|stem)\s+degree\b
    | \bhigh\s+school\s+(?:diploma|degree|graduate|education|equivalent|or)\b | \bdiploma\s+(?:in|or|from)\b | \bgraduat(?:e|ed|ion)\s+(?:of|from)\s+an?\b | \beducated\s+to\b | \b(?:culinary|hospitality|trade|technical|vocational)\s+(?:school\s+)?(?:degree|diploma|qualification)\b | \b(?:completed|recognised)\s+apprenticeship\b"""
)
CREDENTIAL = re.compile(
    r"(?i)\blicen[sc](?:e|ed|es|ure|ing)\b(?!\s+(?:agreement|fee|key))|\bcertif(?:ied|ication|ications|icate|icates)\b|\baccredit(?:ed|ation)\b|\bregistered\s+(?:nurse|with)\b|\bregistration\s+with\b|\bsecurity\s+clearance\b"
    r"|\b(?:admitted\s+to|member\s+of)\s+the\s+(?:\w+\s+)?bar\b|\bbar\s+(?:admission|membership)\b|\bqualified\s+(?:teacher|solicitor|accountant|lawyer)\s*(?:status)?\b|\bdbs\b|\bforklift\s+(?:ticket|licen)|\bchartered\b"
    r"|(?-i:\bCPA\b|\bPMP\b|\bBLS\b|\bACLS\b|\bCPR\b|\bCFA\b|\bACCA\b|\bCISSP\b|\bQTS\b|\bCSCS\b|\bSHRM\b|\bRN\b(?=\s+licen))"
)
SPOKEN = re.compile(
    r"\b(?:English|German|French|Spanish|Italian|Portuguese|Dutch|Polish|Russian|Ukrainian|Mandarin|Cantonese|Chinese|Japanese|Korean|Arabic|Hebrew|Hindi|Urdu|Bengali|Punjabi|Tamil|Telugu"
    r"|Turkish|Greek|Swedish|Norwegian|Danish|Finnish|Czech|Slovak|Hungarian|Romanian|Bulgarian|Serbian|Croatian|Vietnamese|Thai|Indonesian|Malay|Tagalog|Filipino|Swahili|Catalan|Welsh|Irish|Creole|Farsi|Persian|Sign\s+Language|ASL|BSL)\b"
)
PHYSICAL = re.compile(
    r"(?i)\b(?:lift(?:ing)?|lifts)\b.{0,60}\b(?:lbs?|pounds|kg|kilos?|kilograms|objects|boxes|loads?|heavy|items|equipment|patients)\b|\b(?:lbs?|pounds|kgs?)\b|\bstand(?:ing)?\b.{0,40}\b(?:walk|long|extended|prolonged|periods|shift|hours|feet|sit)|\b(?:kneel|crouch|squat|crawl|stoop|climb)\w*\b"
    r"|\bprolonged\s+periods\b|\bon\s+your\s+feet\b|\bhand-?eye\b|\bmanual\s+dexterity\b|\brepetitive\b.{0,30}\bmotions?\b|\b(?:normal|good|adequate|corrected|visual|close|peripheral)\s+(?:hearing|vision|eyesight|acuity)\b|\bphysical(?:ly)?\s+(?:demand\w*|fit\w*|strength|stamina|able|abilit\w+|active|requirements?|capab\w+)\b|\bexposure\s+to\b.{0,60}\b(?:fluids?|hazard\w*|noise|dust|chemicals?|heat|cold|weather|fumes|temperatures?|infect\w*)"
)
LOGISTIC = re.compile(
    r"(?i)\b(?:legal(?:ly)?\s+)?(?:authori[sz]ed|authori[sz]ation|eligible|eligibility|permitted|right|permission|permit)\s+to\s+(?:legally\s+)?(?:work|receive)\b|\bwork\s+(?:authori[sz]ation|permit|visa|eligibility)\b|\bvisa\s+sponsorship\b|\b(?:not|unable\s+to|cannot|can't|won't|don't)\s+(?:be\s+able\s+to\s+)?(?:offer\s+|provide\s+)?(?:visa\s+)?sponsor"
    r"|\bwithout\s+(?:\w+\s+){0,3}sponsorship\b|\b(?:must|need\s+to|required\s+to|should|have\s+to|expected\s+to)\s+(?:\w+\s+){0,3}(?:reside|live|be\s+(?:based|located|onsite|on-site|in\s+the\s+office|present|a\s+(?:u\.?s\.?\s+)?citizen)|relocate|commute|travel|work\s+(?:from\s+(?:our|the)|on-?site|in\s+(?:our|the)|nights?|weekends?|evenings?|shifts?|overtime|flexible|rotating))\b"
    r"|\bexpected\s+to\s+come\s+into\s+the\s+office\b|\b(?:days?|times)\s+(?:a|per|each)\s+week\s+(?:in|at|from)\s+(?:the|our)\b|\b(?:based|located|residing|living)\s+in\b|\b(?:willing(?:ness)?|able|ability|availab\w+|flexib\w+|prepared|open)\b.{0,25}\b(?:to\s+)?(?:travel|relocate|commute|work\s+(?:\w+\s+)?(?:shifts?|nights?|weekends?|evenings?|holidays|overtime|onsite|on-site|flexible|irregular|early|outside|on-call))\b"
    r"|\btravel\b.{0,50}\b(?:\d+\s*%|percent|required|occasional|overnight|up\s+to)|\b(?:\d+\s*%|percent|occasional|some|domestic|international|frequent|extensive|regular)\s+(?:of\s+)?(?:(?:domestic|international|business|overnight|local)\s+)?travel\b|\bshift\s+work\b|\b(?:weekend|evening|night|overtime)s?\s+(?:availability|work|and\s+(?:weekends?|evenings?|holidays?)|required)\b|\bon[- ]call\s+(?:rotation|rota|duty|schedule|basis)"
    r"|\b(?:overlap|within|cover)\w*\b.{0,40}\btime\s*zones?\b|\btime\s*zones?\s+(?:overlap|between|from)\b|\bon-?site\s+(?:role|position|presence|work|\d)|\bown\s+(?:a\s+)?(?:car|vehicle|transport\w*)\b|\breliable\s+(?:transport\w*|vehicle|internet)|\baccess\s+to\s+a\s+(?:car|vehicle)\b|\b(?:u\.?s\.?|eu|uk)\s+(?:citizen\w*|person|nationals?)\b|\bcitizenship\b|\bpermanent\s+residen\w+|\b(?:at\s+least\s+|must\s+be\s+|over\s+)?(?:16|18|21)\s*(?:\+|years)?\s*(?:of\s+age|years\s+old|or\s+older|years\s+of\s+age)\b|\b(?:background|drug|criminal\s+record|reference)\s+(?:check|screen\w*|test)\b|\bavailable\s+locations?\b|\bexclusively\s+(?:for|to|open\s+to)\b.{0,40}\bresidents?\b|\bresidents?\s+only\b|\bhours?\s+of\b.{0,30}\btime\s*zones?\b"
)
SOFT = re.compile(
    r"(?i)\b(?:communicat\w+|interpersonal|team\s*-?(?:player|work|spirit|oriented)|collaborat\w+|self-?(?:starter|motivated|driven|disciplined|directed)|motivat\w+|organi[sz]ed|organi[sz]ational|attention\s+to\s+detail|detail[- ]orient\w+"
    r"|problem[- ]solv\w+|critical\s+think\w+|adaptab\w+|flexib\w+|proactive|initiative|curio\w+|empath\w+|passion\w*|enthusias\w+|resilien\w+|positive|energy|energetic|attitude|mindset|mentality|multi-?task\w*|priorit\w+|deadline\w*|under\s+pressure|fast[- ]paced|independent(?:ly)?|autonom\w+|accountab\w+|ownership|integrity|trustworth\w+"
    r"|reliab(?:le|ility)|punctual\w*|creativ\w+|leadership|mentor\w*|coach(?:ing)?|influenc\w+|negotiat\w+|presentation|listen\w*|patien(?:ce|t\s+and)|friendly|warm|humou?r|humble|humility|ambitio\w+|driven|hungry|growth|learn(?:er|ing)?|eager|coachable|kind(?:ness)?\b(?!\s+of)|desire|willing\w*|comfortable|thriv\w+|love|care\b|caring|compassion\w*|professionalism|discretion|confidential\w*|time[- ]management|judg(?:e)?ment|decision|stakeholders?|relationships?|work\s+ethic|entrepreneur\w*|can[- ]do|ambigu\w+|analytical|strategic(?:ally)?\s+think\w*|logical|commit(?:ment|ted)|excite(?:d|ment)|diplom\w+|tact\w*|diligen\w+)\b"
)
_LEAD = re.compile(
    r"""(?ix) ^(?:
      it\s+(?:would\s+be|is|'s)\s+(?:also\s+)?(?:an?\s+)?\w+\s+if\s+ | (?:(?:know|knows)(?!\s+(?:what|when|how|where|why|who)\b)|speaks?|holds?|enjoys?|used?|using|familiar\s+with)\s+ |
      (?:you|candidates?|applicants?|the\s+(?:ideal|successful|right)\s+candidate|the\s+candidate|we|someone|anyone|who|they|i)\s*(?:'ve|'re|'ll|'d|will|would|must|should|may|can|also)?\s+
    | (?:'ve|'re|'ll)\s+ | (?:have|has|had|having|are|is|be|being|must|should|will|would|need|needs|need\s+to|bring|possess(?:es)?|demonstrate[sd]?|show|got|got\s+an?|seeking|looking\s+for|want|also|ideally|preferably|required|requires?|minimum\s+of(?!\s+\d)|both|apply)\s+
    | (?:an?|the|some|your|any|our)\s+
    | (?:very|highly|strong(?:ly)?|proven|demonstrated|demonstrable|solid|excellent|good|great|extensive|previous|prior|relevant|exceptional|outstanding|superior|effective|thorough|significant|genuine|keen|intimately|first[- ]class|impeccable|innate
    | (?:deep|working|basic|advanced|hands[- ]on|in[- ]depth|practical|successful|clear|high|general|broad|direct|sound)(?=\s+(?:(?:and|technical|practical|working|theoretical)\s+)*(?:experience|knowledge|understanding|familiarity|proficiency|expertise|background|command|grasp|exposure|skills?|track)\b)|track\s+record\s+of|ability\s+to(?!\s+work)|able\s+to|capable\s+of)\s+
    | (?:(?:work\s+|professional\s+|technical\s+)?(?:experience|knowledge|understanding|familiarity|familiar|proficiency|proficient|proficiently|expertise|expert|skilled|background|exposure|command|grasp|mastery|comfortable|competence|competency|skills?|abilit(?:y|ies)|worked|fluency)\s+(?:and\s+\w+\s+)?(?:of|with|in|using|on|to|at|for|as|working\s+with|working\s+in|working)\s+)
    )+"""
)
_ENDING = re.compile(
    r"(?i)[\s,;(-]+(?:(?:is|are|would\s+be|will\s+be)\s+)?(?:(?:strongly|highly|considered|an?|also|definite|big|huge)\s+)*(?:preferred|required|desirable|desired|essential|mandatory|a\s+must|plus|bonus|advantage(?:ous)?|asset|nice\s+to\s+have|beneficial|as\s+a\s+minimum|minimum)[\s.!)]*$"
)


def content_words(text: str) -> list[str]:
    """The words of a phrase that carry its meaning."""
    return [
        word
        for word in (w.strip(".'").lower() for w in _WORD.findall(text))
        if word not in FLUFF and not word.isdigit()
    ]


def strip_lead(text: str) -> str:
    """A phrase without the words that merely introduce it ("You have strong knowledge of ")."""
    rest = _LEAD.sub("", text)
    return rest if any(c.isalnum() for c in rest) else text


def without_ending(text: str) -> str:
    """A phrase without the words that weigh it at its end ("... would be an advantage")."""
    return _ENDING.sub("", text) or text


_FILLERS = re.compile(
    r"(?i)^(?:please\s+note\s+(?:that\s+)?|unfortunately,?\s+|last\s+but\s+not\s+least,?\s+|ultimately,?\s+|additionally,?\s+|ideally,?\s+|(?:you\s+)?knows?\s+how\s+to\s+|if\s+you(?:'ve|\s+have|\s+also\s+have)\s+)+"
)
LONGEST_NAME = 96
_SHORTEST_NAME = 24
# Where a name may end without losing its sense, the best places first; an adjective never ends one.
_NAME_ENDS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<=[a-z)]{2})[.!?]\s+(?=[A-Z])",
        r";\s|\s[-–]\s",
        r"\s\(|,?\s(?:including|such\s+as|e\.g\.|which|while|so\s+that|in\s+order\s+to|where|who|whose|because|as\s+well\s+as|rather\s+than)\s",
        r":\s|,\s(?=(?:and|or|but|to|with|in|for|by|through|using|ensuring|making|helping|from|across)\s)",
        r"\s(?:to|that|across|within|through|throughout|when|by|around|into|towards?|under|between|among|based\s+on)\s",
        r",\s|\s(?:and|or|with|for|from|in|on|as|at)\s",
        r"\s",
    )
)
_DANGLING = re.compile(
    r"(?i)[\s,;:(–-]+(?:(?:and|or|of|the|a|an|with|to|in|for|on|by|from|as|at|that|which|using|is|are|your|our|their|its|any|all|both|not|be|being|into|other|such|like|well|more|new)[\s,;:(–-]*)*$"
)
_ADJECTIVAL = re.compile(
    r"(?i)\b[\w-]+(?:ive|able|ible|ful|ous|ary|ic|ical|ern|ated|ised|ized|driven|facing|oriented|sensitive|based|level|quality|critical)$"
)


def short_name(words: str, limit: int = LONGEST_NAME) -> str:
    """A readable title of at most ``limit`` characters made of a statement's own words."""
    plain = re.sub(r"\s+", " ", words).strip(" ,.;:-–*•")
    plain = _FILLERS.sub("", _ENDING.sub("", plain))
    if not re.match(r"(?i)^(?:min|at\s+least|\d|one|two|three|four|five|six|seven|eight|nine|ten)\b", plain):
        plain = strip_lead(plain)
        plain = re.sub(r"(?i)^(?:in|for|with|at(?!\s+least)|from|of)\s+(?:an?\s+|the\s+)?(?=\w{3})", "", plain)
    plain = plain.strip(" ,.;:-\"'")
    sentence = _NAME_ENDS[0].search(plain, _SHORTEST_NAME)
    if sentence:
        plain = plain[: sentence.start()]
    if len(plain) > limit:
        plain = _DANGLING.sub("", plain[: _name_end(plain, limit)])
    if plain.count("(") > plain.count(")"):
        plain = plain + ")" if len(plain) < limit and not plain.endswith("(") else plain[: plain.rfind("(")].strip()
    return plain[:1].upper() + plain[1:]


def _name_end(text: str, limit: int) -> int:
    for ends in _NAME_ENDS:
        places = [match.start() for match in ends.finditer(text, _SHORTEST_NAME, limit + 1)]
        places = [place for place in places if not _ADJECTIVAL.search(_DANGLING.sub("", text[:place]))]
        if places:
            return places[-1]
    return limit


def with_shared_object(options: Sequence[str]) -> tuple[str, ...]:
    """Options in which lone activities get the object the last one names: "opening", "refurbishing a hotel"."""
    if len(options) < 2:
        return tuple(options)
    *lone, last = options
    verb, _, object_words = last.partition(" ")
    if not object_words or not verb.endswith("ing") or not all(re.fullmatch(r"\w+ing", word) for word in lone):
        return tuple(options)
    return (*(f"{word} {object_words}" for word in lone), last)
