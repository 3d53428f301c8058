"""Years of work: which dated roles count for what a requirement asks, and how long they add up to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from evaluations.engines.local.dates import Period, months_covered
from evaluations.engines.local.evidence import Evidence, Proof, is_break
from evaluations.engines.local.resume import Resume, Role
from evaluations.engines.local.titles import TITLE
from evaluations.engines.local.words import stems_of, weighted_stems

# Trades: how a requirement names them, and how role headers do. A requirement that names none of them is matched by words.
_TRADES: tuple[tuple[str, str, str], ...] = (
    ("software", r"software|backend|back-end|frontend|front-end|full.?stack|web|mobile|systems?|platform|embedded|application development|"
     r"coding|programming|microservice|api development|engineering",
     r"software|backend|back-end|back end|frontend|front-end|front end|full.?stack|developer|programmer|sre|devops|platform engineer|"
     r"systems engineer|web engineer|mobile engineer|data engineer|machine learning engineer|ml engineer|site reliability|"
     r"infrastructure engineer|security engineer|embedded|firmware|cloud engineer|software architect|solutions? architect|"
     r"staff engineer|principal engineer|ui engineer|ui developer|ux engineer|application engineer|api engineer|integration engineer|automation engineer|software tester|applications developer|qa engineer|test engineer|middleware|engineering manager|web designer"),
    ("data", r"data|analytics|analysis|technical field|machine learning|statistic\w*|business intelligence|quantitative",
     r"data|analyst|analytics|scientist|statistic\w*|quantitative|machine learning|bi developer|research assistant|econom\w+|actuar\w+|"
     r"software|developer|engineer"),
    ("sales", r"sales|selling|business development|account (?:executive|management)|quota",
     r"sales|account (?:executive|manager)|business development|sdr|bdr|seller|salesman|saleswoman|commercial"),
    ("marketing", r"marketing|demand generation|brand|seo|growth|content",
     r"marketing|brand|seo|content|growth|campaign|social media|communications|demand"),
    ("product", r"product management|product manager|product owner", r"product manager|product owner|product lead|head of product"),
    ("design", r"design|ux|ui\b|user research", r"designer|ux|user experience|ui\b|design lead|user research"),
    ("nursing", r"nurs\w+|clinical|patient care|acute care|bedside",
     r"nurse|rn\b|lpn|nursing|case manager|clinical|patient care|cna|midwi\w+"),
    ("management", r"people management|managing (?:people|teams|engineers)|leadership|management|leading teams|supervis\w+",
     r"manager|head of|director|team lead|supervisor|chief|vp\b|vice president|lead\b"),
    ("project", r"project management|program(?:me)? management|project manager", r"project|program(?:me)? manager|scrum master|delivery"),
    ("finance", r"accounting|finance|bookkeep\w+|audit\w*|controlling|fp&a", r"account|financ|audit|bookkeep|controller|fp&a|treasur|tax"),
    ("support", r"customer (?:service|support|success)|technical support|help ?desk|customer-facing|hospitality",
     r"support|service|help ?desk|customer|adviser|advisor|agent|barista|waiter|waitress|server|reception|cashier|retail|sales|consultant"),
    ("people", r"human resources|\bhr\b|recruit\w+|talent", r"human resources|\bhr\b|recruit|talent|people (?:partner|operations)"),
    ("operations", r"operations|logistics|supply chain|warehous\w+", r"operations|logistics|supply|warehouse|dispatch|inventory|planner"),
    ("teaching", r"teach\w+|classroom|instruction|education sector", r"teach|tutor|instructor|lecturer|professor|educator"),
    ("legal", r"legal|law\b|paralegal|contracts", r"lawyer|attorney|paralegal|legal|counsel|solicitor|law clerk"),
    ("security", r"security|cybersecurity|infosec", r"security|soc analyst|penetration|infosec"),
    ("food", r"kitchen|culinary|cooking|food service|restaurant", r"chef|cook|kitchen|baker|restaurant|catering"),
    ("care", r"caregiv\w+|social work|childcare|elder\w* care", r"care|social worker|caregiver|childcare|nanny|support worker"),
    ("construction", r"construction|site management|electrical|plumbing|carpentry|welding|maintenance",
     r"construction|site|electric|plumb|carpent|weld|mainten|mechanic|technician|fitter"),
)  # fmt: skip
_TRADE_PATTERNS = tuple(
    (name, re.compile(rf"\b(?:{asked})\b", re.IGNORECASE), re.compile(rf"\b(?:{held})", re.IGNORECASE))
    for name, asked, held in _TRADES
)
_BACK = re.compile(r"\b(?:back.?end|server|systems|middleware|infrastructure|distributed)\b", re.IGNORECASE)
_FRONT = re.compile(r"\b(?:front.?end|ui|web designer|ios|android|mobile|client-side)\b", re.IGNORECASE)
_BOTH = re.compile(r"\bfull.?stack\b", re.IGNORECASE)
_ANY_WORK = re.compile(
    r"\b(?:professional|work|working|industry|relevant|job|post-?graduate|employment|overall|total|full-?time|commercial|hands-on)"
    r"(?:\s+or\s+\w+)?\s+experience\b|^\s*(?:\d[\d+ -]*(?:years?|months?)\s*(?:of)?\s*)?experience\s*$",
    re.IGNORECASE,
)


def working_roles(resume: Resume) -> list[Role]:
    """The jobs of a résumé, without breaks."""
    return [role for role in resume.jobs() if not is_break(role.header)]


def is_trade_name(name: str) -> bool:
    """Whether a concept's name is that of a trade ("Back-end development") rather than of one skill."""
    return any(asked.search(name) for _, asked, _ in _TRADE_PATTERNS)


