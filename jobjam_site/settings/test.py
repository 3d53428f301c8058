"""For the tests: cheap passwords, plain static names, short leases. Database and broker are real."""

import tempfile
from pathlib import Path

from jobjam_site.settings.base import *  # noqa: F403
from jobjam_site.settings.base import env

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.gettempdir()) / "jobjam-test-media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WORK_LEASE_SECONDS = env.int("WORK_LEASE_SECONDS", default=2)
WORK_RESEND_SECONDS = 1
WORK_RETRY_SECONDS = 0
EVALUATION_ENGINES = {**EVALUATION_ENGINES, "scripted": "evaluations.engines.scripted.ScriptedEngine"}  # noqa: F405
