"""Content words of a statement, their stems and how much each one weighs."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:[+#]+)?|\d+(?:[.,]\d+)*")
_STOP = frozenset(
    "a an the and or nor but if then than that this these those of to in on at by for from with without within into onto over under "
    "as is are was were be been being am do does did has have had having it its their his her our your my we you they he she i who whom "
    "which what when where why how all any both each few more most other some such no not only own same so too very can could will would "
    "shall should may might must up down out off about above below between through during before after again further once here there "
    "also etc e g ie eg via per using use used including include includes similar related relevant various multiple other others them us "
    "minimum preferred required requirement plus ideally bonus least one two three several many much well own equivalent new".split()
)
# Words that requirements of every trade use; they say little about what is asked.
_FAINT = frozenset(
    "experience experienced year month work working worker knowledge knowledgeable ability able skill skilled strong solid excellent good "
    "great proven demonstrated demonstrate understanding understand familiar familiarity proficient proficiency expert expertise hands "
    "deep practical professional job role team environment develop developing development provide ensure support help high highly level "
    "quality effective effectively successful successfully track record complex key business company organization industry field day "
    "time across apply applying make building build create deliver delivering manage managing management lead leading driven oriented "
    "minded mindset passion passionate love desire willingness willing comfortable confident exceptional outstanding advanced basic senior "
    "junior standard general technical service system project process task tool technology product people person candidate advantage "
    "background exposure competence competency command capability capable practice related principle technique method concept way".split()
)
_FAMILIES = (
    "mentor coach train teach tutor onboard preceptor guide",
    "collaborate partner together jointly cooperate pair alongside cross-functional teamwork",
    "customer client guest shopper patron",
    "budget spend cost",
    "sell sale sold seller selling salesman",
    "exceed beat outperform surpass above",
    "target quota goal",
    "assess assessment reassessment evaluate evaluation",
    "write wrote written writing author draft",
    "call phone telephone hotline",
    "analyze analysis analytics analytical analyst",
    "present presentation presented demo talk",
    "negotiate negotiation",
    "vendor supplier contractor",
    "hire hired recruit recruiting recruitment interview",
    "schedule rota roster timetable",
    "improve improvement optimize optimization reduce cut streamline speed",
    "lift lifting carry",
    "emergency crisis urgent code",
    "debug debugging troubleshoot troubleshooting diagnose traced tracked",
    "deploy deployment release ship rollout launch launched",
    "automate automation automated scripted",
    "test testing tested qa",
    "document documentation documented docs",
    "forecast forecasting projection",
    "report reporting reported",
    "invoice billing payment payable receivable",
    "safety safe hazard",
    "teach taught teacher teaching lesson classroom",
    "student pupil learner",
    "patient resident",
    "family families relative daughter parent",
    "physician doctor",
    "medication medicine drug med meds",
    "design designed designing architect architected",
    "campaign campaigns",
    "audit audited auditing auditor",
    "compliance compliant regulatory regulation",
    "strategy strategic roadmap",
    "stakeholder stakeholders executives leadership",
    "own owned ownership owner responsible",
    "store shop retail",
    "stock inventory stocktaking",
    "clean cleaning sanitation hygiene",
    "cook cooking kitchen chef",
    "conflict complaint dispute escalation",
    "data dataset",
    "learn learned learning learner",
)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its endings, so that "assessing" and "assessments" meet; families of near words share one stem."""
    return _FAMILY.get(_bare(word), _bare(word))


@lru_cache(maxsize=20_000)
def _bare(word: str) -> str:
    word = word.lower()
    if not word.isascii() or not word.isalpha() or len(word) <= 3:
        return word
    for ending, rest in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if word.endswith(ending) and not word.endswith(("ss", "us", "is")):
            word = word[: -len(ending)] + rest
            break
    for ending in ("isation", "ization", "ation", "ition", "ement", "ment", "ness", "ity", "ising", "izing", "ise", "ize",
                   "ising", "ing", "ied", "ed", "ally", "ly", "ance", "ence", "ive", "ion", "or", "er", "al"):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    if len(word) > 4 and word[-1] in "ey":
        word = word[:-1]
    return word


_FAMILY: dict[str, str] = {}
for _line in _FAMILIES:
    _members = [_bare(_word) for _word in _line.split()]
    for _member in _members:
        _FAMILY.setdefault(_member, _members[0])
_FAINT_STEMS = frozenset(_bare(word) for word in _FAINT)


@lru_cache(maxsize=5_000)
def stems_of(text: str) -> frozenset[str]:
    """The stems of a text's content words."""
    return frozenset(stem(word) for word in _WORD.findall(text) if word.lower() not in _STOP)


def stretch_of(text: str, stems: frozenset[str]) -> tuple[int, int] | None:
    """From the first to the last word of a text that has one of the stems; None when none has."""
    places = [match.span() for match in _WORD.finditer(text) if stem(match.group()) in stems]
    return (places[0][0], places[-1][1]) if places else None


@lru_cache(maxsize=5_000)
def weighted_stems(text: str) -> tuple[tuple[str, int], ...]:
    """The stems a statement asks for with their weights: 4 for a telling word, 1 for one that every trade uses."""
    weights: dict[str, int] = {}
    for word in _WORD.findall(text):
        if word.lower() in _STOP or word.isdigit():
            continue
        weights[stem(word)] = 1 if _bare(word) in _FAINT_STEMS else 4
    return tuple(sorted(weights.items()))


def likeness(asked: tuple[tuple[str, int], ...], found: frozenset[str]) -> tuple[float, int]:
    """The share of the asked weight that is found (0 to 1), and how many telling words that is."""
    total = sum(weight for _, weight in asked)
    if not total:
        return 0.0, 0
    hit = [weight for word, weight in asked if word in found]
    return sum(hit) / total, sum(weight > 1 for weight in hit)
