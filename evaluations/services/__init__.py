"""The only writer of job descriptions, personas, ledgers, evaluations and the vocabulary.

Every service takes keyword arguments, returns the row it wrote, and raises ServiceError with a sentence for the person
who asked. ``by`` is the user who acts, or None for a command.
"""

from evaluations.services.errors import ServiceError
from evaluations.services.evaluating import (
    execute_evaluation,
    execute_whole_evaluation,
    request_evaluation,
    request_evaluations,
    rerun_evaluation,
)
from evaluations.services.ledgers import (
    add_requirement,
    change_requirement,
    copy_ledger_for_change,
    create_ledger,
    drop_requirement,
    execute_ledger,
    lock_ledger,
    request_ledger,
)
from evaluations.services.running import Claim, ClaimLost, cancel, fail_exhausted, perform, send_on_commit
from evaluations.services.texts import (
    add_version,
    change_details,
    check_suitable,
    create_job_description,
    create_persona,
    save_version,
    stored_text,
)
from evaluations.services.vocabulary import (
    change_term,
    failing_phrases,
    propose_term,
    release_vocabulary,
    terms_hash,
    vocabulary_of,
    withdraw_term,
)
from evaluations.services.vocabulary_checks import execute_vocabulary_check, request_vocabulary_checks, sweep

__all__ = [
    "Claim",
    "ClaimLost",
    "ServiceError",
    "add_requirement",
    "add_version",
    "cancel",
    "change_details",
    "change_requirement",
    "change_term",
    "check_suitable",
    "copy_ledger_for_change",
    "create_job_description",
    "create_ledger",
    "create_persona",
    "drop_requirement",
    "execute_evaluation",
    "execute_ledger",
    "execute_vocabulary_check",
    "execute_whole_evaluation",
    "fail_exhausted",
    "failing_phrases",
    "lock_ledger",
    "perform",
    "propose_term",
    "release_vocabulary",
    "request_evaluation",
    "request_evaluations",
    "request_ledger",
    "request_vocabulary_checks",
    "rerun_evaluation",
    "save_version",
    "send_on_commit",
    "stored_text",
    "sweep",
    "terms_hash",
    "vocabulary_of",
    "withdraw_term",
]
