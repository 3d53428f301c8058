"""The Celery application; every option stands in the settings under the prefix CELERY_."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobjam_site.settings.dev")

app = Celery("jobjam")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
