"""Pages editors fill in and readers see, and the one marketing setting."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.text import slugify
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page

from evaluations.models import Evaluation, JobDescription, Ledger, Persona
from evaluations.work import LIVE_STATES, Work
from xrays import publishing, statements
from xrays.admin.forms import XRayPageForm
from xrays.admin.panels import EvaluationsPanel
from xrays.blocks import ClaimsBlock, TextPageBlock
from xrays.glances import load_glances
from xrays.method_tables import method_tables
from xrays.page_views import XRayPageViews

PROSE_FEATURES = ["bold", "italic"]
TITLE_WITHOUT_JOB = "New x-ray"
HOME_XRAYS = 3


def default_engine() -> str:
    """The engine a new page starts with; the page keeps it when the site's default changes later."""
    return settings.DEFAULT_ENGINE


class CopiedWhole:
    """Pages that have x-rays below them: a refused publication undoes the whole copy, not only its last page."""

    def copy(self, *args: Any, **kwargs: Any) -> Page:
        with transaction.atomic():
            return super().copy(*args, **kwargs)  # type: ignore[misc]


class HomePage(CopiedWhole, Page):
    """The site's first page: what an x-ray is, and the newest ones."""

    headline = models.CharField(max_length=160)
    lead = RichTextField(features=["bold", "italic", "link"])
    body = StreamField(TextPageBlock(), blank=True)

    content_panels = (*Page.content_panels, FieldPanel("headline"), FieldPanel("lead"), FieldPanel("body"))
    parent_page_types = ("wagtailcore.Page",)
    max_count = 1

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | {"glances": load_glances(XRayPage.objects.descendant_of(self), limit=HOME_XRAYS)}


class TextPage(Page):
    """A plain page: pricing, about and corrections, privacy."""

    lead = models.TextField(blank=True)
    body = StreamField(TextPageBlock(), blank=True)

    content_panels = (*Page.content_panels, FieldPanel("lead"), FieldPanel("body"))
    parent_page_types = ("xrays.HomePage",)
    subpage_types = ()


class MethodPage(Page):
    """How scores come about; the tables on it are printed from the code that computes them."""

    introduction = RichTextField(features=["bold", "italic", "link"])
    body = StreamField(TextPageBlock(), blank=True)

    content_panels = (*Page.content_panels, FieldPanel("introduction"), FieldPanel("body"))
    parent_page_types = ("xrays.HomePage",)
    subpage_types = ()
    max_count = 1

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"tables": method_tables()}


class XRayIndexPage(CopiedWhole, Page):
    """All x-rays with their scores at a glance."""

    introduction = RichTextField(features=["bold", "italic", "link"], blank=True)

    content_panels = (*Page.content_panels, FieldPanel("introduction"))
    parent_page_types = ("xrays.HomePage",)
    subpage_types = ("xrays.XRayPage",)
    max_count = 1

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | {"glances": load_glances(XRayPage.objects.child_of(self))}


