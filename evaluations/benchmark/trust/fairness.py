"""Equal candidates and irrelevance: wording, length and prestige are no evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from evaluations.benchmark.trust import editing
from evaluations.benchmark.trust.examining import Answer, Examiner
from evaluations.benchmark.trust.identity import SCHOOL
from evaluations.benchmark.trust.shapes import Measure, Tally
from evaluations.benchmark.trust.texts import Job, Person, load_cases

MOST_BETWEEN_EQUALS_POINTS = 2
MOST_BY_IRRELEVANCE_POINTS = 1

_FILLER = ("Took part in the weekly meeting.", "Moved with the whole floor into another building in the second year.")


def equal_candidates(examiner: Examiner, jobs: Sequence[Job]) -> list[Measure]:
    """Pairs written by hand ("plain" and "polished" of one job), and every résumé beside three rewordings of itself."""
    pairs = Tally("equal candidates", "pairs written by hand: at most 2 points apart, same band")
    own = Tally(
        "equal candidates", "a résumé reworded, padded or in the first person: at most 2 points apart, same band"
    )
    for job in jobs:
        by_slug = {person.slug: person for person in job.people}
        if {"plain", "polished"} <= set(by_slug):
            plain, polished = (examiner.answer_of(job, by_slug[slug]) for slug in ("plain", "polished"))
            pairs.note(job.slug, *_equal(plain, polished))
        for person in job.people:
            before = examiner.answer_of(job, person)
            for name, change in REWORDINGS.items():
                after = examiner.evaluate(job, change(person.text), f"{person.slug}: {name}")
                own.note(f"{job.slug} {person.slug}: {name}", *_equal(before, after))
    return [pairs.measure(), own.measure()]


def _equal(first: Answer, second: Answer) -> tuple[bool, str]:
    difference = second.difference_from(first)
    close = difference is not None and abs(difference) <= MOST_BETWEEN_EQUALS_POINTS
    detail = f"{first.summary()} and {second.summary()}: {', '.join(second.changes_from(first))}"
    return close and first.band == second.band, detail


def irrelevance(examiner: Examiner, jobs: Sequence[Job]) -> list[Measure]:
    """Lines and names nobody asked for, added to each résumé; those that share a telling word with the job are left out."""
    tally = Tally("irrelevance", "hobbies, skills of other fields and prestige move the score by at most 1 point")
    for job in jobs:
        asked = set(re.findall(r"[a-z]{4,}", job.text.lower()))
        for person in job.people:
            before = examiner.answer_of(job, person)
            for name, text in _additions(person, asked):
                after = examiner.evaluate(job, text, f"{person.slug}: {name}")
                difference = after.difference_from(before)
                held = difference is not None and abs(difference) <= MOST_BY_IRRELEVANCE_POINTS
                detail = f"{before.summary()} before, {after.summary()} after: {', '.join(after.changes_from(before))}"
                tally.note(f"{job.slug} {person.slug}: {name}", held, detail)
    return [tally.measure()]


def _additions(person: Person, asked: set[str]) -> list[tuple[str, str]]:
    cases = load_cases("irrelevance")
    additions = []
    for group, heading in (("hobbies", "INTERESTS"), ("other_fields", "OTHER SKILLS"), ("prestige", "DISTINCTIONS")):
        lines = [line for line in cases[group]["lines"] if not asked & set(re.findall(r"[a-z]{4,}", line.lower()))]
        if lines:
            name = group.replace("_", " ")
            additions.append((name, editing.with_section(person.text, heading, lines)))
    for employer in cases["prestige"]["employers"]:
        text = person.text
        for known in person.employers:
            text = text.replace(known, employer)
        additions.append((f"employed by {employer}", text))
    for school in cases["prestige"]["schools"]:
        additions.append((f"taught at {school}", SCHOOL.sub(school, person.text)))
    return [(name, text) for name, text in additions if text != person.text]


def _each_bullet(change: Callable[[str], str]) -> Callable[[str], str]:
    def reword(text: str) -> str:
        return editing.each_line(
            text,
            lambda line: (
                line.replace(words, change(words), 1)
                if editing.is_bullet(line) and (words := editing.bullet_text(line))
                else line
            ),
        )

    return reword


def _in_first_person(words: str) -> str:
    """ "Wrote ..." becomes "I wrote ..."; lines that do not begin with a past tense stay."""
    first, _, rest = words.partition(" ")
    return (
        f"I {first.lower()} {rest}" if re.fullmatch(r"[A-Z][a-z]+ed|Wrote|Built|Led|Ran|Gave|Taught", first) else words
    )


def _padded(text: str) -> str:
    for sentence in _FILLER:
        text = editing.with_bullet_in_latest_role(text, sentence) or text
    return text


REWORDINGS: Mapping[str, Callable[[str], str]] = {
    "first person": _each_bullet(_in_first_person),
    "solemn words": _each_bullet(lambda words: f"{words.rstrip('.')}, as was agreed at the time."),
    "padding": _padded,
}
