"""The Evaluations panel of the x-ray editor."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from wagtail.admin.panels import Panel
from wagtail.admin.staticfiles import versioned_static


class EvaluationsPanel(Panel):
    """The ledger's state and every persona's, kept fresh, with buttons for what may be done about them.

    It shows the saved draft and never starts work by being shown or saved.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "xrays/admin/evaluations_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            from xrays.admin.page_actions import render_panel  # needs the page models, which need this module

            context = super().get_context_data(parent_context)
            page = self.instance
            context["page_id"] = page.pk
            if page.pk is not None:
                context["content"] = render_panel(self.request, type(page).objects.get(pk=page.pk))
            return context

        @property
        def media(self) -> Media:
            return Media(
                css={"all": [versioned_static("css/admin-evaluations.css")]},
                js=[versioned_static("js/admin-evaluations.js")],
            )
