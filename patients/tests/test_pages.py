from datetime import date

import pytest
from django.urls import reverse

from clinic.practice.models import AuditEntry
from clinic.practice.tests.factories import (
    DirectorFactory,
    FrontDeskFactory,
    LocationFactory,
    PracticeFactory,
    PractitionerFactory,
)
from patients.addresses import booking_url, patient_url
from patients.models import Consent, Patient
from patients.tests.factories import (
    ConsentFactory,
    ConsentTextFactory,
    ContactPersonFactory,
    DocumentFactory,
    PatientFactory,
    known_at,
)

ADA = {"name": "Ada Example", "email": "ada@example.test", "sex": "unknown", "language": "en"}


@pytest.fixture
def location(db):
    PracticeFactory()
    return LocationFactory()


@pytest.fixture
def desk(client, location):
    client.force_login(FrontDeskFactory(works_at=location))
    return client


@pytest.fixture
def doctor(client, location):
    client.force_login(PractitionerFactory(works_at=location))
    return client


def names(answer):
    return [patient.name for patient in answer.context["page"]]


# --- the list


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_list_costs_the_same_whatever_it_holds(desk, location, rows, django_assert_num_queries):
    known_at(location, rows)
    with django_assert_num_queries(6):
        desk.get(reverse("patients:patients"))


def test_list_shows_only_this_locations_patients(desk, location):
    PatientFactory(name="Ours", location=location)
    PatientFactory(name="Theirs")
    assert names(desk.get(reverse("patients:patients"))) == ["Ours"]


@pytest.mark.parametrize(
    "sought",
    ["zoe", "OZTURK", "zoë öz", "12/04/1985", "12 Apr 1985", "1985-04-12", "zoe@example.test", "020 7946 0001", "123"],
)
def test_search_finds_by_whatever_the_desk_hears(desk, location, sought):
    PatientFactory(
        name="Zoë Kowalczyk-Öztürk",
        birth_date=date(1985, 4, 12),
        email="zoe@example.test",
        phone="+442079460001",
        file_number="000123",
        location=location,
    )
    PatientFactory(name="Somebody Else", birth_date=date(1990, 1, 1), location=location)
    answer = desk.post(reverse("patients:patients"), {"sought": sought}, follow=True)
    assert names(answer) == ["Zoë Kowalczyk-Öztürk"]


