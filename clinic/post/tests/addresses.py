"""The post's rows for the walk over every URL; clinic/tests/addresses.py explains them."""

from typing import Any

from clinic.post.tests.factories import OutgoingMessageFactory
from clinic.practice.models import Location
from clinic.practice.tests.addresses import Row, nothing


def _message(here: Location, **known: Any) -> dict[str, Any]:
    return {"uuid": OutgoingMessageFactory(location=here, **known).uuid}


ROWS: dict[str, Row] = {
    "post:messages": nothing,
    "post:send_test": nothing,
    "post:message": _message,
    "post:words": lambda here: _message(here, body_html="<p>Hello</p>"),
    "post:cancel": _message,
    "post:resend": _message,
    "post:done": lambda here: _message(here, channel="print"),
}
