"""Many people at one moment, each with a real connection of their own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

from clinic.diary.errors import SlotTaken, StalePage


def at_once(tries: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all `tries` at one moment; return what each made or which refusal it met. Anything else fails the test.

    A taken slot is told as (resource, nearest free starts), a stale page as "stale".
    """
    barrier = Barrier(len(tries))

    def one(attempt: Callable[[], Any]) -> Any:
        try:
            barrier.wait(30)
            return attempt()
        except SlotTaken as refusal:
            return refusal.resource, [slot.starts_at for slot in refusal.nearest]
        except StalePage:
            return "stale"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tries)) as pool:
        return list(pool.map(one, tries))
