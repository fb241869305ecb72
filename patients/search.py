"""Finding a patient by whatever the front desk hears: name, birth date, telephone, e-mail, file number."""

import re
from datetime import date, datetime

from django.db.models import Q
from django.utils import formats

from clinic.practice.models import Location
from patients.domain.names import fold
from patients.models import Patient
from patients.models.people import PatientQuerySet

NUMBER = re.compile(r"[\d\s()+/-]+")
MORE_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d %b %Y", "%d %B %Y")


def search(patients: PatientQuerySet, text: str) -> PatientQuerySet:
    """Return those of `patients` whom `text` may mean; all of them for an empty text."""
    text = text.strip()
    if not text:
        return patients
    if day := read_date(text):
        return patients.filter(birth_date=day)
    if NUMBER.fullmatch(text):
        return patients.filter(_number(text))
    return patients.filter(_words(text))


def read_date(text: str) -> date | None:
    """Return the day that `text` writes, day before month as in the page's language, or None."""
    for form in (*MORE_DATES, *formats.get_format("DATE_INPUT_FORMATS")):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a birth date has no time zone
        except ValueError:
            continue
    return None


def _number(text: str) -> Q:
    digits = re.sub(r"\D", "", text)
    if not digits:
        return Q(pk=None)
    return Q(file_number=digits.zfill(6)) | Q(phone__contains=digits.lstrip("0") or digits)


def _words(text: str) -> Q:
    if "@" in text:
        return Q(email__icontains=text)
    words = fold(text).split()
    name = Q(*(Q(name_folded__startswith=word) | Q(name_folded__contains=f" {word}") for word in words))
    found = name if words else Q(pk=None)
    return found | Q(email__istartswith=text) | Q(file_number__iexact=text)


def known_patients(location: Location, text: str = "") -> PatientQuerySet:
    """Return the patients of `location` that `text` may mean, in the order of their names."""
    return search(Patient.objects.filter(locations=location), text).order_by("name_folded", "pk")
