"""The publish gate: an x-ray goes live only with numbers that are there, finished and current.

XRayPage.save calls check_publication, the one place every way to publish passes: editor, bulk action, schedule,
workflow, code and subtree copy. It refuses only when what readers see would change, so that a live page whose
evaluations became stale can still be locked, moved, renamed, aliased, edited as a draft and unpublished.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags

from evaluations import queries
from evaluations.grounding import locate
from evaluations.work import State
from xrays import tokens
from xrays.pins import engine_of, evaluation_states, finished_evaluation, profiles_of, token_values

if TYPE_CHECKING:
    from evaluations.models import Evaluation
    from xrays.models import XRayPage, XRayProfile

MIN_PROFILES = 2
MAX_PROFILES = 6
PUBLISHED_FIELDS = ("job_description_id", "ledger_id", "introduction", "role_summary", "synthesis", "author_name")


class PublicationRefused(ValidationError):
    """The page may not be published; messages holds one sentence per problem."""

    def __init__(self, page: XRayPage, sentences: Iterable[str]) -> None:
        super().__init__([*sentences])
        self.page = page


class Prose(NamedTuple):
    """One of the page's texts, by the name editors know it."""

    field: str
    text: str
    required: bool


def check_publication(page: XRayPage, update_fields: Iterable[str] | None = None) -> None:
    """Raise PublicationRefused if saving this page would put something on the site that is missing, wrong or stale.

    update_fields: as given to save(); None means all.
    """
    if not page.live or not _touches_published(update_fields) or not changes_published(page):
        return
    if found := problems(page):
        raise PublicationRefused(page, found)


def changes_published(page: XRayPage) -> bool:
    """Whether readers would see something new if this page went live as it stands in memory."""
    content = _content(page)
    same_as = [page.pk, page.alias_of_id]  # an alias shows what its source shows already
    published = type(page).objects.filter(pk__in=[pk for pk in same_as if pk is not None], live=True)
    return all(_content(other) != content for other in published)


def problems(page: XRayPage) -> tuple[str, ...]:
    """Why this page may not be published as it stands: one sentence per problem, naming persona or field."""
    return (*_record_problems(page), *_evaluation_problems(page), *_prose_problems(page), *_claim_problems(page))


def prose_of(page: XRayPage) -> Iterator[Prose]:
    """Every text an editor typed on the page, in page order; rich text as HTML."""
    yield Prose("Introduction", page.introduction, required=True)
    yield Prose("The role", page.role_summary, required=True)
    for place, claim in enumerate(page.claims, start=1):
        for key, label in (("claim", "claim"), ("contrast", "not"), ("text", "text")):
            yield Prose(f"Claim {place}, {label}", str(claim.value.get(key) or ""), required=True)
    for profile in profiles_of(page):
        if profile.persona_id is not None:
            yield Prose(f"{profile.persona.name}, paragraph", profile.paragraph, required=True)
    yield Prose("What this shows", page.synthesis, required=True)


def _touches_published(update_fields: Iterable[str] | None) -> bool:
    if update_fields is None:
        return True
    published = {"live", "claims", "profiles", "job_description", "ledger", *PUBLISHED_FIELDS}
    return not published.isdisjoint(update_fields)


def _content(page: XRayPage) -> tuple[Any, ...]:
    """What readers see of a page, apart from its address and the words of records."""
    return (
        *(getattr(page, field) for field in PUBLISHED_FIELDS),
        page.claims.get_prep_value(),
        *((profile.persona_id, profile.evaluation_id, profile.paragraph) for profile in profiles_of(page)),
    )


def _record_problems(page: XRayPage) -> Iterator[str]:
    if page.job_description_id is None:
        yield "The page has no job description. Choose one."
    elif page.ledger_id is None:
        if page.job_description.locked_ledger is None:
            yield "The job description has no locked ledger. Read it, check the requirements and lock the ledger."
        else:
            yield "The page does not use the locked ledger yet. Open the page and save it."
    elif page.ledger.job_description_id != page.job_description_id:
        yield "The pinned ledger belongs to another job description. Open the page and save it."
    elif not page.ledger.is_locked:
        yield "The pinned ledger is not locked. Lock it."
    elif page.ledger != (newest := page.job_description.locked_ledger):
        yield (
            f"The page uses ledger {page.ledger_id}, and ledger {newest.pk} was locked later. "
            "Run the personas on the newer ledger, then save the page."
        )
    profiles = profiles_of(page)
    if len(profiles) < MIN_PROFILES:
        yield f"The page has {_counted(len(profiles))}; it needs at least {MIN_PROFILES}. Add a persona."
    if len(profiles) > MAX_PROFILES:
        yield f"The page has {_counted(len(profiles))}; it may have at most {MAX_PROFILES}."
    seen: set[str] = set()
    for profile in profiles:
        if profile.persona_id is None:
            yield "A profile has no persona. Choose one or remove the profile."
        elif profile.persona.slug in seen:
            yield f"{profile.persona.name}: stands on the page twice. Remove one of the two profiles."
        else:
            seen.add(profile.persona.slug)


