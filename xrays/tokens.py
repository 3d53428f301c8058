"""Numbers and names in editors' prose, bound to the data: ``[[score:<slug>]]`` prints the pinned ATS score.

Pure: plain text and rich text alike are strings here. docs/editorial.md lists the tokens for editors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe

UNSCORED_SCORE = "no score"
UNSCORED_BAND = "not scored"

_TOKEN = re.compile(r"\[\[([^\[\]]*)\]\]")
_STRAY = re.compile(r"\[\[|\]\]|\{\{[^{}]*\}\}|\{\{|\}\}")
_NUMBER = r"(?<![\d.,])(\d{1,3}(?:[.,]\d+)?)"
_PERCENT_SIGN = re.compile(_NUMBER + r"\s*[%％]")
_PERCENT_WORD = re.compile(_NUMBER + r"\s*per\s?cent\b", re.IGNORECASE)
_POINTS = re.compile(_NUMBER + r"[\s-]*points?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Standing:
    """What tokens may say of one persona; the numbers are None until an evaluation is pinned or when unscored.

    is_evaluated is True once a finished evaluation is pinned, scored or not.
    """

    slug: str
    name: str
    score: int | None = None
    band: str = ""
    met: int | None = None
    total: int | None = None
    is_evaluated: bool = False


def percent(score: int) -> str:
    """A score as readers meet it: the sign set off by a space that does not break."""
    return f"{score}\u00a0%"


def values(
    standings: Sequence[Standing],
    *,
    total: int | None,
    spread: int | None,
    median: str | None,
    requirements: Mapping[str, str],
) -> dict[str, str]:
    """Every token that has a value, without its brackets, and what it prints.

    total: requirements of the ledger; spread in points; median: that persona's name; requirements: names by
    identifier. What is not known is absent, so that publishing can refuse a token that would print nothing.
    """
    found: dict[str, str] = {}
    for standing in standings:
        found[f"name:{standing.slug}"] = standing.name
        if standing.score is not None:
            found[f"score:{standing.slug}"] = percent(standing.score)
            found[f"band:{standing.slug}"] = standing.band
        elif standing.is_evaluated:
            found[f"score:{standing.slug}"] = UNSCORED_SCORE
            found[f"band:{standing.slug}"] = UNSCORED_BAND
        if standing.met is not None:
            found[f"met:{standing.slug}"] = str(standing.met)
            if standing.total is not None:
                found[f"fraction:{standing.slug}"] = f"{standing.met} of {standing.total}"
    if total is not None:
        found["total"] = str(total)
    if spread is not None:
        found["spread"] = str(spread)
    if median is not None:
        found["median"] = median
    found.update({f"requirement:{identifier}": name for identifier, name in requirements.items()})
    return found


def render(text: str, values: Mapping[str, str]) -> SafeString:
    """Rich text (HTML an editor's field already made safe) with its tokens replaced by escaped values.

    For plain text use render_plain. A token without a value stays as it is typed, visible in a draft's preview.
    """

    def value_of(match: re.Match[str]) -> str:
        value = values.get(_inner(match[1]))
        return match[0] if value is None else escape(value)

    return mark_safe(_TOKEN.sub(value_of, text))  # noqa: S308 — the text is an editor's HTML, values are escaped


def render_plain(text: str, values: Mapping[str, str]) -> SafeString:
    """Plain text as HTML: text and values escaped."""
    return render(escape(text), values)


def unknown(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Tokens of a text that have no value, as typed and in order, each once; stray double brackets and braces
    count too."""
    missing = [
        f"[[{_shown(match[1])}]]" for match in _TOKEN.finditer(text) if _inner(match[1]) not in values
    ]  # a token with markup inside has no value either
    missing += _STRAY.findall(_TOKEN.sub("", text))
    return tuple(dict.fromkeys(missing))


def typed_percentages(text: str, scores: Sequence[int | None]) -> tuple[str, ...]:
    """Percentages and points typed by hand, as typed and in order: every one with a sign or in points, and percentages
    in words that equal a score.

    text may hold markup; tokens are no typed numbers.
    """
    plain = _plain(_TOKEN.sub(" ", text))
    equal_a_score = {str(score) for score in scores if score is not None}
    hits = [(match.start(), match[0]) for match in _PERCENT_SIGN.finditer(plain)]
    hits += [(match.start(), match[0]) for match in _POINTS.finditer(plain)]
    hits += [(match.start(), match[0]) for match in _PERCENT_WORD.finditer(plain) if match[1] in equal_a_score]
    return tuple(dict.fromkeys(" ".join(typed.split()) for _, typed in sorted(hits)))


def _inner(token: str) -> str:
    return unescape(token).strip()


def _shown(token: str) -> str:
    return _plain(token).strip()


def _plain(text: str) -> str:
    """The words of a text that may hold markup; block ends become breaks so that words do not join."""
    return unescape(strip_tags(re.sub(r"</(?:p|li|h\d|div)>|<br\s*/?>", "\n", text)))
