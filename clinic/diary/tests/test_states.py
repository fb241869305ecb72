from datetime import timedelta

import pytest
from django.utils import timezone

from clinic.diary.domain import states
from clinic.diary.domain.booking import hold_visit
from clinic.diary.domain.locking import expire_lapsed_holds
from clinic.diary.errors import SlotTaken, StalePage
from clinic.diary.models import Outcome, Visit, VisitState
from clinic.diary.models.visits import BUSY_STATES
from clinic.diary.overlap import BUSY
from clinic.diary.rules.states import MOVABLE, NEXT, may_become
from clinic.diary.tests.factories import VisitFactory, a_clinic
from clinic.kit.errors import Refusal
from clinic.practice.models import AuditEntry
from clinic.practice.tests.factories import UserFactory
from patients.tests.factories import PatientFactory

pytestmark = pytest.mark.django_db

STEPS = {
    VisitState.CONFIRMED: states.confirm_visit,
    VisitState.ARRIVED: states.arrive,
    VisitState.IN_TREATMENT: states.begin,
    VisitState.COMPLETED: lambda **given: states.complete(outcome=Outcome.TREATED, **given),
    VisitState.CANCELLED: lambda **given: states.cancel_visit(reason="ill", **given),
    VisitState.NO_SHOW: states.mark_no_show,
    VisitState.MISTAKEN: lambda **given: states.mark_mistaken(reason="wrong patient", **given),
}


def visit_in(state, **fields):
    held = {"held_until": timezone.now() + timedelta(minutes=5)} if state == VisitState.HELD else {}
    return VisitFactory(state=state, starts_at=timezone.now() - timedelta(hours=1), **held, **fields)


def test_rules_know_every_state():
    assert set(NEXT) == set(VisitState.values)
    assert set(NEXT) >= MOVABLE


def test_triggers_and_constraints_mean_the_same_states():
    assert tuple(BUSY.strip("()").replace("'", "").split(", ")) == BUSY_STATES


@pytest.mark.parametrize("wanted", STEPS)
@pytest.mark.parametrize("state", VisitState.values)
def test_only_legal_steps_are_taken(state, wanted):
    visit = visit_in(state)
    if may_become(state, wanted) or state == wanted:
        assert STEPS[wanted](visit=visit, by=None).state == wanted
    else:
        with pytest.raises(Refusal):
            STEPS[wanted](visit=visit, by=None)


def test_day_from_door_to_door():
    desk = UserFactory()
    visit = VisitFactory()
    for step in (states.confirm_visit, states.arrive, states.begin):
        visit = step(visit=visit, by=desk)
    visit = states.complete(visit=visit, outcome=Outcome.TREATED, by=desk)
    assert (visit.state, visit.outcome, visit.arrived_at is not None) == ("completed", "treated", True)
    verbs = AuditEntry.objects.filter(about=visit.key, user=desk).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["visit.confirmed", "visit.arrived", "visit.in_treatment", "visit.completed"]


def test_same_step_twice_is_once():
    visit = states.arrive(visit=VisitFactory(), by=None)
    first = visit.arrived_at
    assert states.arrive(visit=visit, by=None).arrived_at == first
    assert AuditEntry.objects.filter(about=visit.key).count() == 1


def test_two_people_take_the_same_step():
    visit = VisitFactory()
    states.arrive(visit=Visit.objects.get(), by=None)
    assert states.arrive(visit=visit, by=None).state == VisitState.ARRIVED
    assert AuditEntry.objects.filter(about=visit.key).count() == 1


def test_two_people_take_different_steps():
    visit = VisitFactory()
    states.cancel_visit(visit=Visit.objects.get(), reason="ill", by=None)
    with pytest.raises(StalePage):
        states.arrive(visit=visit, by=None)


def test_cancelling_wants_a_reason():
    with pytest.raises(Refusal) as refusal:
        states.cancel_visit(visit=VisitFactory(), reason="  ", by=None)
    assert refusal.value.field == "reason"


def test_cancelling_counts_the_calendar_entry_up():
    visit = states.cancel_visit(visit=VisitFactory(), reason="ill", by=None)
    assert (visit.sequence, visit.closed_reason) == (1, "ill")


def test_completing_wants_an_outcome():
    with pytest.raises(Refusal) as refusal:
        states.complete(visit=VisitFactory(), outcome="", by=None)
    assert refusal.value.field == "outcome"


def test_nobody_fails_to_come_before_the_visit_begins():
    with pytest.raises(Refusal, match="not begun"):
        states.mark_no_show(visit=VisitFactory(), by=None)


def test_no_show_frees_the_time_and_can_be_taken_back():
    visit = states.mark_no_show(visit=visit_in(VisitState.BOOKED), by=None)
    assert states.reopen(visit=visit, by=None).state == VisitState.BOOKED


def test_no_show_cannot_be_taken_back_when_the_time_was_given_away():
    visit = states.mark_no_show(visit=visit_in(VisitState.BOOKED), by=None)
    VisitFactory(practitioner=visit.practitioner, starts_at=visit.starts_at)
    with pytest.raises(SlotTaken):
        states.reopen(visit=visit, by=None)


def test_held_visit_is_kept():
    visit = states.keep_hold(visit=hold_visit(**a_clinic().wishes()), by=None)
    assert (visit.state, visit.held_until) == (VisitState.BOOKED, None)


def test_lapsed_hold_is_not_kept():
    visit = hold_visit(**a_clinic().wishes(), minutes=-1)
    with pytest.raises(Refusal, match="too long ago"):
        states.keep_hold(visit=visit, by=None)


def test_lapsed_holds_expire_and_running_ones_stay():
    clinic = a_clinic()
    hold_visit(**clinic.wishes(), minutes=-1)
    running = hold_visit(**clinic.wishes(starts_at=clinic.at(14), patient=PatientFactory()))
    lapsed = hold_visit(**clinic.wishes(starts_at=clinic.at(16)), minutes=-1)
    assert expire_lapsed_holds() == 1
    assert set(Visit.objects.values_list("pk", "state")) >= {(running.pk, "held"), (lapsed.pk, "expired")}
