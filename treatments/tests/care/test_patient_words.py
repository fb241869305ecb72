"""What patients read: numbers and days as people say them, and nothing asked of the past."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from clinic.kit.errors import Refusal
from clinic.post.delivery.words import render_words
from clinic.post.models import OutgoingMessage
from patients.tests.factories import PatientLinkFactory
from treatments.domain import sessions
from treatments.domain.reactions import report_reaction
from treatments.domain.visits import move_visit
from treatments.models import CareItem
from treatments.tests.factories.care import a_booked_session, an_arrived_patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def treatment():
    treatment = an_arrived_patient()
    sessions.start_session(session=treatment.session, by=treatment.by)
    sessions.end_treatment(session=treatment.fresh(), by=treatment.by)
    treatment.session = treatment.fresh()
    return treatment


def words(about, kind):
    """The plain words and the HTML of a message."""
    said = render_words(OutgoingMessage.objects.get(about=about, kind=kind), links={})
    return " ".join(said.text.split()), " ".join(said.html.split())


def report(treatment, day):
    link = PatientLinkFactory(patient=treatment.clinic.patient, about=treatment.session.key)
    return report_reaction(session=treatment.session, signs=[], words="A lump.", started_on=day, nonce=uuid4(), by=link)


def test_a_message_planned_before_says_whole_hours_too(treatment):
    message = OutgoingMessage.objects.get(about=treatment.session.key, kind="window_over")
    OutgoingMessage.objects.filter(pk=message.pk).update(context=message.context | {"sun_hours": str(Decimal("48.00"))})

    assert "The 48 hours are over." in words(treatment.session.key, "window_over")[0]


def test_nobody_is_asked_to_keep_to_a_rule_in_the_past():
    booked = a_booked_session()

    for said in words(booked.visit.key, "pre_care"):
        assert "Do not drink alcohol. If you already did since" in said
        assert ": Do not drink alcohol." not in said


def test_a_rule_that_begins_later_says_from_when():
    booked = a_booked_session()
    CareItem.objects.filter(key="PRE-01").update(window_value=24, window_hours=24)
    move_visit(visit=booked.visit, starts_at=booked.clinic.at(15), by=booked.by)
    rows = OutgoingMessage.objects.filter(about=booked.visit.key, kind="pre_care", state="scheduled")
    said = " ".join(render_words(rows.get(), links={}).text.split())

    assert (": Do not drink alcohol." in said, "already did" in said) == (True, False)


@pytest.mark.parametrize("far", [timedelta(days=1), timedelta(days=700_000)])
def test_a_day_before_the_first_treatment_is_refused_at_its_field(treatment, far):
    with pytest.raises(Refusal, match="before your first treatment") as refused:
        report(treatment, timezone.localdate(treatment.session.treatment_ended_at) - far)
    assert refused.value.field == "started_on"


def test_the_day_of_the_treatment_is_a_day_to_report(treatment):
    day = timezone.localdate(treatment.session.treatment_ended_at, treatment.session.visit.location.tzinfo)
    assert report(treatment, day).started_on == day
