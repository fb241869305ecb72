from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from clinic.kit.errors import Refusal
from clinic.post.models import OutgoingMessage
from patients.models import Document
from treatments.domain import sessions
from treatments.domain.checklists import answer_before_care
from treatments.domain.plans import stop
from treatments.forms.sessions import GivenForm
from treatments.models import CareItem, EndCorrection, PlanState, RecipeLine, SessionOutcome, SessionState
from treatments.tests.factories.care import a_booked_session, an_arrived_patient, as_if_given

pytestmark = pytest.mark.django_db


def a_treatment():
    treatment = an_arrived_patient()
    sessions.start_session(session=treatment.session, by=treatment.by)
    return treatment


def an_ended_treatment():
    treatment = a_treatment()
    sessions.end_treatment(session=treatment.fresh(), by=treatment.by)
    treatment.session = treatment.fresh()
    return treatment


def write_down(treatment, **more):
    given = {"zones": [], "given": [], "volume_ml": Decimal(4), "points": None, "notes": ""}
    given["gaps_because"] = "The checklist was on paper."
    return sessions.record_given(session=treatment.fresh(), **{**given, **more}, by=treatment.by)


def due(treatment, kind: str):
    return OutgoingMessage.objects.get(about=treatment.session.key, kind=kind, state="scheduled").due_at


def test_treatment_cannot_start_before_the_patient_has_arrived():
    booked = a_booked_session()
    with pytest.raises(sessions.NotReady) as refused:
        sessions.start_session(session=booked.session, by=booked.by)
    assert [gap.kind for gap in refused.value.gaps] == ["arrival"]


def test_treatment_cannot_start_without_consent():
    treatment = an_arrived_patient(consent=False)
    with pytest.raises(sessions.NotReady) as refused:
        sessions.start_session(session=treatment.session, by=treatment.by)
    assert [gap.kind for gap in refused.value.gaps] == ["consent"]


def test_a_stopped_plan_is_not_treated():
    treatment = an_arrived_patient()
    stop(plan=treatment.session.course.plan, reason="Reacted badly.", by=treatment.by)
    with pytest.raises(sessions.NotReady) as refused:
        sessions.start_session(session=treatment.fresh(), by=treatment.by)
    assert [gap.kind for gap in refused.value.gaps] == ["plan"]


def test_consent_to_another_dose_is_no_consent():
    treatment = an_arrived_patient()
    RecipeLine.objects.update(amount=10)
    with pytest.raises(sessions.NotReady, match="changed after the consent was signed"):
        sessions.start_session(session=treatment.fresh(), by=treatment.by)


def test_a_no_that_nobody_decided_keeps_the_record_unsigned():
    treatment = an_ended_treatment()
    item = CareItem.objects.get(key="PRE-01")
    answer_before_care(session=treatment.session, item=item, done=False, by=treatment.by)
    type(treatment.session).objects.filter(pk=treatment.session.pk).update(given_volume_ml=4)
    with pytest.raises(Refusal, match="before-care checklist"):
        sessions.sign_session(session=treatment.fresh(), by=treatment.by)


def test_the_end_of_a_treatment_that_has_not_ended_cannot_be_corrected():
    treatment = a_treatment()
    with pytest.raises(Refusal, match="not ended yet"):
        sessions.correct_end(session=treatment.fresh(), ended_at=timezone.now(), reason="x", by=treatment.by)


def test_who_may_not_inject_cannot_start():
    treatment = an_arrived_patient()
    treatment.by.may_inject = False
    with pytest.raises(Refusal, match="may inject"):
        sessions.start_session(session=treatment.session, by=treatment.by)


def test_a_start_puts_the_visit_in_treatment_and_the_plan_under_way():
    session = a_treatment().fresh()
    assert (session.visit.state, session.course.plan.state) == ("in_treatment", PlanState.ACTIVE)


def test_the_second_of_two_ends_is_refused():
    treatment = a_treatment()
    stale = treatment.fresh()
    sessions.end_treatment(session=treatment.fresh(), by=treatment.by)
    with pytest.raises(Refusal, match="just changed"):
        sessions.end_treatment(session=stale, by=treatment.by)


def test_the_aftercare_clock_runs_from_the_end_of_treatment():
    treatment = an_ended_treatment()
    assert due(treatment, "window_over") >= treatment.session.treatment_ended_at + timedelta(hours=48)


def test_the_end_asks_for_the_sheet_and_plans_every_care_message():
    treatment = an_ended_treatment()
    kinds = set(OutgoingMessage.objects.filter(about=treatment.session.key).values_list("kind", flat=True))
    assert (Document.objects.get(about=treatment.session.key).kind, kinds) == (
        "aftercare",
        {"aftercare", "mid_window", "window_over", "late_day_14", "late_week_6", "late_week_12"},
    )


