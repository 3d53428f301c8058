"""From texts to a page through the same services, queue and worker an editor uses: shared by build_demo and build_xray."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser

from evaluations import services
from evaluations.canonical import text_hash
from evaluations.models import JobDescription, Ledger, Persona
from evaluations.services.texts import stored_text
from evaluations.work import State, Work
from xrays import pins, renderings
from xrays.models import Rendering, XRayIndexPage, XRayPage, XRayProfile

Say = Callable[[str], None]
POLL_SECONDS = 0.1


class BuildError(Exception):
    """The page cannot be built further; the sentence says what is wrong and what to do."""


@dataclass(frozen=True)
class ProfileTexts:
    """What a profile is made of: the persona's record and the editor's paragraph about it."""

    slug: str
    name: str
    headline: str
    resume: str
    level: str = ""
    summary: str = ""
    paragraph: str = ""
    employers: tuple[str, ...] = ()


def save_job_description(*, text: str, company: str, title: str, **details: Any) -> JobDescription:
    """The job description with this text: the one that is stored already, the next version, or a new one."""
    stored = stored_text(text)
    known = JobDescription.objects.filter(company=company, title=title).order_by("-version")
    if same := known.filter(text_hash=text_hash(stored)).first():
        return same
    if newest := known.first():
        return services.add_version(row=newest, text=stored, **details)
    return services.create_job_description(text=stored, company=company, title=title, **details)


def save_persona(profile: ProfileTexts) -> Persona:
    """The persona with this short name and résumé: the one that is stored already, the next version, or a new one."""
    stored = stored_text(profile.resume)
    known = Persona.objects.filter(slug=profile.slug).order_by("-version")
    if same := known.filter(text_hash=text_hash(stored)).first():
        return same
    details = {
        "name": profile.name,
        "headline": profile.headline,
        "level": profile.level,
        "summary": profile.summary,
        "employers": list(profile.employers),
    }
    if newest := known.first():
        return services.add_version(row=newest, text=stored, **details)
    return services.create_persona(text=stored, slug=profile.slug, **details)


def save_draft(
    index: XRayIndexPage,
    *,
    slug: str,
    job_description: JobDescription,
    profiles: Sequence[tuple[Persona, ProfileTexts]],
    by: AbstractBaseUser | None,
    **prose: Any,
) -> XRayPage:
    """The draft page with this short name and these profiles, made or brought up to date; nothing is published.

    Where the texts have no paragraph about a persona, the one an editor wrote stays.
    """
    written: dict[str, str] = {}
    page = XRayPage.objects.child_of(index).filter(slug=slug).first()
    if page is None:
        page = index.add_child(
            instance=XRayPage(slug=slug, job_description=job_description, live=False, owner=by, **prose)
        )
    else:
        page = page.get_latest_revision_as_object()
        written = {each.persona.slug: each.paragraph for each in pins.profiles_of(page) if each.persona_id is not None}
        page.job_description = job_description
        for field, value in prose.items():
            setattr(page, field, value)
    page.profiles = [
        XRayProfile(persona=persona, paragraph=texts.paragraph or written.get(persona.slug, ""), sort_order=place)
        for place, (persona, texts) in enumerate(profiles)
    ]
    pins.pin_current(page)
    page.save_revision(user=by)
    return page


def read_ledger(job_description: JobDescription, *, engine: str, by: AbstractBaseUser | None, say: Say) -> Ledger:
    """The job description's ledger, read by the worker. Raises BuildError when reading fails."""
    ledger = services.request_ledger(job_description=job_description, engine=engine, by=by)
    _wait_for([("Job description", ledger)], say)
    ledger.refresh_from_db()
    if not ledger.succeeded:
        raise BuildError(
            f"The job description could not be read: {ledger.failure_sentence or ledger.get_state_display()}"
        )
    return ledger


def evaluate_personas(
    ledger: Ledger, personas: Sequence[Persona], *, engine: str, as_of: date, by: AbstractBaseUser | None, say: Say
) -> None:
    """Judge every persona on the locked ledger by the worker, one line each. Raises BuildError naming what failed."""
    evaluations = services.request_evaluations(ledger=ledger, personas=personas, engine=engine, as_of=as_of, by=by)
    named = [(persona.name, evaluation) for persona, evaluation in zip(personas, evaluations, strict=True)]
    _wait_for(named, say)
    failed = []
    for name, evaluation in named:
        evaluation.refresh_from_db()
        if not evaluation.succeeded:
            failed.append(f"{name}: {evaluation.failure_sentence or evaluation.get_state_display()}")
    if failed:
        raise BuildError(" ".join(failed))


def make_files(pages: Iterable[XRayPage], *, say: Say) -> None:
    """Wait until the pictures, cards and PDFs of published pages are made. One that fails is said and stops no other.

    Without a worker for them nothing is lost: pages do without, and they are made when one starts.
    """
    rows = [row for page in pages for row in renderings.request_renderings(page)]
    rows = [row for row in rows if not row.succeeded]
    if not rows:
        return
    say("Pictures and files")
    names = [f"{row.page.job_description.company}, {row.get_kind_display()}" for row in rows]
    try:
        _wait_for(list(zip(names, rows, strict=True)), say)
    except BuildError:
        say("  No worker makes them. Start one with --queues render; the pages are complete without.")
    for name, row in zip(names, rows, strict=True):
        row.refresh_from_db()
        if not row.is_open and not row.succeeded:
            say(f"  {name}: {row.failure_sentence}")


def _wait_for(works: Sequence[tuple[str, Work]], say: Say) -> None:
    """Wait until every row has ended, saying each one's end as it comes.

    Raises BuildError when no worker takes up anything for the time in the setting BUILD_PATIENCE_SECONDS.
    """
    begun = moved = time.monotonic()
    waiting = dict(works)
    before: dict[str, tuple[str, str]] = {}
    while waiting:
        for name, work in list(waiting.items()):
            work.refresh_from_db(fields=["state", "step"])
            if (now := (work.state, work.step)) != before.get(name):
                before[name] = now
                moved = time.monotonic()
            if not work.is_open:
                say(f"  {name:<44} {_ending(work):<28} {time.monotonic() - begun:5.1f} s")
                del waiting[name]
        if waiting and time.monotonic() - moved > settings.BUILD_PATIENCE_SECONDS:
            raise BuildError(
                "No worker takes up the work. Start one with “celery --app jobjam_site worker” and run this again; "
                "nothing is lost and nothing is done twice."
            )
        if waiting:
            time.sleep(POLL_SECONDS)


def _ending(work: Work) -> str:
    """How a piece of work ended, with its result where it has one."""
    if work.state != State.SUCCEEDED:
        return work.get_state_display().lower()
    if isinstance(work, Ledger):
        return f"read, {work.requirements.count()} requirements"
    work.refresh_from_db()
    if isinstance(work, Rendering):
        return f"made, {', '.join(work.files)}"
    if work.score is None:
        return "evaluated, no score"
    return f"evaluated, {work.score} %, {work.band}"
