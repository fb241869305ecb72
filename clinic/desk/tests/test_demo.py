"""The demonstration: everything in every state, made up, and made once."""

import pytest
from django.core.management import CommandError, call_command

from clinic.desk.queries.today import attention, stages_of_day, today_at
from clinic.diary.models import Visit
from clinic.post.models import MessageState, OutgoingMessage
from clinic.practice.models import AuditEntry, Location, Practice, User
from clinic.practice.tests.factories import PracticeFactory
from patients.models import Patient
from treatments.models import Plan, PlanState, Recipe, Session
from treatments.queries.interruptions import interruptions_of_the_healthy

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_the_demo_fills_an_empty_clinic_once(capsys, settings):
    call_command("seed_demo")
    tables = (AuditEntry, OutgoingMessage, Patient, Plan, Recipe, Session, User, Visit)
    before = [table.objects.count() for table in tables]

    call_command("seed_demo")

    assert [table.objects.count() for table in tables] == before
    assert "desk@example.test" in capsys.readouterr().out
    assert (Patient.objects.count(), Location.objects.values("zone").distinct().count()) == (60, 2)
    assert Patient.objects.exclude(email="").exclude(email__endswith="@example.test").count() == 0
    assert set(Plan.objects.values_list("state", flat=True)) == set(PlanState.values)
    assert set(OutgoingMessage.objects.values_list("state", flat=True)) == set(MessageState.values)
    london = Location.objects.get(zone="Europe/London")
    assert len(attention(london, clinical=True).reactions) == 1
    met = interruptions_of_the_healthy()
    assert (met.patients > 20, met.found) == (True, ())
    assert {stage.key for stage in stages_of_day(london, today_at(london))} >= {"here", "treatment", "leaving", "done"}


def test_the_demo_stays_out_of_a_real_clinic():
    PracticeFactory(name="A real clinic")

    with pytest.raises(CommandError, match="real clinic"):
        call_command("seed_demo")

    assert Practice.objects.get().name == "A real clinic"