def test_what_was_told_is_kept_with_the_session():
    told = an_ended_treatment().session.aftercare
    assert [[item["key"] for item in ending["items"]] for ending in told["endings"]] == [["POST-01"], ["POST-10"]]


def test_a_correction_replaces_the_sheet_and_plans_the_messages_anew():
    treatment = an_ended_treatment()
    before = due(treatment, "late_week_12")
    earlier = treatment.session.treatment_ended_at - timedelta(days=1)
    type(treatment.session).objects.filter(pk=treatment.session.pk).update(
        treatment_started_at=earlier - timedelta(hours=1)
    )
    sessions.correct_end(session=treatment.fresh(), ended_at=earlier, reason="tapped late", by=treatment.by)
    newest = Document.objects.filter(about=treatment.session.key).latest("pk")
    assert (newest.replaces is not None, before - due(treatment, "late_week_12")) == (True, timedelta(days=1))


@pytest.mark.parametrize("had_it", [True, False])
def test_only_a_patient_who_had_the_sheet_gets_a_marked_correction(had_it):
    treatment = an_ended_treatment()
    if had_it:
        sheet = OutgoingMessage.objects.filter(about=treatment.session.key, kind="aftercare")
        sheet.update(state="sent", sent_at=timezone.now())
    earlier = treatment.session.treatment_started_at
    sessions.correct_end(session=treatment.fresh(), ended_at=earlier, reason="tapped late", by=treatment.by)
    message = OutgoingMessage.objects.get(about=treatment.session.key, kind="aftercare", state="scheduled")
    assert message.context["corrected"] is had_it


def test_a_correction_into_the_future_is_refused_and_nothing_changes():
    treatment = an_ended_treatment()
    with pytest.raises(Refusal, match="future"):
        sessions.correct_end(
            session=treatment.session, ended_at=timezone.now() + timedelta(hours=1), reason="x", by=treatment.by
        )
    assert EndCorrection.objects.count() == 0


def test_a_patient_who_was_not_treated_gets_another_session_and_no_aftercare():
    treatment = an_arrived_patient()
    sessions.do_not_treat(session=treatment.session, reason="sunburn", by=treatment.by)
    numbers = list(treatment.session.course.sessions.values_list("number", "outcome"))
    assert (numbers, Document.objects.count()) == ([(1, SessionOutcome.NOT_TREATED), (2, "")], 0)


def test_what_was_done_without_consent_is_recorded_with_its_gap():
    treatment = an_arrived_patient(consent=False)
    times = as_if_given(treatment)
    sessions.record_past_treatment(session=treatment.session, **times, reason="paper form in the file", by=treatment.by)
    session = treatment.fresh()
    assert (session.state, session.gaps[0]["reason"]) == (SessionState.ENDED, "paper form in the file")


def test_what_was_given_can_be_written_down_until_it_is_signed():
    treatment = an_ended_treatment()
    given = {"zones": [], "given": [], "volume_ml": Decimal("4.5"), "points": 90, "notes": "", "by": treatment.by}
    given["gaps_because"] = "The checklist was on paper."
    sessions.record_given(session=treatment.fresh(), **given)
    sessions.sign_session(session=treatment.fresh(), by=treatment.by)
    with pytest.raises(Refusal, match="addendum"):
        sessions.record_given(session=treatment.fresh(), **given)
    assert treatment.fresh().given_volume_ml == Decimal("4.5")


def test_nothing_is_signed_before_what_was_given_is_written_down():
    treatment = an_ended_treatment()
    with pytest.raises(Refusal, match="Write down what was given"):
        sessions.sign_session(session=treatment.fresh(), by=treatment.by)
    assert treatment.fresh().state == SessionState.ENDED


def test_words_can_be_added_to_a_signed_session():
    treatment = an_ended_treatment()
    write_down(treatment)
    sessions.sign_session(session=treatment.fresh(), by=treatment.by)
    added = sessions.add_addendum(session=treatment.fresh(), text="Bruise on the left.", by=treatment.by)
    assert (added.by, added.text) == (treatment.by, "Bruise on the left.")


@pytest.mark.parametrize("typed", ["0", "1e3", "100.001", "9999.999", "4.0005", "-1"])
def test_an_impossible_volume_is_refused_at_its_field(typed):
    session = a_treatment().session
    form = GivenForm({"zones": list(session.course.zones.all()), "volume_ml": typed}, session=session)
    assert "volume_ml" in form.errors