def test_search_leaves_no_name_in_the_address(desk, location):
    answer = desk.post(reverse("patients:patients"), {"sought": "zoe"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("patients:patients"))


def test_search_as_you_type_answers_with_the_rows_only(desk, location):
    PatientFactory(name="Ada", location=location)
    answer = desk.post(reverse("patients:patients"), {"sought": "ada"}, HTTP_HX_REQUEST="true")
    assert [template.name for template in answer.templates][0] == "patients/_found.html"


def test_a_name_that_is_markup_is_shown_as_text(desk, location):
    PatientFactory(name="<img onerror=x> {{ 7|add:7 }}", location=location)
    assert "&lt;img onerror=x&gt; {{ 7|add:7 }}" in desk.get(reverse("patients:patients")).content.decode()


# --- registering


def test_register_goes_to_the_patient(desk, location):
    answer = desk.post(reverse("patients:register"), ADA)
    assert answer["Location"] == patient_url(Patient.objects.get(name="Ada Example"))


def test_register_and_book_goes_to_booking(desk, location):
    answer = desk.post(reverse("patients:register"), ADA | {"then": "book"})
    assert answer["Location"] == booking_url(Patient.objects.get())


def test_register_takes_a_number_as_it_is_dialled_here(desk, location):
    desk.post(reverse("patients:register"), ADA | {"email": "", "phone": "020 7946 0001"})
    assert (str(Patient.objects.get().phone), Patient.objects.get().channel) == ("+442079460001", "phone")


def test_register_without_contact_says_so_at_the_field_and_loses_nothing(desk, location):
    answer = desk.post(reverse("patients:register"), ADA | {"email": ""})
    form = answer.context["form"]
    assert form.errors == {"email": ["Give an e-mail address or a telephone number."]}
    assert form["name"].value() == "Ada Example"


def test_register_shows_a_likely_duplicate_before_anything_is_stored(desk, location):
    known = PatientFactory(name="Ada Example", location=location)
    answer = desk.post(reverse("patients:register"), ADA)
    assert [one.patient for one in answer.context["candidates"]] == [known]
    assert "Not registered yet" in answer.content.decode()
    assert Patient.objects.count() == 1


def test_register_anyway_is_one_more_click(desk, location):
    PatientFactory(name="Ada Example", location=location)
    answer = desk.post(reverse("patients:register"), ADA | {"sure": "book"})
    assert answer["Location"] == booking_url(Patient.objects.latest("pk"))


def test_duplicates_appear_while_the_form_is_filled(desk, location):
    PatientFactory(name="Ada Example", location=location)
    answer = desk.post(reverse("patients:duplicates"), {"name": "ada example"})
    assert answer.context["candidates"][0].why == "same name"


# --- contact persons


def test_opening_a_record_is_written_down(desk, location):
    patient = PatientFactory(location=location)
    desk.get(reverse("patients:contact_persons", args=[patient.uuid]))
    assert list(AuditEntry.objects.values_list("verb", "about")) == [("patient.read", patient.key)]


def test_a_contact_person_is_added_and_removed(desk, location):
    patient = PatientFactory(location=location)
    page = reverse("patients:contact_persons", args=[patient.uuid])
    desk.post(page, {"name": "Byron", "relation": "emergency", "phone": "020 7946 0001"})
    person = patient.contact_persons.get()
    desk.post(reverse("patients:remove_contact_person", args=[patient.uuid, person.pk]))
    assert (str(person.phone), patient.contact_persons.count()) == ("+442079460001", 0)


def test_another_patients_contact_person_is_not_removed_here(desk, location):
    other = ContactPersonFactory(patient__location=location)
    patient = PatientFactory(location=location)
    assert desk.post(reverse("patients:remove_contact_person", args=[patient.uuid, other.pk])).status_code == 404


# --- documents


def test_a_document_is_handed_out_uncached_and_written_down(desk, location):
    document = DocumentFactory(ready=True, patient__location=location)
    answer = desk.get(reverse("patients:document", args=[document.uuid]))
    assert answer["Content-Disposition"] == 'inline; filename="aftercare-2026-11-26.pdf"'
    assert answer["Cache-Control"] == "no-store, private"
    assert (b"".join(answer.streaming_content), AuditEntry.objects.get().verb) == (document.read(), "document.read")


@pytest.mark.parametrize("known", [{"patient__location": None}, {"kind": "consent"}, {"ready": False}])
def test_a_document_that_is_not_for_the_desk_is_not_found(desk, location, known):
    document = DocumentFactory(**({"ready": True, "patient__location": location} | known))
    assert desk.get(reverse("patients:document", args=[document.uuid])).status_code == 404


# --- consent


def sign(client, patient, then="", **more):
    page = reverse("patients:consent", args=[patient.uuid]) + f"?next={then}"
    shown = client.get(page).context["form"]["shown"].value()
    return client.post(page, {"shown": shown, "signed_name": "Ada Example", "understood": "on"} | more)


def test_a_consent_is_recorded_with_what_it_covers(doctor, location):
    ConsentTextFactory()
    patient = PatientFactory(location=location)
    answer = sign(doctor, patient)
    consent = Consent.objects.get()
    assert (answer["Location"], consent.covers, consent.signed_name) == (
        patient_url(patient),
        {patient.key: ""},
        "Ada Example",
    )


@pytest.mark.parametrize("asked", ["about=plan:1", "about=", "about=patient:1", "purpose=dancing"])
def test_a_consent_to_something_nobody_knows_is_not_offered(doctor, location, asked):
    ConsentTextFactory()
    page = reverse("patients:consent", args=[PatientFactory(location=location).uuid])
    typed = {"signed_name": "Ada Example", "understood": "on"}
    answers = [doctor.get(f"{page}?{asked}"), doctor.post(f"{page}?{asked}", typed)]
    assert ([answer.status_code for answer in answers], Consent.objects.count()) == ([404, 404], 0)


def test_after_signing_one_is_back_where_the_consent_was_missing(doctor, location):
    ConsentTextFactory()
    patient = PatientFactory(location=location)
    assert sign(doctor, patient, then="/settings/")["Location"] == "/settings/"
    assert sign(doctor, patient, then="//elsewhere.test/")["Location"] == patient_url(patient)


def test_words_that_changed_while_the_page_was_open_are_read_again(doctor, location):
    ConsentTextFactory()
    answer = sign(doctor, PatientFactory(location=location), shown="of the words before")
    assert Consent.objects.count() == 0
    assert answer.context["form"]["shown"].value() != "of the words before"
    assert "changed meanwhile" in answer.content.decode()


def test_a_consent_without_a_tick_is_not_recorded(doctor, location):
    ConsentTextFactory()
    answer = sign(doctor, PatientFactory(location=location), understood="")
    assert (list(answer.context["form"].errors), Consent.objects.count()) == (["understood"], 0)


def test_no_text_in_the_patients_language_means_nothing_to_sign(doctor, location):
    ConsentTextFactory(language="en")
    patient = PatientFactory(location=location, language="fr")
    answer = doctor.get(reverse("patients:consent", args=[patient.uuid]))
    assert answer.context["text"] is None


def test_the_front_desk_records_no_consent(desk, location):
    patient = PatientFactory(location=location)
    assert desk.get(reverse("patients:consent", args=[patient.uuid])).status_code == 403


def test_a_consent_is_withdrawn_in_one_action(doctor, location):
    consent = ConsentFactory(patient__location=location)
    doctor.post(reverse("patients:withdraw_consent", args=[consent.uuid]))
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None


def test_the_director_publishes_the_standard_text(client, location):
    client.force_login(DirectorFactory(works_at=location))
    page = reverse("patients:publish_consent_text", args=["treatment", "fr"])
    offered = client.get(page).context["form"]["text"].value()
    client.post(page, {"text": offered})
    rows = client.get(reverse("patients:consent_texts")).context["rows"]
    published = [(row["purpose"], row["language"]) for row in rows if row["text"]]
    assert (published, offered[:8]) == ([("treatment", "fr")], "J’accept")
