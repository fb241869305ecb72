"""Where pages about a patient stand. Links go up by name: the patient page is composed by the desk."""

from django.urls import NoReverseMatch, reverse

from patients.models import Patient


def patient_url(patient: Patient) -> str:
    """Return the address of the patient's page."""
    return _or_list("desk:patient", patient)


def booking_url(patient: Patient) -> str:
    """Return the address on which the desk books a visit for `patient`."""
    try:
        return f"{reverse('desk:book')}?patient={patient.uuid}"
    except NoReverseMatch:
        return patient_url(patient)


def _or_list(name: str, patient: Patient) -> str:
    try:
        return reverse(name, args=[patient.uuid])
    except NoReverseMatch:  # the desk's page is not there: the list is
        return reverse("patients:patients")
