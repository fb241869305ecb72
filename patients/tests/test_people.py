from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from clinic.kit.errors import Refusal
from clinic.practice.models import AuditEntry
from clinic.practice.tests.factories import FrontDeskFactory, LocationFactory
from patients.domain.people import correct_patient, name_contact_person, register_patient
from patients.models import Patient
from patients.tests.factories import PatientFactory


@pytest.mark.django_db
def test_register_needs_only_a_name_and_one_contact():
    location = LocationFactory()
    patient = register_patient(location=location, name=" Νίκος  Example ", phone="+442079460001", by=None)
    assert (patient.name, patient.channel, list(patient.locations.all())) == ("Νίκος Example", "phone", [location])


@pytest.mark.django_db
def test_register_gives_each_patient_a_file_number():
    location = LocationFactory()
    numbers = [register_patient(location=location, name="A", email="a@example.test", by=None).file_number for _ in "12"]
    assert int(numbers[1]) == int(numbers[0]) + 1


@pytest.mark.django_db
def test_register_refuses_a_patient_without_contact():
    with pytest.raises(Refusal) as refusal:
        register_patient(location=LocationFactory(), name="Ada", by=None)
    assert refusal.value.sentence == "Give an e-mail address or a telephone number."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "…"),
        ("email", "not an address"),
        ("phone", "12"),
        ("name", "Ada \u202eelpmaxE"),
        ("name", "Ada\u2066 Example"),
        ("name", "Ada \x07"),
        ("birth_date", date(1899, 12, 31)),
        ("birth_date", timezone.localdate() + timedelta(days=2)),
    ],
)
def test_register_names_the_field_of_an_impossible_value(field, value):
    known = {"name": "Ada", "email": "ada@example.test", field: value}
    with pytest.raises(Refusal) as refusal:
        register_patient(location=LocationFactory(), by=None, **known)
    assert refusal.value.field == field


@pytest.mark.django_db
def test_register_is_written_in_the_audit_trail():
    location = LocationFactory()
    clerk = FrontDeskFactory(works_at=location)
    patient = register_patient(location=location, name="Ada", email="ada@example.test", by=clerk)
    entry = AuditEntry.objects.get(about=patient.key)
    assert (entry.verb, entry.user, entry.details) == ("patient.register", clerk, {})


@pytest.mark.django_db(transaction=True)
def test_register_at_the_same_time_gives_different_numbers():
    location = LocationFactory()

    def register(n):
        try:
            return register_patient(location=location, name=f"Ada {n}", email="a@example.test", by=None).file_number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = set(pool.map(register, range(8)))
    assert len(numbers) == 8


@pytest.mark.django_db
def test_correct_folds_the_new_name_and_keeps_which_fields_changed():
    patient = PatientFactory(name="Ada Example")
    correct_patient(patient=patient, name="Zoë Example", email=patient.email, by=None)
    entry = AuditEntry.objects.get(about=patient.key)
    stored = Patient.objects.get(pk=patient.pk)
    assert (stored.name_folded, entry.details) == ("zoe example", {"fields": ["name"]})


@pytest.mark.django_db
def test_correct_refuses_to_take_the_last_contact():
    patient = PatientFactory(phone="", channel="print")
    with pytest.raises(Refusal):
        correct_patient(patient=patient, email="", by=None)


@pytest.mark.django_db
def test_correct_refuses_a_name_that_hides_a_sign():
    patient = PatientFactory(name="Ada Example")
    with pytest.raises(Refusal) as refusal:
        correct_patient(patient=patient, name="Ada \u202eelpmaxE", by=None)
    assert refusal.value.sentence == "This name holds a hidden sign that can turn letters round. Type it anew."


@pytest.mark.django_db
def test_names_keep_the_joiners_and_marks_of_their_script():
    name = "علی\u200cرضا \u200fنمونه"
    patient = register_patient(location=LocationFactory(), name=name, email="ali@example.test", by=None)
    assert patient.name == name


@pytest.mark.django_db
def test_telephone_as_channel_needs_a_number():
    known = {"name": "Ada", "email": "ada@example.test", "channel": "phone"}
    with pytest.raises(Refusal) as refusal:
        register_patient(location=LocationFactory(), by=None, **known)
    assert (refusal.value.field, refusal.value.sentence) == ("phone", "To telephone, give a telephone number.")


@pytest.mark.django_db
def test_correct_keeps_the_number_of_who_is_telephoned():
    patient = PatientFactory(phone="+442079460001", email="ada@example.test", channel="phone")
    with pytest.raises(Refusal) as refusal:
        correct_patient(patient=patient, phone="", by=None)
    assert refusal.value.field == "phone"


@pytest.mark.django_db
@pytest.mark.parametrize("name", [" ", "Ada \u202eelpmaxE"])
def test_contact_person_needs_a_name(name):
    with pytest.raises(Refusal) as refusal:
        name_contact_person(patient=PatientFactory(), relation="guardian", name=name, by=None)
    assert refusal.value.field == "name"
