"""Signs: behaviour and kinds of work that résumés show without naming them, from ``signs.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from evaluations.engines.local.phrases import Phrases, phrases_pattern


@dataclass(frozen=True)
class Sign:
    """How requirements ask for something, and the phrases that show it fully or partly.

    places names the parts of a résumé that count where roles do not ("leisure"); needs_topic says that a passage
    counts only when it shares a telling word with the requirement.
    """

    key: str
    asked: re.Pattern[str]
    shown: Phrases
    partly: Phrases
    places: tuple[str, ...] = ()
    needs_topic: bool = False
    kinds: tuple[str, ...] = ()


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
            tuple(entry.get("places", ())),
            bool(entry.get("needs_topic")),
            tuple(entry.get("kinds", ())),
        )
        for key, entry in entries.items()
    )


@lru_cache(maxsize=5_000)
def signs_asked(statement: str, kind: str) -> tuple[Sign, ...]:
    """The signs a requirement's words ask for; some speak to one kind of requirement only."""
    return tuple(
        sign for sign in load_signs() if (not sign.kinds or kind in sign.kinds) and sign.asked.search(statement)
    )
