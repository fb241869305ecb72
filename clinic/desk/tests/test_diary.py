"""The diary: a day by practitioner with what is free, a week by day."""

from datetime import time, timedelta
from itertools import count

import pytest
from django.urls import reverse

from clinic.diary.tests.factories import VisitFactory, VisitPartFactory, VisitTypeFactory, a_clinic
from clinic.practice.models import Absence, ClosedDay, StaffHours
from clinic.practice.tests.costs import queries_at_1_3_60
from clinic.practice.tests.factories import FrontDeskFactory, PractitionerFactory, works_all_week

pytestmark = pytest.mark.django_db
DIARY = "desk:diary"


@pytest.fixture
def clinic():
    return a_clinic(opens=time(9), closes=time(17))


@pytest.fixture
def desk(client, clinic):
    client.force_login(FrontDeskFactory(works_at=clinic.location))
    return client


def day_of(desk, clinic, **query):
    return desk.get(reverse(DIARY), {"day": clinic.day.isoformat(), **query}).context


def entries(context):
    column = context["columns"][0]
    return [(entry.begins, entry.visit or ("off" if entry.off else "free")) for entry in column.entries]


def test_a_day_shows_visits_and_what_is_free_between(desk, clinic):
    visit = clinic.book()

    assert entries(day_of(desk, clinic)) == [
        (clinic.at(9), "free"),
        (clinic.at(10), visit),
        (clinic.at(10, 30), "free"),
    ]


def test_the_time_in_which_a_visit_needs_no_practitioner_is_not_called_free(desk, clinic):
    kind = VisitTypeFactory(minutes=0)
    VisitPartFactory(visit_type=kind, minutes=20, needs_practitioner=False)
    VisitPartFactory(visit_type=kind, minutes=25)
    visit = clinic.book(visit_type=kind)

    assert entries(day_of(desk, clinic)) == [
        (clinic.at(9), "free"),
        (clinic.at(10), visit),
        (clinic.at(10, 45), "free"),
    ]
    assert day_of(desk, clinic)["columns"][0].entries[0].ends == clinic.at(10)


def test_a_break_is_marked_as_not_working(desk, clinic):
    StaffHours.objects.filter(user=clinic.practitioner).update(ends=time(12))
    StaffHours.objects.bulk_create(
        StaffHours(user=clinic.practitioner, location=clinic.location, weekday=day, starts=time(13), ends=time(17))
        for day in range(7)
    )

    assert [what for _begins, what in entries(day_of(desk, clinic))] == ["free", "off", "free"]


def test_who_is_away_has_no_column(desk, clinic):
    away = {"starts_at": clinic.at(0), "ends_at": clinic.at(23)}
    Absence.objects.create(user=clinic.practitioner, **away)

    assert day_of(desk, clinic)["columns"] == []


def test_a_cancelled_visit_stays_visible_and_its_time_is_free(desk, clinic):
    visit = clinic.book()
    type(visit).objects.update(state="cancelled")

    assert entries(day_of(desk, clinic)) == [(clinic.at(9), "free"), (clinic.at(10), visit)]


def test_the_week_begins_on_monday_and_names_closed_days(desk, clinic):
    visit = clinic.book()
    ClosedDay.objects.create(location=clinic.location, day=clinic.day + timedelta(days=7))

    this, following = (day_of(desk, clinic, view="week", day=clinic.day + timedelta(days=days)) for days in (0, 7))

    assert [one.day.weekday() for one in this["days"]] == [0, 1, 2, 3, 4, 5, 6]
    assert [one.visits for one in this["days"] if one.visits] == [[visit]]
    assert [one.day for one in following["days"] if one.closed] == [clinic.day + timedelta(days=7)]


@pytest.mark.parametrize("day", ["", "yesterday", "0001-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_is_today(desk, day):
    context = desk.get(reverse(DIARY), {"day": day}).context

    assert context["day"] == context["today"]


@pytest.mark.parametrize(("view", "queries"), [("day", 10), ("week", 7)])
def test_the_diary_costs_the_same_whatever_it_holds(desk, clinic, view, queries):
    tens = count(0, 10)

    def fill(number):
        for _, minutes in zip(range(number), tens, strict=False):
            begins = clinic.at(9) + timedelta(minutes=minutes)
            VisitFactory(location=clinic.location, practitioner=clinic.practitioner, room=clinic.room,
                         starts_at=begins, ends_at=begins + timedelta(minutes=10))  # fmt: skip

    page = f"{reverse(DIARY)}?day={clinic.day}&view={view}"
    assert queries_at_1_3_60(desk, page, fill) == [queries] * 3


@pytest.mark.parametrize(("view", "queries"), [("day", 10), ("week", 7)])
def test_the_diary_costs_the_same_whoever_works(desk, clinic, view, queries):
    clinic.book()

    def employ(number):
        for colleague in PractitionerFactory.create_batch(number, works_at=clinic.location):
            works_all_week(colleague, clinic.location)

    page = f"{reverse(DIARY)}?day={clinic.day}&view={view}"
    assert queries_at_1_3_60(desk, page, employ) == [queries] * 3
