from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clinic.kit.errors import Refusal
from clinic.practice.tests.factories import PractitionerFactory
from patients.domain.consents import publish_text, record_consent, standing_hashes, text_for, withdraw_consent
from patients.models import Consent
from patients.tests.factories import ConsentTextFactory, PatientFactory

KEY = "plan:1"


@pytest.fixture
def patient(db):
    return PatientFactory()


def sign(patient, covers=None, text=None, name="Ada Example"):
    return record_consent(
        patient=patient,
        purpose="treatment",
        text=text or ConsentTextFactory(),
        covers=covers or {KEY: "abc"},
        signed_name=name,
        by=PractitionerFactory(),
    )


def test_consent_keeps_the_exact_text_and_its_hash(patient):
    text = ConsentTextFactory(text="I agree.\n\nEven to  spaces.")
    consent = Consent.objects.get(pk=sign(patient, text=text).pk)
    assert (consent.text, consent.text_sha256) == (text.text, sha256(text.text.encode()).hexdigest())


def test_publishing_a_new_text_changes_no_signed_one(patient):
    old = publish_text(purpose="treatment", language="en", text="Old words.", by=None)
    consent = sign(patient, text=old)
    new = publish_text(purpose="treatment", language="en", text="New words.", by=None)
    consent.refresh_from_db()
    assert (new.version, consent.text, text_for(purpose="treatment", language="en")) == (2, "Old words.", new)


def test_publishing_the_same_words_again_makes_no_version(db):
    first = publish_text(purpose="treatment", language="en", text="Words.", by=None)
    assert publish_text(purpose="treatment", language="en", text="Words.", by=None) == first


def test_another_languages_words_are_not_offered(db):
    ConsentTextFactory(language="en")
    assert text_for(purpose="treatment", language="fr") is None


def standing(*patients):
    return standing_hashes(patients=[patient.pk for patient in patients], purpose="treatment")


def test_a_consent_covers_its_keys_only_and_only_for_its_patient(patient):
    sign(patient)
    assert standing(patient, PatientFactory()) == {(patient.pk, KEY): "abc"}


def test_a_consent_to_something_else_is_not_counted(patient):
    sign(patient)
    assert standing_hashes(patients=[patient.pk], purpose="photography") == {}


def test_of_two_consents_the_later_one_says_what_is_covered(patient):
    for signed in ("abc", "def"):
        sign(patient, covers={KEY: signed}, text=ConsentTextFactory(language=f"x-{signed}"))
    assert standing(patient) == {(patient.pk, KEY): "def"}


def test_a_withdrawn_consent_stands_no_more_and_stays_withdrawn(patient):
    consent = sign(patient)
    assert [withdraw_consent(consent=consent, by=None) for _ in "12"] == [True, False]
    assert standing(patient) == {}
    with pytest.raises(IntegrityError, match="stays withdrawn"), transaction.atomic():
        Consent.objects.update(withdrawn_at=None)


@pytest.mark.parametrize("change", [{"text": "Other"}, {"covers": {}}, {"signed_name": "X"}])
def test_the_database_refuses_to_change_a_signed_consent(patient, change):
    consent = sign(patient)
    with pytest.raises(IntegrityError, match="a signed consent does not change"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(**change)


def test_the_database_refuses_to_delete_a_signed_consent(patient):
    consent = sign(patient)
    with pytest.raises(IntegrityError, match="is kept"), transaction.atomic():
        consent.delete()


def test_the_database_refuses_to_change_a_published_text(db):
    text = ConsentTextFactory()
    text.published_at = timezone.now()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        text.save()


def test_an_unsigned_consent_is_refused(patient):
    with pytest.raises(Refusal) as refusal:
        sign(patient, name="  ")
    assert refusal.value.field == "signed_name"
