"""What is taken over from the built-in engine, so that both speak of the same things; the one place to follow its changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evaluations.engines.local import LocalEngine
from evaluations.engines.local.analysis import DIMENSIONS
from evaluations.engines.local.hygiene import COPIED_SHARE, copied_stretches
from evaluations.engines.local.resume import Passage, parse
from evaluations.engines.local.titles import TITLE
from evaluations.engines.local.vocabulary import Mention, Vocabulary, load_vocabulary
from evaluations.engines.local.wording import content_words
from evaluations.schema import Kind

__all__ = [
    "COPIED_SHARE",
    "DIMENSIONS",
    "TITLE",
    "LocalEngine",
    "Passage",
    "concept_of",
    "content_words",
    "copied_stretches",
    "names_something",
    "parse",
    "vocabulary_version",
]

# A concept stands for a demand whose words go little beyond it; a licence or a language may carry more of them.
_MOST_OTHER_WORDS = 2
_MOST_OTHER_WORDS_OF_FACTS = 6
_FACTS = ("language", "credential")
_GENERAL = ("soft", "domain")


def vocabulary_version() -> str:
    """Changes with every term a concept can be found by."""
    return load_vocabulary().version


def names_something(words: str) -> bool:
    """Whether the vocabulary knows a thing of this name: a skill, a trade, a licence."""
    vocabulary = load_vocabulary()
    return vocabulary.key_of(words) is not None or bool(vocabulary.find(words))


def concept_of(kind: Kind, any_of: Sequence[str], *wordings: str) -> str | None:
    """The vocabulary's key for what a requirement is about, from the first of its wordings that names one, or None.

    None too for a choice of several things: "Go or Rust" is about neither alone.
    """
    vocabulary = load_vocabulary()
    for words in wordings:
        concept = _concept_in(words, any_of, vocabulary)
        if concept is not None:
            is_degree = vocabulary.terms[concept].kind == "education"
            return concept if is_degree == (kind == "education") else None
    return None


def _concept_in(words: str, any_of: Sequence[str], vocabulary: Vocabulary) -> str | None:
    whole = vocabulary.key_of(words)
    if whole is not None:
        return whole
    choices = {key for option in any_of for key in _keys_in(option, vocabulary)}
    heads = [mention for mention in vocabulary.find(words) if mention.concept not in choices]
    if not heads:
        return None

    def weight(mention: Mention) -> tuple[bool, int, int]:
        is_particular = vocabulary.terms[mention.concept].kind not in _GENERAL
        return is_particular, mention.end - mention.start, -mention.start

    main = max(heads, key=weight)
    own = len(content_words(main.surface)) or 1
    others = len(content_words(words)) - own - sum(len(content_words(option)) for option in any_of)
    is_fact = vocabulary.terms[main.concept].kind in _FACTS
    most = _MOST_OTHER_WORDS_OF_FACTS if is_fact else max(_MOST_OTHER_WORDS, own)
    return main.concept if others <= most else None


def _keys_in(words: str, vocabulary: Vocabulary) -> Iterator[str]:
    key = vocabulary.key_of(words)
    if key is not None:
        yield key
    yield from (mention.concept for mention in vocabulary.find(words))
