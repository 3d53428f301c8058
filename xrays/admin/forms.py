"""The x-ray editor's form: pins are set when it is saved, and publishing is refused in words beside the fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from evaluations.engines.base import EngineError
from evaluations.inputs import engine_named
from xrays import pins, publishing

if TYPE_CHECKING:
    from xrays.models import XRayPage


ENGINE_LABELS = {"local": "Built-in engine: no key, no network, the same answer every time", "openai": "OpenAI"}


def engine_choices(chosen: str) -> list[tuple[str, str]]:
    """The engines that can be used on this site, and the chosen one even if it cannot."""
    choices = []
    for name in dict.fromkeys([*settings.EVALUATION_ENGINES, chosen]):
        label = ENGINE_LABELS.get(name, name)
        try:
            engine = engine_named(name)
        except EngineError as error:
            if name == chosen:
                choices.append((name, f"{label}, cannot be used: {error.sentence}"))
            continue
        if name == "openai":
            label = f"{'A server that speaks OpenAI’s protocol' if '+server.' in engine.version else label}, model {engine.model}"
        choices.append((name, label))
    return choices


class XRayPageForm(WagtailAdminPageForm):
    """Computes title and address, sets the pins, and asks the publish gate before Wagtail publishes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "engine" in self.fields:
            self.fields["engine"] = forms.ChoiceField(
                choices=engine_choices(pins.engine_of(self.instance)),
                initial=pins.engine_of(self.instance),
                help_text="Which engine reads and judges for this page. Another engine means evaluating anew.",
            )
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = "Left empty, it is made from company and role."

    def clean_slug(self) -> str:
        """The typed address, or one made from the job description while nobody typed one and nothing was published."""
        typed = self.cleaned_data.get("slug") or ""
        page: XRayPage = self.instance
        stays = typed and (
            page.first_published_at or typed != self.initial.get("slug") or not _is_proposed(page, typed)
        )
        if stays or self.parent_page is None:
            return typed
        return page.free_slug(self.parent_page, self.cleaned_data.get("job_description"))

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        if self._publishes():
            page = self._applied()
            for sentence in publishing.problems(page) if publishing.changes_published(page) else ():
                self.add_error(None, forms.ValidationError(sentence))
        return not self.errors

    def save(self, commit: bool = True) -> XRayPage:
        page = self._applied()
        if commit:
            page.save()
            self._save_m2m()
        return page

    def _applied(self) -> XRayPage:
        """The page with the form's values in memory, its pins set and its title computed."""
        page = super().save(commit=False)
        pins.pin_current(page)
        page.title = page.computed_title
        return page

    def _publishes(self) -> bool:
        """Whether the button that was pressed puts the page on the site, now or on a date."""
        if self.data.get("action-publish"):
            return True
        if not self.data.get("action-workflow-action") or self.data.get("workflow-action-name") != "approve":
            return False
        state = self.instance.current_workflow_state
        return state is not None and state.is_at_final_task


def _is_proposed(page: Page, slug: str) -> bool:
    """Whether a slug is one the page's job description would have got by itself, numbered or not."""
    stem = page.slug_stem(page.job_description)
    rest = slug.removeprefix(stem)
    return slug.startswith(stem) and (not rest or rest.lstrip("-").isdigit())
