"""What a demand is called, and the concept of the vocabulary it is about."""

from __future__ import annotations

import re

from evaluations.engines.local.known import Known
from evaluations.engines.local.listing import Item
from evaluations.engines.local.sections import role_of_heading
from evaluations.engines.local.statements import Statement
from evaluations.engines.local.vocabulary import Vocabulary
from evaluations.engines.local.wording import content_words, short_name


def concept_of(span: str, item: Item, inside: list[Known], vocabulary: Vocabulary) -> tuple[str | None, str | None]:
    """The concept a demand is about: the one its words hardly go beyond."""
    if not inside:
        return None, None
    options = {m.concept for m in inside if any(_is_same(m, option, vocabulary) for option in item.options)}
    heads = [m for m in inside if m.concept not in options]
    if item.options and not heads:
        return None, inside[0].kind if inside[0].kind != "domain" else "domain"
    main = max(heads, key=lambda m: (m.kind not in ("soft", "domain"), m.end - m.start, -m.start))
    head = span.split(": ")[0] if ": " in span[main.end - item.start :] else span
    words = content_words(re.sub(r"\([^()]*\)?", " ", head) or head)
    own = len(content_words(span[main.start - item.start : main.end - item.start])) or 1
    rest = len(words) - own - sum(len(content_words(option)) for option in item.options)
    if rest <= max(2, own) or (main.kind in ("language", "credential") and rest <= 6):
        return main.concept, main.kind
    return None, None


def _is_same(mention: Known, option: str, vocabulary: Vocabulary) -> bool:
    return (
        any(found.concept == mention.concept for found in vocabulary.find(option))
        or vocabulary.key_of(option) == mention.concept
    )


def name_of(
    span: str, concept: str | None, inside: list[Known], item: Item, statement: Statement, vocabulary: Vocabulary
) -> str:
    """What a demand is called: its concept where the words say no more, else its words in short; "" for none."""
    if concept and not item.options and item.years is None and len(inside) == 1:
        mention = inside[0]
        rest = content_words(span[: mention.start - item.start] + " " + span[mention.end - item.start :])
        title = vocabulary.terms[concept].name
        if not rest and _is_alike(title, span[mention.start - item.start : mention.end - item.start]):
            return title
    name = short_name(span)
    if (
        len(content_words(name)) <= 1
        and statement.lead
        and role_of_heading(statement.lead) is None
        and concept is None
        and len(statement.lead) + len(name) < 70
    ):
        name = f"{statement.lead}: {name}"
    return name


def _is_alike(title: str, surface: str) -> bool:
    """Whether a title would be recognised as what the text says: a shared word, or the initials."""
    if surface.upper() == surface and len(surface) > 1:
        initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", title)).upper()
        return initials.startswith(re.sub(r"[^A-Z]", "", surface)) or surface in title
    heads = {word[:4] for word in content_words(surface)}
    return any(word[:4] in heads or title.lower() in surface.lower() for word in content_words(title))
