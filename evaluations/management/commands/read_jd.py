"""manage.py read_jd: what a job description states, and what of its text was left out, without database or broker."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluations import bench, printing
from evaluations.annotation import annotate, annotation_json
from evaluations.engines.base import EngineError
from evaluations.inputs import engine_named
from evaluations.intake import IntakeError, read_file


class Command(BaseCommand):
    help = (
        "Prints the requirements a job description (TXT, PDF or DOCX) states, then the whole text with what each part "
        "was read into or why it was left out."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("job_description", metavar="JD", help="the job description: a TXT, PDF or DOCX file")
        parser.add_argument("--engine", default="local", help="the engine that reads (default: local)")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON instead of tables")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["job_description"]
        try:
            extracted = read_file(path)
            reading = engine_named(options["engine"]).read(extracted.text)
        except (IntakeError, EngineError) as error:
            raise CommandError(f"{path}: {error.sentence}") from None
        stretches = annotate(extracted.text, reading.requirements, reading.skipped)
        if options["as_json"]:
            document = {
                "requirements": bench.requirements_json(reading.requirements),
                "flags": [flag.model_dump(mode="json") for flag in reading.flags],
                **annotation_json(extracted.text, stretches),
            }
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))
            return
        for sentence in (*extracted.notes, *(flag.sentence for flag in reading.flags)):
            self.stderr.write(f"Note: {sentence}")
        self.stdout.write(printing.ledger_text(reading.requirements, extracted.text))
        self.stdout.write("\n" + printing.annotated_text(reading.requirements, stretches, extracted.text))
