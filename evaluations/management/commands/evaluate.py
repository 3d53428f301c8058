"""manage.py evaluate: résumés against one job description, without database or broker."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from evaluations import bench, printing
from evaluations.engines.base import Engine, EngineError
from evaluations.inputs import engine_named
from evaluations.intake import IntakeError, read_data, read_file
from evaluations.schema import Requirement


class Command(BaseCommand):
    help = "Compares résumés (TXT, PDF or DOCX) against one job description: scores, bands, and findings with quotes."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("job_description", metavar="JD", help="the job description: a TXT, PDF or DOCX file")
        parser.add_argument("resumes", metavar="RESUME", nargs="+", help="one file for each persona")
        parser.add_argument("--engine", default="local", help="the engine that reads and judges (default: local)")
        parser.add_argument(
            "--ledger", help="judge on this ledger (JSON as read_jd prints it) instead of reading the JD"
        )
        parser.add_argument("--as-of", help='the date that "present" means, as YYYY-MM-DD (default: today)')
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON instead of text")

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = _date(options["as_of"])
        try:
            engine = engine_named(options["engine"])
        except EngineError as error:
            raise CommandError(error.sentence) from None
        requirements, job_description = self._ledger(engine, options["job_description"], options["ledger"])
        outcomes = self._outcomes(engine, requirements, job_description, options["resumes"], as_of)
        if options["as_json"]:
            document = bench.comparison_json(requirements, outcomes, engine, as_of)
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(printing.comparison_text(requirements, outcomes, engine, as_of))
        unjudged = [
            (path, outcome) for path, outcome in zip(options["resumes"], outcomes, strict=True) if outcome.error
        ]
        if len(unjudged) == len(outcomes):
            path, outcome = unjudged[0]
            raise CommandError(f"No résumé got a score. {path}: {outcome.error}")
        for path, outcome in unjudged:
            self.stderr.write(f"No score for {path}: {outcome.error}")

    def _ledger(self, engine: Engine, path: str, ledger_path: str | None) -> tuple[tuple[Requirement, ...], str]:
        """The requirements to judge on, and the text of the job description."""
        try:
            job_description = read_file(path).text
            if ledger_path is None:
                return engine.read(job_description).requirements, job_description
        except (IntakeError, EngineError) as error:
            raise CommandError(f"{path}: {error.sentence}") from None
        try:
            return bench.parse_ledger(read_data(ledger_path), job_description), job_description
        except (IntakeError, bench.LedgerError) as error:
            raise CommandError(f"The ledger {ledger_path} cannot be used: {error.sentence}") from None

    def _outcomes(
        self,
        engine: Engine,
        requirements: Sequence[Requirement],
        job_description: str,
        paths: Sequence[str],
        as_of: date,
    ) -> list[bench.Outcome]:
        """One outcome for each file, in order; a file that is not there at all is the caller's mistake."""
        for path in paths:
            try:
                is_there = Path(path).is_file()
            except OSError as error:
                raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
            if not is_there:
                raise CommandError(f"There is no file at {path}.")
        outcomes = []
        for path, persona in zip(paths, bench.distinct_names(Path(path).stem for path in paths), strict=True):
            try:
                extracted = read_file(path)
            except IntakeError as error:
                outcomes.append(bench.unreadable(persona, error))
                continue
            for note in extracted.notes:
                self.stderr.write(f"Note on {path}: {note}")
            outcome = bench.evaluate_resume(engine, requirements, job_description, persona, extracted.text, as_of)
            outcomes.append(outcome)
        return outcomes


def _date(value: str | None) -> date:
    if value is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise CommandError(f"“{value}” is not a date; write it as YYYY-MM-DD.") from None
