"""What services refuse, shown where the person who asked can read it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse

from evaluations import services


class SentenceMixin:
    """Shows what a service refuses as an error of the form, and says when only a person's look is missing."""

    def is_valid(self, form: Any) -> bool:
        is_valid = super().is_valid(form)  # type: ignore[misc]
        if getattr(form, "awaits_check", False) and set(form.errors) == {"text"}:
            self.produced_error_message = "Nothing is saved yet. Check the text that was read from the file, then save."
        return is_valid

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except services.ServiceError as error:
            form.add_error(None, error.sentence)
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]
