"""The tables of the method page, printed from the code that computes with them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from evaluations.schema import KINDS
from evaluations.scoring import (
    BANDS,
    CAPPED_BAND,
    CREDITS,
    IMPORTANCE_WEIGHTS,
    KIND_FACTORS,
    METHOD,
    UNSHOWN_LIMIT_POINTS,
)
from xrays.cards import BASIS_WORDS, KIND_NAMES, band_edges

IMPORTANCE_NAMES = {"must": "Must", "nice": "Nice to have"}
CREDIT_NAMES = {"met": "Met", "partial": "Partial", "missing": "Missing"}
CREDIT_FRACTIONS = {"1": "1", "1/2": "½", "0": "0"}


@dataclass(frozen=True)
class KindRow:
    """One kind of requirement: its factor, and its weight as a must and as a nice to have."""

    name: str
    factor: int
    weights: tuple[int, ...]


@dataclass(frozen=True)
class BandRow:
    """One band of the axis: from its edge to the last point below the next one."""

    name: str
    key: str
    first: int
    last: int


@dataclass(frozen=True)
class MethodTables:
    """All numbers of the method."""

    method: str
    importances: tuple[tuple[str, int], ...]
    kinds: tuple[KindRow, ...]
    credits: tuple[tuple[str, str, str], ...]
    bands: tuple[BandRow, ...]
    capped_band: str
    unshown_limit_points: int
    bases: tuple[tuple[str, str], ...]


def method_tables() -> MethodTables:
    """The method's numbers as the page prints them."""
    importances = tuple((IMPORTANCE_NAMES[key], weight) for key, weight in IMPORTANCE_WEIGHTS.items())
    last = {band: end - 1 if end < 100 else 100 for band, _, end in band_edges()}
    return MethodTables(
        method=METHOD,
        importances=importances,
        kinds=tuple(
            KindRow(
                KIND_NAMES[kind], KIND_FACTORS[kind], tuple(KIND_FACTORS[kind] * weight for _, weight in importances)
            )
            for kind in KINDS
        ),
        credits=tuple(
            (key, CREDIT_NAMES[key], CREDIT_FRACTIONS.get(str(credit), str(credit))) for key, credit in CREDITS.items()
        ),
        bands=tuple(BandRow(band, band.lower(), edge, last[band]) for band, edge in BANDS),
        capped_band=CAPPED_BAND,
        unshown_limit_points=UNSHOWN_LIMIT_POINTS,
        bases=tuple(BASIS_WORDS.items()),
    )
