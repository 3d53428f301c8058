"""Makes the site itself an app, only so that its checks run."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "jobjam_site"

    def ready(self) -> None:
        from jobjam_site import checks  # noqa: F401 - importing registers them
