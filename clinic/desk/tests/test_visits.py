"""A visit's page: its steps, moving, cancelling, checking out; nothing clinical for the front desk."""

import re

import pytest
from django.urls import reverse

from clinic.diary.models import VisitState
from clinic.post.models import OutgoingMessage
from clinic.practice.tests.factories import FrontDeskFactory
from patients.tests.factories import PatientFactory
from treatments.domain.sessions import end_treatment, start_session
from treatments.tests.factories.care import a_booked_session, an_arrived_patient

pytestmark = pytest.mark.django_db


def sign_in(client, treatment, clinical=False):
    place = treatment.clinic.location
    client.force_login(treatment.clinic.practitioner if clinical else FrontDeskFactory(works_at=place))
    return client


def at(name, treatment, *more):
    return reverse(f"desk:{name}", args=[treatment.visit.uuid, *more])


def state(treatment):
    treatment.visit.refresh_from_db()
    return treatment.visit.state


def badge(answer):
    """The word of the state beside the page's heading."""
    lead = answer.content.decode().split('<p class="page-lead">')[1].split("</p>")[0]
    return re.search(r"</i>([^<]+)</span>", lead)[1]


def slot(treatment, moment):
    return f"{moment.isoformat()}|{treatment.visit.practitioner.uuid}|{treatment.visit.room.uuid}"


def test_confirming_is_one_tap(client):
    treatment = a_booked_session()

    sign_in(client, treatment).post(at("visit_step", treatment, "confirm"))

    assert state(treatment) == VisitState.CONFIRMED


def test_an_impossible_step_is_a_sentence_and_changes_nothing(client):
    treatment = a_booked_session()

    answer = sign_in(client, treatment).post(at("visit_step", treatment, "no-show"), follow=True)

    assert (b"has not begun yet" in answer.content, state(treatment)) == (True, VisitState.BOOKED)


def test_a_visit_is_moved_to_the_time_that_is_tapped(client):
    treatment = a_booked_session()
    wish = {"slot": slot(treatment, treatment.clinic.at(14)), "sequence": treatment.visit.sequence}

    answer = sign_in(client, treatment).post(at("move", treatment), wish)

    treatment.visit.refresh_from_db()
    assert (answer.headers["Location"], treatment.visit.starts_at) == (at("visit", treatment), treatment.clinic.at(14))


def test_a_stale_page_moves_nothing(client):
    treatment = a_booked_session()
    wish = {"slot": slot(treatment, treatment.clinic.at(14)), "sequence": 7}

    answer = sign_in(client, treatment).post(at("move", treatment), wish)

    treatment.visit.refresh_from_db()
    assert (answer.status_code, treatment.visit.starts_at) == (422, treatment.clinic.at(10))


def test_moving_onto_somebody_offers_the_nearest_free_times(client):
    treatment = a_booked_session()
    treatment.clinic.book(starts_at=treatment.clinic.at(14), patient=PatientFactory())
    wish = {"slot": slot(treatment, treatment.clinic.at(14)), "sequence": treatment.visit.sequence}

    answer = sign_in(client, treatment).post(at("move", treatment), wish)

    assert (answer.status_code, len(answer.context["nearest"])) == (409, 3)


def test_cancelling_needs_a_reason_and_frees_the_session(client):
    treatment = a_booked_session()
    desk = sign_in(client, treatment)

    answers = [desk.post(at("cancel", treatment), {"reason": why}).status_code for why in ("", "ill")]

    assert (answers, state(treatment), treatment.fresh().visit) == ([422, 302], VisitState.CANCELLED, None)


def test_cancelling_calls_back_what_has_not_left(client):
    treatment = a_booked_session()

    sign_in(client, treatment).post(at("cancel", treatment), {"reason": "ill"})

    about = OutgoingMessage.objects.filter(about=treatment.visit.key)
    assert set(about.values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.parametrize(("clinical", "said"), [(False, False), (True, True)])
def test_only_the_clinical_staff_read_what_is_treated(client, clinical, said):
    treatment = a_booked_session()

    page = sign_in(client, treatment, clinical).get(at("visit", treatment)).content.decode()

    assert (str(treatment.session.course.concern) in page) == said


def test_check_out_waits_for_the_end_of_treatment(client):
    treatment = an_arrived_patient()
    start_session(session=treatment.session, by=treatment.by)

    answer = sign_in(client, treatment).post(at("check_out", treatment))

    assert (answer.status_code, state(treatment)) == (422, VisitState.IN_TREATMENT)


def test_check_out_says_how_the_aftercare_travels_then_closes_the_visit(client):
    treatment = an_arrived_patient()
    start_session(session=treatment.session, by=treatment.by)
    end_treatment(session=treatment.fresh(), by=treatment.by)
    desk = sign_in(client, treatment)

    page = desk.get(at("check_out", treatment))
    answer = desk.post(at("check_out", treatment))

    assert b"Goes by e-mail within minutes" in page.content
    assert (answer.headers["Location"], state(treatment)) == (reverse("desk:today"), VisitState.COMPLETED)
    assert treatment.visit.outcome == "treated"


def test_whose_treatment_has_ended_is_not_called_in_treatment(client):
    treatment = an_arrived_patient()
    start_session(session=treatment.session, by=treatment.by)
    desk = sign_in(client, treatment)
    pages = [at("visit", treatment), at("check_out", treatment)]
    before = [badge(desk.get(page)) for page in pages]

    end_treatment(session=treatment.fresh(), by=treatment.by)

    after = [badge(desk.get(page)) for page in pages]
    assert (before, after) == (["in treatment"] * 2, ["treatment ended"] * 2)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_visit_is_not_moved_to_an_impossible_day(client, day):
    treatment = a_booked_session()

    answer = sign_in(client, treatment).get(at("move", treatment), {"day": day})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["day"])
