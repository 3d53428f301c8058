"""What the Evaluations panel and the lists say about work: states in words, and which buttons make sense."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from evaluations.models import Evaluation, Ledger
from evaluations.queries import PanelState, dollars, spent
from evaluations.standing import Standing
from evaluations.work import State, Work
from xrays import pins, publishing
from xrays.models import XRayPage, XRayProfile

BEING_CHECKED = (
    "The vocabulary has changed since. A worker judges this résumé again to see whether a verdict does too; "
    "until then the result holds."
)
STATE_CLASSES = {
    State.QUEUED: "waiting",
    State.RUNNING: "running",
    State.SUCCEEDED: "done",
    State.FAILED: "failed",
    State.REFUSED: "failed",
    State.CANCELLED: "idle",
}


@dataclass(frozen=True)
class WorkStatus:
    """One row of work in words. details are short remarks such as step, attempt and time."""

    label: str
    look: str
    details: tuple[str, ...] = ()
    sentence: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class LedgerStatus:
    """The ledger part of the panel."""

    status: WorkStatus
    ledger: Ledger | None = None
    inspect_url: str = ""
    requirements: int = 0
    musts: int = 0
    can_read: bool = False
    can_lock: bool = False
    can_cancel: bool = False
    read_label: str = "Read the job description"


@dataclass(frozen=True)
class PersonaStatus:
    """One persona's line. sentence says what keeps it from being published, and what to do."""

    persona_id: int
    name: str
    status: WorkStatus
    evaluation: Evaluation | None = None
    inspect_url: str = ""
    dashboard_url: str = ""
    cost: str = ""
    can_run: bool = False
    can_cancel: bool = False
    run_label: str = "Run"


@dataclass(frozen=True)
class PanelStatus:
    """Everything the panel shows. can_use: saving the page would set pins to something newer."""

    page: XRayPage
    ledger: LedgerStatus
    personas: tuple[PersonaStatus, ...]
    is_open: bool
    can_run_all: bool
    can_use: bool
    as_of: date | None


def draft_of(page: XRayPage) -> XRayPage:
    """The newest draft of a page, which is what its editor shows."""
    return page.get_latest_revision_as_object()


def describe_work(work: Work, *, now: datetime | None = None) -> WorkStatus:
    """A row of work in words: state, step, attempt and time."""
    now = now or timezone.now()
    details: list[str] = []
    label = "Finished" if work.succeeded else work.get_state_display()
    if work.state == State.RUNNING and work.step:
        details.append(work.step)
    if work.attempts > 1 or (work.is_open and work.attempts == 1 and work.state == State.QUEUED):
        details.append(f"attempt {work.attempts} of {settings.WORK_MAX_ATTEMPTS}")
    if work.is_open:
        details.append(f"for {duration(now - (work.started_at if work.state == State.RUNNING else work.queued_at))}")
    elif work.finished_at and work.started_at and (taken := duration(work.finished_at - work.started_at)) != "0 s":
        details.append(f"took {taken}")
    sentence = work.failure_sentence
    if work.state == State.QUEUED and sentence:
        label = "Queued again"
    elif work.state == State.QUEUED and getattr(work, "judgement_data", None):
        label = "Running"
        details.insert(0, "judged, the report comes next")
    return WorkStatus(
        label=label,
        look=STATE_CLASSES[State(work.state)],
        details=tuple(details),
        sentence=sentence,
        is_open=work.is_open,
    )


def describe_evaluation(
    evaluation: Evaluation, standing: Standing | None, *, now: datetime | None = None
) -> WorkStatus:
    """An evaluation in words, with what became of it once it had finished. standing: None while it has not."""
    described = describe_work(evaluation, now=now)
    if standing is not None and standing.stale:
        return WorkStatus(
            "Stale", "stale", described.details, f"The evaluation is stale: {standing.stale} Run it again."
        )
    if standing is not None and standing.is_being_checked:
        return WorkStatus("Being checked", "running", described.details, BEING_CHECKED, is_open=True)
    return described


def describe_ledger(ledger: Ledger, *, now: datetime | None = None) -> WorkStatus:
    """A ledger in words: a read one waits for its lock."""
    described = describe_work(ledger, now=now)
    if ledger.is_locked:
        return WorkStatus("Locked", "done")
    if ledger.succeeded:
        sentence = (
            "Check the requirements beside the job description, then lock the ledger. Personas run on a locked one."
        )
        return WorkStatus("Read", "waiting", described.details, sentence)
    return described


def duration(elapsed: object) -> str:
    """A time span for people: seconds up to two minutes, then minutes, then hours."""
    seconds = max(0, round(elapsed.total_seconds()))  # type: ignore[attr-defined]
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 2 * 60 * 60 else f"{seconds // 3600} h"


