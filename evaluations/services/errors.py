"""What services raise."""


class ServiceError(Exception):
    """What was asked cannot be done; ``sentence`` tells the person who asked why, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
