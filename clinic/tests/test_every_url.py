"""Walk every address of the project as nobody, as the wrong role, as the right role, as another location's staff.

How to add a page's row: clinic/tests/addresses.py.
"""

import pytest
from django.urls import resolve, reverse

from clinic.practice.models import Role
from clinic.practice.tests.factories import LocationFactory, PracticeFactory, UserFactory
from clinic.tests.addresses import ALLAUTH_OPEN, ALLAUTH_SIGNED_IN, every_url, has_own_object, our_urls, rows, sample

OURS = sorted(our_urls())
MAY_ALL = {"may_prescribe": True, "may_inject": True, "may_approve": True}


def audience(name):
    return getattr(our_urls()[name], "audience", "")


def roles_of(name):
    return set(audience(name).removeprefix("staff: ").split(", "))


def of_kind(kind):
    return [name for name in OURS if audience(name).startswith(kind)]


STAFF, SIGNED_IN, OWNER, PUBLIC = of_kind("staff: "), of_kind("signed in"), of_kind("owner"), of_kind("public")
EMPTY, LINKS = of_kind("empty clinic"), of_kind("link")
KNOWN_KINDS = {*STAFF, *SIGNED_IN, *OWNER, *PUBLIC, *EMPTY, *LINKS}


@pytest.fixture
def here(db):
    PracticeFactory()
    return LocationFactory(name="Here")


def ask(client, name, here):
    """GET the page, or POST to it where it only takes that."""
    address = reverse(name, kwargs=sample(name, here))
    answer = client.get(address)
    return client.post(address) if answer.status_code == 405 else answer


def sign_in(client, place, *roles, **more):
    client.force_login(UserFactory(works_at=place, role=roles, **MAY_ALL, **more))


def test_every_address_has_a_row_and_every_row_an_address():
    assert sorted(rows()) == OURS


@pytest.mark.parametrize("name", OURS)
def test_every_view_says_who_may_see_it(name):
    assert name in KNOWN_KINDS, f"{name} has no audience that the walk knows: {audience(name)!r}"


@pytest.mark.parametrize("name", [*STAFF, *SIGNED_IN, *OWNER])
def test_nobody_is_sent_to_sign_in(client, here, name):
    answer = ask(client, name, here)
    where = answer.headers.get("Location", "")
    assert answer.status_code == 404 or where.startswith(reverse("account_login")), (answer.status_code, where)


@pytest.mark.parametrize("name", STAFF)
def test_the_wrong_role_is_refused(client, here, name):
    for role in sorted(set(Role.values) - roles_of(name)):
        sign_in(client, here, role)
        assert (role, ask(client, name, here).status_code) == (role, 403)


@pytest.mark.parametrize("name", STAFF)
def test_the_right_role_gets_the_page(client, here, name):
    for role in sorted(roles_of(name)):
        sign_in(client, here, role)
        assert ask(client, name, here).status_code in (200, 302, 303, 400, 409, 422), role


@pytest.mark.parametrize("name", [name for name in STAFF if has_own_object(name)])
def test_another_locations_staff_do_not_learn_that_it_exists(client, here, name):
    sign_in(client, LocationFactory(name="Elsewhere"), *Role.values)
    assert ask(client, name, here).status_code == 404


@pytest.mark.parametrize("name", OWNER)
def test_only_the_owner_gets_the_owners_pages(client, here, name):
    sign_in(client, here, *Role.values)
    assert ask(client, name, here).status_code == 403


@pytest.mark.parametrize("name", EMPTY)
def test_the_page_of_an_empty_clinic_is_gone_once_it_is_set_up(client, here, name):
    assert ask(client, name, here).status_code == 404


def test_open_pages_answer_anybody(client, here):
    answers = {name: ask(client, name, here).status_code for name in PUBLIC}
    assert {name: status for name, status in answers.items() if status >= 500} == {}


def test_without_a_link_every_patients_page_is_the_same_closed_door(client, here):
    answers = {name: ask(client, name, here) for name in LINKS}
    assert {answer.status_code for answer in answers.values()} <= {404}
    assert len({answer.content for answer in answers.values()}) <= 1


def test_allauths_addresses_are_the_ones_we_looked_at():
    assert {name for name in every_url() if name.startswith(("account_", "mfa_"))} == ALLAUTH_OPEN | ALLAUTH_SIGNED_IN


@pytest.mark.parametrize("name", sorted(ALLAUTH_SIGNED_IN))
def test_nobody_is_sent_away_from_account_pages(client, here, name):
    answer = client.get(reverse(name))
    assert resolve(answer["Location"].split("?")[0]).url_name == "account_login"
