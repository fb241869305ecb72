"""Many people at one moment, who are told when somebody was first."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from clinic.diary.errors import SlotTaken, StalePage
from clinic.kit.tests import crowd


def at_once(tries: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all `tries` at one moment; return what each made or which refusal it met. Anything else fails the test.

    A taken slot is told as (resource, nearest free starts), a stale page as "stale".
    """
    return crowd.at_once([partial(_told, attempt) for attempt in tries])


def _told(attempt: Callable[[], Any]) -> Any:
    try:
        return attempt()
    except SlotTaken as refusal:
        return refusal.resource, [slot.starts_at for slot in refusal.nearest]
    except StalePage:
        return "stale"
