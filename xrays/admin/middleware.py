"""Sentences where Django's or Wagtail's own views would answer with an error page."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages

from xrays.publishing import PublicationRefused
from xrays.views import bad_request


class PublicationRefusedMiddleware:
    """Workflow approvals and the like publish without a form of ours that could show the sentences."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PublicationRefused) or not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        for sentence in exception.messages:
            messages.error(request, f"Not published. {sentence}")
        page = exception.page
        address = (
            reverse("wagtailadmin_pages:edit", args=[page.pk])
            if page.pk is not None
            else reverse("wagtailadmin_explore_root")
        )
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)


class OversizedFormMiddleware:
    """Answers a form beyond the limits with the site's page in words, with DEBUG too, where Django shows its traceback.

    Stands before whatever else reads the form: the check of its CSRF token does.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        try:
            request.POST  # noqa: B018 - reading it is what raises
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent) as error:
            return bad_request(request, error)
        return None
