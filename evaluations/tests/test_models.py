"""Records stay as they are, also for code that goes round the services: the database refuses."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from evaluations import services
from evaluations.factories import EvaluationFactory, JobDescriptionFactory, LedgerFactory, PersonaFactory
from evaluations.models import Evaluation, Finding, ImmutableRowError, JobDescription, Ledger, Persona, Requirement
from evaluations.work import State

pytestmark = pytest.mark.django_db


def refused(write: Any) -> None:
    """The database does not let this write through."""
    with pytest.raises((IntegrityError, ImmutableRowError)), transaction.atomic():
        write()


@pytest.mark.parametrize("factory", [JobDescriptionFactory, PersonaFactory])
def test_a_stored_text_never_changes(factory: Any) -> None:
    row = factory()
    model = type(row)
    refused(lambda: model.objects.filter(pk=row.pk).update(text="Another text."))
    row.text = "Another text."
    refused(row.save)
    assert model.objects.get().text != "Another text."


def test_details_of_a_version_may_change() -> None:
    row = JobDescriptionFactory()
    row.company = "Another"
    row.save()
    assert JobDescription.objects.get().company == "Another"


def test_a_finished_evaluation_never_changes() -> None:
    evaluation = EvaluationFactory()
    rows = Evaluation.objects.filter(pk=evaluation.pk)
    before = rows.values().get()
    refused(lambda: rows.update(score=100))
    refused(lambda: rows.update(state=State.FAILED))
    refused(lambda: rows.update(report_data={}))
    refused(rows.delete)
    refused(evaluation.delete)
    evaluation.score = 100
    refused(evaluation.save)
    assert rows.values().get() == before


def test_findings_of_a_finished_evaluation_never_change() -> None:
    evaluation = EvaluationFactory()
    other = EvaluationFactory(finished=False, ledger=evaluation.ledger)
    finding = evaluation.findings.first()
    assert finding is not None
    before = list(Finding.objects.values())
    refused(lambda: Finding.objects.filter(pk=finding.pk).update(verdict="met"))
    refused(lambda: Finding.objects.filter(pk=finding.pk).update(evaluation=other))
    refused(finding.delete)
    refused(lambda: Finding.objects.create(evaluation=evaluation, requirement=finding.requirement, verdict="met"))
    assert list(Finding.objects.values()) == before


def test_a_locked_ledger_never_changes() -> None:
    ledger = LedgerFactory()
    rows = Ledger.objects.filter(pk=ledger.pk)
    requirement = ledger.requirements.first()
    assert requirement is not None
    before = (rows.values().get(), list(Requirement.objects.values()))
    refused(lambda: rows.update(locked_at=None))
    refused(lambda: rows.update(content_hash=""))
    refused(lambda: Requirement.objects.filter(pk=requirement.pk).update(importance="nice"))
    refused(requirement.delete)
    refused(ledger.delete)
    requirement.pk, requirement.identifier, requirement.position = None, "r9", 9
    refused(lambda: requirement.save(force_insert=True))
    assert (rows.values().get(), list(Requirement.objects.values())) == before


def test_what_is_not_finished_may_go() -> None:
    EvaluationFactory(state=State.FAILED).delete()
    LedgerFactory(locked=False).delete()
    assert (Evaluation.objects.count(), Ledger.objects.filter(locked_at__isnull=True).count()) == (0, 0)


def test_records_outlive_the_user_they_name() -> None:
    editor = get_user_model().objects.create_user("editor")
    ledger = services.lock_ledger(ledger=LedgerFactory(locked=False), by=editor)
    evaluation = EvaluationFactory(ledger=ledger, requested_by=editor)
    editor.delete()
    assert Ledger.objects.get(pk=ledger.pk).locked_by is None
    assert Evaluation.objects.get(pk=evaluation.pk).requested_by is None


def test_versions_in_use_are_kept() -> None:
    evaluation = EvaluationFactory()
    for row in (evaluation.persona, evaluation.ledger.job_description):
        with pytest.raises(ProtectedError):
            row.delete()


def test_slugs_are_free_within_a_name_and_kept_by_versions() -> None:
    first, second = PersonaFactory(name="Ana Lima"), PersonaFactory(name="Ana Lima")
    assert (first.slug, second.slug) == ("ana-lima", "ana-lima-2")
    assert services.add_version(row=first, text="Another résumé.").slug == "ana-lima"
    assert Persona.objects.filter(slug="ana-lima").count() == 2


def test_a_real_job_description_needs_its_address() -> None:
    row = JobDescriptionFactory.build(origin=JobDescription.Origin.REAL, source_url="")
    with pytest.raises(ValidationError, match="needs the address"):
        row.full_clean()


def test_the_newest_locked_ledger_is_the_one_in_use() -> None:
    first = LedgerFactory()
    assert first.job_description.locked_ledger == first
    copy = services.copy_ledger_for_change(ledger=first, by=None)
    assert first.job_description.locked_ledger == first
    services.lock_ledger(ledger=copy, by=None)
    assert first.job_description.locked_ledger == copy
