"""The diary's own refusals. Pages may import these; `clinic.diary.domain` they may not."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal


class SlotTaken(Refusal):
    """Somebody or something is taken at that time.

    `resource` is "practitioner", "room" or "patient". `nearest` are the nearest free times (`queries.Slot`); they are
    looked up when first asked for, so ask after the transaction that was refused has ended.
    """

    def __init__(self, resource: str, sentence: str, *, search: Callable[[], Sequence[Any]]) -> None:
        super().__init__(sentence, field="starts_at", code="slot_taken")
        self.resource = resource
        self._search = search

    @cached_property
    def nearest(self) -> list[Any]:
        return list(self._search())


class StalePage(Refusal):
    """The page showed a visit as it no longer is."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has just changed this visit. Look at it again, then decide."), code="stale")
