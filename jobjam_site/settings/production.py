"""For production: refuses to start without its secrets, and speaks only HTTPS."""

from django.core.exceptions import ImproperlyConfigured

from jobjam_site.settings.base import *  # noqa: F403
from jobjam_site.settings.base import env

# A copy of .env.example that nobody filled in sets them to nothing.
for _name in ("DJANGO_SECRET_KEY", "DJANGO_ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "SITE_ADDRESS"):
    if not env.str(_name, default="").strip():
        raise ImproperlyConfigured(
            f"Set {_name}: production does not start without it. docs/operations.md says what it is."
        )

SECRET_KEY = env.str("DJANGO_SECRET_KEY")
ALLOWED_HOSTS = env.list("DJANGO_ALLOWED_HOSTS")
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONNECTION_AGE_SECONDS", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
CELERY_BROKER_URL = env.str("REDIS_URL")
WAGTAILADMIN_BASE_URL = env.str("SITE_ADDRESS")

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
