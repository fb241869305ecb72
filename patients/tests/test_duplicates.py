from datetime import date

import pytest

from clinic.practice.tests.factories import LocationFactory
from patients.domain.duplicates import likely_duplicates
from patients.tests.factories import PatientFactory

BORN = date(1985, 4, 12)


@pytest.fixture
def location(db):
    return LocationFactory()


def test_same_name_with_accents_and_birth_date_is_likely(location):
    patient = PatientFactory(name="Zoë Example", birth_date=BORN, location=location)
    found = likely_duplicates(name="zoe example", birth_date=BORN, location=location)
    assert [(one.patient, one.why) for one in found] == [(patient, "same name · same birth date")]


def test_family_name_first_is_the_same_name(location):
    PatientFactory(name="Zoë Example", location=location)
    assert likely_duplicates(name="Example Zoe", location=location)[0].why == "same name"


def test_mother_and_daughter_share_an_address_and_it_is_said(location):
    PatientFactory(name="Mother Example", email="home@example.test", birth_date=date(1960, 1, 1), location=location)
    found = likely_duplicates(name="Daughter", email="HOME@example.test", birth_date=BORN, location=location)
    assert found[0].why == "same e-mail address (families may share one)"


def test_same_birth_date_alone_is_not_likely(location):
    PatientFactory(name="Somebody Else", birth_date=BORN, location=location)
    assert likely_duplicates(name="Ada Lovely", birth_date=BORN, location=location) == []


def test_a_typing_error_with_the_same_birth_date_is_likely(location):
    PatientFactory(name="Kowalczyk", birth_date=BORN, location=location)
    found = likely_duplicates(name="Kowalcyzk", birth_date=BORN, location=location)
    assert found[0].why == "similar name · same birth date"


def test_same_telephone_number_is_likely(location):
    PatientFactory(name="Somebody", phone="+442079460001", location=location)
    found = likely_duplicates(name="Ada", phone="+442079460001", location=location)
    assert found[0].why == "same telephone number (families may share one)"


def test_another_locations_patient_is_not_shown(location):
    PatientFactory(name="Ada Example")
    assert likely_duplicates(name="Ada Example", location=location) == []


def test_duplicates_cost_one_query(location, django_assert_num_queries):
    PatientFactory.create_batch(8, name="Ada Example", location=location)
    with django_assert_num_queries(1):
        assert len(likely_duplicates(name="Ada Example", location=location)) == 5