def _counted(profiles: int) -> str:
    return "1 profile" if profiles == 1 else f"{profiles or 'no'} profiles"


def _evaluation_problems(page: XRayPage) -> Iterator[str]:
    if page.job_description_id is None or page.ledger_id is None:
        return
    states = evaluation_states(page)
    for profile in profiles_of(page):
        if profile.persona_id is not None and (
            problem := evaluation_problem(page, profile, states[profile.persona_id])
        ):
            yield f"{profile.persona.name}: {problem}"
    dates = {evaluation.as_of for profile in profiles_of(page) if (evaluation := finished_evaluation(profile))}
    if len(dates) > 1:
        yield (
            f"The personas are judged as of {len(dates)} different dates ({', '.join(map(str, sorted(dates)))}), so their "
            "years of work do not compare. Evaluate all of them as of one date."
        )


def evaluation_problem(page: XRayPage, profile: XRayProfile, state: queries.PanelState) -> str:
    """Why this profile's pinned evaluation keeps the page from being published, and what to do; empty when it is fine.

    state: where the persona stands on the page's ledger.
    """
    pinned = profile.evaluation
    if pinned is None:
        if state.current is not None:
            return "the evaluation has finished, but the page does not use it yet. Open the page and save it."
        if state.latest is None:
            return "the evaluation is missing. Press Run."
        return _state_problem(state.latest) or f"the evaluation is stale: {state.stale} Run it again."
    if problem := _state_problem(pinned):
        return problem
    reason = stale_reason(page, profile, state)
    return f"the evaluation is stale: {reason} Run it again, then save the page." if reason else ""


def stale_reason(page: XRayPage, profile: XRayProfile, state: queries.PanelState) -> str:
    """Why this profile's finished evaluation no longer holds, to follow "the evaluation is stale: "; empty when it does.

    Without a pinned one that has finished, the newest finished one is meant.
    """
    pinned = profile.evaluation
    if pinned is None or not pinned.succeeded:
        return state.stale
    known = state.standings.get(pinned.pk)
    if known is not None:
        return known.stale
    return queries.stale_reason(pinned, ledger=page.ledger, persona=profile.persona, engine=engine_of(page))


def _state_problem(evaluation: Evaluation) -> str:
    """What is wrong with an evaluation that has not succeeded."""
    match evaluation.state:
        case State.QUEUED:
            return "the evaluation is still queued. Wait until it has finished, then save the page."
        case State.RUNNING:
            return "the evaluation is still running. Wait until it has finished, then save the page."
        case State.FAILED:
            return f"the evaluation failed: {_sentence(evaluation.failure_sentence)} Run it again."
        case State.REFUSED:
            return f"the evaluation was refused: {_sentence(evaluation.failure_sentence)}"
        case State.CANCELLED:
            return "the evaluation was cancelled. Run it again."
    return ""


def _sentence(text: str) -> str:
    text = text.strip() or "no reason is recorded."
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _prose_problems(page: XRayPage) -> Iterator[str]:
    values = token_values(page)
    profiles = profiles_of(page)
    scores = [profile.evaluation.score for profile in profiles if profile.evaluation is not None]
    slugs = [profile.persona.slug for profile in profiles if profile.persona_id is not None]
    example = f"[[score:{slugs[0]}]]" if slugs else "[[score:…]]"
    for prose in prose_of(page):
        if prose.required and not _has_words(prose.text):
            yield f"{prose.field}: nothing is written yet."
        for token in tokens.unknown(prose.text, values):
            yield f"{prose.field}: {token} stands for nothing on this page. Correct or remove it."
        for typed in tokens.typed_percentages(prose.text, scores):
            yield (
                f"{prose.field}: “{typed}” is typed by hand. Use a token such as {example} for a result, and words "
                "(“two in five”) for any other share."
            )


def _has_words(text: str) -> bool:
    return bool(strip_tags(text).replace("&nbsp;", " ").strip())


def _claim_problems(page: XRayPage) -> Iterator[str]:
    if not len(page.claims):
        yield "What this role is actually testing: there is no claim yet. Write at least one."
    for place, claim in enumerate(page.claims, start=1):
        quotes = [quote.strip() for quote in claim.value.get("quotes") or () if quote and quote.strip()]
        if not quotes:
            yield f"Claim {place}: nothing is quoted from the job description. Quote at least one passage."
        if page.job_description_id is None:
            continue
        for quote in quotes:
            if locate(quote, page.job_description.text) is None:
                yield f"Claim {place}: “{quote}” does not stand in the job description. Copy the words exactly."
