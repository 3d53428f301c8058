"""Wagtail looks for hooks here only; they live in xrays.admin.wagtail_hooks."""

from xrays.admin import wagtail_hooks  # noqa: F401
