from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from clinic.practice.domain import audit
from clinic.practice.domain.seals import seal_new_entries, verify_seals
from clinic.practice.models import AuditEntry
from clinic.practice.tests.factories import FrontDeskFactory, LocationFactory, ManagerFactory, PracticeFactory

NOW = timedelta(0)


def write(count=3, **known):
    return [audit.record(verb="patient.read", about="patient:1", by=None, **known) for _ in range(count)]


def tamper(statement):
    """Change the trail behind the triggers' back, as somebody with the database's password would."""
    triggers = [trigger for trigger in _triggers() if trigger.table == "practice_auditentry"]
    for trigger in triggers:
        trigger.drop(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    for trigger in triggers:
        trigger.install(connection)


def _triggers():
    from django.apps import apps

    return apps.get_app_config("practice").triggers


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["practice_auditentry", "practice_auditseal"])
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_the_database_refuses_to_change_the_trail(table, statement):
    write(1)
    seal_new_entries(settled=NOW)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table))


@pytest.mark.django_db
def test_seals_chain_and_fit():
    write()
    first = seal_new_entries(settled=NOW)
    write()
    second = seal_new_entries(settled=NOW)
    assert ([first.number, second.number], first.digest != second.digest, verify_seals()) == ([1, 2], True, None)


@pytest.mark.django_db
def test_nothing_new_means_no_seal():
    write()
    seal_new_entries(settled=NOW)
    assert seal_new_entries(settled=NOW) is None


@pytest.mark.django_db
def test_entries_that_may_still_be_overtaken_wait():
    write(2)
    AuditEntry.objects.create(verb="v", about="a", actor_kind="system", at=timezone.now() - timedelta(hours=1))
    assert seal_new_entries() is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE practice_auditentry SET about = 'patient:2' WHERE id = (SELECT min(id) FROM practice_auditentry)",
        "DELETE FROM practice_auditentry WHERE id = (SELECT min(id) FROM practice_auditentry)",
    ],
)
def test_a_changed_or_removed_entry_breaks_its_seal(statement):
    write()
    first = seal_new_entries(settled=NOW)
    write()
    seal_new_entries(settled=NOW)
    tamper(statement)
    assert verify_seals() == first


@pytest.mark.django_db
def test_an_actor_is_user_link_or_system_and_only_one():
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.create(verb="v", about="a", actor_kind="user")


@pytest.mark.django_db
def test_the_page_shows_this_locations_trail_about_one_key(client):
    PracticeFactory()
    here, elsewhere = LocationFactory(), LocationFactory()
    clerk = FrontDeskFactory(works_at=here)
    wanted = audit.record(verb="patient.read", about="patient:1", by=clerk, location=here)
    audit.record(verb="patient.read", about="patient:1", by=clerk, location=elsewhere)
    audit.record(verb="patient.read", about="patient:2", by=clerk, location=here)
    client.force_login(ManagerFactory(works_at=here))
    answer = client.get(reverse("practice:audit"), {"about": "patient:1"})
    assert list(answer.context["page"]) == [wanted]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3, 60])
def test_the_page_costs_the_same_whatever_it_holds(client, rows, django_assert_num_queries):
    PracticeFactory()
    here = LocationFactory()
    write(rows, location=here)
    client.force_login(ManagerFactory(works_at=here))
    with django_assert_num_queries(6):
        client.get(reverse("practice:audit"))
