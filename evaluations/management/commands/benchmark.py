"""manage.py benchmark: figures of an engine on labelled texts, and the trust properties, without database or broker."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from evaluations import scoring
from evaluations.benchmark import table, worst
from evaluations.benchmark.frozen import Summary, frozen_text
from evaluations.benchmark.gold import FolderError, Posting, load_folder
from evaluations.benchmark.quality import STEPS, Quality, measure
from evaluations.benchmark.trust.arithmetic import PageError
from evaluations.benchmark.trust.digests import EngineSource, fingerprint
from evaluations.benchmark.trust.running import PROPERTIES, Suite, run
from evaluations.benchmark.trust.shapes import Measure
from evaluations.benchmark.trust.texts import Job, jobs_in, jobs_of, own_jobs
from evaluations.engines.base import Engine, EngineError, Metered
from evaluations.inputs import engine_named, vocabulary_version_of

# The day to which "present" counts in the labels.
LABELS_AS_OF = "2026-11-23"
METHOD_PAGE = Path("docs/methodology.md")
FROZEN_PAGE = Path("docs/benchmark.md")


class Command(BaseCommand):
    help = "Measures an engine: reading, judging, ranking and speed on a folder of labelled texts; with --trust its trust properties."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="FOLDER", nargs="?", help="labelled texts: jds/, gold/ and resumes/")
        parser.add_argument("--trust", action="store_true", help="try the trust properties too; needs no FOLDER")
        parser.add_argument("--only", nargs="+", choices=PROPERTIES, metavar="PROPERTY", help="these properties only")
        parser.add_argument("--engine", default="local", help="the engine that reads and judges (default: local)")
        parser.add_argument("--texts", help="more job descriptions with résumés for --trust (default: the demo's)")
        parser.add_argument(
            "--as-of", default=LABELS_AS_OF, help=f'the date that "present" means (default: {LABELS_AS_OF})'
        )
        parser.add_argument("--worst", type=int, default=10, metavar="N", help="how many of the worst cases to print")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON with every case")
        parser.add_argument(
            "--freeze",
            nargs="?",
            const=str(settings.BASE_DIR / FROZEN_PAGE),
            metavar="FILE",
            help=f"write the summary without any text (default: {FROZEN_PAGE}); tries the trust properties too",
        )
        parser.add_argument("--label", default="labelled texts", help="what the frozen summary calls the texts")
        parser.add_argument("--spend", action="store_true", help="allow an engine whose calls cost money")

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = _date(options["as_of"])
        trust = options["trust"] or options["only"] is not None or options["freeze"] is not None
        if options["folder"] is None and (not trust or options["freeze"]):
            raise CommandError("Name a FOLDER of labelled texts, or ask for --trust on the texts of this project.")
        if options["freeze"] and options["only"]:
            raise CommandError("A summary of chosen properties is none: leave out --only or --freeze.")
        try:
            engine = engine_named(options["engine"])
            postings = load_folder(Path(options["folder"])) if options["folder"] else ()
            shipped = (*jobs_in(Path(options["texts"] or settings.EVALUATION_TRUST_TEXTS)), *own_jobs())
        except (EngineError, FolderError) as error:
            raise CommandError(error.sentence) from None
        if isinstance(engine, Metered) and not options["spend"]:
            raise CommandError(f"Calls of the engine “{engine.name}” cost money: add --spend if that is meant.")
        only = options["only"] or PROPERTIES
        steps = (len(STEPS) if postings else 0) + (len(only) if trust else 0)
        progress = _Progress(steps, is_shown=self.stderr.isatty())
        quality = measure(engine, postings, as_of, progress) if postings else None
        measures = self._measures(engine, options, postings, shipped, as_of, progress) if trust else ()
        progress.end()
        if quality and all(reading.error is not None for reading in quality.readings):
            raise CommandError(f"No posting could be read. {postings[0].name}: {quality.readings[0].error}")
        if options["as_json"]:
            self.stdout.write(_json(engine, as_of, postings, quality, measures))
        else:
            self.stdout.write(_text(engine, as_of, quality, measures, options["worst"]))
        if options["freeze"]:
            assert quality is not None
            summary = Summary(
                label=options["label"],
                vocabulary=vocabulary_version_of(engine),
                measured_on=timezone.localdate(),
                as_of=as_of,
                postings=len(postings),
                resumes=sum(len(posting.resumes) for posting in postings),
                shipped_jobs=len(shipped),
                fingerprint=fingerprint(engine, shipped, as_of),
            )
            page = frozen_text(engine, summary, quality.figures, measures)
            Path(options["freeze"]).write_text(page, encoding="utf-8")
            self.stderr.write(f"Written: {options['freeze']}")

    def _measures(
        self,
        engine: Engine,
        options: dict[str, Any],
        postings: tuple[Posting, ...],
        shipped: tuple[Job, ...],
        as_of: date,
        progress: _Progress,
    ) -> tuple[Measure, ...]:
        name = options["engine"]
        suite = Suite(
            engine=engine,
            source=EngineSource(
                settings.EVALUATION_ENGINES[name], dict(settings.EVALUATION_ENGINE_OPTIONS.get(name, {}))
            ),
            jobs=(*jobs_of(postings), *shipped),
            as_of=as_of,
            method_page=settings.BASE_DIR / METHOD_PAGE,
        )
        try:
            return run(suite, options["only"] or PROPERTIES, progress)
        except PageError as error:
            raise CommandError(f"{METHOD_PAGE} cannot be used: {error}") from None


class _Progress:
    """One line on a terminal that says what is being measured."""

    def __init__(self, steps: int, is_shown: bool) -> None:
        self._steps = steps
        self._done = 0
        self._is_shown = is_shown

    def __call__(self, name: str) -> None:
        if self._is_shown:
            filled = 24 * self._done // max(1, self._steps)
            sys.stderr.write(f"\r\033[K[{'=' * filled}{' ' * (24 - filled)}] {name}")
            sys.stderr.flush()
        self._done += 1

    def end(self) -> None:
        if self._is_shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def _text(engine: Engine, as_of: date, quality: Quality | None, measures: tuple[Measure, ...], most: int) -> str:
    parts = [f"Engine {engine.name} {engine.version}, method {scoring.METHOD}, as of {as_of.isoformat()}."]
    if quality:
        parts += [table.as_text(*table.figure_rows(quality.figures)), worst.quality_text(quality, most)]
    if measures:
        parts += [table.as_text(*table.trust_rows(measures)), worst.trust_text(measures, most)]
    parts.append(table.counted_bars(quality.figures if quality else (), measures))
    return "\n\n".join(part for part in parts if part)


def _json(
    engine: Engine,
    as_of: date,
    postings: tuple[Posting, ...],
    quality: Quality | None,
    measures: tuple[Measure, ...],
) -> str:
    document = {
        "engine": engine.name,
        "engine_version": engine.version,
        "method": scoring.METHOD,
        "as_of": as_of.isoformat(),
        "postings": len(postings),
        "resumes": sum(len(posting.resumes) for posting in postings),
        "figures": table.figures_json(quality.figures) if quality else [],
        "cases": worst.quality_json(quality) if quality else {},
        "trust": table.trust_json(measures),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise CommandError(f"“{value}” is not a date; write it as YYYY-MM-DD.") from None
