"""The Evaluations panel of the x-ray editor."""

from __future__ import annotations

from wagtail.admin.panels import Panel


class EvaluationsPanel(Panel):
    """The ledger's state and every persona's, live, with what may be done about them."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "xrays/admin/evaluations_panel.html"
