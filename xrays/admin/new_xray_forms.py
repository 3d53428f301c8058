"""The forms of the screen "New x-ray": one for the job and the choices, one for each résumé."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.widgets import AdminDateInput

from evaluations import services
from evaluations.models import JobDescription, Persona
from xrays.admin.new_xray_intake import Sent
from xrays.admin.record_forms import NamesField
from xrays.admin.viewsets import job_description_chooser, persona_chooser
from xrays.drafting import NewJob, NewPersona
from xrays.publishing import MAX_PROFILES

MOST_LISTED = 300
_LONG = {"rows": 12}


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class TextField(forms.CharField):
    """A job description or résumé, kept as it will be stored; "" where nothing was given."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, strip=False, widget=forms.Textarea(attrs=_LONG), **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text.strip():
            return ""
        try:
            return services.stored_text(text)
        except services.ServiceError as error:
            raise forms.ValidationError(error.sentence) from error


class NewXRayForm(forms.Form):
    """The job description, chosen or new, and personas that are stored already."""

    job_description = forms.ModelChoiceField(
        JobDescription.objects.all(), required=False, label="One that is stored already"
    )
    text = TextField(label="Its text")
    file = forms.FileField(required=False, label="Or a file", help_text="TXT, PDF, DOCX or HTML.")
    address = forms.URLField(
        required=False,
        max_length=200,
        assume_scheme="https",
        label="Address of the posting",
        help_text="Without a text above, the text is read from there. Otherwise it is kept as the source.",
    )
    company = forms.CharField(required=False, max_length=120, help_text="Left empty, it is taken from the text.")
    title = forms.CharField(
        required=False, max_length=160, label="Role", help_text="As readers should see it. Left empty, as above."
    )
    origin = forms.ChoiceField(choices=JobDescription.Origin.choices, initial=JobDescription.Origin.REAL)
    captured_on = forms.DateField(required=False, widget=AdminDateInput, help_text="When the text was copied.")
    resumes = forms.FileField(
        required=False,
        widget=SeveralFilesInput,
        label="Résumés as files",
        help_text="TXT, PDF, DOCX or HTML; several at once. Their texts are shown before anything is stored.",
    )

    def __init__(self, *args: Any, sent: Sent | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sent = sent
        self.fields["job_description"].widget = job_description_chooser.widget_class()
        for place in range(MAX_PROFILES):
            self.fields[f"persona_{place + 1}"] = forms.ModelChoiceField(
                Persona.objects.all(),
                required=False,
                label=f"Persona {place + 1}",
                widget=persona_chooser.widget_class(),
            )

    @property
    def persona_fields(self) -> list[forms.BoundField]:
        return [self[f"persona_{place + 1}"] for place in range(MAX_PROFILES)]

    def chosen_personas(self) -> list[Persona]:
        """The personas chosen, each once, in the order of the fields."""
        found = (self.cleaned_data.get(f"persona_{place + 1}") for place in range(MAX_PROFILES))
        return list({persona.pk: persona for persona in found if persona is not None}.values())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, sentences in (self.sent.errors if self.sent else {}).items():
            self.add_error(name if name in self.fields else None, sentences)
        if cleaned.get("job_description"):
            if cleaned.get("text"):
                self.add_error(
                    "job_description",
                    "Choose a stored job description or give a new text, not both: empty one of them.",
                )
        elif not {"text", "file", "address"} & set(self.errors):
            self._clean_new_job(cleaned)
        series = [persona.series for persona in self.chosen_personas()]
        if len(set(series)) < len(series):
            self.add_error(None, "One persona is chosen in two versions. Keep one of them.")
        return cleaned

    def _clean_new_job(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("text"):
            self.add_error(
                "job_description", "Choose a job description here, or give its text, a file or an address below."
            )
            return
        for name, sentence in (
            ("company", "The text does not say the company in its first lines. Type it."),
            ("title", "The text does not say the role in its first lines. Type it."),
        ):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, sentence)
        if cleaned.get("origin") == JobDescription.Origin.REAL and not cleaned.get("address"):
            self.add_error(
                "address", "A real posting needs the address it was copied from. Give it, or choose another origin."
            )

    def job(self) -> JobDescription | NewJob:
        """The valid form's job description."""
        data = self.cleaned_data
        return data["job_description"] or NewJob(
            text=data["text"],
            company=data["company"],
            title=data["title"],
            origin=data["origin"],
            source_url=data["address"],
            captured_on=data["captured_on"],
        )


class ResumeForm(forms.Form):
    """One new persona; a form without anything in it counts for none."""

    name = forms.CharField(required=False, max_length=120, help_text="Left empty, it is taken from the résumé.")
    headline = forms.CharField(required=False, max_length=200)
    employers = NamesField(required=False, help_text="Companies named in the résumé, with commas between them.")
    text = TextField(label="Résumé")
    leave_out = forms.BooleanField(required=False, label="Leave this persona out")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.has_changed():
            for name, sentence in (
                ("text", "Paste the résumé, or leave this persona out."),
                ("name", "The résumé does not begin with a name. Type it."),
                ("headline", "The résumé does not say what this person is. Type one line."),
            ):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, sentence)
        return cleaned

    def persona(self) -> NewPersona:
        """The valid form's persona."""
        data = self.cleaned_data
        return NewPersona(
            text=data["text"], name=data["name"], headline=data["headline"], employers=tuple(data["employers"])
        )
