"""What pages hand to their templates, and the addresses below an x-ray."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from xrays.figures import Figures, load_figures
from xrays.page_data import Profile, XRayView, load_xray

if TYPE_CHECKING:
    from xrays.models import MarketingSettings

DASHBOARD_MODE = "dashboard-"


def marketing_of(request: HttpRequest) -> MarketingSettings:
    """The site's marketing setting; read once a request."""
    from xrays.models import MarketingSettings

    return MarketingSettings.for_request(request)


class XRayPageViews(RoutablePageMixin):
    """Routes of XRayPage: the article at its own address, a dashboard per persona, and the PDF."""

    @path("dashboard/<slug:key>/", name="dashboard")
    def dashboard(self, request: HttpRequest, key: str) -> HttpResponse:
        """The full page of one persona's evaluation; 404 for a persona who is not on this x-ray."""
        context = self.get_context(request)
        profile = context["view"].profile(key)
        if profile is None:
            raise Http404("There is no such persona on this x-ray.")
        return self._render_dashboard(request, profile, context)

    # Readers ask for it without the slash that Wagtail puts behind every address it routes.
    @path("report.pdf/", name="report")
    def report(self, request: HttpRequest) -> HttpResponse:
        """The newest PDF of what the page says now; 503 while a worker makes it, 404 where none does."""
        figures = self.get_context(request)["figures"]
        file = figures.report
        if figures.report_is_open:
            response = self.render(request, template="xrays/report_pending.html")
            response.status_code = 503
            response["Retry-After"] = "30"
            return response
        if file is None or not default_storage.exists(file.name):
            raise Http404("The PDF of this x-ray is not made yet.")
        etag = f'"{file.sha256}"'
        response = get_conditional_response(request, etag=etag)
        if response is None:
            name = f"{self.slug}-x-ray.pdf"  # type: ignore[attr-defined]
            response = FileResponse(default_storage.open(file.name), content_type="application/pdf", filename=name)
        response["ETag"] = etag
        response["Cache-Control"] = "public, no-cache"
        return response

    def _render_dashboard(self, request: HttpRequest, profile: Profile, context: dict[str, Any]) -> HttpResponse:
        context |= {"profile": profile, "card": profile.card}
        if context["canonical_address"]:
            context["canonical_address"] += self.reverse_subpage("dashboard", kwargs={"key": profile.card.key})
        return self.render(request, template="xrays/dashboard.html", context_overrides=context)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """The article, and the dashboard of each persona."""
        profiles = [each for each in self.profiles.all() if each.persona_id is not None]  # type: ignore[attr-defined]
        dashboards = [(f"{DASHBOARD_MODE}{each.persona.slug}", f"Dashboard — {each.persona.name}") for each in profiles]
        return [("", "X-ray"), *dict.fromkeys(dashboards)]

    # Wagtail asks both of every page in a list, and would ask the database each time.
    def is_previewable(self) -> bool:
        return True

    def has_unpublished_subtree(self) -> bool:
        return not self.live  # type: ignore[attr-defined]

    def serve_preview(self, request: HttpRequest, mode_name: str | None) -> HttpResponse:
        if (mode_name or "").startswith(DASHBOARD_MODE):
            context = self.get_context(request)
            profile = context["view"].profile((mode_name or "").removeprefix(DASHBOARD_MODE))
            if profile is not None:
                return self._render_dashboard(request, profile, context)
        return super().serve_preview(request, "")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        known = getattr(request, "_xray_context", None)
        if known is not None and known["page"] is self:
            return dict(known)
        context = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        marketing = marketing_of(request)
        campaign = self.slug  # type: ignore[attr-defined]
        address = self.get_url(request) or ""  # type: ignore[attr-defined]
        view = load_xray(self, provenance_wording=marketing.provenance_wording)  # type: ignore[arg-type]
        figures = self._figures(request, view, marketing)
        context |= {
            "view": view,
            "figures": figures,
            "card_address": urljoin(self.full_url or "", figures.card.address) if figures.card else "",  # type: ignore[attr-defined]
            "marketing": marketing,
            "call_to_action_link": marketing.link(marketing.call_to_action_url, campaign=campaign),
            "pricing_link": marketing.link(marketing.pricing_url, campaign=campaign),
            "article_address": address,
            # Dashboards are routed below published pages only.
            "dashboards_address": f"{address}dashboard/" if self.live and address else "",  # type: ignore[attr-defined]
            "canonical_address": self.full_url or "",  # type: ignore[attr-defined]
        }
        request._xray_context = context  # type: ignore[attr-defined]
        return dict(context)

    def _figures(self, request: HttpRequest, view: XRayView, marketing: MarketingSettings) -> Figures:
        """Files belong to what is published; a draft in preview has none."""
        if getattr(request, "is_preview", False) or not self.live:  # type: ignore[attr-defined]
            return Figures()
        return load_figures(self, view, marketing)  # type: ignore[arg-type]
