"""Stands in until evaluations.queries is there."""
from evaluations.models import Evaluation
from evaluations.work import State
def latest_evaluation(ledger, persona, engine):
    return Evaluation.objects.filter(ledger=ledger, persona=persona, engine=engine).order_by("-pk").first()
def current_evaluation(ledger, persona, engine):
    rows = Evaluation.objects.filter(ledger=ledger, persona=persona, engine=engine, state=State.SUCCEEDED).order_by("-pk")
    return next((row for row in rows if not stale_reason(row)), None)
def stale_reason(evaluation):
    from evaluations.scoring import METHOD
    return "" if evaluation.method == METHOD else f"it was scored by method {evaluation.method}."
