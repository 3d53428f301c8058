"""What a sentence says was not done: denied, wished for, left to others, merely served, or failed.

Cue words and how far they reach, after Chapman et al. 2001 (NegEx) and Harkema et al. 2009 (ConText): a cue governs
the words on one side of it up to the end of its clause; cues that only sound like one ("not only", "never … without")
govern nothing. Each sentence is searched once, and only when it holds a word that opens a cue.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# --- where a cue stops

# A clause ends here for every cue.
_HARD = r"[;!?]|:(?=\s)|\.(?=\s)|\s[–—-]\s|,?\s(?:but|although|though|whereas|yet(?!\s+to\b))\b"
# Here too for cues about who did a thing or whether it was done; a wish goes on.
_SOFT = (
    r"|,?\s(?:who|which|whom|whose|while|until|unless|because|since|when|where|so(?=\s+(?:I|we|that|nobody|no)\b)"
    r"|as(?=\s+(?:the|we|I|there|it|nobody)\b)|and\s+(?:I|we|my|our)|and(?=\s+(?:wrote|ran|built|led|made|did|kept|trained|designed|shipped))|then)\b"
)
_HARD_END = re.compile(_HARD, re.IGNORECASE)
_SOFT_END = re.compile(_HARD + _SOFT, re.IGNORECASE)
# What a bare "no" or "without" governs is a name with at most two words before it, in the same breath.
_NAME_END = re.compile(
    r"(?i)[,;:.()]|\s(?:with|for|in|of|on|at|by|to|from|during|when|while|after|before|using|through|over|via|was|were|is|are|could|would|and(?=\s+\w+ed\b)"
    r"|built|ran|wrote|led|made|won|sold|grew|kept|\w{3,}ed)\b"
)
_NAME_REACH = 32
_VERB_REACH = 70

# --- the words of cues

_DONE = (
    r"(?:mak|made|giv|gav|tak|took|lead|led|sell|sold|call|speak|spoke|teach|taught|design|develop|cod|program|deal|handl|cook|operat|us|work|touch|writ|wrote"
    r"|built|build|had|have|done|do|did|own|run|ran|manag|tri|held|hold|know|knew|learn|licens|certif|appl|deploy|open|carr|perform|take\s+part|see|saw|meet|met)\w*"
)
_NOT = r"(?:never|not|cannot|\w+n['’]t)"
_OTHERS = (
    r"(?:managers?|teams?|departments?|firms?|agenc(?:y|ies)|board|directors?|supervisors?|engineers?|developers?|specialists?|consultants?|vendors?|suppliers?"
    r"|surgeons?|doctors?|physicians?|boss|accountants?|colleagues?|coworkers?|co-workers|seniors?|owners?|squads?|desk|committee|charge\s+nurse|nurses|lawyers?"
    r"|auditors?|freelancers?|contractors?|subcontractors?|partners?|analysts?|scientists|researchers|programmers?|designers?|studio|bureau|head\s+office|headquarters"
    r"|others|somebody\s+else|someone\s+else|head\s+of\s+\w+)"
)
# Of these it takes no "another" to know that the candidate is none of them.
_STRANGERS = (
    r"(?:agenc(?:y|ies)|freelancers?|contractors?|subcontractors?|vendors?|suppliers?|consultants?|head\s+office|headquarters|colleagues|coworkers|co-workers|others"
    r"|somebody\s+else|someone\s+else|surgeons|doctors|physicians|lawyers|auditors|bureau)"
)
_A = r"(?:the|an?|our|my|their|its|his|her|another|some|other|outside|external|two|three|several)"
# Verbs by which others take part in the candidate's own work.
_TAKING_PART = (
    r"(?!(?:of|with|for|in|at|to|on|from|and|or|who|that)\b|(?:adopt|took\s+(?:up|over)|asked|made\s+me|chose|gave\s+me|voted|named|award|promot|thank|trust|let\s+me|want|now|still"
    r"|cop|us(?:es?|ed)\b|sign|approv|agreed|accepted|follow|grew|rose|won|praised|hired|reported|relied|needed|saved|doubled|depend)\w*\b)"
)
_DID = r"(?:\w+ly\s+)?(?:\w+s\b|\w+ed\b|did|does|makes?|made|wrote|ran|run|built|took|kept|drew|taught|sold|led|held|rewrote|redid|gave|brought|was|were|is|are|has|have|had|do)\b"
_LEADING = r"(?:led|leading|manag|head|hir|coach|mentor|train|supervis|direct|taught|teach|guid|built|run|ran|own|join|member|part|among)\w*"
_GROUP = r"(?:teams?|departments?|units?|rooms?|ward|group|squad|staff|crew|offices?|colleagues?|people|desk|visitors?|conference|fair|compan(?:y|ies)|firms?|shop)"

# Meals, rooms and errands: what is done for the place where the work is done.
_SERVICE = (
    r"(?:clean(?:ed|ing)?|cook(?:ed|ing)?|deliver(?:ed|ing)?|wheel(?:ed|ing)?|push(?:ed|ing)?|carr(?:ied|ying)(?!\s+(?:out|on|over))|brought|bringing|escort(?:ed|ing)?|forward(?:ed|ing)?"
    r"|sent|sending|pass(?:ed|ing)|hand(?:ed|ing)|referr(?:ed|ing)|rout(?:ed|ing)|order(?:ed|ing)?|book(?:ed|ing)?|print(?:ed|ing)?|photocop(?:ied|ying)|serv(?:ed|ing)"
    r"|wait(?:ed|ing)|found|collect(?:ed|ing)?|guard(?:ed|ing)?|fetch(?:ed|ing)?|mopped|vacuumed|tidied|typed|filed|organi[sz]ed|greeted|welcomed|directed|showed)"
)
# Where these are carried, they are themselves the stuff of the work.
_STUFF = (
    r"(?!(?:[\w'-]+\s+){0,3}?(?:data|datasets?|records?|events?|messages?|logs?|metrics|code|images|text|samples|requirements|payments|campaigns?|e-?mails|traffic|services|models?|workloads"
    r"|files\s+to|findings|work|products?|goods|features?|releases?|changes|alarms?|signals)\b)"
)
_ERRAND = r"(?:part(?:y|ies)|lunch\w*|offices?|meals?|coffee|tea|rooms?|flights?|hotels?|seats?|travel|parking|birthday|outings?|desks?)"
_WANTED = (
    r"(?:(?:bought|ordered)\s+(?:a|some|two)\s+(?:books?|courses?)\s+(?:on|about|in)|want(?:s|ed|ing)?\s+to|hop(?:e|es|ing)\s+(?:to|for)|would\s+(?:love|like|be\s+glad|welcome)|eager\s+(?:to|for)|keen\s+(?:to|on)|plan(?:s|ning)?\s+(?:to|on)\b"
    r"|planned\s+to|aim(?:s|ing)?\s+(?:to|for)|look(?:s|ing)?\s+(?:to|for|forward)|on\s+the\s+lookout\s+for|wish(?:es)?\s+(?:to|for)|interest(?:ed)?\s+in|aspir\w+|seeking"
    r"|(?:currently|now|still|just\s+started|started|began|begun)\s+(?:to\s+)?(?:learn|study|explor|read)\w*|(?:am|is|been)\s+learning|to\s+learn\s+(?:more\s+)?(?:about\s+)?"
    r"|thinking\s+(?:about|of)|considering|intend\w*\s+(?:to|on)|in\s+the\s+long\s+run|(?:ready|willing|prepared|open)\s+to\s+(?!all|every)|curious\s+about|next\s+step"
    r"|enthus\w+\s+(?:about|for)|dream\w*(?:\s+of|\s+is|:)?|(?:my|career|long-term|main)\s+(?:goal|ambition|aim|objective|target)|ambition\s*:|goal\s*:|attracted\s+(?:by|to)"
    r"|drawn\s+to|set\s+on|bent\s+on|mean\s+to|expect(?:ing)?\s+to|going\s+to|about\s+to|due\s+to\s+(?:start|begin|join|sit|take)|saving\s+(?:up\s+)?(?:to|for)|sign(?:ed|ing)\s+up\s+for"
    r"|my\s+future\s+(?:in|as|with)|(?:will|shall)\s+(?:soon\s+)?(?:begin|start|sit|take|join|learn|study|attend|enrol\w*|pursue|become|get|earn)|should\s+the\s+(?:need|chance)"
    r"|chance\s+to|the\s+prospect\s+of|longing\s+(?:to|for)|yearn\w*\s+(?:to|for)|fascinated\s+by)"
)

_FORWARD = re.compile(
    rf"""(?ix)
    (?P<sounds>
        \bnot\s+(?:only|just|merely|simply|least|to\s+mention)\b
      | \bno\s+(?:later|fewer|less|more|longer\s+than|doubt|matter|mean|problem|trouble)\b
      | \b{_NOT}\b(?=[^.;]*?\b(?:without|until)\b)
      | \bwithout\b(?=[^.;]*?\b(?:could\s+not|cannot|couldn['’]t|would\s+not|impossible|nothing)\b)
    )
  | (?P<failed> (?:^\W*|\bI\s+|\band\s+|,\s*)(?:failed|flunked|fell\s+short\s+of|did\s+not\s+pass|missed\s+the\s+pass\s+mark)\b )
  | (?P<verb>
        \b(?:no|zero|little|limited|without|lack\w*|not\s+much|nothing\s+(?:on|in|of))\s+(?:[\w-]+\s+){{0,2}}?
            (?:experience|knowledge|exposure|background|training|familiarity|use|skills?|contact)\b
      | \b{_NOT}\s+(?:[\w-]+\s+){{0,3}}?{_DONE}\b
      | \b{_NOT}\s+(?:yet\s+)?(?:allowed|permitted|authori[sz]ed|trained|qualified|able|required|asked|expected|responsible|involved|familiar|comfortable|confident|part\s+of|at\s+home)\b
      | \b(?:may|must|shall)\s+not\b | \b(?:barred|banned|kept\s+away)\s+from\b | \bforbidden\s+to\b | \byet\s+to\b | \bunable\s+to\b
      | \bknow\s+(?:next\s+to\s+)?nothing\b | \bnone\s+of\s+(?:\w+\s+){{1,2}}(?:us|ha|do|did|ran|run|wrote|need|knew)\w* | \bnobody\s+\w+
      | \b(?:refus|declin)\w+\s+to\b | \b(?:exempt\w*|excused|freed|relieved|spared)\s+(?:from\s+|of\s+)? | \b(?:avoid|shun|skipp)(?:ed|s|ing)?\b
      | \bbut\s+(?:hold|have|held|had)\s+no\b | \bunfamiliar\s+with\b | \buntrained\s+in\b
      | \b(?:arrived|came|joined|started)\s+(?:long\s+)?after\b | \b(?:abolished|scrapped|did\s+away\s+with|ruled\s+out)\b(?!\s+(?:by|with)\b)
    )
  | (?P<name> \b(?:no|without|not|never|neither|nor|excluding|except(?:\s+for)?|instead\s+of|rather\s+than|in\s+place\s+of|away\s+from\s+buying|nothing\s+(?:in|on|of|about)
        |lack(?:s|ed|ing)?(?:\s+of)?)\b(?:\s+(?:any|in|an?|the)\b)? )
  | (?P<wish> \b{_WANTED} )
  | (?P<others>
        (?:^\W*|;\s*|,\s+(?:and\s+|as\s+|so\s+)?|:\s+|\bbut\s+|\bwhile\s+|\bbecause\s+)
            (?:(?:another|other|an?\s+outside|an?\s+external|outside|external)\s+(?:[\w'-]+\s+){{0,2}}?{_OTHERS}|(?:{_A}\s+)?(?:[\w'-]+\s+)?{_STRANGERS})\s+{_TAKING_PART}{_DID}
      | \b(?:{_OTHERS}|people|persons?|those|experts?|staff)\s+(?:who|that|which)\s+
      | \bthat\s+(?:(?:the|my|our|an?|another)\s+)?(?:[\w'-]+\s+){{0,2}}?{_OTHERS}\s+(?:had\s+)?(?:made|built|wrote|written|designed|set\s+up|drew|drawn|prepared|ran)\b
      | \b(?:in|at|for)\s+an?\s+(?:shop|firm|company|business|agency|house|yard|plant)\s+(?:that|which)\s+(?:does|do|did|offers?|sells?|provides?)\b
      | \bfor\s+(?:the\s+)?(?:lawyers|engineers|developers|doctors|analysts|scientists|designers|researchers)\s+\w+ing\b
    )
  | (?P<served>
        (?:^\W*|\band\s+|;\s*|\bI\s+){_SERVICE}\s+{_STUFF}(?:(?!(?:on(?!\s+to)|in|using|by|via)\b)[\w'’-]+\s+){{0,5}}?(?:to|for|from|of|during|after|before|beside|around)\s+
      | (?:^\W*|\band\s+|;\s*|\bI\s+)(?:recruited|hired|advertised|interviewed)\s+(?:[\w'’-]+\s+){{0,3}}?for\s+(?=(?:[\w'’/&-]+\s+){{1,4}}?(?:roles?|positions?|jobs?|vacanc\w+|posts?|departments?|teams?)\b)
      | \b(?:sold|selling|advertised|translated|proofread|typed)\s+(?:[\w'’-]+\s+){{0,2}}?(?:courses?|training|tickets?|books?|seats?|manuals?|subscriptions?|brochures?)\s+(?:in|for|on|to|of)\s+
      | \b{_ERRAND}\s+(?:of|for)\s+
      | \b(?:was|were|been|being|got)\s+(?:examined|audited|inspected|reviewed|checked|visited|questioned|assessed|treated|advised|supported|helped|supervised|rated)\s+by\s+
    )
  | (?P<beside>
        \b(?:sat|stood|stands?|sits?|seated|work(?:ed|ing)|desk|office|liv(?:ed|ing)|plac(?:ed)?)\s+(?:[\w'’]+\s+){{0,2}}?(?:beside|next\s+to|near|among|alongside|opposite|close\s+to|adjacent\s+to)\s+
      | \b(?:sat|seated)\s+with\s+ | \bshar(?:ed|ing)\s+an?\s+(?:office|floor|corridor|building|kitchen|desk|room|space)\s+with\s+
    )
    """
)
_BE = r"(?:is|are|was|were|be|been|being|get|gets|got|remained|stayed)"
_BACKWARD = re.compile(
    rf"""(?ix)
    (?P<denied>
        \b(?:did|do|does)(?:\s+not|n['’]t)\s+(?:adopt|use[ds]?\b|go\s+(?:for|with)|deploy|introduc|roll|take\s+it|pursue|buy|exist|belong|concern|apply)\w*
      | \b(?:never|not|decided\s+not\s+to|decided\s+against|chose\s+not\s+to)\s+(?:adopt|use[ds]?\b|deploy|introduc|roll|pursue|buy|bought|held|taught|done|perform|allow|permit|need|requir|ask|available|part\s+of|in\s+use|among|tried)\w*
      | \b{_BE}(?:\s+not|n['’]t|\s+never)\s+(?:something|part|my|our|among|one\s+of)\b
      | [:(–—-]\s*(?:none|no\s+experience|not\s+(?:yet|held|used|done)|no)\b
      | \b(?:{_BE}|falls?|fell|lies|lay|goes|went)\s+(?:\w+ly\s+)?(?:outside|beyond|out\s+of\s+(?:my|our|scope|reach)|unknown|new\s+to\s+me|alien|still\s+on\s+my\s+list|no\s+(?:task|part|duty|job|concern|matter))\b
      | \bplay(?:s|ed)\s+no\s+(?:part|role)\b | \b(?:had|has|have)\s+no\s+place\b
      | \b{_BE}\s+(?:outsourced|ruled\s+out|forbidden|off\s+limits)\b
      | \bswitched\s+off\b(?=.*\bbefore\s+(?:I|my|we)\b)
    )
  | (?P<others>
        \b{_BE}\s+(?:\w+ly\s+)?(?:left|up|passed|given|handed|reserved|referred)\s+(?:to|for|over\s+to|on\s+to)\s+(?!me\b|us\b)
      | \b(?:lay|lies|lie|rest(?:s|ed)?|remained|stayed)\s+with\s+(?!me\b|us\b)
      | \b{_BE}\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|lt|nt|de|un|ne)\s+by\s+(?:(?:{_A})\s+)?(?:[\w'-]+\s+){{0,3}}?{_OTHERS}\b
      | \b(?:came|comes)\s+from\s+(?:{_A}\s+)?(?:[\w'-]+\s+){{0,2}}?{_OTHERS}\b
      | \bbelong(?:s|ed)\s+to\s+(?!me\b|us\b)(?:{_A}\s+)?(?:[\w'-]+\s+){{0,2}}?{_OTHERS}\b
      | \b(?:{_BE}|lay|stayed)\s+(?:in\s+the\s+hands|the\s+(?:job|task|work|business|duty))\s+of\b
    )
  | (?P<before_me> \bbefore\s+(?:I\s+(?:joined|came|arrived|started|began|got)|my\s+(?:time|arrival|day)|we\s+(?:joined|came|arrived))\b )
  | (?P<failed> \b(?:and|but)\s+(?:I\s+)?failed\b | \bnot\s+passed\b | \bwithout\s+success\b | \bunsuccessful\w*\b | \bin\s+vain\b | \bfailed\s*(?=$|[.,;)]|twice|once|in\s+\d) )
    """
)
# Only sentences that hold one of these words, or words with these beginnings, are searched for cues.
_OPENING_WORDS = frozenset(
    "no not never none nobody neither nor zero little limited without nothing cannot t may must shall yet unable unfamiliar untrained barred banned kept forbidden excused freed relieved"
    " spared except excluding instead rather place away did do does ruled arrived came comes joined started flunked fell missed would eager keen seeking thinking considering long ready"
    " willing prepared open curious step goal ambition aim objective target attracted drawn set bent mean going about due saving future will should chance prospect longing fascinated"
    " who that which by left up outside beyond unknown new out part off lay lies lie stayed remained hands before success vain outsourced know carried carrying brought bringing sent"
    " sending found mopped vacuumed tidied typed filed showed sold selling proofread tea coffee travel parking room rooms seat seats beside next near among alongside opposite close"
    " adjacent seated sat head others somebody someone nurses boss board desk desks owner owners squad squads committee lawyers studio bureau firm firms agency agencies in at".split()
)
_OPENING_STEMS = (
    "lack refus declin exempt avoid shun skipp abolish scrapp fail pass want hop plan look wish interest aspir learn study explor intend enthus dream expect sign yearn rest belong"
    " unsuccessful clean cook deliver wheel push escort forward hand referr rout order book print photocop serv wait collect guard fetch organi greet welcom direct recruit hir advertis"
    " interview translat part lunch office meal flight hotel birthday outing shar manager team department supervisor engineer developer specialist consultant vendor supplier surgeon doctor"
    " physician accountant colleague coworker senior auditor freelanc contractor subcontract analyst scientist research programm designer headquarter ignor"
).split()
_OPENING_STEM = re.compile(rf"\b(?:{'|'.join(sorted(_OPENING_STEMS))})", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")
_OWN_VERB = re.compile(
    r"^\W*(?:I\s+|We\s+)?(?:\w+ed|led|ran|wrote|built|made|sold|taught|kept|grew|held|did|took|gave)\b", re.IGNORECASE
)
_LED = re.compile(rf"\b{_LEADING}\b", re.IGNORECASE)
_OTHER_WISH = re.compile(
    r"(?i)\b(?:who|that|which|customers?|clients?|users?|people|patients?|students?|companies|firms|teams?|candidates|buyers|families|pupils|learners|beginners|apprentices|visitors|guests|board|management"
    r"|they|he|she|everyone|those|shops?|managers)\s+(?:\w+\s+)?$"
)


class _Reach(NamedTuple):
    kind: str
    start: int
    end: int


@lru_cache(maxsize=5_000)
def _reaches(text: str) -> tuple[_Reach, ...]:
    """The stretches of a sentence in which nothing counts as done."""
    if _OPENING_WORDS.isdisjoint(_WORD.findall(text.lower())) and _OPENING_STEM.search(text) is None:
        return ()
    found = []
    for match in _FORWARD.finditer(text):
        kind = match.lastgroup or ""
        start = match.end()
        if kind == "sounds":
            continue
        if kind == "wish" and _OTHER_WISH.search(text, 0, match.start()):
            continue
        if kind == "others" and _LED.search(text, 0, match.end()):
            continue
        end = len(text)
        edge = (_HARD_END if kind in ("wish", "failed") else _SOFT_END).search(text, start)
        if edge is not None:
            end = edge.start()
        if kind == "name":
            stop = _NAME_END.search(text, start + 1)
            end = min(end, start + _NAME_REACH, stop.start() if stop else len(text))
        elif kind == "verb":
            end = min(end, start + _VERB_REACH)
        found.append(_Reach(kind, start, end))
    for match in _BACKWARD.finditer(text):
        kind = match.lastgroup or ""
        edges = _HARD_END if match.group()[:1] in ":(–—-" else _SOFT_END
        start = max((edge.end() for edge in edges.finditer(text, 0, match.start())), default=0)
        if kind == "failed":
            start = 0
        if kind == "before_me" and _OWN_VERB.match(text, start):
            continue
        found.append(_Reach(kind, start, match.start() + (match.group()[:1] in ":(–—-")))
    return tuple(found)


def is_absent(text: str, start: int, end: int) -> bool:
    """Whether a sentence says of what it names at ``start:end`` that the candidate did not do it."""
    return any(reach.start <= start and end <= reach.end + 1 for reach in _reaches(text))


def wishes(text: str) -> bool:
    """Whether a sentence speaks of something hoped for."""
    return any(reach.kind == "wish" for reach in _reaches(text))
