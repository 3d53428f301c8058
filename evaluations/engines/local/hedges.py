"""What a sentence says of the size and the state of something: a small part, learning, others' work, lapsed, planned.

What is not there at all, ``denial`` hears.
"""

from __future__ import annotations

import re

# A passage that as a whole says what is not there.
_DENIES = re.compile(
    r"""(?ix)^\W*(?:no|not|never|without|neither)\b | \b(?:no|zero|without|little|hardly\s+any)\s+(?:[\w-]+\s+){0,2}?(?:experience|knowledge|training|exposure|background|skills?)\b
    | \b(?:i|we)\s+(?:do\s+not|don't|did\s+not|didn't|have\s+not|haven't|have\s+never|am\s+not|cannot|can't|know\s+nothing)\b"""
)
_PLANNED = re.compile(
    r"(?i)\b(?:planned|plan(?:ning)?\s+to|signed\s+up\s+for|about\s+to\s+start|starts?\s+(?:in|next)|next\s+(?:spring|summer|fall|autumn|winter|year|month)|first\s+lesson|not\s+(?:yet\s+)?started|(?:have|had)\s+(?:only\s+)?heard\s+of|on\s+my\s+list)\b"
)
_LEARNING = re.compile(
    r"""(?ix)\((?:[^()]*\b)?(?:learning|beginner|beginners|basics?|in\s+progress|self-study|studying|seminar|course|novice|tutorial|hobby
    |planned|exploring|currently\s+learning)\b[^()]*\)|\b(?:online\s+)?(?:course|tutorial|book|bootcamp|webinar|in-service|seminar|workshop\s+attended)\b
    |\blearning\s*$|\bbeginner\b"""
)
_TAUGHT = re.compile(r"\b(?:taught|trained|wrote|built|devised|developed|designed|delivered)\b", re.IGNORECASE)
_BYSTANDER = re.compile(
    r"""(?ix)\b(?:next\s+to|alongside|adjacent\s+to|near|close\s+to|sat\s+with|seated\s+with|shar(?:ed|ing)\s+an?\s+(?:office|floor)\s+with)\s+
        (?:the|a|an|our|their|another)?\s*(?:[\w/&+.#-]+\s+){0,4}?(?:team|group|department|squad|engineers|developers|people|staff|unit|crew)\b"""
)
# What pets, shops, boats and bands are called.
_NAMED_THING = (
    r"(?:toys?|dogs?|cats?|pets?|pon(?:y|ies)|horses?|parrots?|hamsters?|bab(?:y|ies)|dolls?|bears?|elephants?|boats?|ships?|yachts?|stalls?|shops?|stores?|bars?|pubs?|clubs?|cafés?|cafes?|restaurants?"
    r"|bands?|choirs?|albums?|songs?|films?|plays?|novels?|rooms?|streets?|villages?|farms?|houses?|cottages?|inns?|cocktails?|dish(?:es)?|sandwich(?:es)?|cars?|vans?|trucks?|magazines?|festivals?|salons?)"
)
_GIVEN_NAME = re.compile(
    rf"(?i)\b(?:(?:named|christened|baptised|baptized|nicknamed|called)\s+(?:(?:the|my|our|a|an|his|her|their|its)\s+)?(?:[\w-]+\s+){{0,2}}?{_NAMED_THING}\s+[\"“‘']?"
    rf"|{_NAMED_THING}\s+(?:(?:was|were|is)\s+)?(?:named|called|christened|nicknamed|known\s+as)\s+(?:[A-Z]\w+\s+)?[\"“‘']?)$"
)
# What is done for the people of a skill is not that skill: "tokens and notes for the React developers who build them".
_FOR_OTHERS = re.compile(
    r"""(?ix)\b(?:for|to|from|with|by|against)\s+(?:the|our|their|its|an?|my|another|two|three|some)?\s*(?:[\w/&+.#-]+\s+){0,3}?
        (?:team|teams|group|department|squad|engineers?|developers?|programmers?|analysts?|specialists?|colleagues?|people|firm|agency|vendor|contractor)\b"""
)
# To watch those the work is for, or figures move, is no looking on.
_LOOKED_ON = (
    r"(?:observed|watched)\b(?!\s+(?:over\b|(?:[\w'’,-]+\s+){0,3}?(?:users?|customers?|patients?|visitors?|shoppers?|people|participants|residents|children|pupils|students|guests"
    r"|players|passengers|drivers|readers|subscribers|members|buyers|parents|clients|testers)\b|(?:[\w'’-]+\s+){1,6}?(?:climb|rise|grow|fall|drop|double|triple|shrink|soar|halve|sink|jump)\b))"
)
_SMALL_PART = re.compile(
    rf"""(?ix)\b(?:shadowed|{_LOOKED_ON}|attended|sat\s+in\s+on|assisted\s+with|helped\s+(?:to|with|out)|buddy|first\s+pass
    |(?:was|were|themselves\s+were|is|are)\s+(?:run|done|owned|handled|maintained|built|written|opened|made|checked|signed|operated)\s+by
    |belonged\s+to|passed\s+on\s+to|who\s+did\s+the|some\s+exposure|exposure\s+to|basic\s+knowledge|familiar\s+with|a\s+bit\s+of
    |that\s+(?:the|my|our|an?|another)\s+(?:[\w'-]+\s+){{0,3}}?(?:made|built|wrote|had\s+(?:made|built|written)|designed|set\s+up)\b|look\s+but\s+not|read\s+rights|read\s+the\s+[\w\s]{{0,25}}\b(?:pages|report|reports|dashboards?)
    |supported\s+the\s+[\w-]+\s+team|rotated\s+through
    |follow(?:ed|ing)\s+(?:[\w']+\s+){{0,3}}?(?:plans?|protocols?|instructions|specifications?|scripts?)
    |for\s+the\s+[\w-]+\s+(?:colleague|colleagues|team|department)\b[^.;]{{0,12}}\bwho\b|used\s+by\s+the\s+\w+\s+team|reported\s+them\s+to|read-only|dabbled)\b"""
)
_LAPSED = re.compile(
    r"""(?ix)(?<!never\s)(?<!not\s)\b(?:lapsed|expired|inactive|suspended|revoked|surrendered|not\s+(?:yet\s+)?(?:issued|granted|awarded|completed|renewed|obtained)|pending|in\s+progress
    |application|applied\s+for|(?:seat|place|class|course)\s+(?:reserved|booked)|reserved\s+for|renewal\s+(?:class\s+)?(?:booked|due|pending)|out\s+of\s+date|no\s+longer|withdrawn|former(?:ly)?|planned|validity\s+(?:has\s+)?ended
    |ended\s+in|given\s+up|gave\s+(?:it\s+)?up|(?:ran|run)\s+out|handed\s+(?:it\s+)?back|exam\s+(?:date|booked|due|pending)|awaiting|waiting\s+for|(?:one|two|three)\s+of\s+(?:two|three|four|five|six)
    |without\s+finishing|(?:thesis|exam|paper|defence|defense)\s+(?:open|outstanding|missing|to\s+come)|preparing\s+for|studying\s+for|scheduled\s+for|candidate)\b"""
)
_BY_OTHERS = re.compile(r"\b(?:themselves|itself)\s+(?:was|were|is|are)\s+\w+\s+by\b", re.IGNORECASE)
# Sentences about what others did: their subject is somebody else, or the work was done by somebody.
_OTHERS = r"(?:manager|team|department|firm|agency|board|director|supervisor|engineers?|developers?|specialists?|consultants?|vendors?|suppliers?|surgeons?|doctors?|physicians?|boss|accountant|colleagues?|seniors?|owner|squad|desk|committee|charge nurse|lawyers?|auditors?|head\s+of\s+\w+)"
_SUBJECT_IS_OTHER = re.compile(
    rf"""(?ix)(?:^|[;:]\s*)(?:the|an?|our|my|their|another)\s+(?:[\w'-]+\s+){{0,3}}?{_OTHERS}\s+
        (?!(?:of|with|for|in|at|to|on|from|and|or|who|that|adopt|took|asked|made\s+me|chose|gave\s+me|voted|named|award|promot|thank|trust|let\s+me|want|now|still|cop|us(?:es?|ed)\b|sign|approv|agreed|accepted|follow)\w*\b)
        (?:\w+s|\w+ed|did|does|makes?|made|wrote|ran|run|built|was|were|is|are|has|have|had|do)\b"""
)
_BY_SOMEBODY = re.compile(
    rf"(?i)\b(?:is|are|was|were|been|being|get|gets)\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|lt|nt|de|un)\s+by\s+(?:the|my|our|an?|another|others|someone|two|three)\s+(?:[\w'-]+\s+){{0,3}}?{_OTHERS}\b"
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|me|my|our)\b")
_NO_WORK = re.compile(
    r"\b(?:parental leave|maternity|sabbatical|career break|gap year|unemployed|travel(?:ling|ing)? year)\b|^\s*break\b",
    re.I,
)


