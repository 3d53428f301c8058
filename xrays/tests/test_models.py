"""Pages as records: their factories, their names, their links."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from evaluations.factories import JobDescriptionFactory, PersonaFactory
from xrays import factories, models, pins
from xrays.tests.pages import finished_page

pytestmark = pytest.mark.django_db

PAGE_FACTORIES = {
    factory._meta.model: factory
    for factory in vars(factories).values()
    if isinstance(factory, type) and issubclass(factory, factories.PageFactory) and factory is not factories.PageFactory
}


def test_every_page_type_has_a_factory() -> None:
    types = {model for model in vars(models).values() if isinstance(model, type) and issubclass(model, Page)} - {Page}
    assert set(PAGE_FACTORIES) == types


@pytest.mark.parametrize("model", PAGE_FACTORIES, ids=lambda model: model.__name__)
def test_factory_makes_a_page_where_it_may_stand(model: type[Page]) -> None:
    page = PAGE_FACTORIES[model]()
    parent = page.get_parent().specific
    assert isinstance(page, model)
    assert model in parent.allowed_subpage_models()
    assert Page.objects.get(pk=page.pk).specific == page


def test_two_pages_of_one_job_description_get_two_addresses() -> None:
    job_description = JobDescriptionFactory(company="Larch", title="Nurse")
    slugs = [factories.XRayPageFactory(job_description=job_description).slug for _ in range(3)]
    assert slugs == ["larch-nurse", "larch-nurse-2", "larch-nurse-3"]


def test_very_long_names_still_fit() -> None:
    job_description = JobDescriptionFactory(company="C" * 120, title="T" * 160)
    page = factories.XRayPageFactory(job_description=job_description)
    assert (len(page.title) <= 255, page.title.endswith(" — X-Ray")) == (True, True)


def test_title_cannot_be_typed() -> None:
    page = finished_page()
    page.title = "Typed"
    page.save()
    revision = page.save_revision()
    assert page.title == page.computed_title == revision.content["title"]


def test_profiles_keep_their_order_through_a_draft() -> None:
    personas = [PersonaFactory() for _ in range(4)]
    page = factories.XRayPageFactory(personas=personas)
    draft = models.XRayPage.objects.get().get_latest_revision_as_object()
    assert [profile.persona for profile in pins.profiles_of(draft)] == personas
    assert [profile.persona for profile in pins.profiles_of(page)] == personas


def test_token_values_follow_the_pinned_evaluations() -> None:
    page = finished_page()
    values = pins.token_values(page)
    profiles = pins.ranked_profiles(page).profiles
    first, last = profiles[0], profiles[-1]
    assert values["total"] == "4"
    assert values["spread"] == str(first.evaluation.score - last.evaluation.score)
    assert values[f"score:{first.persona.slug}"] == f"{first.evaluation.score}\u00a0%"
    assert values[f"fraction:{last.persona.slug}"] == "0 of 4"
    assert values["median"] == profiles[1].persona.name
    assert values["requirement:r2"] == "Ventilator care"


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("/pricing/", "/pricing/?utm_source=xray&utm_medium=article&utm_campaign=kraken"),
        ("https://x.test/a?b=c#d", "https://x.test/a?utm_source=xray&utm_medium=article&utm_campaign=kraken&b=c#d"),
        ("/p/?utm_source=own", "/p/?utm_medium=article&utm_campaign=kraken&utm_source=own"),
        ("/p/?a=1&a=2&b=", "/p/?utm_source=xray&utm_medium=article&utm_campaign=kraken&a=1&a=2&b="),
    ],
)
def test_links_carry_campaign_parameters_and_keep_their_own(address: str, linked: str) -> None:
    factories.home_page()
    assert factories.MarketingSettingsFactory().link(address, campaign="kraken") == linked


@pytest.mark.parametrize(
    ("address", "is_right"),
    [
        ("/pricing/", True),
        ("https://x.test/pricing", True),
        ("javascript:alert(1)", False),
        ("//x.test/pricing", False),
        ("pricing", False),
        ("https://", False),
        ("https://[x", False),
    ],
)
def test_marketing_takes_only_addresses_a_click_may_follow(address: str, is_right: bool) -> None:
    marketing = models.MarketingSettings(pricing_url=address)
    refused: list[str] = []
    try:
        marketing.clean()
    except ValidationError as error:
        refused = list(error.message_dict)
    assert refused == ([] if is_right else ["pricing_url"])
