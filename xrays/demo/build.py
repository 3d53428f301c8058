"""The demo's x-rays, built by the pipeline an editor uses and published through the gate."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractBaseUser

from evaluations import services
from xrays import pins
from xrays.building import (
    ProfileTexts,
    Say,
    evaluate_personas,
    read_ledger,
    save_draft,
    save_job_description,
    save_persona,
)
from xrays.demo import DemoXRay
from xrays.models import XRayIndexPage, XRayPage

AUTHOR = "JobJam editors"
# The date that "present" means in the demo's résumés: a fixed one, so that the demo is the same on every day.
AS_OF = date(2026, 11, 23)
# Also where a key is set: the demo costs nothing and comes out the same everywhere.
ENGINE = "local"


def build_xray(index: XRayIndexPage, texts: DemoXRay, *, by: AbstractBaseUser, say: Say) -> XRayPage:
    """One x-ray of the demo, published; raises BuildError or PublicationRefused when it cannot be."""
    say(f"{texts.company}, {texts.title}")
    job_description = save_job_description(
        text=texts.job_description,
        company=texts.company,
        title=texts.title,
        field=texts.field,
        level=texts.level,
        place=texts.place,
        origin=texts.origin,
        show=texts.show,
        source_url=texts.source_url,
        captured_on=texts.captured_on,
        provenance_note=texts.provenance_note,
    )
    profiles = [
        ProfileTexts(
            slug=persona.slug,
            name=persona.name,
            headline=persona.headline,
            resume=persona.resume,
            level=persona.level,
            summary=persona.summary.strip(),
            paragraph=_paragraph(persona.paragraph),
            employers=persona.employers,
        )
        for persona in texts.personas
    ]
    personas = [save_persona(profile) for profile in profiles]
    live = XRayPage.objects.child_of(index).live().filter(slug=texts.slug).first()
    if live is not None and live.job_description_id == job_description.pk and _holds(live, personas):
        say("  published and up to date")
        return live

    ledger = job_description.locked_ledger
    if ledger is None:
        ledger = read_ledger(job_description, engine=ENGINE, by=by, say=say)
        ledger = services.lock_ledger(ledger=ledger, by=by)
    evaluate_personas(ledger, personas, engine=ENGINE, as_of=AS_OF, by=by, say=say)
    page = save_draft(
        index,
        slug=texts.slug,
        job_description=job_description,
        profiles=list(zip(personas, profiles, strict=True)),
        by=by,
        introduction=_paragraph(texts.introduction),
        role_summary=_paragraph(texts.role_summary),
        claims=[
            (
                "claim",
                {
                    "claim": claim.claim,
                    "contrast": claim.not_claim,
                    "text": _paragraph(claim.text),
                    "quotes": list(claim.quotes),
                },
            )
            for claim in texts.claims
        ],
        synthesis=_paragraph(texts.synthesis),
        author_name=AUTHOR,
        engine=ENGINE,
    )
    page.get_latest_revision().publish(user=by)
    say("  published")
    return page


def _holds(page: XRayPage, personas: list) -> bool:
    """Whether a live page shows these very personas with evaluations that are current."""
    if {profile.persona_id for profile in pins.profiles_of(page)} != {persona.pk for persona in personas}:
        return False
    states = pins.evaluation_states(page)
    return all(
        profile.evaluation_id is not None and states[profile.persona_id].current is not None
        for profile in pins.profiles_of(page)
    )


def _paragraph(text: str) -> str:
    return f"<p>{text.strip()}</p>"
