"""What the database itself refuses, on PostgreSQL by constraint, on SQLite by trigger: the same sentence of ours."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from clinic.diary.models import Visit
from clinic.diary.models.visits import BUSY_STATES
from clinic.diary.overlap import RESOURCES, resource_taken
from clinic.diary.tests.factories import VisitFactory

pytestmark = pytest.mark.django_db

HALF_HOUR = timedelta(minutes=30)


def refused(make):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        make()
    return resource_taken(refusal.value)


def beside(visit, resource, **fields):
    """Make a visit that shares only `resource` with `visit`, at the same time unless `fields` say otherwise."""
    return VisitFactory(**({resource: getattr(visit, resource), "starts_at": visit.starts_at} | fields))


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("minutes", [-29, 0, 29])
def test_insert_that_overlaps_is_refused(resource, minutes):
    visit = VisitFactory()
    starts_at = visit.starts_at + timedelta(minutes=minutes)
    assert refused(lambda: beside(visit, resource, starts_at=starts_at)) == resource


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("minutes", [-30, 30])
def test_insert_that_touches_is_let_in(resource, minutes):
    visit = VisitFactory()
    beside(visit, resource, starts_at=visit.starts_at + timedelta(minutes=minutes))
    assert Visit.objects.count() == 2


@pytest.mark.parametrize("resource", RESOURCES)
def test_visits_a_fraction_of_a_second_apart_are_told_apart(resource):
    visit = VisitFactory()
    starts_at = visit.ends_at - timedelta(microseconds=1)
    assert refused(lambda: beside(visit, resource, starts_at=starts_at)) == resource


@pytest.mark.parametrize("resource", RESOURCES)
def test_update_of_the_time_that_overlaps_is_refused(resource):
    visit = VisitFactory()
    later = beside(visit, resource, starts_at=visit.ends_at)
    moved = {f"{resource}_busy_from": visit.starts_at, f"{resource}_busy_until": visit.ends_at}
    assert refused(lambda: Visit.objects.filter(pk=later.pk).update(**moved)) == resource


@pytest.mark.parametrize("resource", RESOURCES)
def test_update_of_whom_it_takes_is_refused(resource):
    visit = VisitFactory()
    other = VisitFactory(starts_at=visit.starts_at)
    taken = {resource: getattr(visit, resource)}
    assert refused(lambda: Visit.objects.filter(pk=other.pk).update(**taken)) == resource


@pytest.mark.parametrize("resource", RESOURCES)
def test_cancelled_visit_cannot_come_back_onto_another(resource):
    visit = VisitFactory()
    gone = beside(visit, resource, state="cancelled")
    assert refused(lambda: Visit.objects.filter(pk=gone.pk).update(state="booked")) == resource


@pytest.mark.parametrize("state", BUSY_STATES)
def test_every_busy_state_takes_time(state):
    visit = VisitFactory()
    Visit.objects.filter(pk=visit.pk).update(state=state, held_until=visit.starts_at)
    assert refused(lambda: beside(visit, "room")) == "room"


@pytest.mark.parametrize("resource", RESOURCES)
def test_day_long_visit_is_seen_from_its_last_hour(resource):
    visit = VisitFactory()
    day_later = visit.starts_at + timedelta(hours=24)
    Visit.objects.filter(pk=visit.pk).update(**{f"{resource}_busy_until": day_later})
    assert refused(lambda: beside(visit, resource, starts_at=day_later - HALF_HOUR)) == resource


def test_busy_time_longer_than_a_day_is_refused():
    visit = VisitFactory()
    until = visit.starts_at + timedelta(hours=24, seconds=1)
    assert refused(lambda: Visit.objects.filter(pk=visit.pk).update(room_busy_until=until)) is None


@pytest.mark.parametrize(("resource", "taken"), [("practitioner", None), ("room", None), ("patient", "patient")])
def test_overbooking_exempts_all_but_the_patient(resource, taken):
    visit = VisitFactory()
    over = {"overbooked": True, "overbooked_reason": "must be seen"}
    if taken:
        assert refused(lambda: beside(visit, resource, **over)) == taken
    else:
        assert beside(visit, resource, **over).overbooked


def test_end_of_overbooking_is_refused_while_it_overlaps():
    visit = VisitFactory()
    over = beside(visit, "room", overbooked=True, overbooked_reason="must be seen")
    assert refused(lambda: Visit.objects.filter(pk=over.pk).update(overbooked=False)) == "room"


def test_nonce_is_not_mistaken_for_a_taken_resource():
    nonce = uuid4()
    VisitFactory(nonce=nonce)
    assert refused(lambda: VisitFactory(nonce=nonce)) is None


@pytest.mark.django_db(transaction=True)
def test_promise_outlives_a_migration():
    visit = VisitFactory()
    call_command("migrate", verbosity=0)
    assert refused(lambda: beside(visit, "room")) == "room"
