"""Wiring: settings, addresses, the Celery application. Knows nothing of jobs or personas."""

from jobjam_site.celery import app as celery_app

__all__ = ["celery_app"]
