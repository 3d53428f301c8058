"""One x-ray's records, loaded in a fixed number of queries and built into what its page and dashboards print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from evaluations import schema
from evaluations.grounding import locate
from evaluations.models import Evaluation, JobDescription, Ledger, Persona
from xrays import statements, tokens
from xrays.anatomy import Anatomy, anatomy
from xrays.cards import Card, cap_sentence, judged, unshown_sentence
from xrays.excerpts import Annotation, Document, Reference, document
from xrays.matrix import Matrix, matrix
from xrays.page_records import UNSCORED, Records, load_records
from xrays.ranking import rank
from xrays.reports import PrintedReport, printed_report
from xrays.strips import Strip, strip

if TYPE_CHECKING:
    from xrays.models import XRayPage, XRayProfile


@dataclass(frozen=True)
class Foot:
    """Where an evaluation comes from: the facts somebody needs to repeat it. evaluation is its key in the database."""

    evaluation: int
    engine: str
    engine_version: str
    model: str
    model_snapshot: str
    method: str
    as_of: date
    finished_at: datetime | None
    input_hash: str
    ledger_hash: str
    job_description_hash: str
    resume_hash: str


@dataclass(frozen=True)
class Profile:
    """One persona on the page; report, anatomy and foot are None until there is a finished evaluation."""

    card: Card
    persona: Persona
    paragraph: str
    resume: Document
    report: PrintedReport | None = None
    anatomy: Anatomy | None = None
    unshown_sentence: str = ""
    foot: Foot | None = None


@dataclass(frozen=True)
class ClaimQuote:
    """Words of the job description; target is the element id of their place in it, empty when they are not found."""

    text: str
    target: str


@dataclass(frozen=True)
class Claim:
    """One thing the role tests; text is the editor's HTML."""

    id: str
    claim: str
    contrast: str
    text: str
    quotes: tuple[ClaimQuote, ...]


@dataclass(frozen=True)
class XRayView:
    """Everything an x-ray's page and dashboards print. Texts an editor wrote still hold tokens; token_values fills them."""

    title: str
    job_description: JobDescription | None
    ledger: Ledger | None
    requirements: tuple[schema.Requirement, ...]
    profiles: tuple[Profile, ...]
    median: Profile | None
    strip: Strip
    matrix: Matrix | None
    claims: tuple[Claim, ...]
    job_document: Document | None
    provenance: str
    disclaimer: str
    bridge: str
    judged_by: str
    description: str
    last_evaluated: datetime | None
    token_values: Mapping[str, str]

    @property
    def cards(self) -> tuple[Card, ...]:
        return tuple(profile.card for profile in self.profiles)

    @property
    def total(self) -> int:
        return len(self.requirements)

    def profile(self, key: str) -> Profile | None:
        """The profile with this part of the address; None when there is none."""
        return next((profile for profile in self.profiles if profile.card.key == key), None)


def load_xray(page: XRayPage, *, provenance_wording: str = "") -> XRayView:
    """The view of a page, saved or in preview. provenance_wording is the site's sentence on what is fictional."""
    return build_view(load_records(page), provenance_wording=provenance_wording)


def build_view(records: Records, *, provenance_wording: str) -> XRayView:
    """What the records say, in page order by score."""
    page, job = records.page, records.job_description
    usable = [records.usable(profile) for profile in records.profiles]
    ranked = rank(
        [*zip(records.profiles, usable, strict=True)],
        [evaluation.score if evaluation else None for evaluation in usable],
    )
    keys = _keys([records.personas[profile.persona_id] for profile, _ in ranked.profiles])
    profiles = tuple(
        _profile(records, letter, key, profile, evaluation)
        for key, (letter, (profile, evaluation)) in zip(keys, ranked.lettered(), strict=True)
    )
    median = next((built for built, pair in zip(profiles, ranked.profiles, strict=True) if pair is ranked.median), None)
    cards = tuple(profile.card for profile in profiles)
    claims = _claims(page, job.text if job else "")
    finished = [evaluation.finished_at for evaluation in usable if evaluation and evaluation.finished_at]
    employers = [name for profile in profiles for name in profile.persona.employers]
    total = len(records.requirements)
    return XRayView(
        title=statements.title(job.company, job.title) if job else page.title,
        job_description=job,
        ledger=records.ledger,
        requirements=records.requirements,
        profiles=profiles,
        median=median,
        strip=strip(cards, ranked.spread),
        matrix=_matrix(records, profiles),
        claims=claims,
        job_document=_job_document(job, records.requirements, claims) if job else None,
        provenance=statements.provenance(
            job.origin, job.company, job.captured_on, note=job.provenance_note, wording=provenance_wording
        )
        if job
        else "",
        disclaimer=statements.disclaimer(job.origin, job.company, employers) if job else "",
        bridge=statements.bridge(len(profiles), total, ranked.spread),
        judged_by=statements.judged_by([profile.foot for profile in profiles if profile.foot]),
        description=statements.description(job.company, job.title, cards) if job else "",
        last_evaluated=max(finished, default=None),
        token_values=_token_values(records, profiles, ranked.spread, median, usable),
    )