class XRayPage(XRayPageViews, Page):
    """One x-ray: a job description's locked ledger and the personas judged on it.

    The title is computed from the job description. Pins (ledger, and the profiles' evaluations) are set when an
    editor acts, never by a worker.
    """

    job_description = models.ForeignKey(
        JobDescription, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ledger = models.ForeignKey(
        Ledger, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    engine = models.CharField(max_length=40, default=default_engine)
    introduction = RichTextField(features=PROSE_FEATURES, blank=True)
    role_summary = RichTextField("the role", features=PROSE_FEATURES, blank=True)
    claims = StreamField(ClaimsBlock(), blank=True, verbose_name="what this role is actually testing")
    synthesis = RichTextField("what this shows", features=PROSE_FEATURES, blank=True)
    author_name = models.CharField("author", max_length=120, blank=True)

    content_panels = (
        FieldPanel("job_description"),
        EvaluationsPanel(heading="Evaluations"),
        FieldPanel("introduction"),
        FieldPanel("role_summary"),
        FieldPanel("claims"),
        InlinePanel("profiles", heading="Profiles", label="Profile", min_num=0, max_num=publishing.MAX_PROFILES),
        FieldPanel("synthesis"),
        FieldPanel("author_name"),
        FieldPanel("engine"),
    )
    parent_page_types = ("xrays.XRayIndexPage",)
    subpage_types = ()
    base_form_class = XRayPageForm
    # A draft may lack anything; publishing.py says what a published page needs.

    class Meta:
        verbose_name = "X-ray"

    @property
    def computed_title(self) -> str:
        """The page's title: company and role of its job description."""
        if self.job_description_id is None:
            return TITLE_WITHOUT_JOB
        return statements.title(self.job_description.company, self.job_description.title)

    @staticmethod
    def slug_stem(job_description: JobDescription | None) -> str:
        """The address a page of this job description gets by itself, before it is numbered."""
        if job_description is None:
            return slugify(TITLE_WITHOUT_JOB)
        return slugify(f"{job_description.company} {job_description.title}")[:240] or "x-ray"

    def free_slug(self, parent: Page, job_description: JobDescription | None) -> str:
        """The stem, numbered if a sibling has it already."""
        stem = self.slug_stem(job_description)
        siblings = parent.get_children().filter(slug__startswith=stem).exclude(pk=self.pk)
        taken = set(siblings.values_list("slug", flat=True))
        return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)

    def save(self, clean: bool = True, **kwargs: Any) -> None:
        """Save the page; raises publishing.PublicationRefused when it would put something wrong on the site."""
        self.title = self.computed_title
        if not self.slug and self.path:
            self.slug = self.free_slug(self.get_parent(), self.job_description)
        publishing.check_publication(self, kwargs.get("update_fields"))
        super().save(clean=clean, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        self.title = self.computed_title
        return super().save_revision(*args, **kwargs)

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        # Wagtail clears the schedule before it saves; a refused publication must not have done so.
        with transaction.atomic():
            return super().publish(*args, **kwargs)


class XRayProfile(Orderable):
    """One persona on an x-ray, with the evaluation whose numbers the page prints."""

    page = ParentalKey(XRayPage, on_delete=models.CASCADE, related_name="profiles")
    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="+")
    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    paragraph = RichTextField(features=PROSE_FEATURES, blank=True)

    panels = (FieldPanel("persona"), FieldPanel("paragraph"))

    def __str__(self) -> str:
        return self.persona.name


class Rendering(Work):
    """A file a worker makes of a published x-ray: the picture of one dashboard, the social card, or the PDF.

    content_hash stands for what the page said, template_hash for how it was drawn; both together for the bytes.
    files maps a kind of file (png, webp, avif, pdf) to its name in media, its SHA-256 and its size in bytes. width and
    height are those of the picture in pixels.
    """

    class Kind(models.TextChoices):
        CAPTURE = "capture", "Picture of a dashboard"
        CARD = "card", "Social card"
        REPORT = "report", "PDF"

    page = models.ForeignKey(XRayPage, on_delete=models.CASCADE, related_name="renderings")
    kind = models.CharField(max_length=8, choices=Kind.choices, editable=False)
    persona_key = models.CharField(max_length=140, blank=True, editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    template_hash = models.CharField(max_length=64, editable=False)
    renderer = models.CharField(max_length=120, blank=True, editable=False)
    files = models.JSONField(default=dict, editable=False)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    pages = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        ordering = ("-pk",)
        indexes = (*Work.indexes_for("rendering_open"),)
        constraints = (
            models.UniqueConstraint(
                fields=["page", "kind", "persona_key", "content_hash", "template_hash"],
                condition=Q(state__in=LIVE_STATES),
                name="rendering_live",
            ),
        )

    def __str__(self) -> str:
        of = f" of {self.persona_key}" if self.persona_key else ""
        return f"{self.get_kind_display()}{of}: {self.get_state_display().lower()}"


@register_setting(icon="link")
class MarketingSettings(BaseSiteSetting):
    """The wording and links that lead from an x-ray to pricing: one place for the whole site."""

    call_to_action = models.CharField(max_length=120, default="Run your own profile against this role")
    call_to_action_url = models.CharField(
        "call to action address",
        max_length=300,
        default="/pricing/",
        help_text="A path of this site or a full https address.",
    )
    pricing_line = models.CharField(
        max_length=240, default="JobJam sells one-time credits: no subscription, no auto-renewal."
    )
    pricing_label = models.CharField(max_length=60, default="See pricing")
    pricing_url = models.CharField("pricing address", max_length=300, default="/pricing/")
    campaign_source = models.CharField(max_length=60, blank=True, default="xray")
    campaign_medium = models.CharField(max_length=60, blank=True, default="article")
    provenance_wording = models.TextField(
        default=(
            "The personas are fictional. The evaluator, the scores and the analysis are JobJam's real output, "
            "printed as it was given."
        )
    )

    panels = (
        MultiFieldPanel(
            [
                FieldPanel("call_to_action"),
                FieldPanel("call_to_action_url"),
                FieldPanel("pricing_line"),
                FieldPanel("pricing_label"),
                FieldPanel("pricing_url"),
            ],
            heading="Call to action and pricing",
        ),
        MultiFieldPanel([FieldPanel("campaign_source"), FieldPanel("campaign_medium")], heading="Campaign parameters"),
        FieldPanel("provenance_wording"),
    )

    class Meta:
        verbose_name = "marketing"

    def link(self, address: str, *, campaign: str, medium: str = "") -> str:
        """An address with the campaign parameters added; what is already in it stays. medium instead of the setting's."""
        parts = urlsplit(address)
        own = parse_qsl(parts.query, keep_blank_values=True)
        tags = {
            "utm_source": self.campaign_source,
            "utm_medium": medium or self.campaign_medium,
            "utm_campaign": campaign,
        }
        added = [(key, value) for key, value in tags.items() if value and key not in dict(own)]
        return urlunsplit(parts._replace(query=urlencode([*added, *own])))

    def clean(self) -> None:
        """Raises ValidationError for an address a reader's click must not follow: a script, or another scheme."""
        wrong = {
            name: "Write a path of this site that begins with “/”, or a full https address."
            for name in ("call_to_action_url", "pricing_url")
            if not _is_followable(getattr(self, name))
        }
        if wrong:
            raise ValidationError(wrong)


def _is_followable(address: str) -> bool:
    """Whether an address is a path of this site or a full web address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme or parts.netloc:
        return parts.scheme in ("http", "https") and bool(parts.netloc)
    return address.startswith("/")
