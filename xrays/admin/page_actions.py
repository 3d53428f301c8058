"""What the Evaluations panel asks of the server: its state, and the work its buttons start or end.

Every address asks for the right to edit that page first. Nothing here decides anything about evaluations: services do.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from evaluations import services
from evaluations.models import Evaluation, Ledger, Persona
from xrays import pins, renderings
from xrays.admin import history
from xrays.admin.file_status import files_status
from xrays.admin.status import draft_of, panel_status, shared_as_of
from xrays.models import XRayPage


def editable_page(request: HttpRequest, page_id: int) -> XRayPage:
    """The page, if this user may edit it. Raises Http404 and PermissionDenied."""
    page = get_object_or_404(XRayPage, pk=page_id)
    if page.alias_of_id is not None or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


def render_panel(request: HttpRequest, page: XRayPage, *, notice: str = "", is_error: bool = False) -> str:
    """The panel's changing part as HTML."""
    context = {
        "status": panel_status(draft_of(page), live_page=page),
        "files": files_status(page),
        "page_id": page.pk,
        "notice": notice,
        "is_error": is_error,
    }
    return render_to_string("xrays/admin/evaluations_panel_content.html", context, request=request)


@never_cache
@require_safe
def panel(request: HttpRequest, page_id: int) -> HttpResponse:
    """The panel's content as {html}, for the script that keeps it fresh."""
    return JsonResponse({"html": render_panel(request, editable_page(request, page_id))})


def action(view: Callable[[HttpRequest, XRayPage, XRayPage, int], str]) -> Callable[..., HttpResponse]:
    """A button's address: takes (request, page, its draft, key) and returns a sentence about what was done.

    Answers {html} to the script, and a message on the editor without it.
    """

    @never_cache
    @require_POST
    def wrapped(request: HttpRequest, page_id: int, key: int = 0) -> HttpResponse:
        page = editable_page(request, page_id)
        is_error = False
        try:
            notice = view(request, page, draft_of(page), key)
        except services.ServiceError as error:
            notice, is_error = error.sentence, True
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"html": render_panel(request, page, notice=notice, is_error=is_error)})
        (messages.error if is_error else messages.success)(request, notice)
        return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    return wrapped


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


@action
def read(request: HttpRequest, page: XRayPage, draft: XRayPage, key: int) -> str:
    _require(request, "evaluations.add_ledger")
    if draft.job_description is None:
        raise services.ServiceError("The page has no job description yet. Choose one and save the page.")
    services.request_ledger(job_description=draft.job_description, engine=pins.engine_of(draft), by=request.user)
    return "The job description is being read."


@action
def lock(request: HttpRequest, page: XRayPage, draft: XRayPage, key: int) -> str:
    _require(request, "evaluations.change_ledger")
    ledger = services.lock_ledger(ledger=_ledger_of(draft, key), by=request.user)
    history.note_locked(page, ledger, by=request.user)
    return "The ledger is locked. Personas can be run on it."


@action
def cancel_reading(request: HttpRequest, page: XRayPage, draft: XRayPage, key: int) -> str:
    _require(request, "evaluations.change_ledger")
    ledger = services.cancel(work=_ledger_of(draft, key), by=request.user)
    history.note_cancelled(page, f"reading the job description (ledger {ledger.pk})", by=request.user)
    return "Reading is cancelled."


@action
def run_all(request: HttpRequest, page: XRayPage, draft: XRayPage, key: int) -> str:
    _require(request, "evaluations.add_evaluation")
    status = panel_status(draft)
    wanted = {persona.persona_id for persona in status.personas if persona.can_run}
    return _run(request, draft, wanted)


@action
def run(request: HttpRequest, page: XRayPage, draft: XRayPage, key: int) -> str:
    _require(request, "evaluations.add_evaluation")
    return _run(request, draft, {key})


def _run(request: HttpRequest, draft: XRayPage, wanted: set[int]) -> str:
    personas = request_for(draft, wanted, by=request.user)
    return f"{', '.join(persona.name for persona in personas)}: queued."


