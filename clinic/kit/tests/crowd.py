"""Many people at one moment, each with a real connection of their own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections


def at_once(tries: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all `tries` at one moment; return what each made. An error fails the test."""
    barrier = Barrier(len(tries))

    def one(attempt: Callable[[], Any]) -> Any:
        try:
            barrier.wait(30)
            return attempt()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tries)) as pool:
        return list(pool.map(one, tries))
