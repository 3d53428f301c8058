"""Evidence: a passage of a résumé that speaks for a requirement, and how much it proves."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from evaluations.engines.local import ordinary
from evaluations.engines.local.denial import is_absent, says_absent
from evaluations.engines.local.hedges import (
    denies,
    is_break,
    is_by_others,
    is_bystander,
    is_for_others,
    is_given_name,
    is_lapsed,
    is_learning,
    is_planned,
    is_small_part,
    others_did_it_all,
)
from evaluations.engines.local.phrases import TextIndex
from evaluations.engines.local.resume import SHOWING, Passage, Resume
from evaluations.engines.local.signs import Sign, signs_named
from evaluations.engines.local.vocabulary import Mention, Vocabulary
from evaluations.engines.local.words import stems_of, stretch_of, weighted_stems

# How much of a statement's weight a list item or a claim must repeat to count as naming it.
LISTED_SHARE = 0.45
CLAIM_SHARE = 0.55
# What every further sign of the same kind adds to a passage's weight, and where it stops.
EACH_HIT, MOST_HITS = 0.2, 2.6
# What every further word of a phrase adds, and how many count.
EACH_WORD, MOST_WORDS = 0.15, 3
# How far the two words of a short statement may stand apart.
MOST_WORDS_APART = 5
# Words on both sides of these belong to different things: "planned a strike when our demand was ignored".
_OTHER_CLAUSE = re.compile(r"\s(?:when|while|because|whose|unless|although)\s|;", re.IGNORECASE)
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


def proof_in(passage: Passage, start: int, end: int, *, is_business: bool = False) -> Proof:
    """What a mention at ``start:end`` of the whole text proves by the place and the words it stands in.

    is_business: it names a kind of business, which work of any sort there shows.
    """
    text, place = passage.text, passage.place
    inside = (max(0, start - passage.start), max(0, end - passage.start))
    if (
        place in ("dropped", "identity")
        or is_absent(text, *inside, own=is_business or place not in SHOWING)
        or is_bystander(text, *inside)
        or is_given_name(text, inside[0])
    ):
        return Proof.NOTHING
    if place in ("role", "project", "header"):
        if is_learning(text) and place != "header":
            return Proof.PARTLY
        is_part = is_small_part(text) or (place == "role" and is_by_others(text, inside[0]))
        return Proof.PARTLY if is_part else Proof.SHOWN
    if is_planned(text):
        return Proof.NOTHING
    if place == "credential":
        return Proof.PARTLY if is_lapsed(text) else Proof.SHOWN
    if place == "education":
        return Proof.PARTLY
    if place in ("listed", "language"):
        return Proof.LISTED
    return Proof.CLAIMED


class Searcher:
    """Finds evidence in one résumé; what does not depend on the requirement is worked out once."""

    def __init__(self, resume: Resume, vocabulary: Vocabulary) -> None:
        self.resume = resume
        self.vocabulary = vocabulary
        self.by_concept: dict[str, list[Mention]] = {}
        mentions, doubted = vocabulary.find_in_resume(resume.text)
        self._doubted = frozenset(doubted)
        self._doubted_places = sorted(self._doubted)
        self._asked: dict[tuple[str, str], bool] = {}
        for mention in _few_of_each(resume, mentions):
            self.by_concept.setdefault(mention.concept, []).append(mention)
            for wider in vocabulary.wider(mention.concept):
                self.by_concept.setdefault(wider, []).append(mention)
        self._evidence: dict[Mention, Evidence | None] = {}
        self._use: dict[str, list[Evidence]] = {}
        self._signs: dict[str, list[Evidence]] = {}
        self._claims: dict[str, list[Passage]] | None = None
        self._index = TextIndex(resume.text, [passage.start for passage in resume.passages])
        self._by_others = {p.line for p in resume.passages if others_did_it_all(p.text)}
        self._words = frozenset(self._index.words)
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
            other_sense = {passage.start for passage in map(self.resume.at, self._unless(sign)) if passage is not None}
            for phrases, is_full in ((sign.shown, True), (sign.partly, False)):
                for start, end, words in phrases.find_weighed(self._index):
                    passage = self.resume.at(start)
                    if passage is not None and passage.start in found:
                        # A passage that shows it in more than one way is quoted before one that does so once.
                        known = found[passage.start]
                        if is_full == (known.proof == Proof.SHOWN) and known.weight < MOST_HITS:
                            found[passage.start] = replace(known, weight=known.weight + EACH_HIT)
                        continue
                    if passage is None or passage.place == "language" or passage.start in other_sense:
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

    def _unless(self, sign: Sign) -> list[int]:
        return [start for start, _ in sign.unless.find(self._index)]

    def _sign_proof(self, sign: Sign, passage: Passage, start: int, end: int, *, is_full: bool) -> Proof:
        if sign.places and passage.place not in ("listed", "claimed"):
            if passage.place not in sign.places:
                return Proof.NOTHING
            if is_absent(passage.text, start - passage.start, end - passage.start):
                return Proof.NOTHING
            return Proof.SHOWN if is_full else Proof.PARTLY
        if passage.place == "leisure" and "soft" not in sign.kinds:
            return Proof.NOTHING  # a van key kept for a rescue team is no logistics; a named skill still is a claim
        if (start, end) in self._doubted or self._is_other_thing(sign, passage):
            return Proof.NOTHING
        if passage.place == "header" and self.resume.text[start:end].lower() == "present":
            return Proof.NOTHING  # the end of a date
        if says_absent(passage.text):
            # "Deployed to plain servers; we did not use Kubernetes" is no sign of what it names.
            own = passage.place not in SHOWING
            named = sign.asked_in(passage.text)
            if named and all(is_absent(passage.text, *place, own=own) for place in named):
                return Proof.NOTHING
        proof = self._checked(proof_in(passage, start, end), passage)
        if is_full:
            return proof
        if proof == Proof.SHOWN:
            return Proof.PARTLY
        return Proof.NOTHING if proof == Proof.LISTED else proof

    def like(self, statement: str, *, met: float, partly: float) -> list[Evidence]:
        """Passages that say nearly the same in other words; the role's header lends its words to its lines."""
        asked = weighted_stems(statement)
        wanted = frozenset(stem for stem, weight in asked if weight > 1)
        telling = len(wanted)
        wanted = wanted or frozenset(stem for stem, _ in asked)
        found = []
        for number, share, hits in self._alike(asked):
            passage = self.resume.passages[number]
            if passage.place in ("dropped", "identity", "language"):
                continue
            # One shared word is chance: "first person" is no first aid.
            if hits < min(2, telling) or share < partly:
                continue
            place = stretch_of(passage.text, wanted) if telling <= 2 or says_absent(passage.text) else None
            first, last = place or (0, 0)
            if telling == 1 and self._is_other_word(passage.start + first, passage.start + last):
                continue
            if telling == 2 and (
                len(passage.text[first:last].split()) - 1 > MOST_WORDS_APART
                or _OTHER_CLAUSE.search(passage.text, first, last)
            ):
                continue  # "access to the archive after a control of my bag" is no access control
            proof = self._checked(proof_in(passage, passage.start + first, passage.start + last), passage)
            if proof == Proof.SHOWN and not (share >= met and (hits >= 2 or telling <= 1)):
                proof = Proof.PARTLY
            if passage.place == "claimed" and share < CLAIM_SHARE:
                continue
            if proof:
                found.append(Evidence(proof, passage, passage.start, passage.end, share))
        return found

    def _is_other_thing(self, sign: Sign, passage: Passage) -> bool:
        """Whether a sign of a tool stands where the tool's name is another word: "excel at their exams"."""
        begin = bisect_left(self._doubted_places, (passage.start, 0))
        end = bisect_left(self._doubted_places, (passage.end, 0))
        words = {self.resume.text[first:last] for first, last in self._doubted_places[begin:end]}
        return any(self._is_asked_by(sign, word) for word in words)

    def _is_asked_by(self, sign: Sign, word: str) -> bool:
        place = (sign.key, word)
        if place not in self._asked:
            self._asked[place] = bool(sign.asked_in(word))
        return self._asked[place]

    def _is_other_word(self, start: int, end: int) -> bool:
        """Whether the one word that is shared is an ordinary word here and the name of a tool elsewhere."""
        text = self.resume.text
        if (start, end) in self._doubted:
            return True
        if " " in text[start:end] or not ordinary.is_guarded(text[start:end], in_resume=True):
            return False
        return not ordinary.is_meant(text, start, end, self._words, in_resume=True)

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
        telling = frozenset(word for word, weight in asked if weight > 1)
        found = []
        for number, share, hits in self._alike(asked):
            passage, stems = self.resume.passages[number], self._stems[number]
            if passage.place not in ("listed", "claimed") or denies(passage.text) or is_planned(passage.text):
                continue
            if passage.place == "listed" and ordinary.is_guarded(passage.text.strip(), in_resume=True):
                continue  # the program Word is no "word"; where the program is asked for, its concept finds it
            if passage.place == "listed":
                is_repeated = bool(stems & telling) and stems <= {word for word, _ in asked}
                if hits and (share >= LISTED_SHARE or is_repeated):
                    found.append(Evidence(Proof.LISTED, passage, passage.start, passage.end, 1 + share))
            elif hits and share >= CLAIM_SHARE and not self._is_wish(passage, telling):
                found.append(Evidence(Proof.CLAIMED, passage, passage.start, passage.end, 1 + share))
        return found

    def _is_wish(self, passage: Passage, stems: frozenset[str]) -> bool:
        place = stretch_of(passage.text, stems) if says_absent(passage.text) else None
        return place is not None and is_absent(passage.text, *place, own=True)

    def claims_of(self, sign: Sign) -> list[Evidence]:
        """Lists and claims that speak of a sign the way requirements do."""
        if self._claims is None:
            self._claims = {}
            for passage in self.resume.in_places("listed", "claimed", "leisure"):
                for named in signs_named(passage.text):
                    self._claims.setdefault(named.key, []).append(passage)
        found = []
        for passage in self._claims.get(sign.key, ()):
            places = [place for place in sign.asked_in(passage.text) if not is_absent(passage.text, *place, own=True)]
            if places and not is_planned(passage.text) and not self._is_other_thing(sign, passage):
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
        is_business = self.vocabulary.terms[mention.concept].kind == "domain"
        proof = self._checked(proof_in(passage, mention.start, mention.end, is_business=is_business), passage)
        if (
            proof == Proof.SHOWN
            and passage.place == "role"
            and is_for_others(passage.text, mention.start - passage.start, mention.end - passage.start)
        ):
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


def best_first(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Sorted by proof, then weight, then place in the text; one per passage, named if any of that proof is."""
    ordered = sorted(evidence, key=lambda item: (-item.proof, -item.weight, item.start))
    kept: dict[int, Evidence] = {}
    for item in ordered:
        known = kept.setdefault(item.passage.start, item)
        if item.is_named and not known.is_named and item.proof == known.proof:
            kept[item.passage.start] = replace(known, is_named=True)
    return list(kept.values())


def shown_roles(evidence: Sequence[Evidence]) -> Iterator[int]:
    """The indexes of the roles in which the evidence shows something."""
    yield from sorted({e.passage.role.index for e in evidence if e.proof == Proof.SHOWN and e.passage.role is not None})
