from datetime import time

import pytest
from django.urls import reverse

from clinic.kit.errors import Refusal
from clinic.practice.domain.opening import open_practice
from clinic.practice.models import Location, Practice, Role, User
from clinic.practice.tests.factories import PracticeFactory

FACTS = {
    "clinic": "Example Clinic",
    "location": "Example Street",
    "address": "1 Example Street",
    "zone": "Australia/Lord_Howe",
    "phone": "+61 491 570 156",
    "emergency_number": "000",
    "rooms": "Blue, Green, Blue",
    "owner_name": "Grace Example",
    "email": "grace@example.test",
    "password": "a long enough password",
    "again": "a long enough password",
    "day_0": "9-13, 14:30 to 18",
}


@pytest.mark.django_db
def test_every_page_of_an_empty_clinic_leads_to_the_first_one(client):
    assert client.get(reverse("account_login"))["Location"] == reverse("practice:first_run")


@pytest.mark.django_db
def test_the_owner_sets_the_clinic_up_and_signs_in(client):
    answer = client.post(reverse("practice:first_run"), FACTS)
    place, owner = Location.objects.get(), User.objects.get()
    assert answer["Location"] == reverse("account_login")
    assert (place.zone, [room.name for room in place.rooms.all()]) == ("Australia/Lord_Howe", ["Blue", "Green"])
    assert [(span.weekday, span.opens, span.closes) for span in place.opening_hours.all()] == [
        (0, time(9), time(13)),
        (0, time(14, 30), time(18)),
    ]
    assert (owner.is_owner, owner.may_prescribe, owner.roles_at(place)) == (True, False, {Role.MANAGER})
    client.post(reverse("account_login"), {"login": owner.email, "password": FACTS["password"]})
    assert "_auth_user_id" in client.session


@pytest.mark.django_db
def test_an_owner_who_treats_is_practitioner_and_director_with_hours(client):
    client.post(reverse("practice:first_run"), FACTS | {"treats": "on"})
    owner = User.objects.get()
    assert owner.roles_at(Location.objects.get()) == {Role.MANAGER, Role.PRACTITIONER, Role.MEDICAL_DIRECTOR}
    assert (owner.may_approve, owner.staff_hours.count()) == (True, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("zone", "Mars/Olympus"),
        ("password", "short"),
        ("again", "another long password"),
        ("email", "grace"),
        ("phone", ""),
        ("phone", "12"),
        ("day_0", "18-9"),
        ("day_0", "9-13, 12-18"),
        ("day_0", "25-26"),
        ("day_0", "morning"),
    ],
)
def test_what_is_impossible_is_said_at_its_field(client, field, value):
    known = FACTS | {field: value}
    known["again"] = value if field == "password" else known["again"]
    answer = client.post(reverse("practice:first_run"), known)
    assert (list(answer.context["form"].errors), Practice.objects.count()) == ([field], 0)


@pytest.mark.django_db
@pytest.mark.parametrize("dialled", ["0491 570 156", "+61 491 570 156"])
def test_the_clinics_telephone_is_taken_as_it_is_dialled_there(client, dialled):
    client.post(reverse("practice:first_run"), FACTS | {"phone": dialled})
    assert Location.objects.get().phone.as_e164 == "+61491570156"


@pytest.mark.django_db
def test_nobody_sets_a_clinic_up_twice():
    PracticeFactory()
    with pytest.raises(Refusal):
        open_practice(
            clinic="Other",
            letterhead="",
            owner_name="X",
            email="x@example.test",
            password="p",
            treats=False,
            location="L",
            address="",
            zone="UTC",
            phone="",
            emergency_number="112",
            week={},
            rooms=[],
        )
