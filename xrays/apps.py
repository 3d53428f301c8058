from django.apps import AppConfig


class XRaysConfig(AppConfig):
    name = "xrays"
    verbose_name = "X-rays"
    default_auto_field = "django.db.models.BigAutoField"
