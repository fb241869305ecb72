"""Every page in light and dark, at desk, on tablet and phone: nothing for axe, no error, nothing cut off.

A new address is opened by its row in <app>/tests/addresses.py; clinic/tests/support/pages.py names what deserves more.
"""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.template.loader import render_to_string
from django.urls import reverse

from clinic.practice.tests.factories import FrontDeskFactory, LocationFactory, PracticeFactory
from clinic.tests.addresses import ALLAUTH_OPEN, ALLAUTH_SIGNED_IN, our_urls
from clinic.tests.support.full_clinic import a_full_clinic
from clinic.tests.support.pages import SIGNED_OUT_PAGES, signed_out_pages, staff_pages
from clinic.tests.support.walking import Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GLOVED = 64  # px: what a finger in a glove hits
ONLY_SENT = {"portal:tick", "portal:fine", "portal:confirm"}  # forms without a page of their own
PASSWORD = "a long enough password"
NO_ACCOUNT_PAGES = {"mfa_download_recovery_codes", "account_set_password"}  # a file; for who has no password yet


@pytest.fixture
def clinic(site, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    return a_full_clinic()


@pytest.fixture
def walk(new_context, complaints):
    walk = Walk(new_context(reduced_motion="reduce").new_page(), complaints)  # colours must not be on their way
    yield walk
    assert not walk.found, "\n".join(walk.found)


def test_every_staff_page_of_a_full_clinic(walk, sign_in, clinic):
    sign_in(walk.page.context, clinic.staff)
    walk_staff_pages(walk, clinic)


def test_every_other_page_of_a_full_clinic(walk, sign_in, clinic):
    sign_in(walk.page.context, clinic.staff)
    walk_refused_forms(walk)
    walk.page.context.clear_cookies()
    walk_patients_pages(walk, clinic)
    sign_in(walk.page.context, clinic.desk)
    walk_pages_that_are_not_for_everybody(walk, clinic)


def walk_staff_pages(walk, clinic):
    for name, address in staff_pages(clinic):
        walk.open(name, address)
    walk.open("post:words", reverse("post:words", args=[clinic.messages["print"].uuid]), bones=False)
    walk.page.goto(reverse("treatments:session", args=[clinic.treated["started"].uuid]))
    tap = walk.page.get_by_role("button", name="End treatment").bounding_box()
    assert tap["height"] >= GLOVED, tap
    assert len(walk.seen) > 60


def walk_refused_forms(walk):
    for name in ("patients:register", "practice:add_staff", "practice:location", "treatments:recipe_new"):
        walk.page.goto(reverse(name))
        walk.send_empty(name)


def walk_patients_pages(walk, clinic):
    walk.open("closed door", reverse("portal:enter", args=["unknown"]), status=404)
    walk.page.goto(reverse("portal:enter", args=[clinic.token("care")]))
    walk.look("portal:identify")
    walk.page.get_by_role("textbox").first.fill("1985-04-12")
    walk.page.locator("main form").get_by_role("button").click()
    walk.page.wait_for_selector("[data-until]")
    walk.look("portal:care")
    walk.open("portal:report", reverse("portal:report"))
    walk.send_empty("portal:report")
    walk.open("portal:reported", reverse("portal:reported"))
    walk.page.goto(reverse("portal:enter", args=[clinic.token("visit")]))
    walk.look("portal:visit")
    assert behind_links() - ONLY_SENT <= set(walk.seen)


def behind_links():
    return {name for name, view in our_urls().items() if view.audience.startswith("link")}


def walk_pages_that_are_not_for_everybody(walk, clinic):
    walk.open("today of the front desk", reverse("desk:today"))
    walk.open("a patient for the front desk", reverse("desk:patient", args=[clinic.patient.uuid]))
    walk.open("403", reverse("treatments:plans"), status=403)
    walk.open("404", "/nowhere/", status=404)
    broken = render_to_string("500.html")
    walk.page.route("**/broken/", lambda route: route.fulfill(body=broken, content_type="text/html"))
    walk.open("500", "/broken/", bones=False)  # it knows no name of the clinic


def test_account_pages(walk, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    PracticeFactory()
    user = FrontDeskFactory(works_at=LocationFactory(), password=PASSWORD)
    for name, address in signed_out_pages():
        walk.open(name, address)

    _type_password(walk, user)
    walk.open("mfa_activate_totp", reverse("mfa_activate_totp"))
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    _type_password(walk, user, "account_reauthenticate")
    for name in sorted(ALLAUTH_SIGNED_IN - NO_ACCOUNT_PAGES - {"mfa_activate_totp"}):
        walk.open(name, reverse(name))
    walk.open("account_logout", reverse("account_logout"))
    walk.page.context.clear_cookies()
    _type_password(walk, user)
    walk.look("mfa_authenticate")

    assert set(walk.seen) >= ALLAUTH_SIGNED_IN - NO_ACCOUNT_PAGES | set(SIGNED_OUT_PAGES)
    assert set(SIGNED_OUT_PAGES) <= ALLAUTH_OPEN


def test_first_page_of_an_empty_clinic(walk, site):
    walk.open("practice:first_run", reverse("practice:first_run"))
    walk.send_empty("practice:first_run")


def _type_password(walk, user, page="account_login"):
    walk.page.goto(reverse(page))
    if walk.page.locator("[name=login]").count():
        walk.page.locator("[name=login]").fill(user.email)
    walk.page.locator("[name=password]").fill(PASSWORD)
    with walk.page.expect_navigation():
        walk.page.locator("main form button[type=submit], .centred form button[type=submit]").first.click()
