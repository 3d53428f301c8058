"""A ledger beside its job description, and what an editor may do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.views.generic import IndexView, InspectView

from evaluations import queries, services
from evaluations.models import JobDescription, Ledger, Requirement
from evaluations.vocabularies import concept_names
from xrays.admin import history
from xrays.admin.annotated import annotated
from xrays.admin.record_forms import RequirementForm
from xrays.admin.status import calls_of, describe_ledger


class LedgerIndexView(IndexView):
    def get_base_queryset(self) -> Any:
        return queries.ledgers()


class LedgerInspectView(InspectView):
    """Requirements beside the whole job description, where each part says what was read from it or why it was not."""

    fields = ("job_description",)
    page_title = "Ledger"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ledger: Ledger = self.object
        requirements = list(ledger.requirements.all())
        text = ledger.job_description.text
        concepts = concept_names(requirement.concept for requirement in requirements)
        may_change = self.user_has_permission("change")
        return super().get_context_data(
            ledger=ledger,
            status=describe_ledger(ledger),
            requirements=[
                (
                    requirement,
                    concepts.get(requirement.concept, ""),
                    [text[start:end] for start, end in requirement.spans],
                )
                for requirement in requirements
            ],
            annotated=annotated(ledger, requirements),
            **calls_of(ledger),
            may_read=self.user_has_permission("add") and not ledger.succeeded and not ledger.is_open,
            may_cancel=may_change and ledger.is_open,
            may_lock=may_change and ledger.succeeded and not ledger.is_locked,
            may_copy=may_change and ledger.succeeded,
            may_edit=may_change and ledger.succeeded and not ledger.is_locked,
            **kwargs,
        )


def button(permission: str) -> Callable[[Callable[..., str]], Callable[..., HttpResponse]]:
    """A POST address for one permission. The view returns where to go next and may raise ServiceError."""

    def decorate(view: Callable[..., str]) -> Callable[..., HttpResponse]:
        @require_POST
        def wrapped(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            try:
                return redirect(view(request, pk, **kwargs))
            except services.ServiceError as error:
                messages.error(request, error.sentence)
                return redirect(request.headers.get("Referer") or reverse("wagtailadmin_home"))

        return wrapped

    return decorate


def inspect_url(ledger: Ledger) -> str:
    return reverse("ledgers:inspect", args=[ledger.pk])


@button("evaluations.add_ledger")
def read(request: HttpRequest, pk: int) -> str:
    """Read a job description (pk is its key)."""
    job_description = get_object_or_404(JobDescription, pk=pk)
    ledger = services.request_ledger(job_description=job_description, engine=settings.DEFAULT_ENGINE, by=request.user)
    if ledger.is_open:
        messages.success(request, "The job description is being read. Reload this page to see the requirements.")
    else:
        messages.info(request, "This engine has read this text already: here is the ledger.")
    return inspect_url(ledger)


@button("evaluations.change_ledger")
def lock(request: HttpRequest, pk: int) -> str:
    ledger = services.lock_ledger(ledger=get_object_or_404(Ledger, pk=pk), by=request.user)
    history.note_locked(ledger, ledger, by=request.user)
    messages.success(request, "The ledger is locked. Personas can be run on it.")
    return inspect_url(ledger)


@button("evaluations.change_ledger")
def copy(request: HttpRequest, pk: int) -> str:
    ledger = services.copy_ledger_for_change(ledger=get_object_or_404(Ledger, pk=pk), by=request.user)
    messages.success(request, "This is a copy that can be changed. Lock it when it is right; then run the personas.")
    return inspect_url(ledger)


@button("evaluations.change_ledger")
def cancel(request: HttpRequest, pk: int) -> str:
    ledger = services.cancel(work=get_object_or_404(Ledger, pk=pk), by=request.user)
    history.note_cancelled(ledger, "reading the job description", by=request.user)
    messages.success(request, "Reading is cancelled.")
    return inspect_url(ledger)


@button("evaluations.change_ledger")
def drop(request: HttpRequest, pk: int, requirement: int) -> str:
    row = get_object_or_404(Requirement, pk=requirement, ledger=pk)
    services.drop_requirement(requirement=row, by=request.user)
    messages.success(request, f"Requirement {row.identifier} is removed.")
    return inspect_url(row.ledger)


@require_http_methods(["GET", "HEAD", "POST"])
def change_requirement(request: HttpRequest, pk: int, requirement: int) -> HttpResponse:
    """A form for one requirement of an unlocked ledger."""
    if not request.user.has_perm("evaluations.change_ledger"):
        raise PermissionDenied
    row = get_object_or_404(Requirement.objects.select_related("ledger__job_description"), pk=requirement, ledger=pk)
    if row.ledger.is_locked:
        messages.error(request, "The ledger is locked. Make a copy to change it.")
        return redirect(inspect_url(row.ledger))
    form = RequirementForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        fresh = Requirement.objects.get(pk=row.pk)
        try:
            services.change_requirement(requirement=fresh, by=request.user, **form.cleaned_data)
        except services.ServiceError as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, f"Requirement {row.identifier} is changed.")
            return redirect(f"{inspect_url(row.ledger)}#{row.identifier}")
    text = row.ledger.job_description.text
    context = {
        "form": form,
        "requirement": row,
        "quotes": [text[start:end] for start, end in row.spans],
        "cancel_url": inspect_url(row.ledger),
        "page_title": f"Requirement {row.identifier}",
        "page_subtitle": str(row.ledger.job_description),
        "header_title": f"Requirement {row.identifier}",
        "header_icon": "list-ul",
    }
    return render(request, "xrays/admin/requirement_form.html", context)
