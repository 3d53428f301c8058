"""Publish and expire what is due. Takes the place of Wagtail's command, which stops at the first refused page."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from xrays.scheduling import publish_due


class Command(BaseCommand):
    help = "Publish and expire pages whose date has come; a refused page does not stop the others."

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = publish_due()
        self.stdout.write(f"Published {outcome.published}, expired {outcome.expired}, refused {outcome.refused}.")
