"""The home screen's list of x-rays that need somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from xrays.admin.xray_list import list_address
from xrays.models import XRayIndexPage, XRayPage
from xrays.overviews import Attention, overviews

MOST_SHOWN = 20
URGENCY = ("failed", "stale", "lock")


class Entry(NamedTuple):
    """One reason to look at one x-ray, and where to go."""

    title: str
    attention: Attention
    address: str


class NeedsAttentionPanel(Component):
    """X-rays this person may edit that are stale, failed or waiting for a lock; the most urgent first."""

    name = "xrays_needing_attention"
    template_name = "xrays/admin/home_panel.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        policy = policy_registry.get_by_type(XRayPage)
        pages = XRayPage.objects.filter(
            pk__in=policy.instances_user_has_permission_for(user, "change").values("pk"), alias_of__isnull=True
        )
        listed = list(pages.defer_streamfields().order_by("-latest_revision_created_at", "-pk"))
        found = overviews(listed)
        entries = [
            Entry(page.draft_title, attention, _address(page, attention))
            for page in listed
            for attention in found[page.pk].attention
        ]
        entries.sort(key=lambda entry: URGENCY.index(entry.attention.kind))
        may_add = policy.user_has_permission(user, "add") and XRayIndexPage.objects.exists()
        return {
            "entries": entries[:MOST_SHOWN],
            "further": max(0, len(entries) - MOST_SHOWN),
            "all_address": list_address(state="attention"),
            "new_address": reverse("xray_new") if may_add else "",
        }


def _address(page: XRayPage, attention: Attention) -> str:
    if attention.ledger_id is not None:
        return reverse("ledgers:inspect", args=[attention.ledger_id])
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
