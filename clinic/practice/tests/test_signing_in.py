import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.urls import reverse

from clinic.practice.addresses import first_page
from clinic.practice.models import User
from clinic.practice.tests.factories import FrontDeskFactory, LocationFactory, ManagerFactory, PracticeFactory

PASSWORD = "a long enough password"


@pytest.fixture
def location(db):
    PracticeFactory()
    return LocationFactory()


def sign_in(client, user, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def signed_in(client):
    return "_auth_user_id" in client.session


def test_staff_sign_in_with_e_mail_and_password(client, location):
    sign_in(client, FrontDeskFactory(works_at=location, password=PASSWORD))
    assert signed_in(client)


def test_whoever_left_cannot_sign_in(client, location):
    sign_in(client, FrontDeskFactory(works_at=location, password=PASSWORD, is_active=False))
    assert not signed_in(client)


def test_nobody_signs_up_by_themselves(client, location):
    page = reverse("account_signup")
    answer = client.post(page, {"email": "me@example.test", "password1": PASSWORD, "password2": PASSWORD})
    assert ("account/signup_closed.html" in [one.name for one in answer.templates], User.objects.count()) == (True, 0)


def test_guessing_a_password_is_limited(client, location):
    clerk = FrontDeskFactory(works_at=location, password=PASSWORD)
    for _ in range(5):
        sign_in(client, clerk, "wrong")
    answer = sign_in(client, clerk)
    assert (signed_in(client), answer.context["form"].non_field_errors()) == (
        False,
        ["Too many failed login attempts. Try again later."],
    )


def test_without_a_second_factor_every_page_leads_to_its_set_up(client, location, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(FrontDeskFactory(works_at=location))
    assert client.get(reverse("patients:patients"))["Location"] == reverse("mfa_activate_totp")


def test_the_set_up_page_of_the_second_factor_opens(client, location, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    sign_in(client, FrontDeskFactory(works_at=location, password=PASSWORD))
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_with_a_second_factor_the_password_alone_does_not_open(client, location, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    clerk = FrontDeskFactory(works_at=location, password=PASSWORD)
    TOTP.activate(clerk, generate_totp_secret())
    answer = sign_in(client, clerk)
    assert (answer["Location"], signed_in(client)) == (reverse("mfa_authenticate"), False)


def test_with_a_second_factor_pages_open(client, location, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    clerk = FrontDeskFactory(works_at=location)
    TOTP.activate(clerk, generate_totp_secret())
    client.force_login(clerk)
    assert client.get(reverse("patients:patients")).status_code == 200
    assert Authenticator.objects.filter(user=clerk).count() == 1


def test_an_invited_colleague_chooses_a_password_and_signs_in(client, location, settings):
    client.force_login(ManagerFactory(works_at=location))
    client.post(
        reverse("practice:add_staff"),
        {"name": "Grace Example", "email": "grace@example.test", "roles": ["front_desk"]},
    )
    client.logout()
    link = next(word for word in mail.outbox[0].body.split() if word.startswith(settings.PUBLIC_URL))
    answer = client.get(link.removeprefix(settings.PUBLIC_URL), follow=True)
    client.post(answer.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    sign_in(client, User.objects.get(email="grace@example.test"))
    assert (mail.outbox[0].subject, signed_in(client)) == ("Your account at the clinic", True)


# --- which location one works at


def test_switching_location_shows_the_other_ones_pages(client, location):
    other = LocationFactory()
    client.force_login(FrontDeskFactory(works_at=[location, other]))
    client.post(reverse("practice:work_at"), {"location": other.pk, "next": reverse("practice:settings")})
    assert client.get(reverse("practice:settings")).context["place"] == other


def test_nobody_switches_to_a_location_where_they_do_not_work(client, location):
    client.force_login(FrontDeskFactory(works_at=location))
    assert client.post(reverse("practice:work_at"), {"location": LocationFactory().pk}).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        ("/settings/", "/settings/"),
        ("/patients/0b9e4b3e-1f6e-4f7e-9c8e-2f5c6a7b8c9d/edit/", "first page"),
        ("https://elsewhere.test/", "first page"),
        ("//elsewhere.test/", "first page"),
        ("", "first page"),
    ],
)
def test_after_switching_one_stays_where_it_makes_sense(client, location, wanted, where):
    client.force_login(FrontDeskFactory(works_at=location))
    answer = client.post(reverse("practice:work_at"), {"location": location.pk, "next": wanted})
    assert answer["Location"] == (first_page() if where == "first page" else where)


def test_somebody_without_a_place_of_work_is_refused(client, location):
    client.force_login(FrontDeskFactory())
    assert client.get(reverse("practice:settings")).status_code == 403
