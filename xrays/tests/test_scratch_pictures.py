import os, time
from pathlib import Path
import pytest
from evaluations.engines.local import LocalEngine
from evaluations.factories import EvaluationFactory, JobDescriptionFactory, LedgerFactory, PersonaFactory
from xrays import capture, inprocess
from xrays.demo import load_xrays
from xrays.factories import XRayPageFactory, publish, MarketingSettingsFactory
from xrays.models import XRayPage
from xrays.page_data import load_xray

OUT = Path("/tmp/pics/out")

def demo_page(texts):
    engine = LocalEngine()
    job = JobDescriptionFactory(company=texts.company, title=texts.title, field=texts.field, level=texts.level, place=texts.place, origin=texts.origin, show=texts.show, captured_on=texts.captured_on, provenance_note=texts.provenance_note, text=texts.job_description)
    ledger = LedgerFactory(job_description=job, reader=engine, requirements=engine.read(job.text).requirements)
    evaluations = [EvaluationFactory(ledger=ledger, judge=engine, persona=PersonaFactory(name=p.name, slug=p.slug, headline=p.headline, level=p.level, employers=list(p.employers), summary=p.summary.strip(), text=p.resume)) for p in texts.personas]
    return publish(XRayPageFactory(job_description=job, engine="local", personas=[e.persona for e in evaluations], pinned=True))

@pytest.mark.django_db
def test_dashboards():
    for texts in load_xrays():
        page = demo_page(texts)
        view = load_xray(page)
        for profile in view.profiles:
            address = page.full_url + f"dashboard/{profile.card.key}/"
            t = time.time()
            html = inprocess.get_page(address)
            t2 = time.time()
            photo = capture.photograph(html, address=address, fetch=inprocess.get_static, width=1280)
            print(profile.card.key, profile.card.points, "page", round(t2 - t, 3), "shot", round(time.time() - t2, 2), photo.width, photo.height, len(photo.png), photo.renderer)
            (OUT / f"{profile.card.key}.png").write_bytes(photo.png)
            (OUT / f"{profile.card.key}.html").write_text(html)