def denies(text: str) -> bool:
    """Whether a passage as a whole says what is not there."""
    return bool(_DENIES.search(text))


def is_planned(text: str) -> bool:
    """Whether a line outside the roles tells of something that has not begun."""
    return bool(_PLANNED.search(text))


def is_lapsed(text: str) -> bool:
    """Whether a credential line says it is expired, pending or merely planned."""
    return bool(_LAPSED.search(text))


def is_learning(text: str) -> bool:
    """Whether a sentence tells of a course or of first steps, not of teaching them."""
    return bool(_LEARNING.search(text)) and not _TAUGHT.search(text)


def is_small_part(text: str) -> bool:
    """Whether a sentence tells of watching, helping or following more than of doing."""
    return bool(_SMALL_PART.search(text))


def is_bystander(text: str, start: int, end: int) -> bool:
    """Whether what stands at a place of a sentence names the people next door."""
    return any(match.start() < end and match.end() > start for match in _BYSTANDER.finditer(text))


def is_given_name(text: str, start: int) -> bool:
    """Whether what stands at a place is what somebody called a thing of everyday life: "named the boat Hadoop"."""
    return bool(_GIVEN_NAME.search(text, 0, start))


def is_for_others(text: str, start: int, end: int) -> bool:
    """Whether what stands at a place only describes the people something was done for or by."""
    return any(match.start() < start and end < match.end() for match in _FOR_OTHERS.finditer(text))


def is_break(header: str) -> bool:
    """Whether a dated line tells of a break rather than of work."""
    return bool(_NO_WORK.search(header))


def others_did_it_all(text: str) -> bool:
    """Whether a sentence corrects itself: "the reports themselves were made by …"."""
    return bool(_BY_OTHERS.search(text))


def is_by_others(text: str, start: int) -> bool:
    """Whether the clause around a place of a sentence tells what somebody else did."""
    clause = max(text.rfind(";", 0, start), text.rfind(", but ", 0, start), text.rfind(", and I ", 0, start)) + 1
    subject = _SUBJECT_IS_OTHER.match(text[clause:].lstrip())
    if subject is not None and not _FIRST_PERSON.search(text[clause:start].lstrip()[subject.end() :]):
        return True
    end = text.find(";", start)
    return bool(_BY_SOMEBODY.search(text, clause, end if end >= 0 else len(text)))
