"""The most a job description or a résumé may have, wherever its text comes in; docs/operations.md lists all limits.

Real ones stay far below: published postings rarely pass 10,000 characters and 150 lines.
"""

from __future__ import annotations

TEXT_CHARACTERS = 60_000
TEXT_LINES = 1_500
REQUIREMENTS = 300
RESUME_PASSAGES = 4_000


def line_count(text: str) -> int:
    """The lines of a text that hold more than blanks."""
    return sum(bool(line.strip()) for line in text.splitlines())
