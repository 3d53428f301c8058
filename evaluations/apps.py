from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "evaluations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from evaluations import work
        from evaluations.models import Evaluation, Ledger, VocabularyCheck

        work.register(Ledger, "evaluations.read")
        work.register(Evaluation, "evaluations.execute")
        work.register(VocabularyCheck, "evaluations.check_vocabulary")
