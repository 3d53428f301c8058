"""What editors add to the shipped vocabulary: proposed terms, releases of them, and what a release meant for results.

Only services change what is written here. A release never changes.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now

from evaluations.schema import KINDS
from evaluations.work import Work


def _by() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )


class ProposedTerm(models.Model):
    """A term of the vocabulary an editor proposes, or words added to a known term (same key).

    close_to and is_a hold keys of terms; evaluations.engines.local.term_rules says what every field means.
    recognised_in and not_recognised_in hold test phrases: a release is refused while one of them comes out otherwise.
    A released term that is changed is proposed again; until the next release its former content stays in use.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        RELEASED = "released", "Released"
        WITHDRAWN = "withdrawn", "Withdrawn"

    key = models.CharField(
        max_length=80,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*\Z", "Use small letters, digits and _, and begin with a letter.")],
    )
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=[(kind, kind.capitalize()) for kind in KINDS], default="skill")
    aliases = models.JSONField(default=list, blank=True)
    close_to = models.JSONField(default=list, blank=True)
    is_a = models.JSONField(default=list, blank=True)
    context = models.JSONField(default=list, blank=True)
    never = models.JSONField(default=list, blank=True)
    case_sensitive = models.BooleanField(default=False)
    notes = models.TextField(blank=True)
    recognised_in = models.JSONField(default=list)
    not_recognised_in = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED, editable=False)
    proposed_at = models.DateTimeField(db_default=Now(), editable=False)
    proposed_by = _by()
    changed_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_by = _by()

    class Meta:
        verbose_name = "vocabulary term"
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def as_plain(self) -> dict[str, Any]:
        """The term as an entry of a terms file, without what is empty."""
        names = ("name", "kind", "aliases", "close_to", "is_a", "context", "never", "case_sensitive", "notes")
        return {name: value for name in names if (value := getattr(self, name))}


class VocabularyRelease(models.Model):
    """A version of the vocabulary: the shipped terms and ``terms``, those of editors as entries of a file by key.

    all_terms holds shipped and further terms together, so that this version can be made again after the shipped ones
    have changed. content_hash is of all_terms.
    """

    number = models.PositiveIntegerField(unique=True, editable=False)
    vocabulary_version = models.CharField(max_length=60, unique=True, editable=False)
    shipped_version = models.CharField(max_length=24, editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    terms = models.JSONField(editable=False)
    all_terms = models.JSONField(editable=False)
    note = models.TextField(blank=True, help_text="What this version is for, for colleagues.")
    released_at = models.DateTimeField(db_default=Now(), editable=False)
    released_by = _by()

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"Vocabulary release {self.number}"


class VocabularyCheck(Work):
    """A finished evaluation judged again with a newer vocabulary; the evaluation itself stays as it is.

    input_hash is what the evaluation's would be with that vocabulary. differs says whether a verdict or the score comes
    out otherwise, changes holds [requirement, name, verdict, new verdict], score the new one.
    """

    evaluation = models.ForeignKey(
        "evaluations.Evaluation", on_delete=models.CASCADE, related_name="vocabulary_checks", editable=False
    )
    engine_version = models.CharField(max_length=120, editable=False)
    model = models.CharField(max_length=120, blank=True, editable=False)
    vocabulary_version = models.CharField(max_length=60, editable=False)
    input_hash = models.CharField(max_length=64, editable=False)
    differs = models.BooleanField(null=True, editable=False)
    changes = models.JSONField(default=list, editable=False)
    score = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        ordering = ("pk",)
        indexes = (
            *Work.indexes_for("vocabulary_check_open"),
            models.Index(fields=["vocabulary_version"], name="vocabulary_check_version"),
        )
        constraints = (models.UniqueConstraint(fields=["evaluation", "input_hash"], name="vocabulary_check_once"),)

    def __str__(self) -> str:
        return f"Evaluation {self.evaluation_id} with vocabulary {self.vocabulary_version}"

    @property
    def engine(self) -> str:
        return self.evaluation.engine
