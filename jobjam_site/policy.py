"""The content security policy, by path: strict on public pages, as narrow as Wagtail allows in its admin."""

from __future__ import annotations

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp's middleware with a second policy for the admin's addresses."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path.startswith(reverse("wagtailadmin_home")):
            response._csp_config = settings.ADMIN_CONTENT_SECURITY_POLICY["DIRECTIVES"]
        return super().process_response(request, response)
