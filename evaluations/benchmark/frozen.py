"""The summary that is kept in docs/benchmark.md: figures only, no words of any posting or résumé."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evaluations import scoring
from evaluations.benchmark import table
from evaluations.benchmark.figures import Figure
from evaluations.benchmark.trust.shapes import Measure
from evaluations.engines.base import Engine


@dataclass(frozen=True)
class Summary:
    """What a frozen summary tells besides the two tables.

    label names the texts without telling where they lie; vocabulary is a version, empty for an engine without; fingerprint is the hash of all answers to the shipped texts.
    """

    label: str
    vocabulary: str
    measured_on: date
    as_of: date
    postings: int
    resumes: int
    shipped_jobs: int
    fingerprint: str


def frozen_text(engine: Engine, summary: Summary, figures: Sequence[Figure], measures: Sequence[Measure]) -> str:
    """The whole page in Markdown. Speeds are those of the machine it was measured on."""
    head = [
        ("measured on", summary.measured_on.isoformat()),
        ("engine", f"{engine.name} {engine.version}"),
        ("method", scoring.METHOD),
        ("vocabulary", summary.vocabulary or "none"),
        ("“present” in a résumé means", summary.as_of.isoformat()),
        ("labelled texts", f"{summary.label}; job descriptions: {summary.postings}, résumés: {summary.resumes}"),
        ("fingerprint of all answers to the shipped texts", f"`{summary.fingerprint}`"),
    ]
    return f"""# Benchmark of the evaluator

Written by `manage.py benchmark FOLDER --freeze`; not edited by hand. {table.counted_bars(figures, measures)}

{table.as_markdown(("what", "value"), head)}

The labelled texts are third parties' and are not part of this project. Where an engine was built with a look at their labels, the
figures say what it has learnt, and a set of texts it never met is needed to say how it fares on others. The cases of the trust table
are part of this project (`evaluations/benchmark/trust/cases/`), and anybody can run them: `manage.py benchmark --trust`. The
fingerprint is for comparing machines and versions: the same program must give the same one anywhere.

## Figures

{table.as_markdown(*table.figure_rows(figures))}

- **Found**: a predicted and a labelled requirement match when a span of each covers at least half of the shorter; one to one, the tightest first.
- **Alternatives grouped right**: exactly one predicted requirement stands for the labelled group, with at least two options that cover
  two thirds of the labelled ones. A requirement without alternatives that was read with some counts as wrong.
- **Verdicts** are judged on the labelled requirements, so that reading and judging are measured apart; *unclear* agrees with nothing.
- **Quote**: at most 300 characters, sharing half of the shorter with a labelled span; where label and engine both see something.
- **In order**: strong above middle above weak, and a keyword list not above weak by more than 5 points.
- **Speed**: the median over the texts, each with the quickest of three rounds, as a worker meets them that has been up for a while.
- **Memory**: Python objects at the highest point of one call, on top of the loaded vocabulary.
- The **baselines** read by “every list line is one must”. Word coverage meets a requirement when 60 % of its words stand in the résumé
  (partial from 30 %), TF-IDF cosine from a likeness of 0.35 with the best line (partial from 0.15). A dash: not measured for them.

## Trust

{table.as_markdown(*table.trust_rows(measures))}

Tried on the labelled texts and on {summary.shipped_jobs} job descriptions that are part of this project. The interval is the exact binomial one
(Clopper and Pearson). Cases share texts and are not independent of each other, so it says how well the share is known for texts like these.
"""
