from django import template
from django.utils import timezone

from patients import addresses
from patients.models import Patient

register = template.Library()
register.filter("patient_url", addresses.patient_url)


@register.filter
def age(patient: Patient) -> int | str:
    """The age today in whole years, or nothing when the birth date is not known."""
    years = patient.age_on(timezone.localdate())
    return "" if years is None else years
