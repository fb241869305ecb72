"""Registering a person and keeping what is written of them right."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import Location
from patients.domain.names import fold, hides_signs
from patients.models import ContactPerson, Patient
from patients.models.people import Channel, Sex

CORRECTABLE = frozenset({"name", "email", "phone", "birth_date", "sex", "language", "channel"})


@transaction.atomic
def register_patient(
    *,
    location: Location,
    name: str,
    email: str = "",
    phone: str = "",
    birth_date: date | None = None,
    sex: str = Sex.UNKNOWN,
    language: str = "en",
    channel: str | None = None,
    by: Any,
) -> Patient:
    """Return a new patient known at `location`, with a file number of their own.

    A name and one contact are enough. `channel` defaults to e-mail where there is an address, else to the telephone.
    Raises Refusal, naming the field, for a missing or impossible value.
    """
    patient = Patient(
        name=_tidy(name),
        email=email.strip(),
        phone=phone,
        birth_date=birth_date,
        sex=sex,
        language=language,
        channel=channel or (Channel.EMAIL if email.strip() else Channel.PHONE),
        file_number=uuid4().hex[:20],
    )
    _settle(patient)
    patient.save()
    patient.file_number = f"{patient.pk:06d}"
    patient.save(update_fields=["file_number"])
    patient.locations.add(location)
    audit.record(verb="patient.register", about=patient.key, by=by, location=location)
    return patient


@transaction.atomic
def correct_patient(*, patient: Patient, by: Any, location: Location | None = None, **changes: Any) -> Patient:
    """Change what is written of `patient`: any of name, email, phone, birth_date, sex, language, channel.

    Raises Refusal, naming the field, for a missing or impossible value. The audit keeps which fields changed.
    """
    if unknown := changes.keys() - CORRECTABLE:
        raise TypeError(f"not correctable: {', '.join(sorted(unknown))}")
    if "name" in changes:
        changes["name"] = _tidy(changes["name"])
    changed = sorted(field for field, value in changes.items() if getattr(patient, field) != value)
    for field in changed:
        setattr(patient, field, changes[field])
    _settle(patient)
    if changed:
        patient.save(update_fields=[*changed, "name_folded"])
        audit.record(verb="patient.correct", about=patient.key, by=by, location=location, details={"fields": changed})
    return patient


@transaction.atomic
def name_contact_person(
    *, patient: Patient, relation: str, name: str, phone: str = "", by: Any, location: Location | None = None
) -> ContactPerson:
    """Write down somebody to speak to about, or instead of, `patient`. Raises Refusal for a name that is none."""
    if not name.strip():
        raise Refusal(_("Write the name of the contact person."), field="name")
    person = ContactPerson.objects.create(patient=patient, relation=relation, name=_tidy(name), phone=phone)
    audit.record(verb="contact_person.add", about=patient.key, by=by, location=location)
    return person


@transaction.atomic
def remove_contact_person(*, person: ContactPerson, by: Any, location: Location | None = None) -> None:
    """Strike a contact person from the record."""
    audit.record(verb="contact_person.remove", about=person.patient.key, by=by, location=location)
    person.delete()


def _tidy(name: str) -> str:
    """Return the name with one space between its words. Raises Refusal for one that hides signs."""
    name = " ".join(name.split())
    if hides_signs(name):
        raise Refusal(_("This name holds a hidden sign that can turn letters round. Type it anew."), field="name")
    return name


def _settle(patient: Patient) -> None:
    patient.name_folded = fold(patient.name)[:400]
    if not patient.name_folded:
        raise Refusal(_("Write the patient’s name."), field="name")
    if patient.birth_date and not date(1900, 1, 1) <= patient.birth_date <= timezone.localdate():
        raise Refusal(_("A birth date lies in the past, after 1900."), field="birth_date")
    if patient.channel == Channel.EMAIL and not patient.email:
        raise Refusal(_("To write by e-mail, give an e-mail address."), field="email" if patient.phone else None)
    if patient.channel == Channel.PHONE and patient.email and not patient.phone:
        raise Refusal(_("To telephone, give a telephone number."), field="phone")
    try:
        patient.full_clean(exclude=["file_number", "uuid"], validate_unique=False)
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise Refusal(sentences[0], field=None if field == "__all__" else field) from error
