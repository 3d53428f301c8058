"""Where many x-rays stand at once: what lists, the home screen and bulk actions say of them.

As many queries for three hundred pages as for one. The rules are those of the publish gate and the Evaluations panel
(publishing, pins, evaluations.standing); here they are only asked for many pages together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db.models import Q
from wagtail.models import Revision

from evaluations.models import Evaluation, JobDescription, Ledger, Persona
from evaluations.queries import PanelState, Place, states_at
from evaluations.work import State
from xrays import publishing
from xrays.ranking import rank

if TYPE_CHECKING:
    from xrays.models import XRayPage

ENDED_BADLY = (State.FAILED, State.REFUSED)


class Attention(NamedTuple):
    """Why somebody should look at an x-ray. kind is "failed", "stale" or "lock"; ledger_id: the one to lock."""

    kind: str
    label: str
    sentence: str
    ledger_id: int | None = None


@dataclass(frozen=True)
class Overview:
    """One x-ray in a list. Its numbers are those readers see, or those of the newest draft while it is not live.

    spread is in points. stale says in sentences why results no longer hold. to_run are the personas of the newest draft
    that a run would evaluate, on that draft's newest locked ledger; refusal says why there is none.
    """

    job_description: JobDescription | None
    spread: int | None
    highest: int | None
    lowest: int | None
    engine: str
    personas: int
    evaluated: int
    evaluated_at: datetime | None
    stale: str
    is_being_checked: bool
    attention: tuple[Attention, ...]
    to_run: tuple[Persona, ...]
    refusal: str
    draft_engine: str

    @property
    def standing(self) -> str:
        """Whether the results hold, in a word or two."""
        if self.stale:
            return "Stale"
        if not self.evaluated:
            return "Not evaluated"
        if self.evaluated < self.personas:
            return f"{self.evaluated} of {self.personas} evaluated"
        return "Being checked" if self.is_being_checked else "Current"


class _Pins(NamedTuple):
    """What a published page or a draft names by key; profiles are (persona, evaluation) in page order."""

    job_description: int | None
    ledger: int | None
    engine: str
    profiles: tuple[tuple[int, int | None], ...]


@dataclass(frozen=True)
class _Profile:
    """Stands for an XRayProfile where the publish gate's rules are asked."""

    persona: Persona
    evaluation: Evaluation | None


@dataclass(frozen=True)
class _Subject:
    """Stands for an XRayPage where the publish gate's rules are asked. newest is the newest locked ledger."""

    job_description: JobDescription | None
    ledger: Ledger | None
    newest: Ledger | None
    last: Ledger | None
    engine: str
    profiles: tuple[_Profile, ...] = ()
    states: dict[int, PanelState] = field(default_factory=dict)
    newest_states: dict[int, PanelState] = field(default_factory=dict)


def overviews(pages: Iterable[XRayPage]) -> dict[int, Overview]:
    """Where each of these pages stands, by its key."""
    pages = list(pages)
    published = _published_pins(pages)
    drafts = published | _draft_pins([page for page in pages if not page.live or page.has_unpublished_changes])
    wanted = [*published.values(), *drafts.values()]
    subjects = _subjects(wanted)
    return {
        page.pk: _overview(page, subjects[published[page.pk]], subjects[drafts[page.pk]], drafts[page.pk])
        for page in pages
    }


def _published_pins(pages: Sequence[XRayPage]) -> dict[int, _Pins]:
    from xrays.models import XRayProfile

    profiles: dict[int, list[tuple[int, int | None]]] = {page.pk: [] for page in pages}
    rows = XRayProfile.objects.filter(page__in=profiles).order_by("sort_order", "pk")
    for page_id, persona, evaluation in rows.values_list("page_id", "persona_id", "evaluation_id"):
        profiles[page_id].append((persona, evaluation))
    return {
        page.pk: _Pins(page.job_description_id, page.ledger_id, _engine(page.engine), tuple(profiles[page.pk]))
        for page in pages
    }


