"""Forms of job descriptions, personas and requirements. A changed text is saved as the next version."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput

from evaluations import services
from evaluations.intake import IntakeError, read_file
from evaluations.models import JobDescription, Persona, Requirement


class NamesField(forms.CharField):
    """A list of names, typed with commas between them or one a line."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        typed = super().clean(value) or ""
        return [name.strip() for name in typed.replace("\n", ",").split(",") if name.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class VersionForm(WagtailAdminModelForm):
    """Base of both: the text is kept exactly as pasted, and the form itself never writes.

    A file is read into the text field and the form shown again, so that a person sees the text before it is saved: a PDF
    may hold hidden words, or its columns out of order.
    """

    file = forms.FileField(
        required=False,
        label="Text from a file",
        help_text="TXT, PDF or DOCX. Its text is put into the field below for you to check; the file is not kept.",
    )
    text = forms.CharField(required=False, strip=False, widget=AdminAutoHeightTextInput(attrs={"rows": 24}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.awaits_check = False
        self.order_fields([*(name for name in self.fields if name not in ("file", "text")), "file", "text"])

    def clean_text(self) -> str:
        """The text as it will be stored, unless a file is to give it. A text that was stored before stays usable."""
        if self.files.get("file"):
            return ""
        try:
            text = services.stored_text(self.cleaned_data["text"])
            if text != self.instance.text:
                services.check_suitable(model=self._meta.model, text=text)
        except services.ServiceError as error:
            raise forms.ValidationError(error.sentence) from error
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        upload = self.files.get("file")
        if upload:
            self._take_text_of(upload)
        return cleaned

    def _take_text_of(self, upload: Any) -> None:
        """Put a file's text into the form's data, and have it checked before anything is saved."""
        try:
            extracted = read_file(upload, upload.name)
            services.check_suitable(model=self._meta.model, text=extracted.text)
        except (IntakeError, services.ServiceError) as error:
            self.add_error("file", error.sentence)
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("text")] = extracted.text
        self.awaits_check = True
        self.add_error("text", [f"This is the text of {upload.name}. Check it, then save.", *extracted.notes])

    def details(self) -> dict[str, Any]:
        """Everything the form holds except the text and its file, as services take it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("text", "file")}


class JobDescriptionForm(VersionForm):
    class Meta:
        model = JobDescription
        fields = (
            "company",
            "title",
            "field",
            "level",
            "place",
            "origin",
            "source_url",
            "captured_on",
            "provenance_note",
            "show",
            "text",
        )
        widgets = {"captured_on": AdminDateInput, "provenance_note": AdminAutoHeightTextInput(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "Job description"
        self.fields["text"].help_text = (
            "The whole text as it was published. A changed text is saved as the next version; pages and evaluations "
            "keep the version they were made with."
        )


class PersonaForm(VersionForm):
    employers = NamesField(required=False, help_text="Companies named in the résumé, with commas between them.")

    class Meta:
        model = Persona
        fields = ("name", "slug", "headline", "level", "summary", "employers", "text")
        widgets = {"summary": AdminAutoHeightTextInput(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].label = "Short name"
        if self.instance.pk:
            # Addresses of dashboards and tokens in prose hold it.
            self.fields["slug"].disabled = True
            self.fields["slug"].help_text = "Stands in addresses and tokens, so it stays as it is."
        self.fields["text"].label = "Résumé"
        self.fields["text"].help_text = (
            "Fictional, 400 to 600 words read best. A changed text is saved as the next version; pages and evaluations "
            "keep the version they were made with."
        )


class RequirementForm(forms.ModelForm):
    """What an editor may correct in a requirement of an unlocked ledger."""

    class Meta:
        model = Requirement
        fields = ("name", "importance", "kind")
