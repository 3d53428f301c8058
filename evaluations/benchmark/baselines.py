"""Two simple methods to compare with, written as engines: word coverage and TF-IDF cosine.

They do what open-source résumé matchers do, so that a figure can be read against what little effort already gives. Both
read by "every list line is one must". They score a whole résumé by one number (`document_points`) and judge a single
requirement by comparing that number's ingredients with two fixed thresholds, chosen once and not tuned on any text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from math import log, sqrt

from evaluations.engines.base import TextUnusable
from evaluations.schema import Finding, Judgement, Reading, Report, Requirement, Score, Span, Verdict

_LIST_LINE = re.compile(r"^[ \t]*(?:[-*•·●▪◦–]|\d{1,2}[.)])[ \t]+(?P<text>\S.*?)[ \t]*$", re.MULTILINE)
_WORD = re.compile(r"[^\W_][\w+#]*")
_STOP_WORDS = frozenset(
    """a about all also an and any are as at be been but by can do for from had has have he her his i if in into is it its
    more not of on or our other she such than that the their them they this to us was we were what when which who will
    with within you your""".split()
)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without the commonest."""
    return [word for word in (match.group().lower() for match in _WORD.finditer(text)) if word not in _STOP_WORDS]


class Baseline:
    """What both have in common: reading by list lines, judging by the résumé's best line."""

    name = "baseline"
    version = "1"
    model = "none"
    met_from = 0.0
    partial_from = 0.0

    def read(self, text: str) -> Reading:
        requirements = tuple(
            Requirement(
                id=f"r{number}",
                name=match["text"][:200],
                kind="skill",
                importance="must",
                spans=(Span(*match.span("text")),),
            )
            for number, match in enumerate(_LIST_LINE.finditer(text), start=1)
        )
        if not requirements:
            raise TextUnusable("The text has no list.", kind="not_a_job_description")
        return Reading(requirements=requirements)

    def judge(self, requirements: Sequence[Requirement], job_description: str, resume: str, as_of: date) -> Judgement:
        lines = [Span(*match.span()) for match in re.finditer(r"[^\s].*", resume)]
        if not lines:
            raise TextUnusable("The text is empty.", kind="empty")
        return Judgement(findings=tuple(self._finding(requirement, lines, resume) for requirement in requirements))

    def report(
        self,
        requirements: Sequence[Requirement],
        job_description: str,
        resume: str,
        judgement: Judgement,
        score: Score | None,
    ) -> Report:
        return Report(assessment="", analysis=(), recommendations=())

    def document_points(self, job_description: str, resume: str) -> float:
        """0 to 100 for a whole résumé."""
        raise NotImplementedError

    def _finding(self, requirement: Requirement, lines: Sequence[Span], resume: str) -> Finding:
        likeness, line = self._best_line(requirement.name, lines, resume)
        verdict: Verdict = (
            "met" if likeness >= self.met_from else "partial" if likeness >= self.partial_from else "missing"
        )
        if verdict == "missing":
            return Finding(requirement=requirement.id, verdict=verdict)
        basis = "shown" if verdict == "met" else "adjacent"
        return Finding(requirement=requirement.id, verdict=verdict, basis=basis, spans=(line,), quote=line.of(resume))

    def _best_line(self, name: str, lines: Sequence[Span], resume: str) -> tuple[float, Span]:
        """How well the résumé answers a requirement's words, from 0 to 1, and the line that answers best."""
        raise NotImplementedError


class WordCoverage(Baseline):
    """The share of the job description's distinct words that stand anywhere in the résumé.

    A requirement is met when 60 % of its words stand in the résumé, partial from 30 %; the quote is the line with most.
    """

    name = "word coverage"
    met_from = 0.6
    partial_from = 0.3

    def document_points(self, job_description: str, resume: str) -> float:
        return 100 * _coverage(set(words_of(job_description)), set(words_of(resume)))

    def _best_line(self, name: str, lines: Sequence[Span], resume: str) -> tuple[float, Span]:
        asked = set(words_of(name))
        line = max(lines, key=lambda line: _coverage(asked, set(words_of(line.of(resume)))))
        return _coverage(asked, set(words_of(resume))), line


class TfIdfCosine(Baseline):
    """The cosine of TF-IDF vectors of two texts, with smoothed idf ln((1 + n) / (1 + df)) + 1 and raw counts.

    For whole texts the two are the corpus. A requirement is met by its likest line from 0.35, partial from 0.15; there the
    lines and the requirement are the corpus.
    """

    name = "TF-IDF cosine"
    met_from = 0.35
    partial_from = 0.15

    def document_points(self, job_description: str, resume: str) -> float:
        documents = [Counter(words_of(job_description)), Counter(words_of(resume))]
        return 100 * _cosine(*documents, _idf(documents))

    def _best_line(self, name: str, lines: Sequence[Span], resume: str) -> tuple[float, Span]:
        asked = Counter(words_of(name))
        counted = [Counter(words_of(line.of(resume))) for line in lines]
        idf = _idf([asked, *counted])
        best = max(range(len(lines)), key=lambda i: _cosine(asked, counted[i], idf))
        return _cosine(asked, counted[best], idf), lines[best]


BASELINES: tuple[Baseline, ...] = (TfIdfCosine(), WordCoverage())


def _coverage(asked: set[str], there: set[str]) -> float:
    return len(asked & there) / len(asked) if asked else 0.0


def _idf(documents: Sequence[Counter[str]]) -> dict[str, float]:
    frequency = Counter(word for document in documents for word in document)
    return {word: log((1 + len(documents)) / (1 + count)) + 1 for word, count in frequency.items()}


def _cosine(first: Counter[str], second: Counter[str], idf: dict[str, float]) -> float:
    dot = sum(count * second[word] * idf[word] ** 2 for word, count in first.items() if word in second)
    lengths = sqrt(sum((count * idf[word]) ** 2 for word, count in first.items())) * sqrt(
        sum((count * idf[word]) ** 2 for word, count in second.items())
    )
    return dot / lengths if lengths else 0.0
