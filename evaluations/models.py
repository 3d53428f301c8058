"""Job descriptions, personas, ledgers and evaluations.

A row of JobDescription or Persona is one version of a series: a new text is a new row. Ledgers and evaluations are
Work: a worker fills them. Only services.py changes what is written here once it exists.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.text import slugify

from evaluations import schema
from evaluations.canonical import canonical_hash, text_hash
from evaluations.vocabulary_models import ProposedTerm as ProposedTerm
from evaluations.vocabulary_models import VocabularyCheck as VocabularyCheck
from evaluations.vocabulary_models import VocabularyRelease as VocabularyRelease
from evaluations.work import LIVE_STATES, State, Work


class ImmutableRowError(Exception):
    """Somebody tried to change a row that is a record."""


class Version(models.Model):
    """One version of a series of texts; the text never changes, a new one is the next version."""

    series = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    text = models.TextField()
    text_hash = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row; a changed text raises ImmutableRowError, because evaluations point into it."""
        digest = text_hash(self.text)
        if self.pk and self.text_hash and digest != self.text_hash:
            raise ImmutableRowError("A text never changes. Save the new text as the next version.")
        self.text_hash = digest
        super().save(*args, **kwargs)

    @property
    def word_count(self) -> int:
        return len(self.text.split())


class JobDescription(Version):
    """A job description: what is asked, by whom, and where the text is from."""

    class Origin(models.TextChoices):
        REAL = "real", "Real: copied from a published posting"
        RECONSTRUCTED = "reconstructed", "Reconstructed: our own words from the known facts of a real posting"
        INVENTED = "invented", "Invented: company and role are fictional"

    class Show(models.TextChoices):
        QUOTES = "quotes", "Quoted passages with a link"
        FULL = "full", "The full text"

    company = models.CharField(max_length=120)
    title = models.CharField("role", max_length=160, help_text="As readers should see it, for example “Senior Nurse”.")
    field = models.CharField(max_length=80, blank=True, help_text="The line of work, for example “Nursing”.")
    level = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=120, blank=True)
    origin = models.CharField(max_length=16, choices=Origin.choices, default=Origin.REAL)
    show = models.CharField(
        "show readers",
        max_length=8,
        choices=Show.choices,
        default=Show.QUOTES,
        help_text="How the page shows the text.",
    )
    source_url = models.URLField("source address", blank=True)
    captured_on = models.DateField(null=True, blank=True)
    provenance_note = models.TextField(blank=True, help_text="One sentence on where the text is from.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["series", "version"], name="job_description_version"),)
        ordering = ("company", "title", "-version")

    def __str__(self) -> str:
        suffix = f" (version {self.version})" if self.version > 1 else ""
        return f"{self.company} — {self.title}{suffix}"

    def clean(self) -> None:
        if self.origin == self.Origin.REAL and not self.source_url:
            raise ValidationError({"source_url": "A real posting needs the address it was copied from."})

    @property
    def locked_ledger(self) -> Ledger | None:
        """The newest ledger an editor locked, or None."""
        return self.ledgers.filter(locked_at__isnull=False).order_by("-locked_at", "-pk").first()


class Persona(Version):
    """A fictional candidate and the résumé that is evaluated."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, blank=True, help_text="Used in addresses and tokens.")
    headline = models.CharField(max_length=200)
    level = models.CharField(max_length=60, blank=True)
    summary = models.TextField(blank=True, help_text="One sentence; it introduces the persona at the top of the page.")
    employers = models.JSONField(default=list, blank=True, help_text="Employers named in the résumé.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["series", "version"], name="persona_version"),
            models.UniqueConstraint(fields=["slug", "version"], name="persona_slug_version"),
        )
        ordering = ("name", "-version")

    def __str__(self) -> str:
        suffix = f" (version {self.version})" if self.version > 1 else ""
        return f"{self.name}{suffix}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self._free_slug()
        super().save(*args, **kwargs)

    def _free_slug(self) -> str:
        stem = slugify(self.name)[:100] or "persona"
        taken = set(
            Persona.objects.filter(slug__startswith=stem).exclude(series=self.series).values_list("slug", flat=True)
        )
        return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


class EngineUse(models.Model):
    """What an engine's provider reported for a finished result, summed over its calls; empty for an engine without one.

    cost is in US dollars, None where no price is known. model_snapshot is the model that answered last.
    """

    model_snapshot = models.CharField(max_length=120, blank=True, editable=False)
    input_tokens = models.PositiveIntegerField(null=True, blank=True, editable=False)
    output_tokens = models.PositiveIntegerField(null=True, blank=True, editable=False)
    cost = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class Ledger(EngineUse, Work):
    """One job description read once into requirements. Evaluations run on a locked ledger only.

    changed says that an editor's hand is in it: it is then no longer what the engine read, and a request to read
    the same text does not return it.
    """

    job_description = models.ForeignKey(JobDescription, on_delete=models.PROTECT, related_name="ledgers")
    engine = models.CharField(max_length=40)
    engine_version = models.CharField(max_length=120, blank=True)
    vocabulary_version = models.CharField(max_length=60, blank=True, editable=False)
    model = models.CharField(max_length=120, blank=True)
    input_hash = models.CharField(max_length=64, editable=False)
    skipped = models.JSONField(default=list, blank=True)
    flags = models.JSONField(default=list, blank=True)
    changed = models.BooleanField(default=False, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("-pk",)
        indexes = (*Work.indexes_for("ledger_open"),)
        constraints = (
            models.UniqueConstraint(
                fields=["input_hash", "job_description"],
                condition=Q(state__in=LIVE_STATES, changed=False),
                name="ledger_input_live",
            ),
        )

    def __str__(self) -> str:
        state = "locked" if self.is_locked else "read" if self.succeeded else self.get_state_display().lower()
        return f"Ledger {self.pk} of {self.job_description} ({state})"

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    def as_schema(self) -> tuple[schema.Requirement, ...]:
        """The requirements in ledger order, as engines and the method take them."""
        return tuple(requirement.as_schema() for requirement in self.requirements.all())

    def content(self) -> list[dict[str, Any]]:
        """What the ledger says, in the form that is hashed and published."""
        return [requirement.model_dump(mode="json") for requirement in self.as_schema()]

    def compute_content_hash(self) -> str:
        return canonical_hash({"text": self.job_description.text_hash, "requirements": self.content()})


class Requirement(models.Model):
    """One numbered requirement of a ledger; see schema.Requirement for the fields' meaning."""

    class Kind(models.TextChoices):
        SKILL = "skill", "Skill"
        EXPERIENCE = "experience", "Experience"
        DOMAIN = "domain", "Domain"
        EDUCATION = "education", "Education"
        CREDENTIAL = "credential", "Credential"
        LANGUAGE = "language", "Language"
        SOFT = "soft", "Soft skill"
        OTHER = "other", "Other"

    class Importance(models.TextChoices):
        MUST = "must", "Must"
        NICE = "nice", "Nice to have"

    ledger = models.ForeignKey(Ledger, on_delete=models.CASCADE, related_name="requirements")
    position = models.PositiveIntegerField()
    identifier = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    importance = models.CharField(max_length=4, choices=Importance.choices)
    any_of = models.JSONField(default=list, blank=True)
    open_ended = models.BooleanField(default=False)
    min_years = models.FloatField(null=True, blank=True)
    concept = models.CharField(max_length=80, null=True, blank=True, db_index=True)  # noqa: DJ001 — none is not ""
    spans = models.JSONField()

    class Meta:
        ordering = ("ledger", "position")
        constraints = (
            models.UniqueConstraint(fields=["ledger", "identifier"], name="requirement_identifier"),
            models.UniqueConstraint(fields=["ledger", "position"], name="requirement_position"),
        )

    def __str__(self) -> str:
        return f"{self.identifier} {self.name}"

    def as_schema(self) -> schema.Requirement:
        return schema.Requirement(
            id=self.identifier,
            name=self.name,
            kind=self.kind,
            importance=self.importance,
            any_of=tuple(self.any_of),
            open_ended=self.open_ended,
            min_years=self.min_years,
            concept=self.concept,
            spans=tuple(schema.Span(*span) for span in self.spans),
        )


class Evaluation(EngineUse, Work):
    """One persona on one locked ledger by one engine under one method. Never changes once finished.

    score_data holds schema.Score, report_data schema.Report; score and band repeat what lists sort and filter by.
    judgement_data holds schema.Judgement between the two steps, judging and reporting. vocabulary_version is part of
    engine_version; empty for an engine without a vocabulary.
    """

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="evaluations")
    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="evaluations")
    engine = models.CharField(max_length=40)
    engine_version = models.CharField(max_length=120)
    vocabulary_version = models.CharField(max_length=60, blank=True, editable=False)
    model = models.CharField(max_length=120, blank=True)
    method = models.CharField(max_length=20)
    as_of = models.DateField(help_text="The date that “present” in the résumé means.")
    input_hash = models.CharField(max_length=64, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    band = models.CharField(max_length=12, blank=True)
    met = models.PositiveSmallIntegerField(null=True, blank=True)
    total = models.PositiveSmallIntegerField(null=True, blank=True)
    score_data = models.JSONField(null=True, blank=True)
    report_data = models.JSONField(null=True, blank=True)
    judgement_data = models.JSONField(null=True, blank=True, editable=False)
    flags = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (*Work.indexes_for("evaluation_open"),)
        constraints = (
            models.UniqueConstraint(
                fields=["input_hash", "ledger", "persona"],
                condition=Q(state__in=LIVE_STATES),
                name="evaluation_input_live",
            ),
        )

    def __str__(self) -> str:
        outcome = f"{self.score} %" if self.score is not None else self.get_state_display().lower()
        return f"{self.persona} on {self.ledger.job_description}: {outcome}"

    @property
    def score_record(self) -> schema.Score | None:
        return schema.Score.model_validate(self.score_data) if self.score_data else None

    @property
    def report_record(self) -> schema.Report | None:
        return schema.Report.model_validate(self.report_data) if self.report_data else None

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self.state == State.SUCCEEDED:
            raise ImmutableRowError("A finished evaluation is a record and cannot be deleted.")
        return super().delete(*args, **kwargs)


class ProviderCall(models.Model):
    """One call to a provider that costs money; it stays whatever became of the work it was made for.

    outcome is "pending" until the call came back, then "answered" or the kind of its failure. reserved is the most it
    may cost and counts where cost is unknown, so that a call nobody saw the end of still counts. Both in US dollars.
    """

    PENDING = "pending"

    job_description = models.ForeignKey(
        JobDescription, on_delete=models.SET_NULL, null=True, related_name="provider_calls"
    )
    ledger = models.ForeignKey(Ledger, on_delete=models.SET_NULL, null=True, related_name="provider_calls")
    evaluation = models.ForeignKey(Evaluation, on_delete=models.SET_NULL, null=True, related_name="provider_calls")
    engine = models.CharField(max_length=40)
    step = models.CharField(max_length=12)
    attempt = models.PositiveSmallIntegerField()
    model = models.CharField(max_length=120)
    model_snapshot = models.CharField(max_length=120, blank=True)
    request_id = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=40, default=PENDING)
    input_tokens = models.PositiveIntegerField(null=True)
    cached_input_tokens = models.PositiveIntegerField(null=True)
    output_tokens = models.PositiveIntegerField(null=True)
    reserved = models.DecimalField(max_digits=12, decimal_places=6)
    cost = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    seconds = models.FloatField(null=True)
    begun_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=["begun_at"], name="provider_call_begun"),)

    def __str__(self) -> str:
        return f"{self.step} by {self.model}: {self.outcome}"


class Finding(models.Model):
    """The verdict on one requirement in one evaluation; see schema.Finding for the fields' meaning."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="findings")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="findings")
    verdict = models.CharField(max_length=8)
    basis = models.CharField(max_length=8, null=True, blank=True)  # noqa: DJ001 — none is not ""
    spans = models.JSONField(default=list, blank=True)
    quote = models.TextField(blank=True)
    note = models.TextField(blank=True)
    years_found = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ("evaluation", "requirement__position")
        constraints = (models.UniqueConstraint(fields=["evaluation", "requirement"], name="finding_once"),)

    def __str__(self) -> str:
        return f"{self.requirement}: {self.verdict}"

    def as_schema(self) -> schema.Finding:
        return schema.Finding(
            requirement=self.requirement.identifier,
            verdict=self.verdict,
            basis=self.basis,
            spans=tuple(schema.Span(*span) for span in self.spans),
            quote=self.quote,
            note=self.note,
            years_found=self.years_found,
        )
