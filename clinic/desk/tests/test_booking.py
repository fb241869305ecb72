"""Booking at the desk: choices, large free times, friendly when somebody was first."""

from uuid import uuid4

import pytest
from django.urls import reverse

from clinic.diary.models import Visit
from clinic.diary.tests.factories import a_clinic
from clinic.practice.tests.factories import FrontDeskFactory
from patients.tests.factories import PatientFactory
from treatments.models import Session
from treatments.tests.factories.plans import CourseFactory, PlanFactory, SessionFactory

pytestmark = pytest.mark.django_db
BOOK = "desk:book"
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def clinic():
    return a_clinic()


@pytest.fixture
def desk(client, clinic):
    client.force_login(FrontDeskFactory(works_at=clinic.location))
    return client


def known(clinic):
    return PatientFactory(location=clinic.location)


def a_session(clinic, patient):
    plan = PlanFactory(patient=patient, location=clinic.location, clinician=clinic.practitioner, accepted=True)
    return SessionFactory(course=CourseFactory(plan=plan, starts_on=clinic.day))


def form(clinic, patient, starts_at=None, **changed):
    """What the page posts when a free time is tapped."""
    slot = f"{(starts_at or clinic.at(10)).isoformat()}|{clinic.practitioner.uuid}|{clinic.room.uuid}"
    wish = {"patient": patient.uuid, "visit_type": clinic.visit_type.key, "day": clinic.day.isoformat()}
    return wish | {"slot": slot, "nonce": uuid4()} | changed


def free(answer):
    return [slot.starts_at for slot in answer.context["offer"].times]


def test_without_a_patient_one_is_chosen_first(desk):
    assert desk.get(reverse(BOOK)).headers["Location"] == reverse("patients:patients")


def test_the_next_session_its_clinician_and_ideal_day_are_chosen_already(desk, clinic):
    patient = known(clinic)
    session = a_session(clinic, patient)

    answer = desk.get(reverse(BOOK), {"patient": patient.uuid})

    form = answer.context["form"]
    assert (list(form.cleaned_data["session"]), form.cleaned_data["practitioner"]) == ([session], clinic.practitioner)
    assert (answer.context["offer"].shown, free(answer)[0]) == (clinic.day, clinic.at(8))


def test_a_tap_books_the_session_and_shows_the_visit(desk, clinic):
    patient = known(clinic)
    session = a_session(clinic, patient)

    answer = desk.post(reverse(BOOK), form(clinic, patient, session=[session.uuid]))

    visit = Visit.objects.get()
    assert answer.headers["Location"] == reverse("desk:visit", args=[visit.uuid])
    assert (visit.starts_at, Session.objects.get(pk=session.pk).visit) == (clinic.at(10), visit)


def test_the_same_form_twice_books_once(desk, clinic):
    wish = form(clinic, known(clinic))

    answers = [desk.post(reverse(BOOK), wish).headers["Location"] for _ in range(2)]

    assert (len(set(answers)), Visit.objects.count()) == (1, 1)


def test_a_taken_time_names_the_nearest_free_ones(desk, clinic):
    clinic.book()

    answer = desk.post(reverse(BOOK), form(clinic, known(clinic)))

    nearest = [slot.starts_at for slot in answer.context["nearest"]]
    assert (answer.status_code, nearest) == (409, [clinic.at(9, 15), clinic.at(9, 30), clinic.at(10, 30)])
    assert (b"The nearest free times" in answer.content, Visit.objects.count()) == (True, 1)


def test_a_session_that_somebody_has_just_booked_is_said_so(desk, clinic):
    patient = known(clinic)
    session = a_session(clinic, patient)
    desk.post(reverse(BOOK), form(clinic, patient, session=[session.uuid]))

    answer = desk.post(reverse(BOOK), form(clinic, patient, clinic.at(14), session=[session.uuid]))

    assert (answer.status_code, "session" in answer.context["form"].errors) == (422, True)


def test_a_time_outside_the_hours_is_refused_in_a_sentence(desk, clinic):
    answer = desk.post(reverse(BOOK), form(clinic, known(clinic), clinic.at(22)))

    assert (answer.status_code, "is not open" in answer.context["refused"], Visit.objects.count()) == (422, True, 0)


