class Refusal(Exception):
    """The clinic's own "no": one sentence a person can read, and the form field it belongs to, if any."""

    def __init__(self, sentence: str, *, field: str | None = None, code: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.code = code
