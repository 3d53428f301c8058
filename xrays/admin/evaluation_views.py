"""Evaluations in lists and one by one, with Cancel and Re-run."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.views.generic import IndexView, InspectView

from evaluations import queries, services
from evaluations.models import Evaluation
from xrays.admin.ledger_views import button
from xrays.admin.status import WorkStatus, calls_of, describe_work


class EvaluationIndexView(IndexView):
    def get_base_queryset(self) -> Any:
        return queries.evaluations()


class EvaluationInspectView(InspectView):
    """State, score, findings with their quotes, and the words about them."""

    fields = ("persona",)
    page_title = "Evaluation"

    @staticmethod
    def stale_reason(evaluation: Evaluation) -> str:
        """Why a finished evaluation would come out of other inputs today; empty when it would not."""
        if not evaluation.succeeded:
            return ""
        return queries.stale_reason(
            evaluation, ledger=evaluation.ledger, persona=evaluation.persona, engine=evaluation.engine
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        evaluation: Evaluation = self.object
        stale_reason = self.stale_reason(evaluation)
        status = describe_work(evaluation)
        if stale_reason:
            status = WorkStatus(
                "Stale", "stale", status.details, f"The evaluation is stale: {stale_reason} Run it again."
            )
        text = evaluation.ledger.job_description.text
        return super().get_context_data(
            evaluation=evaluation,
            status=status,
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
            and (not evaluation.succeeded or bool(stale_reason)),
            **kwargs,
        )


@button("evaluations.change_evaluation")
def cancel(request: HttpRequest, pk: int) -> str:
    evaluation = services.cancel(work=get_object_or_404(Evaluation, pk=pk), by=request.user)
    messages.success(request, f"{evaluation.persona.name}: cancelled.")
    return inspect_url(evaluation)


@button("evaluations.add_evaluation")
def rerun(request: HttpRequest, pk: int) -> str:
    evaluation = services.rerun_evaluation(evaluation=get_object_or_404(Evaluation, pk=pk), by=request.user)
    messages.success(request, f"{evaluation.persona.name}: {evaluation.get_state_display().lower()}.")
    return inspect_url(evaluation)


def inspect_url(evaluation: Evaluation) -> str:
    return reverse("evaluations:inspect", args=[evaluation.pk])
