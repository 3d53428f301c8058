"""manage.py sweep: what the scheduler does every half minute, by hand."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from evaluations import services


class Command(BaseCommand):
    help = "Sends waiting work to the workers again and ends work whose attempts are used up."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = services.sweep()
        self.stdout.write(f"{sent} waiting {'row' if sent == 1 else 'rows'} sent.")
