"""Where the tools of daily work join Wagtail's admin: list, home screen, reports, bulk action, history."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from xrays.admin import history, reports
from xrays.admin.home_panel import NeedsAttentionPanel
from xrays.admin.reevaluate import ReevaluateBulkAction
from xrays.admin.xray_list import XRayListViewSet, sees_xrays


@hooks.register("register_admin_viewset")
def xray_list() -> XRayListViewSet:
    return XRayListViewSet()


@hooks.register("construct_homepage_panels")
def needs_attention(request: HttpRequest, panels: list[Any]) -> None:
    if sees_xrays(request.user):
        panels.append(NeedsAttentionPanel())


@hooks.register("register_log_actions")
def history_entries(actions: LogActionRegistry) -> None:
    history.register(actions)


hooks.register("register_bulk_action", ReevaluateBulkAction)


@hooks.register("register_admin_urls")
def report_addresses() -> list[Any]:
    return reports.urlpatterns


@hooks.register("construct_reports_menu")
def report_links(request: HttpRequest, items: list[Any]) -> None:
    items.extend(item for item in reports.menu_items() if item.is_shown(request))
