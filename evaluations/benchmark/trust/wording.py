"""One requirement, one sentence: other names for the same thing, look-alike words, and what is not there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evaluations.benchmark.trust.examining import Answer, Examiner
from evaluations.benchmark.trust.shapes import Measure, Tally
from evaluations.benchmark.trust.texts import load_cases
from evaluations.schema import Requirement, Span

_RANK = {"missing": 0, "unclear": 0, "partial": 1, "met": 2}
_JOB = "Position\n\nRequirements\n- {asked}\n"
_RESUME = """Robin Castle
robin.castle@example.org

EXPERIENCE

Member of staff, Harwick & Lowe, Leeds
March 2019 - Present
- {sentence}
- Came in early on market days.

EDUCATION
Leeds Road School, 2016
"""


def paraphrase(examiner: Examiner) -> list[Measure]:
    """The plain and the other sentence must earn the same verdict; one that earns nothing for both has failed too."""
    tally = Tally("paraphrase", "an alias or a description of the work earns the verdict the name earns", 0.90)
    for case in load_cases("paraphrase")["cases"]:
        plain, other = (judged(examiner, case, case[key]) for key in ("plain", "other"))
        said = verdict_of(plain), verdict_of(other)
        held = said[0] == said[1] and said[0] in ("met", "partial")
        tally.note(f"{case['field']}: {case['asked']}", held, f"plain {said[0]}, “{case['other']}” {said[1]}")
    return [tally.measure()]


def non_confusion(examiner: Examiner) -> list[Measure]:
    """A decoy must not count; beside it, the true mention of the same thing must, or silence would pass."""
    decoys = Tally("non-confusion", "words that only look like what is asked are no match")
    true = Tally("non-confusion", "the true mention beside each decoy is found", 0.95)
    for case in load_cases("non_confusion")["cases"]:
        answer = judged(examiner, case, case["decoy"])
        detail = f"“{case['decoy']}” {verdict_of(answer)}"
        decoys.note(case["asked"], _is_at_most(answer, case.get("at_most", "missing")), detail)
        found = verdict_of(judged(examiner, case, case["true"]))
        true.note(case["asked"], found in ("met", "partial"), f"“{case['true']}” {found}")
    return [decoys.measure(), true.measure()]


def negation(examiner: Examiner) -> list[Measure]:
    """What is denied, wished for, done by others, lapsed or unfinished must not earn more than it may.

    The same words where the thing was done must be met, or an engine that hears denial everywhere would pass.
    """
    absent = Tally("negation, intent", "what is denied, intended, done by others or lapsed is no match", 0.95)
    done = Tally("negation, intent", "the same words are no bar where the thing was done", 0.95)
    cases = load_cases("negation")
    for case in cases["cases"]:
        answer = judged(examiner, case, case["sentence"])
        detail = f"“{case['sentence']}” {verdict_of(answer)}"
        held = _is_at_most(answer, case.get("at_most", "missing"))
        absent.note(f"{case['kind_of_case']}: {case['asked']}", held, detail)
    for case in cases["shown"]:
        verdict = verdict_of(judged(examiner, case, case["sentence"]))
        done.note(case["asked"], verdict == "met", f"“{case['sentence']}” {verdict}")
    return [absent.measure(), done.measure()]


def judged(examiner: Examiner, case: Mapping[str, Any], sentence: str) -> Answer:
    """A résumé whose one telling line is the sentence, judged on the one requirement of the case."""
    job_description = _JOB.format(asked=case["asked"])
    start = job_description.index(f"- {case['asked']}") + 2
    requirement = Requirement(
        id="r1",
        name=case["asked"],
        kind=case.get("kind", "skill"),
        importance="must",
        spans=(Span(start, start + len(case["asked"])),),
    )
    resume = _RESUME.format(sentence=sentence)
    return examiner.judge([requirement], job_description, resume, f"{case['asked']}: {sentence}")


def verdict_of(answer: Answer) -> str:
    return answer.verdicts.get("r1", f"no answer ({answer.error})")


def _is_at_most(answer: Answer, highest: str) -> bool:
    verdict = verdict_of(answer)
    return verdict in _RANK and _RANK[verdict] <= _RANK[highest]
