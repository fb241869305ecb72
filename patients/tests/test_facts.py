from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clinic.kit.errors import Refusal
from clinic.practice.tests.factories import PractitionerFactory
from patients.domain.facts import (
    record_allergy,
    record_condition,
    record_medication,
    record_phototype,
    record_weight,
)
from patients.models import Allergy, Answer
from patients.queries import current_facts
from patients.tests.factories import PatientFactory, PatientLinkFactory


@pytest.fixture
def patient(db):
    return PatientFactory()


@pytest.fixture
def doctor(db):
    return PractitionerFactory()


def test_the_newest_answer_counts_and_the_older_one_is_kept(patient, doctor):
    record_condition(patient=patient, code="pregnancy", answer=Answer.YES, by=doctor)
    record_condition(patient=patient, code="pregnancy", answer=Answer.NO, by=doctor)
    facts = current_facts(patient)
    assert (facts.condition("pregnancy").answer, patient.condition_facts.count()) == ("no", 2)


def test_a_fact_of_another_patient_does_not_count(patient, doctor):
    record_condition(patient=patient, code="pregnancy", answer=Answer.YES, by=doctor)
    record_condition(patient=PatientFactory(), code="pregnancy", answer=Answer.NO, by=doctor)
    assert [fact.answer for fact in current_facts(patient).conditions] == ["yes"]


def test_words_become_the_code_where_the_catalogue_has_none(patient, doctor):
    assert record_allergy(patient=patient, text="Bee stings", answer=Answer.YES, by=doctor).code == "bee-stings"


def test_what_staff_record_is_reviewed_and_what_a_link_says_is_stated(patient, doctor):
    seen = record_allergy(patient=patient, code="latex", answer=Answer.NO, by=doctor)
    stated = record_allergy(patient=patient, code="iodine", answer=Answer.NO, by=PatientLinkFactory(patient=patient))
    assert (seen.reviewed_by, stated.reviewed_by) == (doctor, None)


def test_no_known_allergies_beside_an_allergy_is_refused(patient, doctor):
    record_allergy(patient=patient, code="lidocaine", text="Lidocaine", answer=Answer.YES, by=doctor)
    with pytest.raises(Refusal) as refusal:
        record_allergy(patient=patient, code=Allergy.NONE_KNOWN, answer=Answer.YES, by=doctor)
    assert refusal.value.sentence == (
        "“no known allergies” contradicts what is on file: Lidocaine. Answer “no” to that first."
    )


def test_a_new_allergy_ends_no_known_allergies(patient, doctor):
    record_allergy(patient=patient, code=Allergy.NONE_KNOWN, answer=Answer.YES, by=doctor)
    record_allergy(patient=patient, code="lidocaine", answer=Answer.YES, by=doctor)
    facts = current_facts(patient)
    assert (facts.no_known_allergies, [fact.code for fact in facts.standing_allergies]) == (False, ["lidocaine"])


def test_an_allergy_answered_no_later_leaves_room_for_none_known(patient, doctor):
    record_allergy(patient=patient, code="lidocaine", answer=Answer.YES, by=doctor)
    record_allergy(patient=patient, code="lidocaine", answer=Answer.NO, by=doctor)
    record_allergy(patient=patient, code=Allergy.NONE_KNOWN, answer=Answer.YES, by=doctor)
    assert current_facts(patient).no_known_allergies is True


def test_no_medicines_beside_a_medicine_is_refused(patient, doctor):
    record_medication(patient=patient, code="warfarin", answer=Answer.YES, by=doctor)
    with pytest.raises(Refusal):
        record_medication(patient=patient, code="none", answer=Answer.YES, by=doctor)


@pytest.mark.parametrize("words", ["none", " None. ", "NKDA", "none_known", "No known allergies"])
def test_none_in_words_is_no_allergy(patient, doctor, words):
    with pytest.raises(Refusal) as refusal:
        record_allergy(patient=patient, text=words, answer=Answer.YES, by=doctor)
    assert (refusal.value.field, refusal.value.sentence) == (
        "text",
        "Tick “No known allergies” instead of writing it.",
    )


@pytest.mark.parametrize("words", ["none", "nothing", "No medication", "n/a"])
def test_none_in_words_is_no_medicine(patient, doctor, words):
    record_medication(patient=patient, code="warfarin", answer=Answer.YES, by=doctor)
    with pytest.raises(Refusal) as refusal:
        record_medication(patient=patient, text=words, answer=Answer.YES, by=doctor)
    assert refusal.value.sentence == "Tick “Takes no medicines” instead of writing it."


@pytest.mark.parametrize(("words", "sentence"), [("🥜", "Write it in letters."), (" ", "Write what it is.")])
def test_what_holds_no_letter_names_nothing(patient, doctor, words, sentence):
    with pytest.raises(Refusal) as refusal:
        record_allergy(patient=patient, text=words, answer=Answer.YES, by=doctor)
    assert refusal.value.sentence == sentence


@pytest.mark.parametrize("wrong", [{"answer": "perhaps"}, {"answer": "yes", "since": "tomorrow"}])
def test_an_impossible_answer_is_refused(patient, doctor, wrong):
    if "since" in wrong:
        wrong = wrong | {"since": timezone.localdate() + timedelta(days=2)}
    with pytest.raises(Refusal):
        record_condition(patient=patient, code="keloid", by=doctor, **wrong)


def test_the_database_refuses_to_change_an_answer(patient, doctor):
    fact = record_allergy(patient=patient, code="latex", answer=Answer.YES, by=doctor)
    with pytest.raises(IntegrityError, match="a fact does not change"), transaction.atomic():
        Allergy.objects.filter(pk=fact.pk).update(answer=Answer.NO)


def test_weight_is_kept_with_its_day(patient, doctor):
    record_weight(patient=patient, kg=Decimal("61.5"), by=doctor)
    patient.refresh_from_db()
    assert (patient.weight_kg, patient.weighed_on) == (Decimal("61.5"), timezone.localdate())


@pytest.mark.parametrize("kg", ["1.9", "400.1", "62.12345"])
def test_an_impossible_weight_is_refused(patient, doctor, kg):
    with pytest.raises(Refusal):
        record_weight(patient=patient, kg=Decimal(kg), by=doctor)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(1900, 1, 1), "The day of weighing lies before the birth date."),
        (timezone.localdate() - timedelta(days=6 * 365), "A weight of more than five years ago says nothing today."),
        (timezone.localdate() + timedelta(days=2), "The day of weighing lies in the future."),
    ],
)
def test_an_impossible_day_of_weighing_is_refused(doctor, day, sentence):
    patient = PatientFactory(birth_date=date(1985, 4, 12))
    with pytest.raises(Refusal, match=sentence) as refusal:
        record_weight(patient=patient, kg=Decimal(62), weighed_on=day, by=doctor)
    assert refusal.value.field == "weighed_on"


def test_phototype_outside_one_to_six_is_refused(patient, doctor):
    with pytest.raises(Refusal):
        record_phototype(patient=patient, phototype=7, by=doctor)


def test_current_facts_cost_three_queries(patient, doctor, django_assert_num_queries):
    for code in ("latex", "iodine", "lidocaine"):
        record_allergy(patient=patient, code=code, answer=Answer.YES, by=doctor)
    with django_assert_num_queries(3):
        current_facts(patient)
