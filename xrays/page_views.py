"""Addresses below an x-ray, such as its dashboards."""

from __future__ import annotations

from wagtail.contrib.routable_page.models import RoutablePageMixin


class XRayPageViews(RoutablePageMixin):
    """Routes of XRayPage."""