def shared_as_of(page: XRayPage) -> date:
    """The date “present” means for the page's next evaluations: the one its personas already share, or today.

    One date for all personas of a page, so that nobody gains experience by being evaluated later.
    """
    if page.ledger_id is not None:
        personas = [profile.persona_id for profile in pins.profiles_of(page)]
        used = (
            Evaluation.objects.filter(ledger=page.ledger_id, persona__in=personas, engine=pins.engine_of(page))
            .live()
            .order_by("-as_of")
            .values_list("as_of", flat=True)
            .first()
        )
        if used is not None:
            return used
    return timezone.localdate()


def panel_status(page: XRayPage, *, live_page: XRayPage | None = None) -> PanelStatus:
    """The panel of a draft. live_page: the page as published, for links to its dashboards."""
    can_use = pins.pin_current(page)
    states = pins.evaluation_states(page)
    now = timezone.now()
    ledger = _ledger_status(page, now)
    profiles = [profile for profile in pins.profiles_of(page) if profile.persona_id is not None]
    personas = tuple(
        _persona_status(page, profile, states.get(profile.persona_id), live_page, now) for profile in profiles
    )
    return PanelStatus(
        page=page,
        ledger=ledger,
        personas=personas,
        is_open=ledger.status.is_open or any(persona.status.is_open for persona in personas),
        can_run_all=any(persona.can_run for persona in personas),
        can_use=can_use,
        as_of=shared_as_of(page) if page.ledger_id is not None else None,
    )


def _ledger_status(page: XRayPage, now: datetime) -> LedgerStatus:
    if page.job_description_id is None:
        return LedgerStatus(WorkStatus("No job description", "idle", sentence="Choose one and save the page."))
    newest = page.job_description.ledgers.order_by("-pk").first()
    if newest is None:
        return LedgerStatus(
            WorkStatus("Not read yet", "idle", sentence="Read the job description to get its requirements."),
            can_read=True,
        )
    described = describe_ledger(newest, now=now)
    importances = list(newest.requirements.values_list("importance", flat=True))
    status = LedgerStatus(
        status=described,
        ledger=newest,
        inspect_url=reverse("ledgers:inspect", args=[newest.pk]),
        requirements=len(importances),
        musts=importances.count("must"),
        can_cancel=described.is_open,
    )
    if newest.succeeded and not newest.is_locked and page.ledger_id is not None:
        sentence = f"{described.sentence} Until then they run on ledger {page.ledger_id}."
        return replace(status, can_lock=True, status=replace(described, sentence=sentence))
    if newest.succeeded:
        return replace(status, can_lock=not newest.is_locked)
    return status if described.is_open else replace(status, can_read=True, read_label="Read again")


def _persona_status(
    page: XRayPage, profile: XRayProfile, state: PanelState | None, live_page: XRayPage | None, now: datetime
) -> PersonaStatus:
    name = str(profile.persona)
    if state is None:
        status = WorkStatus("Waiting for the ledger", "idle", sentence="Lock a ledger first.")
        return PersonaStatus(profile.persona_id, name, status)
    problem = publishing.evaluation_problem(page, profile, state)
    is_newer_open = state.latest is not None and state.latest.is_open
    shown = state.latest if is_newer_open or profile.evaluation is None else profile.evaluation
    if shown is None:
        status = WorkStatus("Not evaluated", "idle", sentence=_capital(problem))
        return PersonaStatus(profile.persona_id, name, status, can_run=True)
    described = describe_work(shown, now=now)
    if shown.succeeded and problem:
        described = WorkStatus("Stale", "stale", described.details, _capital(problem))
    elif (standing := state.standings.get(shown.pk)) is not None and standing.is_being_checked:
        described = describe_evaluation(shown, standing, now=now)
    elif not shown.succeeded and not shown.is_open:
        described = WorkStatus(described.label, described.look, described.details, _capital(problem))
    return PersonaStatus(
        persona_id=profile.persona_id,
        name=name,
        status=described,
        evaluation=shown,
        inspect_url=reverse("evaluations:inspect", args=[shown.pk]),
        dashboard_url=dashboard_url(live_page, profile.persona.slug) if shown.succeeded else "",
        cost=cost_words(shown),
        can_run=not shown.is_open and bool(problem),
        can_cancel=shown.is_open,
        run_label="Re-run",
    )


def calls_of(row: Evaluation | Ledger) -> dict[str, Any]:
    """The calls to a provider made for a row, and what they cost together, for provider_calls.html."""
    calls = list(row.provider_calls.all())
    return {
        "calls": calls,
        "calls_cost": dollars(spent(row.provider_calls.all())),
        "calls_have_unknown": any(call.cost is None for call in calls),
    }


def cost_words(evaluation: Evaluation | Ledger) -> str:
    """What the engine's calls cost, or that it is not known; empty for an engine without a price."""
    if evaluation.cost is not None:
        return dollars(evaluation.cost)
    return "cost not known" if evaluation.input_tokens is not None else ""


def dashboard_url(page: XRayPage | None, slug: str) -> str:
    """Where readers find a persona's dashboard; empty while the page is not published."""
    if page is None or not page.live or not page.url:
        return ""
    return f"{page.url}dashboard/{slug}/"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
