"""What a page costs while its rows grow. A list page's test states the number once and compares it at 1, 3 and 60."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

GROWTH = (1, 2, 57)


def queries_at_1_3_60(client: Client, address: str, make: Callable[[int], Any]) -> list[int]:
    """Return how many queries the page asks at 1, 3 and 60 rows; `make(n)` adds n rows."""
    return [_queries_after(client, address, make, more) for more in GROWTH]


def _queries_after(client: Client, address: str, make: Callable[[int], Any], more: int) -> int:
    make(more)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked)
