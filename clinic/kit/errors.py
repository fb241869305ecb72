from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Refusal(Exception):
    """The clinic's own "no": one sentence a person can read, and the form field it belongs to, if any."""

    def __init__(self, sentence: "str | StrPromise", *, field: str | None = None, code: str = "") -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)
        self.field = field
        self.code = code
