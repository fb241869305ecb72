"""The plan builder with 3 courses of 12 sessions: its page, and what is worked out anew after a change.

Each against a bare view behind the same middleware that sends the same querysets' SQL, makes their rows objects and
returns the same bytes: what ours adds is the work of rules, forms and templates. (Raw cursors would leave out Django.)
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.test import Client

from bench.measures import Measure, Rounds, interleaved

COURSES, SESSIONS = 3, 12
DOOR = frozenset({"sessions", "practice"})  # what the middleware reads for both
KEPT: dict[str, tuple[list[QuerySet[Any]], bytes]] = {}


def page(count: int = 15) -> Rounds:
    """Yield the seconds of "ours" (the page) and of "bare"."""
    address = f"/plans/{_plan().uuid}/"
    yield from _rounds(count, "page", lambda client: client.get(address))


def recalculation(count: int = 15) -> Rounds:
    """Yield the seconds of "ours" (amounts worked out while somebody types) and of "bare"."""
    course = _plan().courses.first()
    address, typed = f"/courses/{course.uuid}/?recalculate", _typed(course)
    headers = {"HX-Request": "true"}
    yield from _rounds(count, "recalculation", lambda client: client.post(address, typed, headers=headers))


def bare_view(request: HttpRequest, name: str) -> HttpResponse:
    """Read the rows that ours read, and answer with the bytes that ours answered."""
    querysets, body = KEPT[name]
    for queryset in querysets:
        len(queryset.all())
    return HttpResponse(body)


def _rounds(count: int, name: str, ask: Callable[[Client], Any]) -> Rounds:
    settings.ROOT_URLCONF = "bench.builder_urls"
    client = Client()
    client.force_login(_plan().clinician)
    ask(client)
    with _querysets() as seen:
        answer = ask(client)
    if answer.status_code != 200:
        raise RuntimeError(f"The builder answers {answer.status_code}.")
    KEPT[name] = [one for one in seen if one.model._meta.app_label not in DOOR], answer.content
    yield from interleaved(count, ours=partial(ask, client), bare=lambda: client.get(f"/bare/{name}/"))


@contextmanager
def _querysets() -> Iterator[list[QuerySet[Any]]]:
    """Gather every queryset that is read, those of a prefetch one by one."""
    seen: list[QuerySet[Any]] = []
    reading: Any = QuerySet
    fetch = reading._fetch_all

    def noting(queryset: Any) -> None:
        if queryset._result_cache is None:
            again = queryset._chain()
            again._prefetch_related_lookups = ()
            seen.append(again)
        fetch(queryset)

    reading._fetch_all = noting
    try:
        yield seen
    finally:
        reading._fetch_all = fetch


def _typed(course: Any) -> dict[str, str]:
    """What the page of the course's amounts posts as it stands."""
    typed = {"lines-count": "3", "mix-diluent": "saline", "mix-target_volume_ml": "5", "mix-per_point_ml": "0.05"}
    for row, line in enumerate(course.recipe_version.lines.all()):
        amounts = {"stock_value": "10", "stock_unit": "mg/mL", "entered_as": "stock_volume", "amount": "1"}
        cells = {"ingredient": str(line.ingredient_id), "amount_unit": "mL", **amounts}
        typed |= {f"lines-{row}-{name}": value for name, value in cells.items()}
    return typed


@cache
def _plan():
    from clinic.practice.tests.factories import LocationFactory, PracticeFactory, PractitionerFactory
    from patients.tests.factories import PatientFactory
    from treatments.domain import courses, plans
    from treatments.tests.factories.catalogue import ConcernFactory, ProtocolFactory, ZoneFactory
    from treatments.tests.factories.plans import RecipeVersionFactory

    PracticeFactory()
    here: Any = LocationFactory()
    by: Any = PractitionerFactory(works_at=here)
    patient: Any = PatientFactory(location=here)
    plan = plans.start_plan(patient=patient, location=here, by=by)
    pace: dict[str, Any] = {"interval_min_days": 10, "interval_days": 14, "interval_max_days": 21}
    for number in range(COURSES):
        concern: Any = ConcernFactory(key=f"concern_{number}", name=f"Concern {number}")
        version: Any = RecipeVersionFactory(recipe__concern=concern, lines=[{}, {}, {}])
        protocol: Any = ProtocolFactory(concern=concern, approved=True)
        course = courses.add_course(plan=plan, concern=concern, protocol=protocol, recipe_version=version, by=by)
        courses.change_course(
            course=course, zones=ZoneFactory.create_batch(3, approved=True), by=by, sessions_planned=SESSIONS, **pace
        )
    return plan


MEASURES = [
    Measure("Plan builder, 3 courses × 12 sessions, against a bare view", page, "ours", "bare", 5.0),
    Measure("Amounts worked out while typing, against a bare view", recalculation, "ours", "bare", 5.0),
]
