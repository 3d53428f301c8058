from django.apps import AppConfig


class XRaysConfig(AppConfig):
    name = "xrays"
    verbose_name = "X-rays"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_delete
        from wagtail.signals import page_published

        from evaluations import work
        from xrays import renderings
        from xrays.models import Rendering, XRayPage

        work.register(Rendering, "xrays.render")
        page_published.connect(renderings.on_publication, sender=XRayPage, dispatch_uid="xrays.renderings")
        post_delete.connect(renderings.on_deletion, sender=Rendering, dispatch_uid="xrays.rendering_files")
