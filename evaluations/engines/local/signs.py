"""Signs: behaviour and kinds of work that résumés show without naming them, from ``signs.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evaluations.engines.local.phrases import Phrases, phrases_pattern


@dataclass(frozen=True)
class Sign:
    """How requirements ask for something, and the phrases that show it fully or partly."""

    key: str
    asked: re.Pattern[str]
    shown: Phrases
    partly: Phrases


@cache
def load_signs() -> tuple[Sign, ...]:
    """All signs in the order of the file."""
    entries = tomllib.loads((Path(__file__).parent / "signs.toml").read_text(encoding="utf-8"))
    return tuple(
        Sign(
            key,
            phrases_pattern(entry["asked"]),
            Phrases(entry["shown"]),
            Phrases(entry["partly"]),
        )
        for key, entry in entries.items()
    )


@cache
def signs_asked(statement: str) -> tuple[Sign, ...]:
    """The signs a requirement's words ask for."""
    return tuple(sign for sign in load_signs() if sign.asked.search(statement))
