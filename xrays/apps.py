from django.apps import AppConfig


class XRaysConfig(AppConfig):
    name = "xrays"
    verbose_name = "X-rays"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from evaluations import work
        from xrays import signals
        from xrays.models import Rendering

        work.register(Rendering, "xrays.render")
        signals.connect()
