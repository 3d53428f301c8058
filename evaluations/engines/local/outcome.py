"""The outcome of judging one requirement, and the words shared by all ways of judging."""

from __future__ import annotations

from dataclasses import dataclass

from evaluations.engines.local.evidence import Searcher
from evaluations.schema import Basis, Requirement, Verdict


@dataclass(frozen=True)
class Outcome:
    """A verdict before it is bound to the stored text; stretches are of the clean text, the best first.

    is_inferred says that it rests on signs or likeness: no passage names the thing itself.
    """

    verdict: Verdict
    basis: Basis | None = None
    stretches: tuple[tuple[int, int], ...] = ()
    note: str = ""
    years_found: float | None = None
    focus: int | None = None
    is_inferred: bool = False

    @property
    def rank(self) -> tuple[int, int]:
        order = {"shown": 5, "short": 4, "adjacent": 3, "listed": 2, "claimed": 1, None: 0}
        return ({"met": 2, "partial": 1}.get(self.verdict, 0), order[self.basis])


def looked_for(requirement: Requirement) -> str:
    options = [option for option in requirement.any_of if option]
    if options and len(options) <= 4:
        return " or ".join([", ".join(options[:-1]), options[-1]]) if len(options) > 1 else options[0]
    name = requirement.name.rstrip(".")
    return f"“{name}”" if len(name.split()) > 3 else name


def years_asked(asked: float) -> str:
    months = round(asked * 12)
    if months < 12:
        return f"{months} months are"
    number = str(int(asked)) if float(asked).is_integer() else f"{asked:g}"
    return "1 year is" if number == "1" else f"{number} years are"


def spoken(months: int) -> str:
    full, rest = divmod(months, 12)
    parts = []
    if full:
        parts.append(f"{full} year" + ("s" if full > 1 else ""))
    if rest or not full:
        parts.append(f"{rest} month" + ("" if rest == 1 else "s"))
    return " and ".join(parts)


def alternatives(requirement: Requirement) -> list[str]:
    return [text for text in requirement.any_of if text.strip()]


def concepts_in(text: str, searcher: Searcher) -> list[str]:
    """The concepts a text names, without those that a narrower one there already implies."""
    vocabulary = searcher.vocabulary
    whole = vocabulary.key_of(text)
    if whole is not None:
        return [whole]
    keys = list(dict.fromkeys(mention.concept for mention in vocabulary.find(text)))
    return [key for key in keys if not any(key in vocabulary.wider(other) for other in keys)]
