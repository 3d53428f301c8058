"""New x-ray: from a job description and résumés to a draft on one screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from evaluations import services
from evaluations.intake import Fetcher
from evaluations.models import JobDescription, Persona
from xrays.admin.new_xray_forms import MOST_LISTED, NewXRayForm, ResumeForm
from xrays.admin.new_xray_intake import Sent, remarks, take
from xrays.drafting import create_xray
from xrays.models import XRayIndexPage, XRayPage
from xrays.publishing import MAX_PROFILES

LABEL = "New x-ray"


class Row(NamedTuple):
    """One résumé on the screen: where its text is from, and what to look at in it."""

    form: ResumeForm
    source: str
    notes: str
    remarks: list[str]


def index_for(user: AbstractBaseUser) -> XRayIndexPage | None:
    """The index this user may make new x-rays below, or None."""
    index = XRayIndexPage.objects.first()
    may = user.has_perms(("evaluations.add_jobdescription", "evaluations.add_persona"))
    return index if may and index is not None and index.permissions_for_user(user).can_add_subpage() else None


@method_decorator(never_cache, name="dispatch")
class NewXRayView(View):
    """One form and two buttons: "Check the texts" shows what was read, "Create the x-ray" makes the draft.

    Nothing is created from something that was not shown before: a file, a guess, a note about a text.
    """

    http_method_names = ("get", "head", "post")
    fetcher = Fetcher()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        index = index_for(request.user)
        if index is None:
            raise PermissionDenied
        self.index = index
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(NewXRayForm(), [Row(ResumeForm(prefix="resume-0"), "", "", [])])

    def post(self, request: HttpRequest) -> HttpResponse:
        sent = take(request.POST, request.FILES, fetcher=self.fetcher, today=timezone.localdate())
        form, rows = NewXRayForm(sent.data, sent=sent), list(_rows(sent))
        filled = [row.form for row in rows if row.form.has_changed()]
        is_valid = all([form.is_valid(), *(each.is_valid() for each in filled)])
        total = len(form.chosen_personas()) + len(filled)
        if total > MAX_PROFILES:
            form.add_error(None, f"These are {total} personas; an x-ray has at most {MAX_PROFILES}. Leave some out.")
            is_valid = False
        if is_valid and "action-create" in request.POST and not sent.is_fresh:
            try:
                page = create_xray(
                    self.index,
                    job=form.job(),
                    personas=[*form.chosen_personas(), *(each.persona() for each in filled)],
                    by=request.user,
                    reads=request.user.has_perm("evaluations.add_ledger"),
                )
            except services.ServiceError as error:
                form.add_error(None, error.sentence)
            else:
                return self._lead_on(page)
            is_valid = False
        return self._show(form, rows, is_ready=is_valid)

    def _lead_on(self, page: XRayPage) -> HttpResponse:
        read = "Lock its ledger next" if page.ledger_id is None else "Its ledger is locked already: run the personas"
        messages.success(self.request, f"“{page.title}” is created as a draft. {read}.")
        ledger = page.ledger or page.job_description.ledgers.first()
        if self.request.POST.get("plain") and ledger is not None:
            # Wagtail's editor needs scripts; the ledger's page does not.
            return redirect(reverse("ledgers:inspect", args=[ledger.pk]))
        return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    def _show(self, form: NewXRayForm, rows: list[Row], *, is_ready: bool = False) -> HttpResponse:
        text = form["text"].value() or ""
        context = {
            "form": form,
            "rows": rows,
            "media": form.media,
            "is_ready": is_ready,
            "is_checked": form.is_bound,
            "job_notes": form.data.get("text_notes", ""),
            "job_source": form.data.get("text_source", ""),
            "job_remarks": remarks(text),
            "seen": form.data.get("seen", ""),
            "most": MAX_PROFILES,
            "listed_jobs": JobDescription.objects.defer("text")[:MOST_LISTED],
            "listed_personas": Persona.objects.defer("text")[:MOST_LISTED],
            "chosen_job": str(form["job_description"].value() or ""),
            "chosen_personas": [str(field.value() or "") for field in form.persona_fields],
            "index_url": reverse("wagtailadmin_explore", args=[self.index.pk]),
            "page_title": LABEL,
            "header_title": LABEL,
            "header_icon": "plus",
        }
        return render(self.request, "xrays/admin/new_xray.html", context)


def _rows(sent: Sent) -> Iterator[Row]:
    for place in range(sent.rows):
        prefix = f"resume-{place}"
        data = sent.data
        yield Row(
            form=ResumeForm(data, prefix=prefix),
            source=data.get(f"{prefix}-source", ""),
            notes=data.get(f"{prefix}-notes", ""),
            remarks=remarks(data.get(f"{prefix}-text", "")),
        )


class NewXRayMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return index_for(request.user) is not None


class NewXRayPanel(Component):
    """The button on the admin's home screen."""

    template_name = "xrays/admin/new_xray_panel.html"
    order = 50

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"address": reverse("xray_new"), "label": LABEL}


urlpatterns = [path("xrays/new/", NewXRayView.as_view(), name="xray_new")]
