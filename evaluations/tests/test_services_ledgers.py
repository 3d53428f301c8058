"""Services for job descriptions, personas and ledgers: versions, readings, changes, locks."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from evaluations import schema, services
from evaluations.engines.scripted import ScriptedEngine
from evaluations.factories import (
    JOB_DESCRIPTION_TEXT,
    RESUME_TEXT,
    JobDescriptionFactory,
    LedgerFactory,
    PersonaFactory,
)
from evaluations.models import JobDescription, Ledger
from evaluations.services import ServiceError
from evaluations.work import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Any:
    return get_user_model().objects.create_user("editor")


def test_a_text_is_stored_with_single_line_feeds() -> None:
    row = services.create_job_description(text="One\r\ntwo\rthree\x00", company="A", title="B")
    assert row.text == "One\ntwo\nthree"


@pytest.mark.parametrize("text", ["", " \r\n\x00", "broken \ud800 character"])
def test_an_unusable_text_is_refused(text: str) -> None:
    with pytest.raises(ServiceError):
        services.create_persona(text=text, name="A", headline="B")


def test_saving_an_unchanged_form_makes_no_version() -> None:
    row = JobDescriptionFactory(text="One\ntwo")
    saved = services.save_version(row=row, text="One\r\ntwo", company="Another")
    assert (saved.pk, saved.version, saved.company) == (row.pk, 1, "Another")
    assert JobDescription.objects.get().company == "Another"


def test_a_changed_text_is_the_next_version_and_keeps_the_details() -> None:
    row = PersonaFactory(employers=["One", "Two"])
    second = services.save_version(row=row, text="Another résumé.", headline="New headline")
    third = services.add_version(row=row, text="A third résumé.")
    assert [(v.series, v.slug, v.version, v.employers) for v in (second, third)] == [
        (row.series, row.slug, 2, ["One", "Two"]),
        (row.series, row.slug, 3, ["One", "Two"]),
    ]
    assert second.headline == "New headline"
    row.refresh_from_db()
    assert row.text == RESUME_TEXT


def test_the_same_text_is_no_new_version() -> None:
    row = JobDescriptionFactory()
    with pytest.raises(ServiceError, match="same as in the newest version"):
        services.add_version(row=row, text=row.text)


def test_a_slug_in_use_is_refused_with_a_sentence() -> None:
    taken = PersonaFactory()
    with pytest.raises(ServiceError, match="Choose another"):
        services.create_persona(text="A résumé.", name="B", headline="C", slug=taken.slug)


# Ledgers


def test_reading_writes_requirements_with_their_spans() -> None:
    ledger = services.request_ledger(job_description=JobDescriptionFactory(), engine="scripted")
    assert ledger.state == State.QUEUED
    services.execute_ledger(ledger_id=ledger.pk)
    ledger.refresh_from_db()
    assert ledger.state == State.SUCCEEDED
    assert ledger.as_schema() == ScriptedEngine().read(JOB_DESCRIPTION_TEXT).requirements
    assert [(r.kind, r.importance, r.min_years) for r in ledger.as_schema()] == [
        ("experience", "must", 5.0),
        ("skill", "must", None),
        ("credential", "must", None),
        ("language", "nice", None),
    ]
    assert not ledger.is_locked


def test_the_same_reading_is_asked_for_once() -> None:
    row = JobDescriptionFactory()
    first = services.request_ledger(job_description=row, engine="scripted")
    assert services.request_ledger(job_description=row, engine="scripted") == first
    services.execute_ledger(ledger_id=first.pk)
    services.lock_ledger(ledger=first, by=None)
    assert services.request_ledger(job_description=row, engine="scripted") == first


def test_a_changed_ledger_does_not_stand_in_for_a_fresh_reading() -> None:
    ledger = LedgerFactory(locked=False)
    services.change_requirement(requirement=ledger.requirements.first(), by=None, importance="nice")
    fresh = services.request_ledger(job_description=ledger.job_description, engine="scripted")
    assert (fresh.pk != ledger.pk, fresh.state) == (True, State.QUEUED)


def test_a_failed_reading_is_asked_for_again() -> None:
    row = JobDescriptionFactory(text="script: read fail not_a_job_description\n- Something")
    first = services.request_ledger(job_description=row, engine="scripted")
    services.execute_ledger(ledger_id=first.pk)
    first.refresh_from_db()
    assert (first.state, first.failure_kind) == (State.REFUSED, "not_a_job_description")
    assert services.request_ledger(job_description=row, engine="scripted").pk != first.pk


def test_locking_says_who_and_happens_once(editor: Any) -> None:
    ledger = LedgerFactory(locked=False)
    locked = services.lock_ledger(ledger=ledger, by=editor)
    assert (locked.is_locked, locked.locked_by, locked.content_hash) == (True, editor, ledger.compute_content_hash())
    again = services.lock_ledger(ledger=ledger, by=None)
    assert (again.locked_at, again.locked_by) == (locked.locked_at, editor)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"read": False}, "has not been read yet"),
        ({"locked": False, "job_description__text": "No list item at all."}, "has no requirement"),
    ],
)
def test_locking_needs_something_to_lock(fields: dict[str, Any], sentence: str) -> None:
    ledger = LedgerFactory(**fields)
    with pytest.raises(ServiceError, match=sentence):
        services.lock_ledger(ledger=ledger, by=None)


def test_a_locked_ledger_is_changed_by_a_copy() -> None:
    ledger = LedgerFactory()
    first = ledger.requirements.first()
    for change in (
        lambda: services.change_requirement(requirement=first, by=None, name="Other"),
        lambda: services.drop_requirement(requirement=first, by=None),
        lambda: services.add_requirement(ledger=ledger, by=None, name="Other", spans=[[0, 6]]),
    ):
        with pytest.raises(ServiceError, match="Make a copy"):
            change()
    copy = services.copy_ledger_for_change(ledger=ledger, by=None)
    assert (copy.is_locked, copy.as_schema()) == (False, ledger.as_schema())
    services.drop_requirement(requirement=copy.requirements.get(identifier="r2"), by=None)
    services.change_requirement(requirement=copy.requirements.get(identifier="r1"), by=None, min_years=3)
    added = services.add_requirement(ledger=copy, by=None, name="Seniority", spans=[[0, 6]])
    locked = services.lock_ledger(ledger=copy, by=None)
    assert [(r.id, r.name) for r in locked.as_schema()] == [
        ("r1", "5+ years in intensive care"),
        ("r3", "Registered nurse licence"),
        ("r4", "Spanish, a plus"),
        (added.identifier, "Seniority"),
    ]
    assert locked.as_schema()[0].min_years == 3
    assert locked.content_hash != ledger.content_hash
    assert Ledger.objects.get(pk=ledger.pk).as_schema() == ScriptedEngine().read(JOB_DESCRIPTION_TEXT).requirements


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"spans": [[0, 10_000]]}, "outside the job description"),
        ({"spans": []}, "does not say where"),
        ({"name": " "}, "needs a name"),
        ({"kind": "talent"}, "not right: kind"),
        ({"min_years": -1}, "above zero"),
    ],
)
def test_a_wrong_change_of_a_requirement_is_refused(changes: dict[str, Any], sentence: str) -> None:
    requirement = LedgerFactory(locked=False).requirements.first()
    with pytest.raises(ServiceError, match=sentence):
        services.change_requirement(requirement=requirement, by=None, **changes)


def test_a_ledger_from_a_file_keeps_its_ids() -> None:
    row = JobDescriptionFactory()
    requirement = schema.Requirement(
        id="gold-7", name="Nursing", kind="domain", importance="must", spans=(schema.Span(7, 12),)
    )
    ledger = services.create_ledger(job_description=row, requirements=[requirement])
    assert services.lock_ledger(ledger=ledger, by=None).as_schema() == (requirement,)
    with pytest.raises(ServiceError, match="same number"):
        services.create_ledger(job_description=row, requirements=[requirement, requirement])
