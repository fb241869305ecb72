"""The desk's rows for the walk over every URL; clinic/tests/addresses.py explains them."""

from typing import Any

from clinic.diary.tests.factories import VisitFactory
from clinic.practice.models import Location
from clinic.practice.tests.addresses import Row, nothing
from clinic.practice.tests.factories import FrontDeskFactory
from patients.tests.factories import PatientFactory


def _visit(here: Location) -> dict[str, Any]:
    return {"uuid": VisitFactory(location=here, patient=PatientFactory(location=here)).uuid}


def _patient(here: Location) -> dict[str, Any]:
    return {"uuid": PatientFactory(location=here).uuid}


ROWS: dict[str, Row] = {
    "desk:today": nothing,
    "desk:diary": nothing,
    "desk:book": nothing,
    "desk:to_book": nothing,
    "desk:visit": _visit,
    "desk:move": _visit,
    "desk:cancel": _visit,
    "desk:check_out": _visit,
    "desk:visit_step": lambda here: _visit(here) | {"step": "confirm"},
    "desk:end_of_work": lambda here: {"uuid": FrontDeskFactory(works_at=here).uuid},
    "desk:patient": _patient,
    "desk:edit_patient": _patient,
}
