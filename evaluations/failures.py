"""What ends or delays a piece of work, with a word for records and a sentence for people. Pure."""

from __future__ import annotations


class Failure(Exception):
    """Work could not be done.

    kind is a stable word for records and metrics; sentence says to a person what is wrong and what to do;
    retry says whether another attempt may go better, retry_after_seconds how long it should wait at least (None: no
    wish); is_refusal that nobody broke anything: the work itself is not acceptable.
    """

    kind = "failed"
    retry = False
    is_refusal = False

    def __init__(self, sentence: str, *, kind: str | None = None, retry_after_seconds: float | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.retry_after_seconds = retry_after_seconds
        if kind is not None:
            self.kind = kind
