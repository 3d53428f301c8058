"""From files to a draft x-ray, through the same services, queue and worker an editor uses."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from evaluations import services
from evaluations.intake import IntakeError, read_file
from evaluations.models import JobDescription, Ledger, Persona
from xrays import pins, publishing
from xrays.building import (
    BuildError,
    ProfileTexts,
    evaluate_personas,
    read_ledger,
    save_draft,
    save_job_description,
    save_persona,
)
from xrays.models import XRayIndexPage, XRayPage
from xrays.naming import name_job, name_persona


class Command(BaseCommand):
    help = (
        "Make a draft x-ray from a job description and two to six résumés (TXT, PDF or DOCX). A worker must be running, "
        "or use --in-process. Without --lock it stops after reading, so that the ledger can be checked. A second run "
        "with the same files goes on where the first one stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("job_description", metavar="JD", help="the job description: a TXT, PDF or DOCX file")
        parser.add_argument("resumes", metavar="RESUME", nargs="+", help="one file for each persona")
        parser.add_argument("--company", default="", help="who is hiring (default: taken from the file)")
        parser.add_argument("--title", default="", help="the role (default: taken from the file)")
        parser.add_argument("--field", default="", help="the line of work, for example Nursing")
        parser.add_argument("--level", default="", help="for example Senior")
        parser.add_argument("--place", default="")
        parser.add_argument("--origin", choices=JobDescription.Origin.values, default=JobDescription.Origin.REAL)
        parser.add_argument("--show", choices=JobDescription.Show.values, default=JobDescription.Show.QUOTES)
        parser.add_argument("--source-url", default="", help="where a real posting was copied from")
        parser.add_argument("--slug", default="", help="the page's last address part (default: company and role)")
        parser.add_argument("--lock", action="store_true", help="lock the ledger as it was read, and evaluate")
        parser.add_argument("--as-of", help='the date that "present" means, as YYYY-MM-DD (default: today)')
        parser.add_argument("--engine", default=settings.DEFAULT_ENGINE, help="the engine that reads and judges")
        parser.add_argument("--in-process", action="store_true", help="do the work here, when no worker is running")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._build(options)
        except (BuildError, services.ServiceError) as error:
            raise CommandError(str(error)) from error

    def _build(self, options: dict[str, Any]) -> None:
        as_of = _date(options["as_of"])
        if not publishing.MIN_PROFILES <= len(options["resumes"]) <= publishing.MAX_PROFILES:
            raise CommandError(
                f"Give {publishing.MIN_PROFILES} to {publishing.MAX_PROFILES} résumés; these are {len(options['resumes'])}."
            )
        index = XRayIndexPage.objects.first()
        if index is None:
            raise CommandError("The site has no index page for x-rays yet. Make one in the admin, or run build_demo.")
        job_text = self._text(options["job_description"])
        profiles = self._profiles(options["resumes"])

        job_description = self._job_description(job_text, options)
        personas = [save_persona(profile) for profile in profiles]
        self._say(f"{job_description}: {', '.join(persona.name for persona in personas)}")
        ledger = self._locked_or_read(job_description, options)
        is_ready = ledger.is_locked or options["lock"]
        if is_ready:
            services.lock_ledger(ledger=ledger, by=None)
            self._evaluate(ledger, personas, as_of, options)
        page = save_draft(
            index,
            slug=options["slug"] or self._slug(index, job_description),
            job_description=job_description,
            profiles=list(zip(personas, profiles, strict=True)),
            by=None,
            engine=options["engine"],
        )
        self._report(page, ledger, is_ready=is_ready)

    def _text(self, path: str) -> str:
        if not Path(path).is_file():
            raise CommandError(f"There is no file at {path}.")
        try:
            extracted = read_file(path)
        except IntakeError as error:
            raise CommandError(f"{path}: {error.sentence}") from None
        for note in extracted.notes:
            self._say(f"{path}: {note}")
        return extracted.text

    def _profiles(self, paths: list[str]) -> list[ProfileTexts]:
        profiles = []
        for path in paths:
            text = self._text(path)
            named = name_persona(text, stem=Path(path).stem)
            slug = slugify(named.name)[:100] or slugify(Path(path).stem) or "persona"
            profiles.append(ProfileTexts(slug=slug, name=named.name, headline=named.headline, resume=text))
        names = [profile.name for profile in profiles]
        if twice := {name for name in names if names.count(name) > 1}:
            raise CommandError(f"Two résumés are of {', '.join(sorted(twice))}. Every persona stands on a page once.")
        return profiles

    def _job_description(self, text: str, options: dict[str, Any]) -> JobDescription:
        guessed = name_job(text, stem=Path(options["job_description"]).stem)
        company, title = options["company"] or guessed.company, options["title"] or guessed.title
        if not (options["company"] and options["title"]):
            self._say(f"Taken from the file: {company}, {title}. Correct it with --company and --title.")
        source_url = options["source_url"] or guessed.source_url
        if options["origin"] == JobDescription.Origin.REAL and not source_url:
            self._say("No source address: give --source-url, or add it in the admin before publishing.")
        return save_job_description(
            text=text,
            company=company,
            title=title,
            field=options["field"],
            level=options["level"],
            place=options["place"],
            origin=options["origin"],
            show=options["show"],
            source_url=source_url,
            captured_on=timezone.localdate(),
        )

    def _locked_or_read(self, job_description: JobDescription, options: dict[str, Any]) -> Ledger:
        locked = job_description.locked_ledger
        if locked is not None:
            return locked
        # An editor's unlocked copy comes before another reading of the same text.
        newest = job_description.ledgers.order_by("-pk").first()
        if newest is not None and newest.succeeded:
            return newest
        if options["in_process"]:
            waiting = services.request_ledger(job_description=job_description, engine=options["engine"])
            services.execute_ledger(ledger_id=waiting.pk)
            waiting.refresh_from_db()
            if not waiting.succeeded and not waiting.is_open:
                raise BuildError(f"The job description could not be read: {waiting.failure_sentence}")
        return read_ledger(job_description, engine=options["engine"], by=None, say=self._say)

    def _evaluate(self, ledger: Ledger, personas: list[Persona], as_of: date, options: dict[str, Any]) -> None:
        asked = {"ledger": ledger, "personas": personas, "engine": options["engine"], "as_of": as_of}
        ledger.refresh_from_db()
        if options["in_process"]:
            for evaluation in services.request_evaluations(**asked):
                services.execute_whole_evaluation(evaluation_id=evaluation.pk)
                evaluation.refresh_from_db()
                if not evaluation.succeeded and not evaluation.is_open:
                    raise BuildError(f"{evaluation.persona.name}: {evaluation.failure_sentence}")
        evaluate_personas(**asked, by=None, say=self._say)

    def _slug(self, index: XRayIndexPage, job_description: JobDescription) -> str:
        """The page that is there for this job description already, or a free address."""
        stem = XRayPage.slug_stem(job_description)
        own = XRayPage.objects.child_of(index).filter(slug=stem).first()
        if own is not None and own.job_description_id and own.job_description.series == job_description.series:
            return stem
        return XRayPage().free_slug(index, job_description)

    def _report(self, page: XRayPage, ledger: Ledger, *, is_ready: bool) -> None:
        requirements = ledger.requirements.count()
        self._say(f"Ledger {ledger.pk}: {requirements} requirements, {'locked' if is_ready else 'not locked'}.")
        base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        self._say(f"Draft: {base}{reverse('wagtailadmin_pages:edit', args=[page.pk])}")
        if not is_ready:
            self._say(f"Check the requirements: {base}{reverse('ledgers:inspect', args=[ledger.pk])}")
            self._say("Then lock the ledger there and press Run, or run this again with --lock.")
            return
        for letter, profile in pins.ranked_profiles(page).lettered():
            evaluation = profile.evaluation
            result = (
                "no score"
                if evaluation is None or evaluation.score is None
                else (f"{evaluation.score} %, {evaluation.band}, {evaluation.met} of {evaluation.total} met")
            )
            self._say(f"  Profile {letter}  {profile.persona.name:<28} {result}")
        self._say("Next: write the introduction, the role, the claims and the synthesis, then publish.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _date(typed: str | None) -> date:
    if typed is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise CommandError(f"“{typed}” is not a date. Write it as YYYY-MM-DD.") from None
