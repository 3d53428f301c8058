"""Ledgers: a job description read into requirements, looked through by an editor, and locked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.db.models.functions import Now
from pydantic import ValidationError

from evaluations import checking, schema
from evaluations.engines.base import Engine, EngineError
from evaluations.inputs import reading_hash, vocabulary_version_of
from evaluations.models import JobDescription, Ledger, Requirement
from evaluations.services.errors import ServiceError
from evaluations.services.running import Claim, perform, send_on_commit
from evaluations.services.spending import metered, used_by
from evaluations.vocabularies import engine_as_requested, engine_in_use
from evaluations.work import State

CHANGEABLE = ("name", "kind", "importance", "any_of", "open_ended", "min_years", "concept", "spans")


def engine_or_sentence(name: str) -> Engine:
    """The engine of this name, with the vocabulary in use. Raises ServiceError when it cannot be used here."""
    try:
        return engine_in_use(name)
    except EngineError as error:
        raise ServiceError(error.sentence) from error


def request_ledger(*, job_description: JobDescription, engine: str, by: AbstractBaseUser | None = None) -> Ledger:
    """Have a job description read: a queued ledger, or the live one that holds this very reading already."""
    reader = engine_or_sentence(engine)
    identity = {"job_description": job_description, "input_hash": reading_hash(job_description, reader)}
    while True:
        existing = Ledger.objects.live().filter(**identity, changed=False).first()
        if existing is not None:
            return existing
        try:
            with transaction.atomic():
                ledger = Ledger.objects.create(
                    **identity,
                    engine=reader.name,
                    engine_version=reader.version,
                    vocabulary_version=vocabulary_version_of(reader),
                    model=reader.model,
                    requested_by=by,
                )
        except IntegrityError:
            continue  # somebody asked for the same at the same moment
        send_on_commit(Ledger, [ledger.pk])
        return ledger


def create_ledger(
    *,
    job_description: JobDescription,
    requirements: Sequence[schema.Requirement],
    by: AbstractBaseUser | None = None,
) -> Ledger:
    """An unlocked ledger of requirements that people wrote, for example from a file. Raises ServiceError."""
    _check(requirements, job_description.text)
    with transaction.atomic():
        ledger = Ledger.objects.create(
            job_description=job_description,
            engine="",
            input_hash="",
            changed=True,
            requested_by=by,
            state=State.SUCCEEDED,
            sent_at=None,
            finished_at=Now(),
        )
        write_requirements(ledger, requirements)
    ledger.refresh_from_db()
    return ledger


def execute_ledger(*, ledger_id: int) -> None:
    """Read one queued job description; every outcome ends on its row."""
    perform(Ledger, ledger_id, _read)


def _read(claim: Claim[Ledger]) -> None:
    ledger = claim.row
    engine = metered(engine_as_requested(ledger), claim)
    text = ledger.job_description.text
    claim.step("reading")
    reading = engine.read(text)
    checking.check_reading(reading, text)
    with claim.result(
        skipped=[skipped.model_dump(mode="json") for skipped in reading.skipped],
        flags=[flag.model_dump(mode="json") for flag in reading.flags],
        **used_by(ledger),
    ):
        write_requirements(ledger, reading.requirements)


def lock_ledger(*, ledger: Ledger, by: AbstractBaseUser | None) -> Ledger:
    """Lock a finished ledger, so that evaluations can run on it; a locked one is returned as it is."""
    with transaction.atomic():
        ledger = Ledger.objects.select_for_update().get(pk=ledger.pk)
        if ledger.is_locked:
            return ledger
        if not ledger.succeeded:
            raise ServiceError("The job description has not been read yet, so there is nothing to lock.")
        if not ledger.requirements.exists():
            raise ServiceError("The ledger has no requirement. Nobody can be evaluated on an empty one.")
        ledger.content_hash = ledger.compute_content_hash()
        Ledger.objects.filter(pk=ledger.pk).update(content_hash=ledger.content_hash, locked_at=Now(), locked_by=by)
    ledger.refresh_from_db()
    return ledger


def copy_ledger_for_change(*, ledger: Ledger, by: AbstractBaseUser | None) -> Ledger:
    """An unlocked copy of a finished ledger: a locked one never changes, its successor does."""
    if not ledger.succeeded:
        raise ServiceError("Only a ledger that was read can be copied.")
    with transaction.atomic():
        copy = Ledger.objects.create(
            job_description=ledger.job_description,
            engine=ledger.engine,
            engine_version=ledger.engine_version,
            vocabulary_version=ledger.vocabulary_version,
            model=ledger.model,
            input_hash=ledger.input_hash,
            changed=True,
            requested_by=by,
            state=State.SUCCEEDED,
            sent_at=None,
            finished_at=Now(),
            skipped=ledger.skipped,
            flags=ledger.flags,
        )
        write_requirements(copy, ledger.as_schema())
    copy.refresh_from_db()
    return copy


def change_requirement(*, requirement: Requirement, by: AbstractBaseUser | None, **changes: Any) -> Requirement:
    """Change fields of a requirement (CHANGEABLE) of an unlocked ledger. Raises ServiceError."""
    if unknown := set(changes) - set(CHANGEABLE):
        raise TypeError(f"a requirement has no changeable {', '.join(sorted(unknown))}")
    with _unlocked(requirement.ledger_id) as ledger:
        requirement = ledger.requirements.get(pk=requirement.pk)
        changed = _validated(requirement.as_schema().model_dump() | changes)
        _check([changed], ledger.job_description.text)
        for name, value in _columns(changed).items():
            setattr(requirement, name, value)
        requirement.save()
    return requirement


def add_requirement(*, ledger: Ledger, by: AbstractBaseUser | None, **fields: Any) -> Requirement:
    """Add a requirement at the end of an unlocked ledger; its number is the next free one. Raises ServiceError."""
    with _unlocked(ledger.pk) as locked:
        taken = set(locked.requirements.values_list("identifier", flat=True))
        last = locked.requirements.aggregate(last=Max("position"))["last"] or 0
        identifier = next(
            name for name in (f"r{n}" for n in range(last + 1, last + len(taken) + 2)) if name not in taken
        )
        added = _validated({"kind": "skill", "importance": "must"} | fields | {"id": identifier})
        _check([added], locked.job_description.text)
        return Requirement.objects.create(ledger=locked, position=last + 1, identifier=identifier, **_columns(added))


def drop_requirement(*, requirement: Requirement, by: AbstractBaseUser | None) -> None:
    """Take a requirement out of an unlocked ledger. Raises ServiceError."""
    with _unlocked(requirement.ledger_id) as ledger:
        ledger.requirements.filter(pk=requirement.pk).delete()


@contextmanager
def _unlocked(pk: int) -> Iterator[Ledger]:
    """A ledger that may be changed, held until the change is done."""
    with transaction.atomic():
        ledger = Ledger.objects.select_for_update().get(pk=pk)
        if ledger.is_locked:
            raise ServiceError("The ledger is locked. Make a copy to change it.")
        if not ledger.succeeded:
            raise ServiceError("The job description is still being read.")
        yield ledger
        if not ledger.changed:
            Ledger.objects.filter(pk=pk).update(changed=True)


def _validated(fields: dict[str, Any]) -> schema.Requirement:
    try:
        return schema.Requirement.model_validate(fields)
    except ValidationError as error:
        names = ", ".join(sorted({str(part["loc"][0]) for part in error.errors()}))
        raise ServiceError(f"These fields of the requirement are not right: {names}.") from error


def _check(requirements: Sequence[schema.Requirement], text: str) -> None:
    try:
        checking.check_requirements(requirements, text)
    except EngineError as error:
        raise ServiceError(error.sentence) from error


def write_requirements(ledger: Ledger, requirements: Sequence[schema.Requirement]) -> None:
    """The requirements as rows of a ledger that has none."""
    Requirement.objects.bulk_create(
        Requirement(ledger=ledger, position=place, identifier=requirement.id, **_columns(requirement))
        for place, requirement in enumerate(requirements, 1)
    )


def _columns(requirement: schema.Requirement) -> dict[str, Any]:
    """The fields of a requirement as its row keeps them, without the identifier."""
    columns = requirement.model_dump(mode="json")
    columns.pop("id")
    return columns
