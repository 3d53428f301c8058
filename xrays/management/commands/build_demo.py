"""The demo site: its pages, its editor and its x-rays, through the real pipeline."""

from typing import Any

import environ
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from evaluations.services import ServiceError
from xrays.building import BuildError, make_files
from xrays.demo import load_xrays
from xrays.demo.build import build_xray
from xrays.demo.site import ensure_editor, ensure_site
from xrays.models import XRayPage


class Command(BaseCommand):
    help = "Build the demo x-rays through the real pipeline. A worker must be running. A second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="The port the site is served on.")

    def handle(self, *args: Any, **options: Any) -> None:
        password = environ.Env().str("DEMO_EDITOR_PASSWORD", default="")
        if not password:
            raise CommandError("Set DEMO_EDITOR_PASSWORD to the password the demo's editor shall have.")
        editor = ensure_editor(password)
        index = ensure_site(port=options["port"])
        pages = []
        for texts in load_xrays():
            try:
                pages.append(build_xray(index, texts, by=editor, say=self._say))
            except (BuildError, ServiceError) as error:
                raise CommandError(f"{texts.company}, {texts.title}: {error}") from error
            except ValidationError as error:
                raise CommandError(f"{texts.company}, {texts.title}: {' '.join(error.messages)}") from error
        # Those of the first x-ray are waited for, because it is the one to look at; the others follow by themselves.
        make_files(XRayPage.objects.filter(pk=pages[0].pk), say=self._say)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