def request_for(draft: XRayPage, wanted: Collection[int], *, by: AbstractBaseUser) -> list[Persona]:
    """Have those of a draft's personas evaluated whose keys are wanted, and note it in the page's history.

    Raises ServiceError.
    """
    pins.pin_current(draft)
    if draft.ledger is None:
        raise services.ServiceError("The job description has no locked ledger. Lock one first.")
    personas = [profile.persona for profile in pins.profiles_of(draft) if profile.persona_id in wanted]
    if not personas:
        raise services.ServiceError("There is no persona to run: all are finished or at work.")
    states = pins.evaluation_states(draft)
    again = [persona for persona in personas if states[persona.pk].latest is not None]
    engine = pins.engine_of(draft)
    services.request_evaluations(
        ledger=draft.ledger, personas=personas, engine=engine, as_of=shared_as_of(draft), by=by
    )
    first = [persona for persona in personas if persona not in again]
    history.note_requested(draft, first, again, engine=engine, ledger=draft.ledger, by=by)
    return personas


@action
def cancel(request: HttpRequest, page: XRayPage, draft: XRayPage, key: int) -> str:
    _require(request, "evaluations.change_evaluation")
    evaluation = _evaluation_of(draft, key)
    services.cancel(work=evaluation, by=request.user)
    history.note_cancelled(page, f"the evaluation of {evaluation.persona.name}", by=request.user)
    return f"{evaluation.persona.name}: cancelled."


@action
def make_files(request: HttpRequest, page: XRayPage, draft: XRayPage, key: int) -> str:
    if not renderings.is_public(page):
        raise services.ServiceError(
            "Pictures and files are made of pages that everybody may see. Publish it first, and without a password."
        )
    renderings.request_renderings(page)
    return "The picture, the social card and the PDF are made if they are not there yet."


@action
def take_picture(request: HttpRequest, page: XRayPage, draft: XRayPage, key: int) -> str:
    row = renderings.request_capture(page, persona_id=key)
    return (
        "The picture is there already." if row.succeeded else "The picture of the published dashboard is being taken."
    )


def _ledger_of(draft: XRayPage, key: int) -> Ledger:
    """A ledger of the draft's job description. Raises ServiceError."""
    ledger = Ledger.objects.filter(pk=key, job_description=draft.job_description_id).first()
    if ledger is None:
        raise services.ServiceError("This ledger is not one of the page's job description.")
    return ledger


def _evaluation_of(draft: XRayPage, key: int) -> Evaluation:
    """An evaluation of one of the draft's personas on its job description. Raises ServiceError."""
    personas = [profile.persona_id for profile in pins.profiles_of(draft)]
    evaluation = Evaluation.objects.filter(
        pk=key, persona__in=personas, ledger__job_description=draft.job_description_id
    ).first()
    if evaluation is None:
        raise services.ServiceError("This evaluation is not one of the page's personas.")
    return evaluation


urlpatterns = [
    path("xray-evaluations/<int:page_id>/", panel, name="xray_panel"),
    path("xray-evaluations/<int:page_id>/read/", read, name="xray_read"),
    path("xray-evaluations/<int:page_id>/lock/<int:key>/", lock, name="xray_lock"),
    path("xray-evaluations/<int:page_id>/cancel-reading/<int:key>/", cancel_reading, name="xray_cancel_reading"),
    path("xray-evaluations/<int:page_id>/run/", run_all, name="xray_run_all"),
    path("xray-evaluations/<int:page_id>/run/<int:key>/", run, name="xray_run"),
    path("xray-evaluations/<int:page_id>/cancel/<int:key>/", cancel, name="xray_cancel"),
    path("xray-evaluations/<int:page_id>/files/", make_files, name="xray_make_files"),
    path("xray-evaluations/<int:page_id>/picture/<int:key>/", take_picture, name="xray_take_picture"),
]
