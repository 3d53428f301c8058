"""What one x-ray's page and dashboards need of the database, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist

from evaluations import schema
from evaluations.models import Evaluation, Finding, JobDescription, Ledger, Persona
from evaluations.work import State

if TYPE_CHECKING:
    from xrays.models import XRayPage, XRayProfile

STATES: Mapping[str, tuple[str, str]] = {
    State.QUEUED: ("waiting", "The evaluation is waiting for its turn. Reload the page in a moment."),
    State.RUNNING: ("waiting", "The evaluation is running. Reload the page in a moment."),
    State.FAILED: ("failed", "The evaluation did not finish. Run it again from the editor's panel."),
    State.REFUSED: ("failed", "The engine refused this text. The editor's panel says why."),
    State.CANCELLED: ("empty", "The evaluation was cancelled. Run it again from the editor's panel."),
}
NO_LEDGER = ("empty", "The job description has no locked ledger yet. Read it, check the requirements and lock them.")
NO_EVALUATION = ("empty", "No evaluation is pinned yet. Run it from the editor's panel and save the page.")
STALE = ("stale", "The evaluation belongs to another ledger or résumé version. Run it again from the editor's panel.")
UNSCORED = ("empty", "Nothing in this résumé could be judged, so there is no score. Unclear is not zero.")


@dataclass(frozen=True)
class Records:
    """What was read for one page."""

    page: XRayPage
    job_description: JobDescription | None
    ledger: Ledger | None
    requirements: tuple[schema.Requirement, ...]
    profiles: tuple[XRayProfile, ...]
    personas: Mapping[int, Persona]
    evaluations: Mapping[int, Evaluation]
    findings: Mapping[int, Mapping[str, schema.Finding]]

    def usable(self, profile: XRayProfile) -> Evaluation | None:
        """The pinned evaluation when it is finished and of this ledger and persona version."""
        evaluation = self.evaluations.get(profile.evaluation_id or 0)
        return evaluation if evaluation is not None and not self.state(profile)[0] else None

    def state(self, profile: XRayProfile) -> tuple[str, str]:
        """Why there is no evaluation to print, as a kind and a sentence; both empty when there is one."""
        if self.ledger is None:
            return NO_LEDGER
        evaluation = self.evaluations.get(profile.evaluation_id or 0)
        if evaluation is None:
            return NO_EVALUATION
        if evaluation.ledger_id != self.ledger.pk or evaluation.persona_id != profile.persona_id:
            return STALE
        return STATES.get(evaluation.state, ("", ""))


def load_records(page: XRayPage) -> Records:
    """The records of a page, saved or in preview. Six queries, whatever the number of profiles and requirements."""
    ledger = _ledger(page)
    job_description = ledger.job_description if ledger else _job_description(page)
    rows = list(ledger.requirements.order_by("position")) if ledger else []
    identifiers = {row.pk: row.identifier for row in rows}
    profiles = tuple(profile for profile in page.profiles.all() if profile.persona_id is not None)
    evaluation_ids = [profile.evaluation_id for profile in profiles if profile.evaluation_id]
    return Records(
        page=page,
        job_description=job_description,
        ledger=ledger,
        requirements=tuple(row.as_schema() for row in rows),
        profiles=profiles,
        personas=Persona.objects.in_bulk([profile.persona_id for profile in profiles]) if profiles else {},
        evaluations=Evaluation.objects.in_bulk(evaluation_ids) if evaluation_ids else {},
        findings=_findings(evaluation_ids, identifiers) if rows else {},
    )


def _job_description(page: XRayPage) -> JobDescription | None:
    try:
        return page.job_description
    except ObjectDoesNotExist:
        return None


def _ledger(page: XRayPage) -> Ledger | None:
    """The pinned ledger with its job description; None when it is not of the page's job description."""
    if page.ledger_id is None or page.job_description_id is None:
        return None
    found = Ledger.objects.select_related("job_description").filter(pk=page.ledger_id).first()
    return found if found is not None and found.job_description_id == page.job_description_id else None


def _findings(evaluation_ids: Sequence[int], identifiers: Mapping[int, str]) -> dict[int, dict[str, schema.Finding]]:
    found: dict[int, dict[str, schema.Finding]] = {}
    fields = ("evaluation_id", "requirement_id", "verdict", "basis", "spans", "quote", "note", "years_found")
    for row in Finding.objects.filter(evaluation_id__in=evaluation_ids).order_by().values(*fields):
        identifier = identifiers.get(row["requirement_id"])
        if identifier is None:
            continue
        found.setdefault(row["evaluation_id"], {})[identifier] = schema.Finding(
            requirement=identifier,
            verdict=row["verdict"],
            basis=row["basis"],
            spans=tuple(schema.Span(*span) for span in row["spans"]),
            quote=row["quote"],
            note=row["note"],
            years_found=row["years_found"],
        )
    return found
