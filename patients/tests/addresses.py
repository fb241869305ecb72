"""The patients' rows for the walk over every URL; clinic/tests/addresses.py explains them."""

from typing import Any

from clinic.practice.models import Location
from clinic.practice.tests.addresses import Row, nothing, shared
from patients.tests.factories import ConsentFactory, ContactPersonFactory, DocumentFactory, PatientFactory


def _patient(here: Location) -> dict[str, Any]:
    return {"uuid": PatientFactory(location=here).uuid}


def _contact_person(here: Location) -> dict[str, Any]:
    person = ContactPersonFactory(patient__location=here)
    return {"uuid": person.patient.uuid, "pk": person.pk}


ROWS: dict[str, Row] = {
    "patients:patients": nothing,
    "patients:register": nothing,
    "patients:duplicates": nothing,
    "patients:contact_persons": _patient,
    "patients:remove_contact_person": _contact_person,
    "patients:consent": _patient,
    "patients:withdraw_consent": lambda here: {"uuid": ConsentFactory(patient__location=here).uuid},
    "patients:consent_texts": nothing,
    "patients:publish_consent_text": shared(lambda here: {"purpose": "treatment", "language": "en"}),
    "patients:document": lambda here: {"uuid": DocumentFactory(ready=True, patient__location=here).uuid},
}
