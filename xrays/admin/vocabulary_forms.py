"""Forms of the vocabulary: a proposed term with its test phrases, and a release."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from evaluations.models import ProposedTerm, VocabularyRelease
from evaluations.vocabularies import ReleaseUnusable, vocabulary_in_use

LISTS = ("aliases", "close_to", "is_a", "context", "never", "recognised_in", "not_recognised_in")


class LinesField(forms.CharField):
    """A list of words or phrases, typed one a line; phrases may hold commas."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=AdminAutoHeightTextInput(attrs={"rows": 2}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        typed = super().clean(value) or ""
        return list(dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip()))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class TermsField(LinesField):
    """Terms by key or by name, one a line; what is no term stays as it was typed, and the rules say so."""

    def clean(self, value: Any) -> list[str]:
        lines = super().clean(value)
        try:
            vocabulary = vocabulary_in_use()
        except ReleaseUnusable:
            return lines
        proposed = {term.name.casefold(): term.key for term in ProposedTerm.objects.only("name", "key")}
        keys = [
            line if line in vocabulary.terms else vocabulary.key_of(line) or proposed.get(line.casefold()) or line
            for line in lines
        ]
        return list(dict.fromkeys(keys))


class ProposedTermForm(WagtailAdminModelForm):
    """A term; the form itself never writes."""

    aliases = LinesField(
        label="Other names",
        required=False,
        help_text="One a line. Plurals, hyphens, and British and American spelling are understood without being listed.",
    )
    is_a = TermsField(
        label="Is a",
        required=False,
        help_text="Wider terms it belongs to, one a line: who shows PostgreSQL shows relational databases.",
    )
    close_to = TermsField(
        label="Close to",
        required=False,
        help_text="Neighbours that count for half in its place, one a line: RabbitMQ where Kafka is asked for.",
    )
    context = LinesField(
        label="Only near",
        required=False,
        help_text=(
            "For a name that is an ordinary word too: one of these words must stand near it, or a known skill beside it "
            "in a list. One a line; “program*” takes every ending, and “in _” means the name right after “in”."
        ),
    )
    never = LinesField(
        label="Never in",
        required=False,
        help_text="Phrases in which the name means something else, one a line: “go to market”.",
    )
    recognised_in = LinesField(
        label="Must be recognised in",
        help_text="Test phrases as they stand in résumés and job descriptions, one a line. At least one.",
    )
    not_recognised_in = LinesField(
        label="Must not be recognised in",
        required=False,
        help_text="Test phrases that look like it and mean something else, one a line.",
    )

    class Meta:
        model = ProposedTerm
        fields = (
            *("name", "key", "kind", "aliases", "is_a", "close_to", "case_sensitive", "context", "never", "notes"),
            *("recognised_in", "not_recognised_in"),
        )
        widgets = {"notes": AdminAutoHeightTextInput(attrs={"rows": 2})}
        labels = {"case_sensitive": "Capitals count"}
        help_texts = {
            "name": "As readers see it, for example “Apache Kafka”.",
            "kind": "What a requirement of this name is.",
            "case_sensitive": "The name counts only with its capital and small letters, for example “Go”.",
            "notes": "Where the name is ambiguous, and what was decided. For colleagues; nothing is recognised by it.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        key = self.fields["key"]
        key.required = False
        key.help_text = "Stands in ledgers, so it never changes."
        if self.instance.pk:
            key.disabled = True
        else:
            key.help_text += (
                " Left empty, it is made from the name. With the key and name of a known term, this adds to that term."
            )

    def clean_key(self) -> str:
        key = self.cleaned_data.get("key") or slugify(self.cleaned_data.get("name") or "").replace("-", "_")
        if not key:
            raise forms.ValidationError("No key can be made from this name. Type one.")
        return key

    def details(self) -> dict[str, Any]:
        """Everything the form holds except the key, as services take it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}

    def term(self) -> ProposedTerm:
        """The term as typed, not stored."""
        return ProposedTerm(key=self.cleaned_data["key"], **self.details())


class ReleaseForm(WagtailAdminModelForm):
    """expected: what stands for the terms that were looked at, so that no others are released."""

    expected = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = VocabularyRelease
        fields = ("note",)
        widgets = {"note": AdminAutoHeightTextInput(attrs={"rows": 2})}
