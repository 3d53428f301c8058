"""The comparison matrix: requirements as rows, personas as columns, an evidence pair behind every cell. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluations.schema import Requirement, Verdict
from xrays.cards import KIND_NAMES, Card, Judged, kind_order, listing, share, tenths
from xrays.excerpts import Excerpt, excerpts


@dataclass(frozen=True)
class Cell:
    """One requirement × one persona, with the résumé sentences it rests on. Without a finding, row is None."""

    number: int
    requirement: str
    letter: str
    key: str
    name: str
    row: Judged | None
    resume: tuple[Excerpt, ...]

    @property
    def verdict(self) -> Verdict:
        return self.row.verdict if self.row else "unclear"

    @property
    def id(self) -> str:
        return f"evidence-{self.number}-{self.key}"

    @property
    def cell_id(self) -> str:
        return f"cell-{self.number}-{self.key}"

    @property
    def resume_target(self) -> str:
        return f"resume-{self.key}-{self.number}"

    @property
    def words(self) -> str:
        return f"{self.name}: {self.verdict}. {self.requirement}. Open the evidence."

    @property
    def years(self) -> str:
        found = self.row.finding.years_found if self.row else None
        return f"{found:g}" if found is not None else ""


@dataclass(frozen=True)
class Row:
    """One requirement with a cell per persona. share is what it is worth out of 100."""

    number: int
    requirement: Requirement
    share: str
    demand: str
    job: tuple[Excerpt, ...]
    cells: tuple[Cell, ...]

    @property
    def id(self) -> str:
        return f"requirement-{self.number}"

    @property
    def is_must(self) -> bool:
        return self.requirement.importance == "must"

    @property
    def separates(self) -> bool:
        """Whether the personas fare differently here."""
        return len({cell.verdict for cell in self.cells}) > 1


@dataclass(frozen=True)
class Group:
    """The requirements of one kind, musts first."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Matrix:
    """All groups, and the personas in page order."""

    cards: tuple[Card, ...]
    groups: tuple[Group, ...]

    @property
    def total(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    @property
    def separating(self) -> int:
        return sum(row.separates for group in self.groups for row in group.rows)

    @property
    def columns(self) -> int:
        return len(self.cards) + 1


def matrix(
    requirements: Sequence[Requirement],
    cards: Sequence[Card],
    job_description: str,
    resumes: Mapping[str, str],
) -> Matrix:
    """requirements in ledger order; resumes by the cards' keys."""
    by_key = {card.key: {row.number: row for row in card.judged} for card in cards}
    groups: dict[str, list[Row]] = {}
    numbered = sorted(
        enumerate(requirements, start=1),
        key=lambda pair: (kind_order(pair[1].kind), pair[1].importance != "must", pair[0]),
    )
    for number, requirement in numbered:
        cells = tuple(
            _cell(number, requirement, card, by_key[card.key].get(number), resumes.get(card.key, "")) for card in cards
        )
        row = Row(
            number=number,
            requirement=requirement,
            share=tenths(share(requirement, requirements)),
            demand=demand(requirement),
            job=excerpts(job_description, requirement.spans),
            cells=cells,
        )
        groups.setdefault(KIND_NAMES[requirement.kind], []).append(row)
    return Matrix(cards=tuple(cards), groups=tuple(Group(name=name, rows=tuple(rows)) for name, rows in groups.items()))


def _cell(number: int, requirement: Requirement, card: Card, row: Judged | None, resume: str) -> Cell:
    return Cell(
        number=number,
        requirement=requirement.name,
        letter=card.letter,
        key=card.key,
        name=card.name,
        row=row,
        resume=excerpts(resume, row.finding.spans) if row else (),
    )


def demand(requirement: Requirement) -> str:
    """What else a requirement says: its alternatives and its stated years, in a few words."""
    parts = []
    name = requirement.name.casefold()
    if len(requirement.any_of) > 1 or (requirement.any_of and requirement.open_ended):
        similar = ["something similar"] if requirement.open_ended else []
        named = all(option.casefold() in name for option in requirement.any_of)
        options = "" if named else f"{listing([*requirement.any_of, *similar], last='or')}: "
        parts.append(f"{options}one is enough")
    if requirement.min_years is not None and f"{requirement.min_years:g}" not in re.findall(r"[\d.]+", name):
        parts.append(f"at least {years(requirement.min_years)}")
    return "; ".join(parts)


def years(count: float) -> str:
    """Years in words; a part of a year is given in months."""
    if count != int(count):
        months = round(count * 12)
        return f"{months} months" if count < 2 else f"{count:g} years"
    return f"{count:g} year{'' if count == 1 else 's'}"
