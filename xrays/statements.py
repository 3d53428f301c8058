"""The sentences of a page that are computed: provenance, disclaimer, bridge, title, description. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from xrays.cards import Card, listing

LONGEST_NAME = 245
NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six")


class Judge(Protocol):
    """What is said of who judged; xrays.page_data.Foot is one."""

    engine: str
    engine_version: str
    model: str
    model_snapshot: str
    method: str


def title(company: str, role: str) -> str:
    """The one title of an x-ray; very long names are cut where the page's title ends."""
    return f"{f'{company} {role}'[:LONGEST_NAME]} — X-Ray"


def provenance(origin: str, company: str, captured_on: date | None, *, note: str = "", wording: str = "") -> str:
    """What is real and what is not: of the job description by its origin, of the rest in the site's wording."""
    if origin == "real":
        when = f", captured on {printed_date(captured_on)}" if captured_on else ""
        about = f"The job description is real: {company}'s own posting{when}."
    elif origin == "reconstructed":
        about = (
            f"The job description is reconstructed: a real role at {company}, retold and not the company's own text."
        )
    else:
        about = f"The job description is invented, and so is {company}."
    return " ".join(part for part in (about, note.strip(), wording.strip()) if part)


def disclaimer(origin: str, company: str, employers: Sequence[str]) -> str:
    """Non-affiliation with every company named: the job description's and the personas' employers, each once."""
    real_company = [] if origin == "invented" else [company]
    named = list(dict.fromkeys(name.strip() for name in (*real_company, *employers) if name.strip()))
    parts = []
    if origin == "invented":
        parts.append(f"{company} is an invented company; a likeness to a real one is chance.")
        named = [name for name in named if name != company]
    if named:
        parts.append(f"JobJam is not affiliated with {listing(named, last='or')}.")
        parts.append("Names of companies serve to illustrate; none of them has taken part in this analysis.")
    parts.append("It is for education only.")
    return " ".join(parts)


def bridge(count: int, total: int, spread: int | None) -> str:
    """The sentence that leads from the role to the profiles."""
    profiles = f"{number_word(count).capitalize()} profile{'' if count == 1 else 's'}"
    verb = "is" if count == 1 else "are"
    on = f"the same {total} requirements" if total > 1 else "the same list"
    opening = f"{profiles} {verb} judged on {on} below." if count else "The profiles are still to come."
    if spread is None:
        return opening
    if spread == 0:
        return f"{opening} They end level, with the same score."
    return f"{opening} Between the highest and the lowest score {'lies 1 point' if spread == 1 else f'lie {spread} points'}."


def judged_by(feet: Sequence[Judge]) -> str:
    """Which engine and model judged, under which method; several where a page mixes them."""
    engines = list(dict.fromkeys(_engine(foot) for foot in feet))
    methods = list(dict.fromkeys(foot.method for foot in feet))
    return f"Judged by {listing(engines)}, scored by method {listing(methods)}." if engines else ""


def _engine(foot: Judge) -> str:
    if foot.engine == "local":
        return f"JobJam's built-in engine {foot.engine_version}"
    model = foot.model_snapshot or foot.model
    server = " at a server that speaks OpenAI's protocol" if "+server." in foot.engine_version else ""
    return f"the engine {foot.engine}{f' with the model {model}' if model else ''}{server}"


def description(company: str, role: str, cards: Sequence[Card]) -> str:
    """One line for search results and shared links."""
    scored = [f"{card.name} {card.score}" for card in cards if card.points is not None]
    opening = f"{number_word(len(cards)).capitalize()} fictional personas against the {role} role at {company}"
    return f"{opening}: {listing(scored)}." if scored else f"{opening}."


def number_word(count: int) -> str:
    return NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else str(count)


def printed_date(day: date) -> str:
    """A date as pages print it: 23 November 2026."""
    return f"{day.day} {day:%B %Y}"
