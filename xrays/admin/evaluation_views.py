"""Evaluations in lists and one by one, with Cancel and Re-run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.views.generic import IndexView, InspectView

from evaluations import queries, services
from evaluations.models import Evaluation
from evaluations.standing import standings
from evaluations.vocabularies import label_of
from xrays.admin import history
from xrays.admin.ledger_views import button
from xrays.admin.status import calls_of, describe_evaluation


class EvaluationIndexView(IndexView):
    def get_base_queryset(self) -> Any:
        return queries.evaluations()

    def get_table(self, object_list: Iterable[Evaluation]) -> Any:
        """The rows shown, each with its standing: asked for together, so that a long list costs no more queries."""
        rows = list(object_list)
        found = standings(row for row in rows if row.succeeded)
        for row in rows:
            row.standing = found.get(row.pk)
        return super().get_table(rows)


class EvaluationInspectView(InspectView):
    """State, score, findings with their quotes, and the words about them."""

    fields = ("persona",)
    page_title = "Evaluation"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        evaluation: Evaluation = self.object
        standing = queries.standing_of(evaluation) if evaluation.succeeded else None
        text = evaluation.ledger.job_description.text
        return super().get_context_data(
            evaluation=evaluation,
            status=describe_evaluation(evaluation, standing),
            checks=[(check, label_of(check.vocabulary_version)) for check in evaluation.vocabulary_checks.all()],
            vocabulary=label_of(evaluation.vocabulary_version) if evaluation.vocabulary_version else "",
            score=evaluation.score_record,
            report=evaluation.report_record,
            findings=[
                (finding, [text[start:end] for start, end in finding.requirement.spans])
                for finding in evaluation.findings.select_related("requirement")
            ],
            **calls_of(evaluation),
            may_cancel=self.user_has_permission("change") and evaluation.is_open,
            may_rerun=self.user_has_permission("add")
            and not evaluation.is_open
            and (standing is None or bool(standing.stale)),
            **kwargs,
        )


@button("evaluations.change_evaluation")
def cancel(request: HttpRequest, pk: int) -> str:
    evaluation = services.cancel(work=get_object_or_404(Evaluation, pk=pk), by=request.user)
    history.note_cancelled(evaluation, f"the evaluation of {evaluation.persona.name}", by=request.user)
    messages.success(request, f"{evaluation.persona.name}: cancelled.")
    return inspect_url(evaluation)


@button("evaluations.add_evaluation")
def rerun(request: HttpRequest, pk: int) -> str:
    earlier = get_object_or_404(Evaluation, pk=pk)
    evaluation = services.rerun_evaluation(evaluation=earlier, by=request.user)
    if evaluation.pk != earlier.pk:
        history.note_requested(
            evaluation, [], [evaluation.persona], engine=evaluation.engine, ledger=evaluation.ledger, by=request.user
        )
    messages.success(request, f"{evaluation.persona.name}: {evaluation.get_state_display().lower()}.")
    return inspect_url(evaluation)


def inspect_url(evaluation: Evaluation) -> str:
    return reverse("evaluations:inspect", args=[evaluation.pk])
