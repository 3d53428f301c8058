"""Wagtail looks for hooks here only; they live in xrays.admin."""

from xrays.admin import daily_hooks, wagtail_hooks  # noqa: F401
