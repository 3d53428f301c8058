"""What duties ask without saying so: a technique or tool they name that no line of the requirements covers.

General activity (collaborate, own the roadmap, mentor) asks nothing, nor does what the employer teaches.
"""

from __future__ import annotations

import re

from evaluations.engines.local.alternatives import EXAMPLES, brackets, list_items
from evaluations.engines.local.entries import Entry
from evaluations.engines.local.known import Known
from evaluations.engines.local.relevance import duty_teaches
from evaluations.engines.local.vocabulary import Vocabulary
from evaluations.engines.local.wording import content_words

# The doing of a trade; "partner with Sales" or "support Marketing" names a department instead.
_DOING = re.compile(
    r"(?i)\b(?:build|design|develop|implement|maintain|manage|operate|configure|administer|deploy|automate|optimi[sz]e|write|run|execute|conduct|perform|prepare|produce|create|deliver|carry\s+out|lead|use|apply|train|tune|model|"
    r"building|designing|developing|implementing|maintaining|managing|operating|configuring|administering|deploying|automating|writing|running|executing|conducting|performing|preparing|producing|creating|using|applying|training|"
    r"creation|implementation|maintenance|development|deployment|administration|execution|preparation|design|(?<!line\s)(?<!along\s)(?<!ance\s)(?<!ther\s)with|through|via|in)\b(?:\s*(?:,|and|or|/)\s*(?!including)\w+)*(?:\s+(?:and|of|the|our|a|an|all|new|its|your|and/or|\w+ly)){0,3}\s+(?:[\w-]+\s+){0,1}$"
)
_TOGETHER = re.compile(
    r"(?i)^(?:partner|collaborat|work(?:ing)?\s+(?:closely|with|alongside|hand|side|cross|together|in)|support|engage|liais|represent|communicat|coordinat|act\s+as|serve\s+as|participat|attend|assist|help|champion|promote|foster|mentor|interact|in\s+partnership|delve|stay|keep|ensur|compl)\w*\b"
)
_PEOPLE = re.compile(
    r"(?i)^\s+(?:team|teams|lead|leads|manager|managers|department|departments|partners|colleagues|specialists?|engineers?|staff|leaders?|agency|agencies|vendors?)\b"
)
_NOUN = re.compile(r"(?i)\s+(?:process(?:es)?|methods?|methodolog\w+|practices|techniques?|principles|frameworks?)\b")
# What the employer works with is no demand ("We primarily work with React on the front end").
_OURS = re.compile(
    r"(?i)(?:^|[.;:]\s+)(?:currently\s+|today\s+)?(?:we|our\s+(?:\w+\s+){0,3}?(?:stack|team|teams|platform|services?|systems?|backend|frontend|product|tools?|codebase|infrastructure))\b(?!\s*(?:'re|are)?\s*(?:looking|need|require|expect|seek|ask|want))"
)
_BY_MEANS = re.compile(r"(?i)\b(?:through|using|via)\s+$")


def from_duty(text: str, start: int, known: list[Known], vocabulary: Vocabulary, covered: set[str]) -> list[Entry]:
    """Entries of one duty that begins at ``start`` of the cleaned text; ``covered`` concepts are asked elsewhere already."""
    if duty_teaches(text) or _TOGETHER.match(text) or _OURS.search(text):
        return []
    found: list[Entry] = []
    last_end = -10
    for mention in known:
        surface = text[mention.start : mention.end]
        listed = 0 <= mention.start - last_end <= 6
        doing = bool(_DOING.search(text[: mention.start]))
        if _PEOPLE.match(text, mention.end):
            continue
        asked = mention.kind in ("skill", "credential") and (doing or (listed and last_end > 0))
        if not asked and not _in_examples(text, mention):
            continue
        if (
            len(surface.split()) == 1
            and surface.islower()
            and not (_BY_MEANS.search(text[: mention.start]) and _NOUN.match(text, mention.end))
        ):
            continue
        last_end = mention.end
        if mention.concept in covered:
            continue
        covered.add(mention.concept)
        found.append(_entry(text, start, mention, vocabulary))
    return found


def _in_examples(text: str, mention: Known) -> tuple[int, int] | None:
    for a, b in brackets(text):
        if a < mention.start and mention.end <= b and EXAMPLES.search(text, a, mention.start + 1):
            return a, b
    return None


def _entry(text: str, start: int, mention: Known, vocabulary: Vocabulary) -> Entry:
    term = vocabulary.terms[mention.concept]
    place = _in_examples(text, mention)
    if place is None:
        span = (start + mention.start, start + mention.end)
        return Entry(
            term.name,
            term.kind,
            "must",
            [span],
            concept=mention.concept,
            concepts=frozenset({mention.concept}),
            words=frozenset(content_words(term.name)),
        )
    a, b = place
    head = re.search(r"\S+\s*$", text[:a])
    first = head.start() if head else a
    examples = EXAMPLES.search(text, a, b)
    items, _ = list_items(text, examples.end() if examples else a + 1, b - 1)
    options = tuple(text[x:y] for x, y in items)
    name = " ".join(text[first:b].split())
    return Entry(
        name[:1].upper() + name[1:], term.kind, "must", [(start + first, start + b)],
        any_of=options, open_ended=True, concept=mention.concept, concepts=frozenset({mention.concept}), words=frozenset(content_words(name)),
    )  # fmt: skip
