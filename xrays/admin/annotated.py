"""A job description's whole text as the ledger's page shows it: what was read from each part, what was left out, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluations.annotation import USES, annotate, count
from evaluations.models import Ledger, Requirement
from evaluations.schema import Skipped

NO_REASON = "no reason noted"


@dataclass(frozen=True)
class Tag:
    """The label before the words of a requirement. anchor is empty where an earlier label holds the address already."""

    identifier: str
    label: str
    anchor: str = ""


@dataclass(frozen=True)
class Piece:
    """A part of the text. tags: requirements that begin here; look is the class of its mark; reason: why it was left out."""

    text: str
    look: str = ""
    tags: tuple[Tag, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class AnnotatedText:
    """pieces, joined, are the text. counts and reasons are (characters, what became of them), largest reason first.

    note says whose silence it is when nothing gives a reason.
    """

    pieces: tuple[Piece, ...]
    total: int
    counts: tuple[tuple[int, str], ...]
    reasons: tuple[tuple[int, str], ...]
    note: str = ""


def annotated(ledger: Ledger, requirements: Sequence[Requirement]) -> AnnotatedText:
    """The text of a ledger's job description. requirements: all rows of the ledger, in its order."""
    text = ledger.job_description.text
    skipped = [Skipped.model_validate(row) for row in ledger.skipped]
    stretches = annotate(text, [row.as_schema() for row in requirements], skipped)
    rows = {row.identifier: row for row in requirements}
    pieces: list[Piece] = []
    seen: set[str] = set()
    open_now: tuple[str, ...] = ()
    for stretch in stretches if ledger.succeeded else ():
        words = stretch.span.of(text)
        if stretch.use == "requirement":
            begins = [rows[name] for name in stretch.requirements if name not in open_now]
            tags = tuple(
                Tag(row.identifier, _label(row), "" if row.identifier in seen else row.identifier) for row in begins
            )
            seen.update(stretch.requirements)
            musts = any(rows[name].importance == Requirement.Importance.MUST for name in stretch.requirements)
            pieces.append(Piece(words, "must" if musts else "nice", tags))
        elif stretch.use in ("skipped", "unexplained"):
            pieces.append(Piece(words, "left-out", reason=stretch.reason or NO_REASON))
        else:
            pieces.append(Piece(words))
        open_now = stretch.requirements
    counts = count(text, stretches)
    return AnnotatedText(
        pieces=tuple(pieces) or (Piece(text),),
        total=counts.total,
        counts=tuple((number, USES[use]) for use, number in counts.uses.items()),
        reasons=tuple((number, reason) for reason, number in counts.reasons.items()),
        note=_note(ledger),
    )


def _label(row: Requirement) -> str:
    return f"{row.identifier} {row.get_importance_display().lower()}, {row.get_kind_display().lower()}"


def _note(ledger: Ledger) -> str:
    if ledger.skipped or not ledger.succeeded:
        return ""
    if not ledger.engine:
        return "People wrote this ledger, so nothing says why a part of the text gave no requirement."
    return f"The engine {ledger.engine} names requirements only: it does not say why it left a part of the text out."
