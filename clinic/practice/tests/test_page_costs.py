"""The practice's own pages cost the same whatever it has."""

from datetime import time

import pytest
from django.urls import reverse

from clinic.practice.models import OpeningHours
from clinic.practice.tests.costs import queries_at_1_3_60
from clinic.practice.tests.factories import (
    FrontDeskFactory,
    LocationFactory,
    ManagerFactory,
    PracticeFactory,
    RoomFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    PracticeFactory()
    return LocationFactory()


@pytest.fixture
def boss(here):
    return ManagerFactory(works_at=here)


@pytest.fixture
def manager(client, boss):
    client.force_login(boss)
    return client


@pytest.mark.parametrize(("name", "queries"), [("practice:rooms", 5), ("practice:settings", 7)])
def test_rooms_cost_the_same_however_many(manager, here, name, queries):
    found = queries_at_1_3_60(manager, reverse(name), lambda n: RoomFactory.create_batch(n, location=here))

    assert found == [queries] * 3


@pytest.mark.parametrize(("name", "queries"), [("practice:opening_hours", 5), ("practice:settings", 7)])
def test_opening_hours_cost_the_same_however_often_the_doors_open(manager, here, name, queries):
    def open_more(number):
        done = here.opening_hours.count()
        OpeningHours.objects.bulk_create(
            OpeningHours(location=here, weekday=one % 7, opens=time(one // 7 * 2), closes=time(one // 7 * 2 + 1))
            for one in range(done, done + number)
        )

    assert queries_at_1_3_60(manager, reverse(name), open_more) == [queries] * 3


def test_locations_cost_the_same_however_many_one_works_at(manager, boss):
    def work_at_more(number):
        for place in LocationFactory.create_batch(number):
            boss.memberships.create(location=place, role="manager")

    assert queries_at_1_3_60(manager, reverse("practice:settings"), work_at_more) == [7, 7, 7]


def test_staff_in_several_roles_cost_the_same(manager, here):
    def employ(number):
        FrontDeskFactory.create_batch(number, works_at=here, role=["front_desk", "practitioner"])

    assert queries_at_1_3_60(manager, reverse("practice:staff"), employ) == [6, 6, 6]