def _draft_pins(pages: Sequence[XRayPage]) -> dict[int, _Pins]:
    """The pins of the newest revisions: the rows of pages are those of the last publication."""
    owners = {page.latest_revision_id: page.pk for page in pages if page.latest_revision_id is not None}
    fields = ("job_description", "ledger", "engine", "profiles")
    rows = Revision.objects.filter(pk__in=owners).values_list("pk", *(f"content__{name}" for name in fields))
    found = {}
    for pk, job_description, ledger, engine, profiles in rows:
        in_order = sorted(enumerate(profiles or ()), key=lambda each: (each[1].get("sort_order") or 0, each[0]))
        named = ((each["persona"], each.get("evaluation")) for _, each in in_order if each.get("persona"))
        found[owners[pk]] = _Pins(job_description, ledger, _engine(engine), tuple(named))
    return found


def _engine(name: str | None) -> str:
    return name or settings.DEFAULT_ENGINE


def _subjects(wanted: Sequence[_Pins]) -> dict[_Pins, _Subject]:
    """Records instead of keys, and where each persona stands on the pinned and on the newest locked ledger."""
    jobs = {pins.job_description for pins in wanted} - {None}
    job_descriptions = JobDescription.objects.defer("text").in_bulk(jobs)
    pinned_ledgers = {pins.ledger for pins in wanted} - {None}
    ledgers = list(
        Ledger.objects.filter(Q(job_description__in=jobs) | Q(pk__in=pinned_ledgers))
        .select_related("job_description")
        .defer("skipped", "flags", "job_description__text")
        .order_by("pk")
    )
    by_key = {ledger.pk: ledger for ledger in ledgers}
    last = {ledger.job_description_id: ledger for ledger in ledgers}
    in_lock_order = sorted((each for each in ledgers if each.is_locked), key=lambda each: (each.locked_at, each.pk))
    newest = {ledger.job_description_id: ledger for ledger in in_lock_order}
    personas = Persona.objects.defer("text").in_bulk({persona for pins in wanted for persona, _ in pins.profiles})
    evaluations = Evaluation.objects.defer("score_data", "report_data", "judgement_data").in_bulk(
        {evaluation for pins in wanted for _, evaluation in pins.profiles if evaluation is not None}
    )
    plain: dict[_Pins, _Subject] = {}
    for pins in wanted:
        profiles = (
            _Profile(personas[persona], evaluations.get(evaluation))
            for persona, evaluation in pins.profiles
            if persona in personas
        )
        job = pins.job_description
        plain[pins] = _Subject(
            job_description=job_descriptions.get(job),
            ledger=by_key.get(pins.ledger),
            newest=newest.get(job),
            last=last.get(job),
            engine=pins.engine,
            profiles=tuple(profiles),
        )
    return _with_states(plain)


def _with_states(plain: Mapping[_Pins, _Subject]) -> dict[_Pins, _Subject]:
    places = [
        Place(ledger, [profile.persona for profile in subject.profiles], subject.engine)
        for subject in plain.values()
        for ledger in (subject.ledger, subject.newest)
        if ledger is not None
    ]
    answers = iter(states_at(places))
    for subject in plain.values():
        for ledger, states in ((subject.ledger, subject.states), (subject.newest, subject.newest_states)):
            if ledger is not None:
                states.update({state.persona.pk: state for state in next(answers)})
    return dict(plain)


def _overview(page: XRayPage, published: _Subject, draft: _Subject, draft_pins: _Pins) -> Overview:
    draft = _as_saved_now(draft)
    shown = published if page.live else draft
    finished = [each.evaluation if each.evaluation and each.evaluation.succeeded else None for each in shown.profiles]
    ranked = rank(shown.profiles, [each.score if each else None for each in finished])
    scored = [score for score in ranked.scores if score is not None]
    done = [each for each in finished if each is not None]
    stale = _stale(shown, is_live=page.live)
    to_run, refusal = _to_run(page, draft, draft_pins)
    return Overview(
        job_description=shown.job_description,
        spread=ranked.spread,
        highest=scored[0] if scored else None,
        lowest=scored[-1] if scored else None,
        engine=shown.engine,
        personas=len(shown.profiles),
        evaluated=len(done),
        evaluated_at=max((each.finished_at for each in done if each.finished_at), default=None),
        stale=stale,
        is_being_checked=any(
            standing.is_being_checked
            for each in done
            for state in shown.states.values()
            if (standing := state.standings.get(each.pk)) is not None
        ),
        attention=() if page.alias_of_id is not None else tuple(_attention(draft, stale)),
        to_run=to_run,
        refusal=refusal,
        draft_engine=draft.engine,
    )


