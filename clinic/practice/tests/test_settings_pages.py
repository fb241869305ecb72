import pytest
from django.urls import reverse

from clinic.practice.models import Location, Practice
from clinic.practice.regions import region_of
from clinic.practice.tests.factories import (
    FrontDeskFactory,
    LocationFactory,
    ManagerFactory,
    PracticeFactory,
    RoomFactory,
    open_all_week,
)


@pytest.fixture
def location(db):
    PracticeFactory()
    return LocationFactory()


@pytest.fixture
def manager(client, location):
    client.force_login(ManagerFactory(works_at=location))
    return client


def test_the_practice_is_described(manager):
    manager.post(reverse("practice:describe"), {"name": "Other Clinic", "letterhead": "Head"})
    assert (Practice.objects.get().name, Practice.objects.get().letterhead) == ("Other Clinic", "Head")


def test_the_location_is_described(manager, location):
    known = {
        "name": location.name,
        "zone": "Asia/Tokyo",
        "emergency_number": "119",
        "address": "x",
        "phone": "+81 3 1234 5678",
    }
    manager.post(reverse("practice:location"), known)
    location.refresh_from_db()
    assert (location.zone, location.emergency_number) == ("Asia/Tokyo", "119")


def test_opening_hours_are_shown_as_written_and_replaced(manager, location):
    open_all_week(location)
    page = reverse("practice:opening_hours")
    assert manager.get(page).context["form"]["day_0"].value() == "08:00–20:00"
    manager.post(page, {"day_0": "9-12, 13-17"})
    assert [str(span) for span in location.opening_hours.all()] == ["Monday 09:00–12:00", "Monday 13:00–17:00"]


def test_a_room_taken_out_of_use_comes_back_under_its_name(manager, location):
    room = RoomFactory(location=location, name="Blue")
    manager.post(reverse("practice:retire_room", args=[room.uuid]))
    room.refresh_from_db()
    assert room.active is False
    manager.post(reverse("practice:rooms"), {"name": "Blue"})
    room.refresh_from_db()
    assert (room.active, location.rooms.count()) == (True, 1)


def test_the_front_desk_sees_the_settings_without_ways_to_change_them(client, location):
    client.force_login(FrontDeskFactory(works_at=location))
    assert reverse("practice:rooms") not in client.get(reverse("practice:settings")).content.decode()


def test_the_owner_adds_a_location_and_works_there_at_once(client, location):
    client.force_login(ManagerFactory(works_at=location, is_owner=True))
    known = {
        "name": "Second",
        "address": "x",
        "zone": "Europe/Paris",
        "emergency_number": "15",
        "phone": "01 70 18 99 99",
    }
    client.post(reverse("practice:new_location"), known)
    assert client.get(reverse("practice:settings")).context["place"] == Location.objects.get(name="Second")


SECOND = {"name": "Second", "address": "x", "zone": "Europe/Paris", "phone": "01 70 18 99 99", "emergency_number": "15"}


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("phone", "", "Give the number patients call: their aftercare sheet prints it."),
        ("phone", "12", "This is no telephone number. Write it as patients dial it, or with + and the country code."),
        ("emergency_number", "", "Give the number a patient dials when it is serious."),
    ],
)
def test_a_location_without_its_numbers_is_refused_at_the_field(client, location, field, typed, sentence):
    client.force_login(ManagerFactory(works_at=location, is_owner=True))

    pages = [reverse("practice:new_location"), reverse("practice:location")]
    errors = [client.post(page, SECOND | {field: typed}).context["form"].errors for page in pages]

    assert (errors, Location.objects.get()) == ([{field: [sentence]}] * 2, location)


def test_the_telephone_of_a_new_location_is_taken_as_it_is_dialled_there(client, location):
    client.force_login(ManagerFactory(works_at=location, is_owner=True))

    client.post(reverse("practice:new_location"), SECOND)

    assert str(Location.objects.get(name="Second").phone) == "+33170189999"


@pytest.mark.parametrize(
    ("phone", "zone", "region"),
    [("+33142685300", "Europe/London", "FR"), ("", "Australia/Lord_Howe", "AU"), ("", "UTC", None)],
)
def test_numbers_are_dialled_as_the_location_does(phone, zone, region):
    assert region_of(Location(phone=phone, zone=zone)) == region


def test_the_owner_switches_single_practitioner_mode_on_and_off(client, location):
    client.force_login(ManagerFactory(works_at=location, is_owner=True))
    modes = []
    for sent in ({"on": "on"}, {}):
        client.post(reverse("practice:single_practitioner"), sent)
        modes.append(Practice.objects.get().single_practitioner)
    assert modes == [True, False]


def test_a_manager_who_is_not_the_owner_cannot_switch_single_practitioner_mode(manager):
    assert manager.post(reverse("practice:single_practitioner"), {"on": "on"}).status_code == 403


def test_the_settings_say_who_approves_recipes(manager):
    Practice.objects.update(single_practitioner=True)
    words = manager.get(reverse("practice:settings")).content.decode()
    assert "an author may approve alone, after a blind second entry" in words
