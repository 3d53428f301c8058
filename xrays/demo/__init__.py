"""The demo's texts: three x-rays as plain files, read into typed values.

Each folder holds ``xray.toml`` (facts and editor prose), ``job_description.txt`` and one résumé per persona under
``personas/``. docs/editorial.md lists the tokens that stand in prose instead of numbers. Nothing here is evaluated in advance.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class DemoPersona:
    """A fictional candidate: editor texts from xray.toml and the résumé from its own file."""

    slug: str
    name: str
    headline: str
    level: str
    employers: tuple[str, ...]
    summary: str
    paragraph: str
    resume: str


@dataclass(frozen=True)
class DemoClaim:
    """One thing the role tests, read as "claim, not not_claim"; quotes stand verbatim in the job description."""

    claim: str
    not_claim: str
    text: str
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class DemoXRay:
    """Everything an editor would type for one x-ray; prose may hold tokens such as ``[[score:persona-slug]]``."""

    position: int
    slug: str
    company: str
    title: str
    field: str
    level: str
    place: str
    origin: Literal["real", "reconstructed", "invented"]
    show: Literal["quotes", "full"]
    captured_on: date
    source_url: str
    provenance_note: str
    job_description: str
    introduction: str
    role_summary: str
    claims: tuple[DemoClaim, ...]
    personas: tuple[DemoPersona, ...]
    synthesis: str


def load_xray(folder: Path) -> DemoXRay:
    """One x-ray out of its folder. Raises FileNotFoundError, KeyError or TypeError where a part is absent or unknown."""
    record = tomllib.loads((folder / "xray.toml").read_text(encoding="utf-8"))
    return DemoXRay(
        position=record["position"],
        slug=record["slug"],
        job_description=(folder / "job_description.txt").read_text(encoding="utf-8"),
        claims=tuple(DemoClaim(**{**claim, "quotes": tuple(claim["quotes"])}) for claim in record["claims"]),
        personas=tuple(_persona(folder, persona) for persona in record["personas"]),
        **_stripped(record["job"]),
        **_stripped(record["prose"]),
    )


def load_xrays() -> tuple[DemoXRay, ...]:
    """All x-rays of the demo, in the order they are to be built."""
    found = (load_xray(path.parent) for path in FOLDER.glob("*/xray.toml"))
    return tuple(sorted(found, key=lambda xray: xray.position))


def load_pages() -> dict[str, Any]:
    """The texts of the plain pages (home, pricing, about, privacy, method, limits), one table a page."""
    return tomllib.loads((FOLDER / "pages.toml").read_text(encoding="utf-8"))


def _persona(folder: Path, record: dict[str, Any]) -> DemoPersona:
    resume = (folder / "personas" / f"{record['slug']}.txt").read_text(encoding="utf-8")
    return DemoPersona(**{**record, "employers": tuple(record["employers"])}, resume=resume)


def _stripped(texts: dict[str, Any]) -> dict[str, Any]:
    return {key: value.strip() if isinstance(value, str) else value for key, value in texts.items()}
