"""For `make demo` and work on the code: any host of this machine, a fixed key, readable errors in the log."""

from jobjam_site.settings.base import *  # noqa: F403
from jobjam_site.settings.base import env

DEBUG = env.bool("DJANGO_DEBUG", default=False)
SECRET_KEY = env.str("DJANGO_SECRET_KEY", default="only-for-development-never-in-production-0123456789")
ALLOWED_HOSTS = env.list("DJANGO_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
