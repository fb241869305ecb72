from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from clinic.diary.models import Outcome, VisitState
from clinic.kit.errors import Refusal
from clinic.post.models import OutgoingMessage
from treatments.domain import sessions, visits
from treatments.models import Session, SessionState
from treatments.tests.factories.care import a_booked_session, an_arrived_patient

pytestmark = pytest.mark.django_db


def waiting(key: str) -> set[str]:
    return set(OutgoingMessage.objects.filter(about=key, state="scheduled").values_list("kind", flat=True))


def as_if_told(key: str) -> None:
    OutgoingMessage.objects.filter(about=key, kind="confirmation").update(state="sent", sent_at=timezone.now())


def test_booking_a_session_gives_it_its_visit_and_plans_its_messages():
    booked = a_booked_session()
    assert (booked.session.visit, waiting(booked.visit.key)) == (
        booked.visit,
        {"confirmation", "pre_care", "reminder"},
    )


def test_the_same_form_books_once():
    booked = a_booked_session()
    again = visits.book_visit(**booked.clinic.wishes(nonce=booked.visit.nonce))
    assert (again.pk, OutgoingMessage.objects.count()) == (booked.visit.pk, 3)


def test_a_session_that_has_a_time_cannot_get_another():
    booked = a_booked_session()
    wishes = booked.clinic.wishes(sessions=[booked.session], starts_at=booked.clinic.at(14), nonce=uuid4())
    with pytest.raises(Refusal, match="already has a time"):
        visits.book_visit(**wishes)


def test_the_confirmation_carries_the_calendar_entry():
    booked = a_booked_session()
    message = OutgoingMessage.objects.get(about=booked.visit.key, kind="confirmation")
    assert (message.calendar_method, "SEQUENCE:0" in message.calendar) == ("REQUEST", True)


def test_moving_before_the_patient_was_told_confirms_the_new_time_only():
    booked = a_booked_session()
    visits.move_visit(visit=booked.visit, starts_at=booked.clinic.at(15), by=booked.by)
    message = OutgoingMessage.objects.get(about=booked.visit.key, kind="confirmation", state="scheduled")
    assert message.context["starts_at"] == booked.clinic.at(15).isoformat()


def test_moving_after_the_patient_was_told_tells_them_of_the_move():
    booked = a_booked_session()
    as_if_told(booked.visit.key)
    visits.move_visit(visit=booked.visit, starts_at=booked.clinic.at(15), by=booked.by)
    assert waiting(booked.visit.key) == {"visit_moved", "pre_care", "reminder"}


def test_moving_to_where_it_lies_changes_no_message():
    booked = a_booked_session()
    visits.move_visit(visit=booked.visit, starts_at=booked.visit.starts_at, by=booked.by)
    assert OutgoingMessage.objects.filter(about=booked.visit.key).count() == 3


def test_cancelling_frees_the_session_and_calls_everything_back():
    booked = a_booked_session()
    visits.cancel_visit(visit=booked.visit, reason="ill", by=booked.by)
    assert (booked.fresh().visit, waiting(booked.visit.key)) == (None, set())


def test_who_was_told_of_a_visit_is_told_that_it_is_cancelled():
    booked = a_booked_session()
    as_if_told(booked.visit.key)
    visits.cancel_visit(visit=booked.visit, reason="ill", by=booked.by)
    message = OutgoingMessage.objects.get(about=booked.visit.key, state="scheduled")
    assert (message.kind, message.calendar_method) == ("visit_cancelled", "CANCEL")


def test_a_no_show_puts_the_session_back_among_those_to_book():
    booked = a_booked_session()
    type(booked.visit).objects.filter(pk=booked.visit.pk).update(
        starts_at=booked.visit.starts_at - timedelta(days=3), ends_at=booked.visit.ends_at - timedelta(days=3)
    )
    booked.visit.refresh_from_db()
    visits.mark_no_show(visit=booked.visit, reason="", by=booked.by)
    assert Session.objects.unbooked().get() == booked.session


def test_a_patient_who_is_not_here_cannot_be_checked_out():
    booked = a_booked_session()
    with pytest.raises(Refusal, match="who is here"):
        visits.check_out(visit=booked.visit, by=booked.by)


def test_check_out_waits_for_the_end_of_treatment():
    treatment = an_arrived_patient()
    sessions.start_session(session=treatment.session, by=treatment.by)
    with pytest.raises(Refusal, match="not been ended"):
        visits.check_out(visit=treatment.visit, by=treatment.by)


def test_check_out_takes_its_outcome_from_the_session():
    treatment = an_arrived_patient()
    sessions.start_session(session=treatment.session, by=treatment.by)
    sessions.end_treatment(session=treatment.fresh(), by=treatment.by)
    left = visits.check_out(visit=treatment.fresh().visit, by=treatment.by)
    assert (left.state, left.outcome, treatment.fresh().state) == (
        VisitState.COMPLETED,
        Outcome.TREATED,
        SessionState.ENDED,
    )
