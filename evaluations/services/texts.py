"""Job descriptions and personas: series of texts that never change."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluations.canonical import text_hash
from evaluations.engines.base import TextUnusable
from evaluations.engines.local import LocalEngine
from evaluations.limits import TEXT_CHARACTERS
from evaluations.models import JobDescription, Persona, Version
from evaluations.services.errors import ServiceError

V = TypeVar("V", bound=Version)


def stored_text(text: str) -> str:
    """A text as it is stored and as spans count it: line ends are single line feeds, and there is no NUL character.

    Browsers send two characters for a line end; without this, saving an unchanged form would make a new version.
    Raises ServiceError when nothing is left, or more than any job description or résumé has.
    """
    if len(text) > TEXT_CHARACTERS:
        raise ServiceError(
            f"The text has {len(text):,} characters; {TEXT_CHARACTERS:,} is the limit. Paste only the job description "
            "or the résumé."
        )
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if not plain.strip():
        raise ServiceError("The text is empty. Paste the words of the job description or résumé.")
    try:
        plain.encode()
    except UnicodeEncodeError:
        raise ServiceError("The text has broken characters. Paste it again from its source.") from None
    return plain


def check_suitable(*, model: type[Version], text: str) -> None:
    """Say at once what a worker would refuse later. Raises ServiceError for a text that is plainly no English job
    description, or résumé, as the model asks.

    Who enters a text asks for it; storing does not, so that an older version stays what it is under newer rules.
    """
    engine = LocalEngine()
    try:
        if issubclass(model, JobDescription):
            engine.check_job_description(text)
        else:
            engine.check_resume(text, timezone.localdate())
    except TextUnusable as error:
        raise ServiceError(error.sentence) from error


def create_job_description(*, text: str, company: str, title: str, **details: Any) -> JobDescription:
    """The first version of a job description. details: the other fields of JobDescription."""
    return JobDescription.objects.create(text=stored_text(text), company=company, title=title, **details)


def create_persona(*, text: str, name: str, headline: str, **details: Any) -> Persona:
    """The first version of a persona; text is the résumé. details: the other fields of Persona."""
    try:
        with transaction.atomic():
            return Persona.objects.create(text=stored_text(text), name=name, headline=headline, **details)
    except IntegrityError as error:
        raise ServiceError("Another persona already uses this short name in addresses. Choose another one.") from error


def add_version(*, row: V, text: str, **details: Any) -> V:
    """The next version of a row's series, with a new text and changed details; older versions stay as they are.

    Raises ServiceError when the text is the one of the newest version.
    """
    model = type(row)
    text = stored_text(text)
    details = _known(model, details)
    with transaction.atomic():
        versions = model.objects.filter(series=row.series)
        # The first version stands for the series: who waits for it must then see what was saved meanwhile.
        versions.select_for_update().order_by("version").first()
        newest = versions.order_by("-version").first()
        assert newest is not None, "a row that is stored has a version"
        if newest.text_hash == text_hash(text):
            raise ServiceError("The text is the same as in the newest version.")
        kept = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
        for own in ("id", "version", "text", "text_hash", "created_at"):
            kept.pop(own)
        number = newest.version + 1
        try:
            with transaction.atomic():
                return model.objects.create(**(kept | details), version=number, text=text)
        except IntegrityError as error:
            raise ServiceError("Somebody else saved a new version just now. Open it and try again.") from error


def change_details(*, row: V, **details: Any) -> V:
    """Change what describes a version (company, headline, origin …), never its text."""
    details = _known(type(row), details)
    for name, value in details.items():
        setattr(row, name, value)
    if details:
        row.save(update_fields=[*details, "text_hash"])
    return row


def save_version(*, row: V, text: str, **details: Any) -> V:
    """What saving a form means: a changed text makes the next version, anything else changes this row's details."""
    if text_hash(stored_text(text)) == row.text_hash:
        return change_details(row=row, **details)
    return add_version(row=row, text=text, **details)


def _known(model: type[Version], details: dict[str, Any]) -> dict[str, Any]:
    """The details, if they are fields that may change: a misspelt one would be lost without a word."""
    for name in details:
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist:
            raise TypeError(f"{model.__name__} has no field {name}") from None
        if name in ("id", "pk", "series", "version", "text", "text_hash", "created_at"):
            raise TypeError(f"{name} of a version never changes")
    return details
