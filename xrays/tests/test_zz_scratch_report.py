"""Scratch, to be deleted."""
import pickle
from datetime import date, datetime, UTC
import pytest
from evaluations.engines.local import LocalEngine
from evaluations.factories import EvaluationFactory, JobDescriptionFactory, LedgerFactory, PersonaFactory
from xrays.demo import load_xrays
from xrays.factories import MarketingSettingsFactory, XRayPageFactory, claim_block
from xrays.links import links_of
from xrays.page_data import load_xray
from xrays.tests.pages import finished_page

pytestmark = pytest.mark.django_db


def demo(texts):
    job = JobDescriptionFactory(company=texts.company, title=texts.title, field=texts.field, level=texts.level, place=texts.place,
        origin=texts.origin, show=texts.show, source_url=texts.source_url, captured_on=texts.captured_on, provenance_note=texts.provenance_note, text=texts.job_description)
    engine = LocalEngine()
    ledger = LedgerFactory(job_description=job, reader=engine, requirements=engine.read(job.text).requirements)
    personas = [PersonaFactory(slug=p.slug, name=p.name, headline=p.headline, level=p.level, employers=list(p.employers), summary=p.summary.strip(), text=p.resume) for p in texts.personas]
    for persona in personas:
        EvaluationFactory(ledger=ledger, persona=persona, judge=engine)
    page = XRayPageFactory(job_description=job, engine="local", personas=personas, pinned=True, introduction=f"<p>{texts.introduction}</p>", role_summary=f"<p>{texts.role_summary}</p>", synthesis=f"<p>{texts.synthesis}</p>", author_name="JobJam editors",
        claims=[claim_block(c.claim, c.not_claim, c.text.strip(), c.quotes) for c in texts.claims], first_published_at=datetime(2026,11,23,tzinfo=UTC))
    paragraphs = {p.slug: p.paragraph for p in texts.personas}
    for profile in page.profiles.all():
        profile.paragraph = f"<p>{paragraphs[profile.persona.slug].strip()}</p>"
        profile.save()
    page = type(page).objects.get(pk=page.pk)
    return page


def dump(name, page):
    marketing = MarketingSettingsFactory()
    page.live = True
    view = load_xray(page, provenance_wording=marketing.provenance_wording)
    page.job_description, [p.persona for p in page.profiles.all()]
    context = {"page": page, "view": view, "marketing": marketing, **links_of(page, marketing)}
    with open(f"/tmp/reportlab_out/{name}.pickle", "wb") as file:
        pickle.dump(context, file)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_demo(place):
    texts = load_xrays()[place]
    page = demo(texts)
    from wagtail.models import Page
    dump(texts.slug, page)


def test_small():
    dump("factory", finished_page())


def test_stress():
    lines = "\n".join(f"- {'Registered licence of the region for <b>intensive & long-named care</b> number' if n % 7 == 0 else 'Ventilator care'} {n}{' [credential]' if n % 5 == 0 else ' [language], a plus' if n % 4 == 0 else ' [experience] 5+ years' if n % 3 == 0 else ''}" for n in range(1, 31))
    job = JobDescriptionFactory(company="Averyveryverylongcompanynamewithoutanybreaks " + "Clinic of the Northern Shores & Sons <Ltd>", title="Senior Nurse of Intensive Care, Anaesthesia, Ventilation and the Training of New Staff on Four Wards", origin="real", show="quotes",
        source_url="https://example.org/a/very/long/path/" + "x" * 150, text=f"Senior Nurse <script>alert(1)</script>\n\n{lines}\n")
    ledger = LedgerFactory(job_description=job)
    n = ledger.requirements.count()
    assert n == 30, n
    names = ["Alexandra Maximiliana Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh", "Bo Li", "Čeněk Łukaszewski-Ďurčo", "Dr. O'Neill <i>\"Danny\"</i> & Sons", "Averyveryverylongnamewithoutanybreaks" * 2, "Fatima Zahra El-Amrani"]
    cycles = [("met",), ("met", "partial"), ("partial", "missing", "unclear"), ("missing", "met"), ("missing",), ("unclear",)]
    evs = []
    for name, cycle in zip(names, cycles):
        persona = PersonaFactory(name=name, text="Nurse with <script>alert('resume')</script> seven years " + "unbroken" * 30 + "\n\n" + "A line of experience that goes on. " * 40)
        evs.append(EvaluationFactory(ledger=ledger, persona=persona, verdicts=tuple(cycle[k % len(cycle)] for k in range(30))))
    page = XRayPageFactory(job_description=job, engine="scripted", personas=[e.persona for e in evs], pinned=True)
    dump("stress", page)