def _keys(personas: Sequence[Persona]) -> list[str]:
    """Each persona's part of addresses: its slug, with the version where two versions of one stand on a page."""
    slugs = Counter(persona.slug for persona in personas)
    return [
        persona.slug if slugs[persona.slug] == 1 else f"{persona.slug}-version-{persona.version}"
        for persona in personas
    ]


def _profile(records: Records, letter: str, key: str, profile: XRayProfile, evaluation: Evaluation | None) -> Profile:
    persona = records.personas[profile.persona_id]
    requirements = records.requirements
    state, sentence = records.state(profile)
    score = evaluation.score_record if evaluation else None
    if evaluation is not None and score is None:
        state, sentence = UNSCORED
    rows = judged(requirements, records.findings.get(evaluation.pk, {}), score) if evaluation else ()
    card = Card(
        letter=letter,
        key=key,
        name=persona.name,
        headline=persona.headline,
        level=persona.level,
        points=score.points if score else None,
        band=score.band if score else None,
        judged=rows,
        cap_sentence=cap_sentence(score, requirements),
        state=state,
        state_sentence=sentence,
    )
    evidence = (
        Annotation(
            span, f"resume-{key}-{row.number}" if place == 0 else "", _evidence_reference(row.number, row.name, key)
        )
        for row in rows
        for place, span in enumerate(row.finding.spans)
    )
    return Profile(
        card=card,
        persona=persona,
        paragraph=profile.paragraph,
        resume=document(persona.text, evidence),
        report=printed_report(evaluation.report_record, rows) if evaluation else None,
        anatomy=anatomy(score, rows, requirements) if score else None,
        unshown_sentence=unshown_sentence(rows),
        foot=_foot(records, persona, evaluation) if evaluation else None,
    )


def _evidence_reference(number: int, name: str, key: str) -> Reference:
    return Reference(
        label=str(number), words=f"Evidence for requirement {number}, {name}", target=f"evidence-{number}-{key}"
    )


def _foot(records: Records, persona: Persona, evaluation: Evaluation) -> Foot:
    return Foot(
        evaluation=evaluation.pk,
        engine=evaluation.engine,
        engine_version=evaluation.engine_version,
        model=evaluation.model,
        model_snapshot=evaluation.model_snapshot,
        method=evaluation.method,
        as_of=evaluation.as_of,
        finished_at=evaluation.finished_at,
        input_hash=evaluation.input_hash,
        ledger_hash=records.ledger.content_hash if records.ledger else "",
        job_description_hash=records.job_description.text_hash if records.job_description else "",
        resume_hash=persona.text_hash,
    )


def _matrix(records: Records, profiles: Sequence[Profile]) -> Matrix | None:
    evaluated = [profile for profile in profiles if profile.card.judged]
    if not evaluated or records.job_description is None:
        return None
    return matrix(
        records.requirements,
        [profile.card for profile in evaluated],
        records.job_description.text,
        {profile.card.key: profile.persona.text for profile in evaluated},
    )


def _claims(page: XRayPage, text: str) -> tuple[Claim, ...]:
    claims = []
    for number, block in enumerate(page.claims, start=1):
        value: Any = block.value
        quotes = []
        for place, quote in enumerate(value.get("quotes") or (), start=1):
            found = locate(quote, text) if text else None
            quotes.append(ClaimQuote(quote, f"quote-{number}-{place}" if found else ""))
        body = value.get("text")
        claims.append(
            Claim(
                id=f"claim-{number}",
                claim=value.get("claim") or "",
                contrast=value.get("contrast") or "",
                text=body.source if body is not None else "",
                quotes=tuple(quotes),
            )
        )
    return tuple(claims)


def _job_document(job: JobDescription, requirements: Sequence[schema.Requirement], claims: Sequence[Claim]) -> Document:
    annotations = [
        Annotation(
            span,
            f"job-{number}" if place == 0 else "",
            Reference(
                str(number), f"Requirement {number}, {requirement.name}, in the comparison", f"requirement-{number}"
            ),
        )
        for number, requirement in enumerate(requirements, start=1)
        for place, span in enumerate(requirement.spans)
    ]
    for claim in claims:
        for quote in claim.quotes:
            found = locate(quote.text, job.text) if quote.target else None
            if found is not None:
                annotations.append(Annotation(found, quote.target))
    return document(job.text, annotations)


def _token_values(
    records: Records,
    profiles: Sequence[Profile],
    spread: int | None,
    median: Profile | None,
    usable: Sequence[Evaluation | None],
) -> dict[str, str]:
    evaluations = {evaluation.persona_id: evaluation for evaluation in usable if evaluation}
    standings = []
    for profile in profiles:
        evaluation = evaluations.get(profile.persona.pk)
        standings.append(
            tokens.Standing(
                slug=profile.persona.slug,
                name=profile.persona.name,
                score=profile.card.points,
                band=profile.card.band or "",
                met=len(profile.card.met) if evaluation else None,
                total=profile.card.total if evaluation else None,
                is_evaluated=evaluation is not None,
            )
        )
    return tokens.values(
        standings,
        total=len(records.requirements) if records.ledger else None,
        spread=spread,
        median=median.persona.name if median else None,
        requirements={requirement.id: requirement.name for requirement in records.requirements},
    )