def _as_saved_now(draft: _Subject) -> _Subject:
    """The draft with the pins that saving would give it, as the editor's panel shows it; see pins.pin_current.

    Where a newer ledger was locked and not all personas are evaluated on it, it stays as it is.
    """
    if draft.newest is None:
        return draft
    current = {key: state.current for key, state in draft.newest_states.items() if state.current is not None}
    is_same = draft.ledger is None or draft.ledger == draft.newest
    if not is_same and len(current) < len(draft.profiles):
        return draft
    profiles = tuple(_Profile(each.persona, current.get(each.persona.pk, each.evaluation)) for each in draft.profiles)
    return replace(draft, ledger=draft.newest, profiles=profiles, states=draft.newest_states)


def _stale(subject: _Subject, *, is_live: bool) -> str:
    """Why the results of a page no longer hold and what to do, in sentences; empty when they do."""
    if subject.ledger is None:
        return ""
    words = []
    if subject.newest is not None and subject.newest != subject.ledger:
        if any(each.evaluation is not None for each in subject.profiles):
            words.append(f"Ledger {subject.newest.pk} was locked after the one it uses.")
    reasons: dict[str, list[str]] = {}
    for profile in subject.profiles:
        state = subject.states.get(profile.persona.pk)
        reason = publishing.stale_reason(subject, profile, state) if state is not None else ""  # type: ignore[arg-type]
        if reason:
            reasons.setdefault(reason, []).append(profile.persona.name)
    words += [f"{listed(names)}: the evaluation is stale: {reason}" for reason, names in reasons.items()]
    return " ".join([*words, _next_step(subject, is_live=is_live)]) if words else ""


def _next_step(subject: _Subject, *, is_live: bool) -> str:
    states = [subject.newest_states.get(each.persona.pk) for each in subject.profiles]
    if all(state is not None and state.current is not None for state in states):
        return "New results are ready: save the page, then publish it." if is_live else "New results are ready: save."
    if any(state is not None and state.latest is not None and state.latest.is_open for state in states):
        return "New evaluations are under way."
    return "Evaluate again."


def _attention(draft: _Subject, stale: str) -> Iterable[Attention]:
    ledger = draft.last
    if ledger is not None and ledger.state in ENDED_BADLY:
        yield Attention("failed", "Failed", f"The job description could not be read: {ledger.failure_sentence}")
    for profile in draft.profiles:
        state = draft.newest_states.get(profile.persona.pk)
        if state is None or state.current is not None or state.latest is None or state.latest.state not in ENDED_BADLY:
            continue
        unpinned = _Profile(profile.persona, None)
        problem = publishing.evaluation_problem(draft, unpinned, state)  # type: ignore[arg-type]
        yield Attention("failed", "Failed", f"{profile.persona.name}: {problem}")
    if stale:
        yield Attention("stale", "Stale", stale)
    if ledger is not None and ledger.succeeded and not ledger.is_locked:
        sentence = f"Ledger {ledger.pk} is read. Check its requirements, then lock it."
        yield Attention("lock", "Waits for its lock", sentence, ledger.pk)


def _to_run(page: XRayPage, draft: _Subject, pins: _Pins) -> tuple[tuple[Persona, ...], str]:
    """The personas a run of the newest draft would evaluate, and why there is none."""
    if page.alias_of_id is not None:
        return (), "It is an alias: evaluate the page it shows."
    if pins.job_description is None:
        return (), "It has no job description. Choose one on its page."
    if draft.newest is None:
        return (), "It has no locked ledger. Lock one first."
    if not draft.profiles:
        return (), "It has no persona. Add one on its page."
    states = [draft.newest_states[each.persona.pk] for each in draft.profiles]
    missing = [state for state in states if state.current is None]
    found = [state.persona for state in missing if state.latest is None or not state.latest.is_open]
    if not missing:
        return (), "All its evaluations hold for the inputs of today."
    return (tuple(found), "") if found else ((), "Its evaluations are under way.")


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them: A, B and C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
