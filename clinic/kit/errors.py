from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Refusal(Exception):
    """The clinic's own "no": one sentence a person can read, and the form field it belongs to, if any."""

    def __init__(self, sentence: "str | StrPromise", *, field: str | None = None, code: str = "") -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)
        self.field = field
        self.code = code


def whole(text: str, *, most: int, field: str = "reason") -> str:
    """Return what somebody wrote, without the space around it. Raises Refusal beyond `most` characters: none is cut."""
    text = text.strip()
    if len(text) > most:
        words = _("At most %(most)s characters; this has %(count)s. Say it more briefly.")
        raise Refusal(words % {"most": most, "count": len(text)}, field=field)
    return text