@pytest.mark.parametrize("slot", ["", "now", "2026-11-26T10:00|x|y", f"2026-11-26T10:00+00:00|{NOBODY}|{NOBODY}"])
def test_a_broken_slot_books_nothing(desk, clinic, slot):
    answer = desk.post(reverse(BOOK), form(clinic, known(clinic), slot=slot))

    assert (answer.status_code, Visit.objects.count()) == (422, 0)


def test_another_locations_patient_is_not_known(desk, clinic):
    assert desk.get(reverse(BOOK), {"patient": PatientFactory().uuid}).status_code == 404


def test_to_book_lists_this_locations_sessions_by_their_ideal_day(desk, clinic):
    session = a_session(clinic, known(clinic))
    a_session(a_clinic(), known(a_clinic()))

    page = desk.get(reverse("desk:to_book")).context["page"]

    assert list(page) == [session]


@pytest.mark.parametrize("count", [1, 3, 60])
def test_to_book_costs_the_same_whatever_waits(desk, clinic, count, django_assert_num_queries):
    course = a_session(clinic, known(clinic)).course
    for number in range(count - 1):
        SessionFactory(course=course, number=number + 2)

    with django_assert_num_queries(6):
        desk.get(reverse("desk:to_book"))


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_an_impossible_day_is_refused_at_its_field(desk, clinic, day):
    wish = {"patient": known(clinic).uuid, "visit_type": clinic.visit_type.key, "day": day}

    answer = desk.get(reverse(BOOK), wish)

    sentence = "Choose a day from 60 days ago to two years ahead."
    assert (answer.status_code, answer.context["form"].errors) == (422, {"day": [sentence]})


def test_another_time_on_a_form_that_has_booked_is_not_booked_and_says_so(desk, clinic):
    patient = known(clinic)
    wish = form(clinic, patient, session=[a_session(clinic, patient).uuid])
    desk.post(reverse(BOOK), wish)
    first = Visit.objects.get()

    answer = desk.post(reverse(BOOK), wish | {"slot": form(clinic, patient, clinic.at(14))["slot"]})

    words = " ".join(answer.content.decode().split())
    move = f"{reverse('desk:move', args=[first.uuid])}?day={clinic.day}&amp;practitioner={clinic.practitioner.uuid}"
    assert (answer.status_code, answer.context["already"], Visit.objects.count()) == (409, first, 1)
    assert ("This was already booked for" in words, "Move it?" in words, move in words) == (True, True, True)


def test_the_page_of_a_form_that_has_booked_books_another_visit_if_asked(desk, clinic):
    patient = known(clinic)
    wish = form(clinic, patient, session=[a_session(clinic, patient).uuid])
    desk.post(reverse(BOOK), wish)

    again = desk.post(reverse(BOOK), wish | {"slot": form(clinic, patient, clinic.at(14))["slot"]})
    desk.post(reverse(BOOK), form(clinic, patient, clinic.at(15)) | {"nonce": again.context["nonce"]})

    assert [visit.starts_at for visit in Visit.objects.all()] == [clinic.at(10), clinic.at(15)]


def test_a_form_whose_visit_was_cancelled_says_so_instead_of_opening_it(desk, clinic):
    wish = form(clinic, known(clinic))
    desk.post(reverse(BOOK), wish)
    desk.post(reverse("desk:cancel", args=[Visit.objects.get().uuid]), {"reason": "Cannot come."})

    answer = desk.post(reverse(BOOK), wish)

    words = answer.content.decode()
    assert (answer.status_code, "cancelled" in words, "Move it?" in words) == (409, True, False)


def test_the_address_of_a_booked_session_names_its_visit(desk, clinic):
    patient = known(clinic)
    session = a_session(clinic, patient)
    desk.post(reverse(BOOK), form(clinic, patient, session=[session.uuid]))

    answer = desk.get(reverse(BOOK), {"patient": patient.uuid, "session": session.uuid})

    assert (answer.status_code, answer.context["already"]) == (200, Visit.objects.get())
    assert answer.context["offer"].times
