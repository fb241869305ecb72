"""The practice's and the patients' pages in a browser: a clinic opens, somebody is registered, axe finds nothing."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clinic.diary.tests.factories import VisitTypeFactory
from clinic.practice.models import Role, User
from clinic.practice.tests.factories import (
    DirectorFactory,
    FrontDeskFactory,
    LocationFactory,
    PracticeFactory,
    RoomFactory,
    open_all_week,
)
from clinic.tests.support.browsing import findings_in_light_and_dark, widths_overflowed
from patients.models import Patient
from patients.tests.factories import ConsentTextFactory, ContactPersonFactory, PatientFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "patients:patients",
    "patients:register",
    "desk:edit_patient",
    "patients:contact_persons",
    "patients:consent",
    "patients:consent_texts",
    "practice:settings",
    "practice:location",
    "practice:opening_hours",
    "practice:rooms",
    "practice:staff",
    "practice:add_staff",
    "practice:audit",
)


@pytest.fixture
def zoe():
    PracticeFactory()
    location = LocationFactory()
    open_all_week(location)
    RoomFactory(location=location)
    VisitTypeFactory()
    ConsentTextFactory()
    return ContactPersonFactory(patient=PatientFactory(name="Zoë Kowalczyk-Öztürk", location=location)).patient


@pytest.fixture
def staff(new_context, sign_in, zoe):
    context = new_context()
    sign_in(context, DirectorFactory(works_at=zoe.locations.get(), role=Role.values))
    return context.new_page()


def address(name, patient):
    of_patient = name in ("desk:edit_patient", "patients:contact_persons", "patients:consent")
    return reverse(name, args=[patient.uuid] if of_patient else [])


def test_pages_are_clean_and_no_wider_than_their_window(staff, zoe):
    found = {}
    for name in PAGES:
        staff.goto(address(name, zoe))
        found[name] = (findings_in_light_and_dark(staff), widths_overflowed(staff, 820, 390, 1280))
    assert {name: wrong for name, wrong in found.items() if wrong != ([], {})} == {}


def test_the_owner_opens_the_clinic_and_signs_in(page, axe):
    page.goto("/")
    assert (page.url.endswith(reverse("practice:first_run")), axe(page)) == (True, [])
    for field, words in {
        "clinic": "Example Clinic",
        "location": "Example Street",
        "address": "1 Example Street",
        "zone": "Europe/London",
        "phone": "020 7946 0100",
        "emergency_number": "999",
        "owner_name": "Grace Example",
        "email": "grace@example.test",
        "password": "a long enough password",
        "again": "a long enough password",
    }.items():
        page.locator(f"[name={field}]").fill(words)
    assert page.get_by_text("You become practitioner").bounding_box()["width"] > 250
    page.get_by_label("I treat patients here myself").check()
    page.get_by_role("button", name="Open the clinic").click()
    page.locator("[name=login]").fill("grace@example.test")
    page.locator("[name=password]").fill("a long enough password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Grace Example", exact=True)).to_be_visible()
    assert User.objects.get().is_owner


def test_a_likely_duplicate_shows_while_typing_and_register_anyway_books(new_context, sign_in, zoe):
    context = new_context()
    sign_in(context, FrontDeskFactory(works_at=zoe.locations.get()))
    page = context.new_page()
    page.goto(reverse("patients:patients"))
    page.get_by_role("link", name="Register a patient").click()
    page.locator("[name=name]").fill("zoe kowalczyk ozturk")
    page.locator("[name=email]").fill("zoe@example.test")
    page.locator("[name=phone]").focus()
    expect(page.locator("#candidates")).to_contain_text("same name")
    page.get_by_role("button", name="Register and book").click()
    page.get_by_role("button", name="Register anyway and book").click()
    expect(page).to_have_url(re.compile(reverse("desk:book")))
    assert Patient.objects.count() == 2


def test_enter_beside_a_likely_duplicate_asks_again(staff, zoe):
    staff.goto(reverse("patients:register"))
    staff.locator("[name=name]").fill(zoe.name)
    staff.locator("[name=email]").fill("zoe@example.test")
    for _time in "12":
        with staff.expect_navigation():
            staff.locator("[name=name]").press("Enter")
    expect(staff.get_by_role("button", name="Register anyway", exact=True)).to_be_visible()
    assert Patient.objects.count() == 1


def test_a_name_without_spaces_is_told_in_a_page_no_wider_than_its_window(staff, zoe):
    staff.goto(reverse("patients:register"))
    staff.locator("[name=name]").fill("W" * 150)
    staff.locator("[name=email]").fill("w@example.test")
    staff.get_by_role("button", name="Register", exact=True).click()
    expect(staff.locator(".toast-words")).to_contain_text("is registered")
    assert widths_overflowed(staff, 1280, 390) == {}


def test_search_finds_while_typing(staff, zoe):
    PatientFactory(name="Somebody Else", location=zoe.locations.get())
    staff.goto(reverse("patients:patients"))
    staff.get_by_label("Find a patient").press_sequentially("ozt")
    expect(staff.locator("#found tbody tr")).to_have_count(1)
    expect(staff.locator("#found")).to_contain_text("Zoë")
