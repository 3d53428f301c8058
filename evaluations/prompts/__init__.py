"""The words sent to a model. A changed text is a new folder, so that an old answer still names the words it answered."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from evaluations.canonical import text_hash
from evaluations.schema import StepName

VERSION = "v2"


@cache
def load(name: StepName, version: str = VERSION) -> str:
    """The system message of a step. Raises FileNotFoundError for a step or version there is none of."""
    return files(__name__).joinpath(version, f"{name}.txt").read_text(encoding="utf-8").strip()


def fenced(kind: str, text: str) -> str:
    """A text as data between two markers, which carry the first 16 hexadecimal digits of the text's SHA-256.

    No text can close its own fence: a marker written into it changes the digits. kind: capitals and underscores.
    """
    boundary = text_hash(text)[:16]
    return f"<<<{kind} {boundary}\n{text}\n{kind} {boundary}>>>"
