"""A draft x-ray made of texts in one go: records, page and the reading of its job description."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from wagtail.log_actions import log

from evaluations import services
from evaluations.models import JobDescription, Persona
from xrays import pins
from xrays.models import XRayIndexPage, XRayPage, XRayProfile


@dataclass(frozen=True)
class NewJob:
    """A job description that is not stored yet."""

    text: str
    company: str
    title: str
    origin: str
    source_url: str = ""
    captured_on: date | None = None


@dataclass(frozen=True)
class NewPersona:
    """A persona that is not stored yet; text is the résumé."""

    text: str
    name: str
    headline: str
    employers: Sequence[str] = field(default=())


@transaction.atomic
def create_xray(
    index: XRayIndexPage,
    *,
    job: JobDescription | NewJob,
    personas: Sequence[Persona | NewPersona],
    by: AbstractBaseUser | None,
    reads: bool = True,
) -> XRayPage:
    """The draft below the index, with a profile for each persona in the given order. All of it, or nothing.

    reads: have the job description read where it has no locked ledger. Raises services.ServiceError.
    """
    job_description = job if isinstance(job, JobDescription) else _stored_job(job, by)
    rows = [persona if isinstance(persona, Persona) else _stored_persona(persona, by) for persona in personas]
    page = XRayPage(job_description=job_description, live=False, owner=by)
    page.slug = page.free_slug(index, job_description)
    page.title = page.computed_title
    page.profiles = [XRayProfile(persona=persona, sort_order=place) for place, persona in enumerate(rows)]
    pins.pin_current(page)
    index.add_child(instance=page)
    page.save_revision(user=by)
    log(instance=page, action="wagtail.create", user=by, content_changed=True)
    if reads and page.ledger is None:
        services.request_ledger(job_description=job_description, engine=pins.engine_of(page), by=by)
    return page


def _stored_job(job: NewJob, by: AbstractBaseUser | None) -> JobDescription:
    row = services.create_job_description(
        text=job.text,
        company=job.company,
        title=job.title,
        origin=job.origin,
        source_url=job.source_url,
        captured_on=job.captured_on,
    )
    log(instance=row, action="wagtail.create", user=by, content_changed=True)
    return row


def _stored_persona(persona: NewPersona, by: AbstractBaseUser | None) -> Persona:
    row = services.create_persona(
        text=persona.text, name=persona.name, headline=persona.headline, employers=list(persona.employers)
    )
    log(instance=row, action="wagtail.create", user=by, content_changed=True)
    return row
