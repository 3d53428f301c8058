"""One factory per page type and setting; the tests and the demo build pages with the same ones.

Records the pages stand on (job descriptions, personas, ledgers, evaluations) come from evaluations.factories.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Page, Site
from wagtail_factories import PageFactory

from evaluations.models import Persona
from xrays import pins
from xrays.models import (
    HomePage,
    MarketingSettings,
    MethodPage,
    TextPage,
    XRayIndexPage,
    XRayPage,
    XRayProfile,
)


def home_page() -> HomePage:
    """The site's home page: the one there is, or a new one that the default site serves."""
    return HomePage.objects.first() or HomePageFactory()


def xray_index() -> XRayIndexPage:
    """The index x-rays live under: the one there is, or a new one."""
    return XRayIndexPage.objects.first() or XRayIndexPageFactory()


def paragraphs(*texts: str) -> list[tuple[str, str]]:
    """Body blocks of a plain page, one paragraph a text."""
    return [("paragraph", f"<p>{text}</p>") for text in texts]


class HomePageFactory(PageFactory):
    """The home page; the default site is pointed at it."""

    parent = factory.LazyFunction(lambda: Page.get_first_root_node())
    title = "JobJam X-Rays"
    slug = "jobjam"
    headline = "Real jobs, read line by line"
    lead = "<p>Three fictional candidates, one evaluator, every number open.</p>"

    class Meta:
        model = HomePage
        skip_postgeneration_save = True

    @factory.post_generation
    def site(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            Site.objects.update_or_create(
                is_default_site=True, defaults={"root_page": self, "hostname": "localhost", "site_name": self.title}
            )


class TextPageFactory(PageFactory):
    """A plain page below home."""

    parent = factory.LazyFunction(home_page)
    title = factory.Sequence(lambda number: f"Page {number}")
    lead = "What stands on this page, in one sentence."
    body = factory.LazyFunction(lambda: paragraphs("Personas are fictional. Numbers are not."))

    class Meta:
        model = TextPage


class MethodPageFactory(PageFactory):
    """The page that publishes the method."""

    parent = factory.LazyFunction(home_page)
    title = "How scores come about"
    slug = "method"
    introduction = "<p>Every score is arithmetic over findings.</p>"

    class Meta:
        model = MethodPage


class XRayIndexPageFactory(PageFactory):
    """The list of x-rays."""

    parent = factory.LazyFunction(home_page)
    title = "X-rays"
    slug = "xray"
    introduction = "<p>Job descriptions and who would stand where.</p>"

    class Meta:
        model = XRayIndexPage


class XRayPageFactory(PageFactory):
    """A draft x-ray. personas=[…] adds a profile for each, in that order; pinned=True then pins what is current.

    Title and address are computed from the job description. Publish with publish().
    """

    parent = factory.LazyFunction(xray_index)
    title = ""
    slug = ""
    live = False
    introduction = "<p>One job description, read into a single list of requirements.</p>"
    role_summary = "<p>The role keeps services alive that others build on.</p>"
    synthesis = "<p>Between the highest and the lowest score lie [[spread]] points.</p>"
    author_name = "Editorial desk"

    class Meta:
        model = XRayPage
        skip_postgeneration_save = True

    @factory.lazy_attribute
    def claims(self) -> list[tuple[str, dict[str, Any]]]:
        job_description = getattr(self, "job_description", None)
        if job_description is None:
            return []
        quote = next(line.strip(" -*•") for line in job_description.text.splitlines() if line.strip(" -*•"))
        return [claim_block("Ownership", "feature velocity", "The role asks who keeps it alive.", [quote[:300]])]

    @factory.post_generation
    def personas(self, create: bool, extracted: Sequence[Persona] | None, **kwargs: Any) -> None:
        for place, persona in enumerate(extracted or ()):
            self.profiles.add(XRayProfile(persona=persona, sort_order=place, paragraph=f"<p>{persona.name}.</p>"))

    @factory.post_generation
    def pinned(self, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        if extracted:
            pins.pin_current(self)
        if create:
            self.save()
            self.save_revision()


class XRayProfileFactory(DjangoModelFactory):
    """One persona on a page that is saved already."""

    page = factory.SubFactory(XRayPageFactory)
    paragraph = "<p>What the persona has done so far.</p>"

    class Meta:
        model = XRayProfile


class MarketingSettingsFactory(DjangoModelFactory):
    """The marketing setting of the default site, with its standard wording; the one there is gets the given values."""

    site = factory.LazyFunction(lambda: Site.objects.get(is_default_site=True))

    class Meta:
        model = MarketingSettings

    @classmethod
    def _create(cls, model_class: type[MarketingSettings], *args: Any, site: Site, **fields: Any) -> MarketingSettings:
        return model_class.objects.update_or_create(site=site, defaults=fields)[0]


def claim_block(claim: str, contrast: str, text: str, quotes: Iterable[str]) -> tuple[str, dict[str, Any]]:
    """One claim as XRayPage.claims takes it; text is plain."""
    return ("claim", {"claim": claim, "contrast": contrast, "text": f"<p>{text}</p>", "quotes": list(quotes)})


def publish(page: XRayPage, *, user: Any = None) -> XRayPage:
    """Publish the page as it stands in memory, the way code does; returns it fresh from the database."""
    page.save_revision(user=user).publish(user=user)
    return XRayPage.objects.get(pk=page.pk)
