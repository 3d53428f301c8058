"""Every setting. Each environment variable is read once, here, with its type and its reason."""

import warnings
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()


def dollars(text: str, empty: Decimal | None) -> Decimal | None:
    """An amount out of an environment variable, or what an empty one means. Raises ImproperlyConfigured in words."""
    if not text.strip():
        return empty
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0:
        raise ImproperlyConfigured(f"“{text}” is not an amount in US dollars. Write it as 2.50.")
    return found


# Where servers keep files that git ignores: media, embedded databases, passwords of the demo.
DATA_DIR = Path(env.str("JOBJAM_DATA_DIR", default=str(BASE_DIR / "var")))

DEBUG = False
SECRET_KEY = env.str("DJANGO_SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("DJANGO_ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("DJANGO_CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "jobjam_site",
    "evaluations",
    "xrays",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "xrays.admin.middleware.OversizedFormMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "jobjam_site.policy.ContentPolicyMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "xrays.admin.middleware.PublicationRefusedMiddleware",
]

ROOT_URLCONF = "jobjam_site.urls"
WSGI_APPLICATION = "jobjam_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# PostgreSQL everywhere; the embedded server of `make demo` and the tests sets this variable itself.
DATABASES = {"default": env.db("DATABASE_URL", default="postgresql:///jobjam")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONNECTION_AGE_SECONDS", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# An address typed without a scheme is https, as from Django 6.0 on; Django warns about the setting itself, too.
FORMS_URLFIELD_ASSUME_HTTPS = True
warnings.filterwarnings("ignore", message="The FORMS_URLFIELD_ASSUME_HTTPS transitional setting is deprecated")

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "xrays.static_files.BundledStaticFilesStorage"},
}

# The broker, as a redis:// or redis+socket:// address. Rows are the record of work; this only carries hints.
CELERY_BROKER_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A broker that is frozen costs the editor who presses a button two seconds, one that is down none: with retries it
# would be six and more. The sweeper sends what was not taken.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
    "max_retries": 0,
    "visibility_timeout": 3600,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
# Two kinds of workers: one evaluates, one makes pictures and files and needs a browser.
CELERY_TASK_DEFAULT_QUEUE = "evaluate"
CELERY_TASK_ROUTES = {
    "xrays.render": {"queue": "render"},
    # Beside the evaluations, not behind a line of them: workers take from their queues in turn.
    "evaluations.sweep": {"queue": "housekeeping"},
    "xrays.publish_scheduled": {"queue": "housekeeping"},
    "xrays.request_outdated": {"queue": "housekeeping"},
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# Two calls to a provider fit below the soft limit: a faulty answer is asked for once more in the same task.
CELERY_TASK_TIME_LIMIT = env.int("TASK_HARD_LIMIT_SECONDS", default=160)
CELERY_TASK_SOFT_TIME_LIMIT = env.int("TASK_SOFT_LIMIT_SECONDS", default=140)
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE

# Work: how long a claim lasts, how often the sweeper looks, how often a row may be tried.
WORK_LEASE_SECONDS = env.int("WORK_LEASE_SECONDS", default=190)
WORK_SWEEP_SECONDS = env.int("WORK_SWEEP_SECONDS", default=30)
WORK_MAX_ATTEMPTS = env.int("WORK_MAX_ATTEMPTS", default=3)
# When a message counts as lost and is sent again, and how long the second attempt waits (each further one twice as long).
WORK_RESEND_SECONDS = env.int("WORK_RESEND_SECONDS", default=60)
WORK_RETRY_SECONDS = env.int("WORK_RETRY_SECONDS", default=20)
# How long build_demo and build_xray wait for a worker to take something up.
BUILD_PATIENCE_SECONDS = env.int("BUILD_PATIENCE_SECONDS", default=90)
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "evaluations.sweep", "schedule": timedelta(seconds=WORK_SWEEP_SECONDS)},
    "publish-scheduled": {"task": "xrays.publish_scheduled", "schedule": timedelta(seconds=60)},
    "request-outdated": {"task": "xrays.request_outdated", "schedule": timedelta(minutes=15)},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

# Engines an evaluation may name; the paths are imported when first used, and made with the options of that name.
OPENAI_API_KEY = env.str("OPENAI_API_KEY", default="")
# Any server that speaks OpenAI's chat completions with structured outputs; empty means OpenAI itself.
OPENAI_BASE_URL = env.str("OPENAI_BASE_URL", default="")
EVALUATION_ENGINES = {
    "local": "evaluations.engines.local.LocalEngine",
    "openai": "evaluations.engines.openai_chat.OpenAIEngine",
}
# Job descriptions with résumés on which `manage.py benchmark --trust` tries an engine, beside its own.
EVALUATION_TRUST_TEXTS = BASE_DIR / "xrays" / "demo"
EVALUATION_ENGINE_OPTIONS = {
    "openai": {
        "key": OPENAI_API_KEY,
        "base_url": OPENAI_BASE_URL,
        "model": env.str("OPENAI_MODEL", default="gpt-4.1"),
        # Twice this lies below the soft limit of a task, so that a slow answer is named as such.
        "timeout_seconds": env.int("OPENAI_TIMEOUT_SECONDS", default=60),
        "most_input_tokens": env.int("OPENAI_MAX_INPUT_TOKENS", default=60_000),
        "most_output_tokens": env.int("OPENAI_MAX_OUTPUT_TOKENS", default=16_000),
        # US dollars per million tokens, for a model the price table does not know.
        "input_price": dollars(env.str("OPENAI_INPUT_PRICE", default=""), None),
        "output_price": dollars(env.str("OPENAI_OUTPUT_PRICE", default=""), None),
    }
}
# Limits in US dollars: of all calls of a day (UTC), and of all calls for one job description, which is one x-ray.
OPENAI_DAILY_CAP = dollars(env.str("OPENAI_DAILY_CAP", default=""), Decimal(10))
OPENAI_XRAY_CAP = dollars(env.str("OPENAI_XRAY_CAP", default=""), Decimal(3))
# The engine a new x-ray starts with; a page keeps the one it was made with.
DEFAULT_ENGINE = env.str("DEFAULT_ENGINE", default="openai" if OPENAI_API_KEY or OPENAI_BASE_URL else "local")

# The browser that takes pictures of dashboards; empty means the first one found on the path.
BROWSER_PATH = env.str("BROWSER_PATH", default="")
# Off only where the process is shut in already, as in a container.
BROWSER_SANDBOX = env.bool("BROWSER_SANDBOX", default=True)

WAGTAIL_SITE_NAME = "JobJam X-Rays"
WAGTAILADMIN_BASE_URL = env.str("SITE_ADDRESS", default="http://localhost:8000")
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_AGE = 8 * 60 * 60

# Public pages are cached, so their policy has neither nonce nor inline code. The admin needs inline styles and
# scripts of Wagtail's own (date pickers, inline panels); jobjam_site/policy.py applies it by path.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'self'"],
        "manifest-src": ["'self'"],
    }
}
ADMIN_CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'unsafe-inline'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "frame-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    # At Celery's level they write 170 lines for each PDF.
    "loggers": {name: {"level": "WARNING"} for name in ("fontTools", "weasyprint")},
}
