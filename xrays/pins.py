"""What an x-ray has pinned: its ledger, its evaluations, and the numbers that follow from them.

A pin moves only when an editor acts: the page's form and the button Use call pin_current. Workers never do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings

from evaluations import queries
from evaluations.models import Evaluation, Persona
from xrays import tokens
from xrays.ranking import Ranked, rank

if TYPE_CHECKING:
    from xrays.models import XRayPage, XRayProfile


def engine_of(page: XRayPage) -> str:
    """The engine that evaluates this page's personas."""
    return page.engine or settings.DEFAULT_ENGINE


def profiles_of(page: XRayPage) -> list[XRayProfile]:
    """The page's profiles in page order, also while the page is unsaved or a draft."""
    profiles = list(page.profiles.all())
    order = [profile.sort_order if profile.sort_order is not None else place for place, profile in enumerate(profiles)]
    return [profile for _, profile in sorted(zip(order, profiles, strict=True), key=lambda pair: pair[0])]


def pin_current(page: XRayPage) -> bool:
    """Set the ledger to the newest locked one and each profile to its current finished evaluation; changes the
    page in memory only. True when a pin moved.

    A finished evaluation that became stale stays pinned as long as it is on that ledger, so that drafts keep their
    numbers; publishing says so. One of another persona or ledger is dropped.
    """
    _load_profiles(page)
    before = pins_of(page)
    page.ledger = queries.newest_locked_ledger(page.job_description) if page.job_description_id else None
    states = evaluation_states(page)
    for profile in profiles_of(page):
        if profile.persona_id is None:
            continue
        current = states[profile.persona_id].current if profile.persona_id in states else None
        if current is None and _still_fits(profile, page):
            continue
        if profile.evaluation_id != (current.pk if current else None):
            profile.evaluation = current
    return before != pins_of(page)


def _load_profiles(page: XRayPage) -> None:
    """Hold the page's profiles in memory with persona and evaluation loaded, in two queries.

    Without it, every look at a saved page's profiles makes new objects, and what is set on them is lost.
    """
    profiles = page.profiles.get_object_list()
    personas = Persona.objects.in_bulk({profile.persona_id for profile in profiles})
    evaluations = Evaluation.objects.defer("score_data", "report_data").in_bulk(
        {profile.evaluation_id for profile in profiles}
    )
    for profile in profiles:
        if profile.persona_id in personas:
            profile.persona = personas[profile.persona_id]
        if profile.evaluation_id in evaluations:
            profile.evaluation = evaluations[profile.evaluation_id]


def pins_of(page: XRayPage) -> tuple[object, ...]:
    """The page's pins, to be compared with later ones."""
    return (page.ledger_id, *((profile.persona_id, profile.evaluation_id) for profile in profiles_of(page)))


def evaluation_states(page: XRayPage) -> dict[int, queries.PanelState]:
    """Where each persona stands on the page's ledger, by the persona's key; empty without a ledger. One query."""
    if page.ledger is None:
        return {}
    personas = [profile.persona for profile in profiles_of(page) if profile.persona_id is not None]
    states = queries.panel_states(ledger=page.ledger, personas=personas, engine=engine_of(page))
    return {state.persona.pk: state for state in states}


def _still_fits(profile: XRayProfile, page: XRayPage) -> bool:
    evaluation = profile.evaluation
    return (
        evaluation is not None
        and evaluation.persona_id == profile.persona_id
        and evaluation.ledger_id == page.ledger_id
    )


def finished_evaluation(profile: XRayProfile) -> Evaluation | None:
    """The pinned evaluation if it has finished; None otherwise."""
    evaluation = profile.evaluation
    return evaluation if evaluation is not None and evaluation.succeeded else None


def ranked_profiles(page: XRayPage) -> Ranked[XRayProfile]:
    """The page's profiles in score order by their pinned evaluations."""
    profiles = profiles_of(page)
    return rank(profiles, [evaluation.score if (evaluation := finished_evaluation(p)) else None for p in profiles])


def token_values(page: XRayPage) -> dict[str, str]:
    """What every token of this page's prose prints; see xrays.tokens."""
    ranked = ranked_profiles(page)
    requirements: Iterable[tuple[str, str]] = ()
    if page.ledger is not None:
        requirements = [(requirement.identifier, requirement.name) for requirement in page.ledger.requirements.all()]
    names = dict(requirements)
    return tokens.values(
        [_standing(profile) for profile in ranked.profiles if profile.persona_id is not None],
        total=len(names) if page.ledger is not None else None,
        spread=ranked.spread,
        median=ranked.median.persona.name if ranked.median is not None else None,
        requirements=names,
    )


def _standing(profile: XRayProfile) -> tokens.Standing:
    persona, evaluation = profile.persona, finished_evaluation(profile)
    if evaluation is None:
        return tokens.Standing(persona.slug, persona.name)
    return tokens.Standing(
        slug=persona.slug,
        name=persona.name,
        score=evaluation.score,
        band=evaluation.band,
        met=evaluation.met,
        total=evaluation.total,
        is_evaluated=True,
    )
