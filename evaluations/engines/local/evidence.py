"""Evidence: a passage of a résumé that speaks for a requirement, and how much it proves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from evaluations.engines.local.phrases import TextIndex
from evaluations.engines.local.resume import Passage, Resume
from evaluations.engines.local.signs import Sign, signs_named
from evaluations.engines.local.vocabulary import Mention, Vocabulary
from evaluations.engines.local.words import stems_of, weighted_stems

# How much of a statement's weight a list item or a claim must repeat to count as naming it.
LISTED_SHARE = 0.45
CLAIM_SHARE = 0.55
# What every further sign of the same kind adds to a passage's weight, and where it stops.
EACH_HIT, MOST_HITS = 0.2, 2.6
# What every further word of a phrase adds, and how many count.
EACH_WORD, MOST_WORDS = 0.15, 3
# Of one concept in one passage.
MOST_MENTIONS = 5


class Proof(IntEnum):
    """How much a passage proves; more is better."""

    NOTHING = 0
    CLAIMED = 1
    LISTED = 2
    PARTLY = 3
    ADJACENT = 4
    SHOWN = 5


@dataclass(frozen=True)
class Evidence:
    """One passage for one requirement; ``start:end`` of the clean text is what is quoted, weight breaks ties.

    focus is where in the text the telling words begin. is_named says that the thing asked for is named there, not told
    by signs or likeness.
    """

    proof: Proof
    passage: Passage
    start: int
    end: int
    weight: float = 0.0
    focus: int | None = None
    is_named: bool = False


_DONE = r"(?:mak|made|giv|gav|tak|took|lead|led|sell|sold|call|speak|teach|taught|design|develop|cod|program|deal|handl|cook|operat|us|work|touch|writ|wrote|built|build|had|have|done|did|own|run|ran|manag|tri|held|hold|know|licens|certif|appl|deploy)\w*"
_DENIED_BEFORE = re.compile(
    rf"""(?ix)
    \b(?:no|zero|little|limited|without|lack\w*|not\s+much|nothing\s+(?:on|in|of))\s+(?:[\w-]+\s+){{0,2}}?
        (?:experience|knowledge|exposure|background|training|familiarity|use|skills?|contact)\b[^.;]{{0,60}}$
    | \b(?:never|not|cannot|\w+n't)\s+(?:[\w-]+\s+){{0,3}}?{_DONE}\b[^.;]{{0,50}}$
    | (?<!with\s)\b(?:no|without|not|never|neither|nor|excluding|except|instead\s+of|rather\s+than)\s+(?:any\s+|in\s+)?$
    | \bknow\s+(?:next\s+to\s+)?nothing\b[^.;]{{0,60}}$
    | \b(?:instead\s+of|rather\s+than|away\s+from\s+buying)\s+(?:[\w-]+\s+){{0,2}}$
    """
)
# A passage that as a whole says what is not there.
_DENIES = re.compile(
    r"""(?ix)^\W*(?:no|not|never|without|neither)\b | \b(?:no|zero|without|little|hardly\s+any)\s+(?:[\w-]+\s+){0,2}?(?:experience|knowledge|training|exposure|background|skills?)\b
    | \b(?:i|we)\s+(?:do\s+not|don't|did\s+not|didn't|have\s+not|haven't|have\s+never|am\s+not|cannot|can't|know\s+nothing)\b"""
)
_PLANNED = re.compile(
    r"(?i)\b(?:planned|plan(?:ning)?\s+to|signed\s+up\s+for|about\s+to\s+start|starts?\s+(?:in|next)|next\s+(?:spring|summer|fall|autumn|winter|year|month)|first\s+lesson|not\s+(?:yet\s+)?started|(?:have|had)\s+(?:only\s+)?heard\s+of|on\s+my\s+list)\b"
)
_DENIED_AFTER = re.compile(
    r"""(?ix)^[^.;]{0,60}\b(?:did\s+not|didn't|do\s+not|don't|never|not|decided\s+not\s+to|decided\s+against|chose\s+not\s+to)\s+(?:adopt|use[ds]?\b|go\s+(?:for|with)|deploy|introduc|roll|take\s+it|pursue|buy)\w*
    | ^[^.;,]{0,25}(?:[:(-]\s*(?:none|no\ experience|not\ yet|no)\b
    | \b(?:is|are|was|were|isn't|wasn't)\s+(?:new\s+to\s+me|not\s+(?:something|part|my)|unknown|still\s+on\s+my\s+list))
    """
)
_INTENT = re.compile(
    r"""(?ix)\b(?:want(?:s|ed|ing)?\s+to|hop(?:e|es|ing)\s+to|hope\s+for|would\s+(?:love|like|be\s+glad)|eager\s+to|keen\s+(?:to|on)
    |plan(?:s|ning)?\s+to|aim(?:s|ing)?\s+to|look(?:s|ing)\s+(?:to|for|forward)|wish(?:es)?\s+to|interest(?:ed)?\s+in|aspir\w+
    |(?:currently|now|still|just\s+started|started|began|begun)\s+(?:to\s+)?(?:learn|study|explor|read)\w*|(?:am|is|been)\s+learning
    |want\s+to\s+learn|to\s+learn\s+(?:more\s+)?(?:about\s+)?|thinking\s+(?:about|of)|intend\w*\s+to|in\s+the\s+long\s+run
    |ready\s+to\s+learn|willing\s+to\s+learn|curious\s+about|next\s+step|enthusias\w+\s+(?:about|for)|dream\w*\s+of)\b"""
)
_LEARNING = re.compile(
    r"""(?ix)\((?:[^()]*\b)?(?:learning|beginner|beginners|basics?|in\s+progress|self-study|studying|seminar|course|novice|tutorial|hobby
    |planned|exploring|currently\s+learning)\b[^()]*\)|\b(?:online\s+)?(?:course|tutorial|book|bootcamp|webinar|in-service|seminar|workshop\s+attended)\b
    |\blearning\s*$|\bbeginner\b"""
)
_BYSTANDER = re.compile(
    r"""(?ix)\b(?:next\s+to|alongside|adjacent\s+to|near|close\s+to|sat\s+with|seated\s+with|shar(?:ed|ing)\s+an?\s+(?:office|floor)\s+with)\s+
        (?:the|a|an|our|their|another)?\s*(?:[\w/&+.#-]+\s+){0,4}?(?:team|group|department|squad|engineers|developers|people|staff|unit|crew)\b"""
)
# What is done for the people of a skill is not that skill: "tokens and notes for the React developers who build them".
_FOR_OTHERS = re.compile(
    r"""(?ix)\b(?:for|to|from|with|by|against)\s+(?:the|our|their|its|an?|my|another|two|three|some)?\s*(?:[\w/&+.#-]+\s+){0,3}?
        (?:team|teams|group|department|squad|engineers?|developers?|programmers?|analysts?|specialists?|colleagues?|people|firm|agency|vendor|contractor)\b"""
)
_SMALL_PART = re.compile(
    r"""(?ix)\b(?:shadowed|observed|watched|attended|sat\s+in\s+on|assisted\s+with|helped\s+(?:to|with|out)|buddy|first\s+pass
    |(?:was|were|themselves\s+were|is|are)\s+(?:run|done|owned|handled|maintained|built|written|opened|made|checked|signed|operated)\s+by
    |belonged\s+to|passed\s+on\s+to|who\s+did\s+the|some\s+exposure|exposure\s+to|basic\s+knowledge|familiar\s+with|a\s+bit\s+of
    |that\s+(?:the|my|our|an?|another)\s+(?:[\w'-]+\s+){0,3}?(?:made|built|wrote|had\s+(?:made|built|written)|designed|set\s+up)\b|look\s+but\s+not|read\s+rights|read\s+the\s+[\w\s]{0,25}\b(?:pages|report|reports|dashboards?)
    |supported\s+the\s+[\w-]+\s+team|rotated\s+through
    |follow(?:ed|ing)\s+(?:[\w']+\s+){0,3}?(?:plans?|protocols?|instructions|specifications?|scripts?)
    |for\s+the\s+[\w-]+\s+(?:colleague|colleagues|team|department)\b[^.;]{0,12}\bwho\b|used\s+by\s+the\s+\w+\s+team|reported\s+them\s+to|read-only|dabbled)\b"""
)
_LAPSED = re.compile(
    r"""(?ix)\b(?:lapsed|expired|inactive|suspended|revoked|surrendered|not\s+(?:yet\s+)?(?:issued|granted|awarded|completed|renewed|obtained)|pending|in\s+progress
    |application|applied\s+for|(?:seat|place|class|course)\s+(?:reserved|booked)|reserved\s+for|renewal\s+(?:class\s+)?(?:booked|due|pending)|out\s+of\s+date|no\s+longer|withdrawn|former(?:ly)?|planned|scheduled\s+for|candidate)\b"""
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


def is_by_others(text: str, start: int) -> bool:
    """Whether the clause around a place of a sentence tells what somebody else did."""
    clause = max(text.rfind(";", 0, start), text.rfind(", but ", 0, start), text.rfind(", and I ", 0, start)) + 1
    subject = _SUBJECT_IS_OTHER.match(text[clause:].lstrip())
    if subject is not None and not _FIRST_PERSON.search(text[clause:start].lstrip()[subject.end() :]):
        return True
    end = text.find(";", start)
    return bool(_BY_SOMEBODY.search(text, clause, end if end >= 0 else len(text)))


_NO_WORK = re.compile(
    r"\b(?:parental leave|maternity|sabbatical|career break|gap year|unemployed|travel(?:ling|ing)? year)\b|^\s*break\b",
    re.I,
)


def is_break(header: str) -> bool:
    """Whether a dated line tells of a break rather than of work."""
    return bool(_NO_WORK.search(header))


def is_denied(text: str, start: int, end: int) -> bool:
    """Whether the words around a mention say that it was not done."""
    return bool(_DENIED_BEFORE.search(text[:start]) or _DENIED_AFTER.search(text[end:]))


def is_planned(text: str) -> bool:
    """Whether a line outside the roles tells of something that has not begun."""
    return bool(_PLANNED.search(text))


def is_lapsed(text: str) -> bool:
    """Whether a credential line says it is expired, pending or merely planned."""
    return bool(_LAPSED.search(text))


def proof_in(passage: Passage, start: int, end: int) -> Proof:
    """What a mention at ``start:end`` of the whole text proves by the place and the words it stands in."""
    text = passage.text
    inside = (max(0, start - passage.start), max(0, end - passage.start))
    if passage.place in ("dropped", "identity") or is_denied(text, *inside):
        return Proof.NOTHING
    for match in _BYSTANDER.finditer(text):
        if match.start() < inside[1] and match.end() > inside[0]:
            return Proof.NOTHING
    if passage.place in ("role", "project", "header"):
        intent = _INTENT.search(text)
        if intent is not None and intent.start() < inside[0]:
            return Proof.NOTHING
        if (
            _LEARNING.search(text)
            and passage.place != "header"
            and not re.search(r"\btaught|trained|wrote|built\b", text)
        ):
            return Proof.PARTLY
        small = _SMALL_PART.search(text) or (passage.place == "role" and is_by_others(text, inside[0])) or None
        return Proof.PARTLY if small is not None else Proof.SHOWN
    if is_planned(text):
        return Proof.NOTHING
    if passage.place == "credential":
        return Proof.PARTLY if is_lapsed(text) else Proof.SHOWN
    if passage.place == "education":
        return Proof.PARTLY
    if passage.place == "listed":
        return Proof.LISTED
    if passage.place == "language":
        return Proof.LISTED
    intent = _INTENT.search(text)
    if intent is not None and intent.start() < inside[0]:
        return Proof.NOTHING
    return Proof.CLAIMED


class Searcher:
    """Finds evidence in one résumé; what does not depend on the requirement is worked out once."""

    def __init__(self, resume: Resume, vocabulary: Vocabulary) -> None:
        self.resume = resume
        self.vocabulary = vocabulary
        self.by_concept: dict[str, list[Mention]] = {}
        for mention in _few_of_each(resume, vocabulary.find(resume.text)):
            self.by_concept.setdefault(mention.concept, []).append(mention)
            for wider in vocabulary.wider(mention.concept):
                self.by_concept.setdefault(wider, []).append(mention)
        self._evidence: dict[Mention, Evidence | None] = {}
        self._use: dict[str, list[Evidence]] = {}
        self._signs: dict[str, list[Evidence]] = {}
        self._claims: dict[str, list[Passage]] | None = None
        self._index = TextIndex(resume.text, [passage.start for passage in resume.passages])
        self._by_others = {p.line for p in resume.passages if _BY_OTHERS.search(p.text)}
        self._stems = [stems_of(passage.text) for passage in resume.passages]
        self._with_stem: dict[str, list[int]] = {}
        for number, stems in enumerate(self._stems):
            for stem in stems:
                self._with_stem.setdefault(stem, []).append(number)

    def stems_at(self, passage: Passage) -> frozenset[str]:
        """The stems of a passage."""
        return stems_of(passage.text)

    def of_concept(self, key: str) -> list[Evidence]:
        """Where a concept, one of its kinds, or its use without its name stands."""
        found = [self._mentioned(mention) for mention in self.by_concept.get(key, ())]
        for concept in (key, *sorted(self.vocabulary.narrower(key))):
            found += self._used(concept)
        return [evidence for evidence in found if evidence is not None and evidence.proof]

    def near_concept(self, key: str) -> list[Evidence]:
        """Where a neighbour of the concept is shown in a role."""
        found = []
        for neighbour in sorted(self.vocabulary.close_to(key)):
            for mention in self.by_concept.get(neighbour, ()):
                evidence = self._mentioned(mention)
                if evidence is not None and evidence.proof == Proof.SHOWN:
                    found.append(
                        Evidence(Proof.ADJACENT, evidence.passage, evidence.start, evidence.end, evidence.weight)
                    )
        return found

    def of_sign(self, sign: Sign) -> list[Evidence]:
        """Where the phrases of a sign stand, in the places that count for it."""
        if sign.key not in self._signs:
            found: dict[int, Evidence] = {}
            for phrases, is_full in ((sign.shown, True), (sign.partly, False)):
                for start, end, words in phrases.find_weighed(self._index):
                    passage = self.resume.at(start)
                    if passage is not None and passage.start in found:
                        # A passage that shows it in more than one way is quoted before one that does so once.
                        known = found[passage.start]
                        if is_full == (known.proof == Proof.SHOWN) and known.weight < MOST_HITS:
                            found[passage.start] = replace(known, weight=known.weight + EACH_HIT)
                        continue
                    if passage is None or passage.place == "language":
                        continue
                    proof = self._sign_proof(sign, passage, start, end, is_full=is_full)
                    if proof:
                        weight = (2.0 if is_full else 1.0) + EACH_WORD * min(words - 1, MOST_WORDS)
                        if passage.place in ("listed", "claimed"):
                            weight = 0.3  # what repeats the statement's own words is quoted first
                        elif passage.place == "header":
                            weight -= 0.6
                        found[passage.start] = Evidence(proof, passage, passage.start, passage.end, weight, start)
            self._signs[sign.key] = list(found.values())
        return self._signs[sign.key]

    def _sign_proof(self, sign: Sign, passage: Passage, start: int, end: int, *, is_full: bool) -> Proof:
        if sign.places and passage.place not in ("listed", "claimed"):
            if passage.place not in sign.places:
                return Proof.NOTHING
            if is_denied(passage.text, start - passage.start, end - passage.start):
                return Proof.NOTHING
            return Proof.SHOWN if is_full else Proof.PARTLY
        proof = self._checked(proof_in(passage, start, end), passage)
        if is_full:
            return proof
        if proof == Proof.SHOWN:
            return Proof.PARTLY
        return Proof.NOTHING if proof == Proof.LISTED else proof

    def like(self, statement: str, *, met: float, partly: float) -> list[Evidence]:
        """Passages that say nearly the same in other words; the role's header lends its words to its lines."""
        asked = weighted_stems(statement)
        telling = sum(weight > 1 for _, weight in asked)
        found = []
        for number, share, hits in self._alike(asked):
            passage = self.resume.passages[number]
            if passage.place in ("dropped", "identity", "language"):
                continue
            # One shared word is chance: "first person" is no first aid.
            if hits < min(2, telling) or share < partly:
                continue
            proof = self._checked(proof_in(passage, passage.start, passage.start), passage)
            if proof == Proof.SHOWN and not (share >= met and (hits >= 2 or telling <= 1)):
                proof = Proof.PARTLY
            if passage.place == "claimed" and share < CLAIM_SHARE:
                continue
            if proof:
                found.append(Evidence(proof, passage, passage.start, passage.end, share))
        return found

    def _alike(self, asked: Sequence[tuple[str, int]]) -> Iterator[tuple[int, float, int]]:
        """The passages that share a word with a statement: number, share of the asked weight, telling words found."""
        total = sum(weight for _, weight in asked)
        found: dict[int, list[int]] = {}
        for stem, weight in asked:
            for number in self._with_stem.get(stem, ()):
                sums = found.setdefault(number, [0, 0])
                sums[0] += weight
                sums[1] += weight > 1
        for number in sorted(found):
            weight, hits = found[number]
            yield number, weight / total, hits

    def claimed_words(self, statement: str) -> list[Evidence]:
        """Lists and claims that repeat the statement's own words."""
        asked = weighted_stems(statement)
        telling = {word for word, weight in asked if weight > 1}
        found = []
        for number, share, hits in self._alike(asked):
            passage, stems = self.resume.passages[number], self._stems[number]
            if passage.place not in ("listed", "claimed") or _DENIES.search(passage.text) or is_planned(passage.text):
                continue
            if passage.place == "listed":
                is_repeated = bool(stems & telling) and stems <= {word for word, _ in asked}
                if hits and (share >= LISTED_SHARE or is_repeated):
                    found.append(Evidence(Proof.LISTED, passage, passage.start, passage.end, 1 + share))
            elif hits and share >= CLAIM_SHARE and not _INTENT.search(passage.text):
                found.append(Evidence(Proof.CLAIMED, passage, passage.start, passage.end, 1 + share))
        return found

    def claims_of(self, sign: Sign) -> list[Evidence]:
        """Lists and claims that speak of a sign the way requirements do."""
        if self._claims is None:
            self._claims = {}
            for passage in self.resume.in_places("listed", "claimed", "leisure"):
                for named in signs_named(passage.text):
                    self._claims.setdefault(named.key, []).append(passage)
        found = []
        for passage in self._claims.get(sign.key, ()):
            places = [place for place in sign.asked_in(passage.text) if not is_denied(passage.text, *place)]
            if places and not is_planned(passage.text):
                proof = Proof.LISTED if passage.place == "listed" else Proof.CLAIMED
                found.append(Evidence(proof, passage, passage.start, passage.end, 0.2))
        return found

    def _mentioned(self, mention: Mention) -> Evidence | None:
        if mention not in self._evidence:
            self._evidence[mention] = self._proved(mention)
        return self._evidence[mention]

    def _proved(self, mention: Mention) -> Evidence | None:
        passage = self.resume.at(mention.start)
        if passage is None:
            return None
        proof = self._checked(proof_in(passage, mention.start, mention.end), passage)
        if proof == Proof.SHOWN and passage.place == "role" and _is_for_others(passage, mention):
            proof = Proof.CLAIMED
        weight = 1.0 + min(len(passage.text), 200) / 1000 if passage.place in ("role", "project") else 0.5
        return Evidence(proof, passage, passage.start, passage.end, weight, is_named=True)

    def _used(self, concept: str) -> list[Evidence]:
        if concept not in self._use:
            phrases = self.vocabulary.use_phrases(concept)
            found = []
            for start, end in phrases.find(self._index) if phrases is not None else ():
                passage = self.resume.at(start)
                if passage is not None and passage.place in ("role", "project", "header"):
                    proof = self._checked(proof_in(passage, start, end), passage)
                    if proof:
                        found.append(Evidence(proof, passage, passage.start, passage.end, 0.9))
            self._use[concept] = found
        return self._use[concept]

    def _checked(self, proof: Proof, passage: Passage) -> Proof:
        """Leisure shows no work, and what a line says others did is shown in part only."""
        if passage.place == "leisure" or (passage.role is not None and is_break(passage.role.header)):
            return min(proof, Proof.CLAIMED)
        return min(proof, Proof.PARTLY) if passage.line in self._by_others else proof


def _few_of_each(resume: Resume, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions, of one concept no more than MOST_MENTIONS in a passage: the rest would only take time."""
    seen: Counter[tuple[str, int]] = Counter()
    for mention in mentions:
        passage = resume.at(mention.start)
        place = (mention.concept, passage.start if passage else -1)
        seen[place] += 1
        if seen[place] <= MOST_MENTIONS:
            yield mention


def _is_for_others(passage: Passage, mention: Mention) -> bool:
    """Whether a skill only describes the people something was done for or by."""
    start, end = mention.start - passage.start, mention.end - passage.start
    return any(match.start() < start and end < match.end() for match in _FOR_OTHERS.finditer(passage.text))


def best_first(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Sorted by proof, then weight, then place in the text; one per passage."""
    ordered = sorted(evidence, key=lambda item: (-item.proof, -item.weight, item.start))
    seen: set[int] = set()
    kept = []
    for item in ordered:
        if item.passage.start not in seen:
            seen.add(item.passage.start)
            kept.append(item)
    return kept


def shown_roles(evidence: Sequence[Evidence]) -> Iterator[int]:
    """The indexes of the roles in which the evidence shows something."""
    yield from sorted({e.passage.role.index for e in evidence if e.proof == Proof.SHOWN and e.passage.role is not None})
