"""The shapes that cross a border: between engine, method, records and pages.

Everything here is frozen, free of Django, and serialises to the JSON the commands print. Spans are half-open
``[start, end]`` offsets in Unicode code points into the text exactly as it is stored.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["skill", "experience", "domain", "education", "credential", "language", "soft", "other"]
Importance = Literal["must", "nice"]
Verdict = Literal["met", "partial", "missing", "unclear"]
Basis = Literal["shown", "adjacent", "short", "listed", "claimed"]
Band = Literal["Excellent", "Strong", "Fair", "Weak"]
DimensionName = Literal["experience", "technical", "soft"]
StepName = Literal["read", "judge", "report"]

KINDS: tuple[Kind, ...] = ("skill", "experience", "domain", "education", "credential", "language", "soft", "other")


class Span(NamedTuple):
    """A half-open stretch of a text, in code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of ``text`` that this span covers."""
        return text[self.start : self.end]


class Frozen(BaseModel):
    """Base of every shape: immutable, and unknown keys are dropped so that other people's files can be read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Flag(Frozen):
    """Something about a text an editor should look at; it never changes a verdict by itself."""

    kind: Literal["hidden", "lookalike", "injection", "stuffing", "copied", "format"]
    sentence: str
    span: Span | None = None


class Requirement(Frozen):
    """One thing a recruiter would tick once.

    any_of holds the alternatives of which one is enough; open_ended says that similar ones count too
    ("Go, Rust or similar"). min_years is the stated minimum in years (months as a fraction), concept a key of
    the vocabulary. The spans are where the job description states it, never empty.
    """

    id: str
    name: str
    kind: Kind
    importance: Importance
    any_of: tuple[str, ...] = ()
    open_ended: bool = False
    min_years: float | None = None
    concept: str | None = None
    spans: tuple[Span, ...]


class Skipped(Frozen):
    """A stretch of a job description that yielded no requirement, and why."""

    span: Span
    reason: str


class Reading(Frozen):
    """What an engine makes of one job description: requirements in the order of the text."""

    requirements: tuple[Requirement, ...]
    skipped: tuple[Skipped, ...] = ()
    flags: tuple[Flag, ...] = ()


class Finding(Frozen):
    """The verdict on one requirement for one persona.

    basis says what carries a met or partial verdict and is None for missing and unclear. The first span is the
    sentence a sceptic should read first; quote is that span's text, empty when there is none. note is one plain
    sentence for readers: why this verdict, and for missing what was looked for. years_found is the sum of dated
    work counted, where the requirement states a minimum.
    """

    requirement: str
    verdict: Verdict
    basis: Basis | None = None
    spans: tuple[Span, ...] = ()
    quote: str = ""
    note: str = ""
    years_found: float | None = None


class Judgement(Frozen):
    """All findings of one persona, one per requirement in ledger order, and what is odd about the résumé."""

    findings: tuple[Finding, ...]
    flags: tuple[Flag, ...] = ()


class Contribution(Frozen):
    """What one requirement gave to the score, in points out of 100.

    possible is the requirement's share of 100; points is what was earned, after the cap on listed and claimed
    evidence. Both are exact fractions written "numerator/denominator". weight is the whole-number weight.
    """

    requirement: str
    weight: int
    verdict: Verdict
    basis: Basis | None
    possible: str
    points: str


class Step(Frozen):
    """One finding to turn into met on the way to the next band; points is the gain in printed points."""

    requirement: str
    points: int
    lifts_cap: bool = False


class Path(Frozen):
    """The shortest way to the next band."""

    band: Band
    needs: int
    steps: tuple[Step, ...]
    reaches: int


class Score(Frozen):
    """The outcome of the method. points is the printed ATS score; exact is the same before rounding.

    band is the printed one, uncapped_band what the points alone would give; cap_requirements name what caps it.
    """

    method: str
    points: int
    exact: str
    band: Band
    uncapped_band: Band
    cap_requirements: tuple[str, ...] = ()
    met: int
    partial: int
    missing: int
    unclear: int
    total: int
    contributions: tuple[Contribution, ...]
    path: Path | None = None


class Point(Frozen):
    """One strength or gap of a dimension: a sentence, the requirement it speaks of, and its quote if there is one."""

    sentence: str
    requirement: str
    quote: str = ""


class Dimension(Frozen):
    """One of the three dimensions of the match analysis."""

    name: DimensionName
    title: str
    summary: str
    strengths: tuple[Point, ...] = ()
    gaps: tuple[Point, ...] = ()


class Recommendation(Frozen):
    """An action in the imperative, why (what the job description asks), how, and the points it would win."""

    action: str
    why: str
    how: str
    requirements: tuple[str, ...] = Field(min_length=1)
    points: int


class Report(Frozen):
    """The words about one evaluation; no number in it that the method did not compute."""

    assessment: str
    analysis: tuple[Dimension, ...]
    recommendations: tuple[Recommendation, ...]


class PlannedCall(Frozen):
    """A call to a provider that is about to be made, and the most it may come to in tokens and US dollars."""

    step: StepName
    model: str
    most_input_tokens: int
    most_output_tokens: int
    most_cost: Decimal


class Call(Frozen):
    """What one call to a provider came to.

    outcome is "answered" or the kind of the failure. model is the one asked for, model_snapshot the one that answered.
    Tokens are those the provider counted, and cost is in US dollars; both None where it did not say.
    """

    step: StepName
    model: str
    outcome: str
    model_snapshot: str = ""
    request_id: str = ""
    input_tokens: int | None = None
    cached_input_tokens: int | None = None
    output_tokens: int | None = None
    cost: Decimal | None = None
    seconds: float
