"""Pages and people the editor's tests start from."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser, Group, User
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from evaluations.engines.scripted import ScriptedEngine
from evaluations.factories import EvaluationFactory, LedgerFactory, PersonaFactory
from xrays.factories import XRayPageFactory, publish
from xrays.models import XRayPage
from xrays.pins import profiles_of

# Built like a résumé, which a text typed into the admin must be; ASCII, so that a PDF written by hand can carry it.
RESUME = """Ada Berg
Mail: ada@example.org
Experience
Ward Nurse, Lakeside Clinic, Mar 2019 - present
Cares for patients on ventilators.
Nurse, Hillside Hospital, Jan 2017 - Feb 2019
Education
Diploma in Nursing, 2018"""
VERDICTS = (("met", "met", "met", "met"), ("met", "met", "missing", "missing"), ("missing",) * 4)


def finished_page(personas: int = 3, **fields: Any) -> XRayPage:
    """A draft that may be published: locked ledger, finished evaluations of that many personas, pinned."""
    ledger = fields.pop("ledger", None) or LedgerFactory()
    evaluations = [EvaluationFactory(ledger=ledger, verdicts=VERDICTS[place % 3]) for place in range(personas)]
    return XRayPageFactory(
        job_description=ledger.job_description,
        engine="scripted",
        personas=[evaluation.persona for evaluation in evaluations],
        pinned=True,
        **fields,
    )


def unevaluated_page(personas: int = 2, **fields: Any) -> XRayPage:
    """A draft with a locked ledger and personas nobody has run."""
    return XRayPageFactory(
        job_description=LedgerFactory().job_description,
        engine="scripted",
        personas=[PersonaFactory() for _ in range(personas)],
        pinned=True,
        **fields,
    )


def published_page(**fields: Any) -> XRayPage:
    return publish(finished_page(**fields))


def update_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after an update of the engine: what it found before is no longer what a run would give today."""
    monkeypatch.setattr(ScriptedEngine, "version", "updated")


def user_in(group: str | None, *, name: str = "") -> AbstractUser:
    """A person of one of the three groups, a superuser ("superuser"), or somebody without rights (None)."""
    name = name or f"{group or 'nobody'}-{User.objects.count()}".lower()
    if group == "superuser":
        return User.objects.create_superuser(name, f"{name}@example.org", "secret-word")
    user = User.objects.create_user(name, f"{name}@example.org", "secret-word")
    if group is not None:
        user.groups.add(Group.objects.get(name=group))
    return user


def form_data(page: XRayPage, **changes: Any) -> dict[str, Any]:
    """What the editor's form posts for a page as it stands, with changed fields."""
    data = {
        "job_description": page.job_description_id or "",
        "engine": page.engine,
        "introduction": rich_text(page.introduction),
        "role_summary": rich_text(page.role_summary),
        "claims": streamfield(
            [
                (
                    "claim",
                    {
                        "claim": claim.value["claim"],
                        "contrast": claim.value["contrast"],
                        "text": rich_text(str(claim.value["text"])),
                        "quotes": _list_block(claim.value["quotes"]),
                    },
                )
                for claim in page.claims
            ]
        ),
        "profiles": inline_formset(
            [
                {"id": profile.pk or "", "persona": profile.persona_id, "paragraph": rich_text(profile.paragraph)}
                for profile in profiles_of(page)
            ],
            initial=sum(profile.pk is not None for profile in profiles_of(page)),
        ),
        "synthesis": rich_text(page.synthesis),
        "author_name": page.author_name,
        "slug": page.slug,
        "seo_title": "",
        "search_description": "",
        "comments": inline_formset([]),
    }
    return nested_form_data(data | changes)


def _list_block(values: Any) -> dict[str, Any]:
    items: dict[str, Any] = {"count": str(len(values))}
    for place, value in enumerate(values):
        items |= {
            f"{place}-deleted": "",
            f"{place}-order": str(place),
            f"{place}-type": "item",
            f"{place}-value": value,
        }
    return items
