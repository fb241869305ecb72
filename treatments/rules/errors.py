"""The one refusal the arithmetic knows."""


class DoseError(ValueError):
    """A quantity or a recipe that cannot be worked out.

    `sentence` is for the person who typed it; `field` names the input (e.g. "stock_volume_ml"), "" when none is to
    blame; `line` is the 0-based index of the recipe line, None for the recipe as a whole.
    """

    def __init__(self, sentence: str, field: str = "", line: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.line = line

    def at(self, *, line: int | None = None, field: str | None = None) -> "DoseError":
        """The same refusal, placed at a recipe line or another field."""
        return DoseError(self.sentence, self.field if field is None else field, self.line if line is None else line)
