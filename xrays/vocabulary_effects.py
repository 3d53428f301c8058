"""What another vocabulary would mean for published x-rays: their pinned evaluations judged again, nothing written."""

from __future__ import annotations

from dataclasses import dataclass, field

from evaluations.engines.base import EngineError, WithVocabulary
from evaluations.engines.local.vocabulary import Vocabulary
from evaluations.inputs import engine_named
from evaluations.rejudging import compare, in_words, loaded_for_judging
from evaluations.standing import standings
from evaluations.work import State
from xrays.models import XRayPage, XRayProfile

# Each takes a worker's few hundredths of a second, and here an editor waits for all of them.
MOST_EVALUATIONS = 120


@dataclass
class Effect:
    """One published x-ray that would turn stale: persona and what changes, in words."""

    page: XRayPage
    changes: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Effects:
    """effects: x-rays that would turn stale. looked_at of total pinned evaluations were judged again."""

    effects: tuple[Effect, ...]
    looked_at: int
    total: int

    @property
    def is_cut_off(self) -> bool:
        return self.looked_at < self.total


def effects_on_published(vocabulary: Vocabulary, *, most: int = MOST_EVALUATIONS) -> Effects:
    """Which published x-rays would turn stale with this vocabulary. The pages published last come first."""
    pinned = list(
        XRayProfile.objects.filter(page__live=True, page__alias_of__isnull=True, evaluation__state=State.SUCCEEDED)
        .exclude(evaluation__vocabulary_version="")
        .order_by("-page__last_published_at", "page_id", "sort_order")
        .values_list("page_id", "evaluation_id")
    )
    distinct = list(dict.fromkeys(key for _, key in pinned))
    changes = _changes(distinct[:most], vocabulary)
    pages = XRayPage.objects.in_bulk({page for page, key in pinned if key in changes})
    found: dict[int, Effect] = {}
    for page, key in pinned:
        if key in changes:
            found.setdefault(page, Effect(pages[page])).changes.append(changes[key])
    return Effects(tuple(found.values()), looked_at=min(len(distinct), most), total=len(distinct))


def _changes(keys: list[int], vocabulary: Vocabulary) -> dict[int, tuple[str, str]]:
    """Persona and what changes, for each of these evaluations that holds now and would come out otherwise."""
    evaluations = list(loaded_for_judging().filter(pk__in=keys))
    holding = standings(evaluations)
    found = {}
    for evaluation in evaluations:
        if holding[evaluation.pk].stale:
            continue
        try:
            engine = engine_named(evaluation.engine)
            if not isinstance(engine, WithVocabulary):
                continue
            comparison = compare(evaluation, type(engine)(vocabulary))
        except EngineError as error:
            found[evaluation.pk] = (evaluation.persona.name, f"it could not be judged: {error.sentence}")
            continue
        if comparison.differs:
            words = in_words(comparison.changes, score_was=comparison.score_was, score=comparison.score)
            found[evaluation.pk] = (evaluation.persona.name, words)
    return found
