import pytest
from django.core import mail
from django.urls import reverse

from clinic.practice.models import Role, StaffHours, User
from clinic.practice.tests.factories import (
    DirectorFactory,
    FrontDeskFactory,
    LocationFactory,
    ManagerFactory,
    PracticeFactory,
    works_all_week,
)

GRACE = {"name": "Grace Example", "title": "Dr", "email": "grace@example.test", "roles": ["practitioner"]}


@pytest.fixture
def location(db):
    PracticeFactory()
    return LocationFactory()


@pytest.fixture
def boss(location):
    return ManagerFactory(works_at=location)


@pytest.fixture
def manager(client, boss):
    client.force_login(boss)
    return client


def test_a_new_colleague_gets_roles_permissions_and_a_link(manager, location):
    manager.post(reverse("practice:add_staff"), GRACE | {"permissions": ["may_inject"]})
    grace = User.objects.get(email="grace@example.test")
    assert (grace.roles_at(location), grace.may_inject, grace.may_approve) == ({"practitioner"}, True, False)
    assert [message.to for message in mail.outbox] == [["grace@example.test"]]


def test_somebody_from_another_location_keeps_what_they_may_do(manager, location):
    grace = DirectorFactory(email="grace@example.test", works_at=LocationFactory(), name="Grace")
    manager.post(reverse("practice:add_staff"), GRACE | {"name": "Mallory"})
    grace = User.objects.get(pk=grace.pk)
    assert (grace.name, grace.may_approve, grace.roles_at(location)) == ("Grace", True, {"practitioner"})


def test_the_same_colleague_is_not_added_twice(manager, location):
    FrontDeskFactory(email="grace@example.test", works_at=location)
    answer = manager.post(reverse("practice:add_staff"), GRACE | {"email": "Grace@example.test"})
    assert answer.context["form"].errors == {"email": ["Somebody with this e-mail address works here already."]}


def test_a_refused_invitation_is_said_and_the_colleague_kept(manager, location, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer = manager.post(reverse("practice:add_staff"), GRACE, follow=True)
    assert "The mail server refused the invitation" in answer.content.decode()
    assert User.objects.filter(email="grace@example.test").count() == 1


def test_roles_and_permissions_are_changed(manager, location):
    clerk = FrontDeskFactory(works_at=location)
    manager.post(
        reverse("practice:change_staff", args=[clerk.uuid]),
        {"name": clerk.name, "roles": ["manager"], "permissions": ["may_prescribe"]},
    )
    clerk = User.objects.get(pk=clerk.pk)
    assert (clerk.roles_at(location), clerk.may_prescribe) == ({Role.MANAGER}, True)


def test_nobody_gives_themselves_a_permission(manager, boss, location):
    answer = manager.post(
        reverse("practice:change_staff", args=[boss.uuid]),
        {"name": boss.name, "roles": ["manager"], "permissions": ["may_approve"]},
    )
    assert answer.context["form"].non_field_errors() == ["What you may do yourself is for somebody else to change."]
    assert User.objects.get(pk=boss.pk).may_approve is False


def test_whoever_ends_work_at_their_only_location_can_no_longer_sign_in(manager, location):
    clerk = FrontDeskFactory(works_at=location)
    manager.post(reverse("practice:end_work", args=[clerk.uuid]))
    clerk = User.objects.get(pk=clerk.pk)
    assert (clerk.is_active, clerk.memberships.count()) == (False, 0)


def test_the_owner_stays(manager, location):
    owner = ManagerFactory(works_at=location, is_owner=True)
    manager.post(reverse("practice:end_work", args=[owner.uuid]))
    assert User.objects.get(pk=owner.pk).is_active is True


def test_hours_here_are_replaced_and_hours_elsewhere_stay(manager, location):
    clerk, elsewhere = FrontDeskFactory(works_at=location), LocationFactory()
    works_all_week(clerk, location)
    works_all_week(clerk, elsewhere)
    manager.post(reverse("practice:staff_hours", args=[clerk.uuid]), {"day_4": "8:30–12:00"})
    assert [str(span.starts) for span in StaffHours.objects.filter(location=location)] == ["08:30:00"]
    assert StaffHours.objects.filter(location=elsewhere).count() == 7


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_the_list_costs_the_same_whatever_it_holds(manager, location, rows, django_assert_num_queries):
    FrontDeskFactory.create_batch(rows, works_at=location)
    with django_assert_num_queries(6):
        manager.get(reverse("practice:staff"))
