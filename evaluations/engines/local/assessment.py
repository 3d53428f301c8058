"""The overall assessment: 50 to 80 words about the candidate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import NamedTuple

from evaluations import scoring
from evaluations.engines.local.grammar import counted, joined, number_word, pick, shortened, upper_first, word_count
from evaluations.engines.local.names import Name
from evaluations.schema import Finding, Requirement, Score

FEWEST_WORDS, MOST_WORDS, AIM_WORDS = 50, 80, 66
_LONGEST_NAME = 60

_OPENINGS = {
    "Excellent": (
        "The candidate is an excellent match for this role and meets {k}.",
        "The candidate fits this role closely and meets {k}.",
        "This is an excellent match: the candidate meets {k}.",
    ),
    "Strong": (
        "The candidate is a strong match for this role and meets {k}.",
        "This is a strong match with room left: the candidate meets {k}.",
        "The candidate answers much of what this role asks and meets {k}.",
    ),
    "Fair": (
        "The candidate is a fair match for this role and meets {k}.",
        "The candidate answers a part of what this role asks and meets {k}.",
        "This is a fair match: the candidate meets {k}.",
    ),
    "Weak": (
        "The candidate is a weak match for this role as it stands and meets {k}.",
        "The candidate is far from what this role asks and meets {k}.",
        "This is a weak match: the candidate meets {k}.",
    ),
}
_STRENGTHS = (
    "The résumé gives clear evidence of {list}.",
    "The strongest evidence is for {list}.",
    "The résumé is at its best on {list}.",
)
_PARTIALS = (
    "The evidence is only partial for {list}.",
    "The résumé stops short on {list}.",
    "Evidence is thin for {list}.",
)


def assess(
    findings: Sequence[Finding], requirements: Mapping[str, Requirement], names: Mapping[str, Name], score: Score | None
) -> str:
    """Strengths and gaps by name, in the third person, and in the tone of the band."""
    key = " ".join(finding.requirement + finding.verdict for finding in findings)

    def listed(verdict: str) -> list[str]:
        chosen = [finding for finding in findings if finding.verdict == verdict]
        chosen.sort(key=lambda finding: -scoring.weight_of(requirements[finding.requirement]))
        return [shortened(names[finding.requirement].full, _LONGEST_NAME) for finding in chosen]

    met, partial, missing, unclear = (listed(verdict) for verdict in ("met", "partial", "missing", "unclear"))
    musts_missing = any(f.verdict == "missing" and requirements[f.requirement].importance == "must" for f in findings)
    opening = _opening(score, len(findings), key)
    strengths = [_listing(pick(_STRENGTHS, key), met, n) for n in range(1, 5)] if met else [_nothing_met(partial)]
    partials = (
        ["", *(_listing(pick(_PARTIALS, key + "p"), partial, n) for n in range(1, 4))] if partial and met else [""]
    )
    gaps = (
        [_gap(missing, n, musts_missing, key) for n in range(1, 5)] if missing else [_nothing_missing(partial, unclear)]
    )
    closings = _closings(score, names)
    fillers = ["", _required_met(findings, requirements), _unclear(unclear), _unshown(findings)]
    grounding = ["", "Each verdict rests on a passage of the résumé, or on its absence."]

    most_met, most_missing = min(3, len(met)), min(3, len(missing))

    def cost(choice: tuple[_Option, ...]) -> int:
        """How far a choice of sentences is from a good assessment: its length first, then what it leaves out."""
        words = sum(option.words for option in choice)
        outside = max(0, FEWEST_WORDS - words, words - MOST_WORDS)
        _, strength, partly, gap, closing, _, rests = choice
        left_out = 3 * max(0, most_met - strength.place - 1) + 3 * max(0, most_missing - gap.place - 1)
        left_out += 6 * (bool(partial) and not partly.words) + 5 * (not closing.words) + 12 * bool(rests.words)
        return 1000 * outside + abs(words - AIM_WORDS) + left_out

    parts = ([opening], strengths, partials, gaps, closings, fillers, grounding)
    best = min(product(*(_options(part) for part in parts)), key=cost)
    return " ".join(option.sentence for option in best if option.sentence)


class _Option(NamedTuple):
    """One way to fill one place of the assessment."""

    place: int
    sentence: str
    words: int


def _options(sentences: Sequence[str]) -> list[_Option]:
    return [_Option(i, sentence, word_count(sentence)) for i, sentence in enumerate(dict.fromkeys(sentences))]


def _opening(score: Score | None, total: int, key: str) -> str:
    if score is None:
        return (
            f"The candidate has no score for this role: none of the {counted(total, 'requirement')} could be judged from "
            "the résumé, and what could not be judged counts neither for nor against the candidate. A clearer or longer "
            "text is needed before anything can be said about the match."
        )
    if score.met == score.total:
        met = "the one requirement it states" if score.total == 1 else f"all {score.total} requirements"
    elif score.met:
        met = f"{score.met} of {score.total} requirements"
    else:
        met = f"none of the {score.total} requirements" if score.total > 1 else "not the one requirement it states"
    forms = _OPENINGS[score.band]
    if score.met * 5 < score.total * 3:
        forms = [form for form in forms if "much of" not in form]
    sentence = pick(forms, key).format(k=met)
    if score.met:
        return sentence
    but = sentence if score.band == "Weak" else sentence.replace(" and meets", " but meets")
    return but.replace("meets not", "does not meet")


def _listing(form: str, names: Sequence[str], count: int) -> str:
    return form.format(list=joined(names[:count]))


def _nothing_met(partial: Sequence[str]) -> str:
    if partial:
        return f"What comes nearest is {joined(partial[:2])}, where the evidence is partial."
    return "The résumé holds no evidence for any of them."


def _gap(missing: Sequence[str], count: int, musts_missing: bool, key: str) -> str:
    shown = missing[:count]
    if not musts_missing:
        return (
            f"Missing is only what the job description prefers, such as {joined(shown)}."
            if len(missing) > len(shown)
            else (f"Missing is only what the job description prefers: {joined(shown)}.")
        )
    if len(missing) == 1:
        return pick(("The one gap is {list}.", "One requirement is missing: {list}."), key).format(list=shown[0])
    if len(shown) == 1:
        return pick(("The main gap is {list}.", "The heaviest gap is {list}."), key).format(list=shown[0])
    if len(shown) == len(missing):
        return f"{upper_first(joined(shown))} are missing." if len(shown) == 2 else f"The gaps are {joined(shown)}."
    return pick(
        ("The main gaps are {list}.", "Nothing in the résumé shows {list}.", "The heaviest gaps are {list}."), key
    ).format(list=joined(shown, "or") if pick((0, 1, 2), key) == 1 else joined(shown))


def _nothing_missing(partial: Sequence[str], unclear: Sequence[str]) -> str:
    if partial or unclear:
        return "No requirement is missing outright."
    return "Nothing the job description asks is missing or left half shown."


def _closings(score: Score | None, names: Mapping[str, Name]) -> list[str]:
    if score is None:
        return [""]
    if score.cap_requirements:
        lacking = joined([shortened(names[i].full, _LONGEST_NAME) for i in score.cap_requirements[:2]], "and")
        return [f"Without {lacking}, the band cannot rise above {scoring.CAPPED_BAND}."]
    if score.path is None:
        return ["", "What is left to do is to sharpen evidence that is already there." if not score.missing else ""]
    steps = [shortened(names[step.requirement].full, _LONGEST_NAME) for step in score.path.steps]
    if len(steps) <= 2:
        return ["", f"Showing {joined(steps)} in full would lift the match to {score.path.band}."]
    return ["", f"It would take {counted(len(steps), 'further requirement')} to lift the match to {score.path.band}."]


def _required_met(findings: Sequence[Finding], requirements: Mapping[str, Requirement]) -> str:
    musts = [finding for finding in findings if requirements[finding.requirement].importance == "must"]
    met = sum(finding.verdict == "met" for finding in musts)
    if len(musts) in (0, len(findings)):
        return ""
    if met == len(musts):
        if all(finding.verdict == "met" for finding in findings):
            return ""
        return "Everything the job description strictly requires is met." if len(musts) > 1 else ""
    amount = number_word(met) if met else "none"
    return f"Of {counted(len(musts), 'strict requirement')}, {amount} {'is' if met == 1 else 'are'} met."


def _unclear(unclear: Sequence[str]) -> str:
    return f"The résumé leaves {joined(unclear[:2])} open, which stays outside the score." if unclear else ""


def _unshown(findings: Sequence[Finding]) -> str:
    unshown = sum(finding.basis in scoring.UNSHOWN_BASES for finding in findings)
    if unshown < 3:
        return ""
    return f"For {counted(unshown, 'requirement')} the résumé offers only a name or a claim, and that earns little."