def asks_for_trade(statement: str) -> bool:
    """Whether a statement asks for years in a trade or in any work at all, rather than in one skill."""
    return bool(_ANY_WORK.search(statement)) or any(asked.search(statement) for _, asked, _ in _TRADE_PATTERNS)


def roles_of_trade(statement: str, resume: Resume) -> list[Role]:
    """The dated jobs that count for the trade a statement names; all of them when it asks for any work."""
    jobs = working_roles(resume)
    trades = [held for _, asked, held in _TRADE_PATTERNS if asked.search(statement)]
    if not trades:
        if _ANY_WORK.search(statement):
            return jobs
        asked_stems = {word for word, weight in weighted_stems(statement) if weight > 1}
        return [role for role in jobs if asked_stems & stems_of(_title_of(role))]
    return [role for role in jobs if any(held.search(_title_of(role)) for held in trades)]


def is_other_branch(statement: str, role: Role) -> bool:
    """Whether a role belongs to another branch of the trade: front end where back end is asked, and the reverse."""
    title = _title_of(role)
    for asked, other in ((_BACK, _FRONT), (_FRONT, _BACK)):
        if asked.search(statement) and not other.search(statement) and not _BOTH.search(statement):
            return bool(other.search(title)) and not asked.search(title)
    return False


def months_of(roles: Iterable[Role]) -> int:
    """Different months in the roles; overlaps count once."""
    return months_covered(period for role in roles for period in role.periods)


def months_shown(evidence: Sequence[Evidence], resume: Resume) -> int:
    """Months of the roles in which the evidence shows something, from the month its own words name if they do."""
    return months_covered(_periods_shown(evidence, resume))


def _periods_shown(evidence: Sequence[Evidence], resume: Resume) -> list[Period]:
    periods = []
    for item in evidence:
        role = item.passage.role
        if item.proof != Proof.SHOWN or role is None or role.section not in ("experience", "project", ""):
            continue
        others = [e for e in evidence if e.passage.role is role and e.proof == Proof.SHOWN]
        others = [e for e in others if e.passage.place != "header"] or others
        since = None if any(e.passage.since is None for e in others) else min(e.passage.since or 0 for e in others)
        for period in role.periods:
            first = max(period.first, since) if since is not None else period.first
            periods.append(replace(period, first=min(first, period.last)))
    return periods


def _title_of(role: Role) -> str:
    """The job title in a header, or the whole header where the title cannot be told apart."""
    first = re.split(r"\s[-|@]\s|,|\bat\b|\n", role.header, maxsplit=1)[0]
    return first if TITLE.search(first) and not re.search(r"\d", first) else role.header
