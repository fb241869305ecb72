"""Patients to test with. Everybody here is fictitious."""

from datetime import date, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from clinic.practice.models import Location
from clinic.practice.tests.factories import LocationFactory
from patients.domain.names import fold
from patients.models import (
    Allergy,
    Answer,
    Condition,
    Consent,
    ConsentText,
    ContactPerson,
    Document,
    Medication,
    Patient,
    PatientLink,
)
from patients.models.consents import ConsentPurpose
from patients.models.documents import DocumentState
from patients.models.links import Purpose

WORDS = "I agree to the treatment that was explained to me."
PDF = b"%PDF-1.7 a document of the tests"


class PatientFactory(DjangoModelFactory[Patient]):
    """A patient known at `location=` (a new one if not given). Pass `locations=[…]` for several."""

    class Meta:
        model = Patient
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Ada Example {n}")
    name_folded = factory.LazyAttribute(lambda patient: fold(patient.name)[:400])
    file_number = factory.Sequence(lambda n: f"T{n:06d}")
    birth_date = date(1985, 4, 12)
    email = factory.Sequence(lambda n: f"patient{n}@example.test")
    location: Any = None
    locations: Any = None

    @classmethod
    def _create(cls, model_class: type[Patient], *args: Any, location: Any, locations: Any, **fields: Any) -> Patient:
        patient = model_class.objects.create(**fields)
        patient.locations.set(locations or [location or LocationFactory()])
        return patient


class ContactPersonFactory(DjangoModelFactory[ContactPerson]):
    class Meta:
        model = ContactPerson

    patient = factory.SubFactory(PatientFactory)
    relation = ContactPerson.Relation.EMERGENCY
    name = "Byron Example"
    phone = "+442079460999"


class AllergyFactory(DjangoModelFactory[Allergy]):
    class Meta:
        model = Allergy

    patient = factory.SubFactory(PatientFactory)
    code = "lidocaine"
    answer = Answer.YES


class ConditionFactory(DjangoModelFactory[Condition]):
    class Meta:
        model = Condition

    patient = factory.SubFactory(PatientFactory)
    code = "pregnancy"
    answer = Answer.NO


class MedicationFactory(DjangoModelFactory[Medication]):
    class Meta:
        model = Medication

    patient = factory.SubFactory(PatientFactory)
    code = "warfarin"
    answer = Answer.YES


class DocumentFactory(DjangoModelFactory[Document]):
    """A requested document; `ready=True` gives it a stored file."""

    class Meta:
        model = Document

    class Params:
        ready = factory.Trait(
            state=DocumentState.READY,
            ready_at=factory.LazyFunction(timezone.now),
            file=factory.LazyFunction(lambda: ContentFile(PDF, name="x.pdf")),
            sha256=sha256(PDF).hexdigest(),
        )

    patient = factory.SubFactory(PatientFactory)
    kind = "aftercare"
    about = factory.Sequence(lambda n: f"visit:{n}")
    title = "Aftercare"
    file_name = "aftercare-2026-11-26.pdf"


class ConsentTextFactory(DjangoModelFactory[ConsentText]):
    class Meta:
        model = ConsentText
        django_get_or_create = ("purpose", "language", "version")

    purpose = ConsentPurpose.TREATMENT
    language = "en"
    version = 1
    text = WORDS


class ConsentFactory(DjangoModelFactory[Consent]):
    class Meta:
        model = Consent

    patient = factory.SubFactory(PatientFactory)
    purpose = ConsentPurpose.TREATMENT
    text = WORDS
    text_sha256 = factory.LazyAttribute(lambda consent: sha256(consent.text.encode()).hexdigest())
    text_version = "en v1"
    language = "en"
    covers: dict[str, str] = {}
    signed_name = factory.LazyAttribute(lambda consent: consent.patient.name)


class PatientLinkFactory(DjangoModelFactory[PatientLink]):
    """A living link; its token is lost as in life. Use `issue_link` where the test opens the door."""

    class Meta:
        model = PatientLink

    patient = factory.SubFactory(PatientFactory)
    purpose = Purpose.CARE
    about = factory.Sequence(lambda n: f"visit:{n}")
    token_hash = factory.LazyFunction(lambda: sha256(token_urlsafe().encode()).hexdigest())
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(weeks=26))


def known_at(location: Location, count: int) -> list[Patient]:
    """Return `count` patients of `location`."""
    return PatientFactory.create_batch(count, location=location)
