"""Where the tools of daily work join Wagtail's admin: list, home screen, reports, bulk action, history."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from xrays.admin.home_panel import NeedsAttentionPanel
from xrays.admin.xray_list import XRayListViewSet, sees_xrays


@hooks.register("register_admin_viewset")
def xray_list() -> XRayListViewSet:
    return XRayListViewSet()


@hooks.register("construct_homepage_panels")
def needs_attention(request: HttpRequest, panels: list[Any]) -> None:
    if sees_xrays(request.user):
        panels.append(NeedsAttentionPanel())
