"""The record of a session: nothing typed is lost, what was not answered is a gap, impossible times are refused."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.kit.errors import Refusal
from clinic.post.models import OutgoingMessage
from treatments.domain import sessions
from treatments.domain.checklists import answer_before_care, answer_today
from treatments.domain.session_record import WrittenMeanwhile, what_is_written
from treatments.models import CareItem, ChecklistTick, SessionOutcome, SessionState
from treatments.queries.session_recipe import given_lines
from treatments.tests.factories.care import a_booked_session, an_arrived_patient, as_if_given

pytestmark = pytest.mark.django_db
ON_PAPER = "The checklist was on paper."


@pytest.fixture
def started(client):
    treatment = an_arrived_patient()
    sessions.start_session(session=treatment.session, by=treatment.by)
    treatment.session = treatment.fresh()
    client.force_login(treatment.by)
    return treatment


@pytest.fixture
def ended(started):
    sessions.end_treatment(session=started.fresh(), by=started.by)
    started.session = started.fresh()
    return started


def page(name, treatment):
    return reverse(f"treatments:{name}", args=[treatment.session.uuid])


def typed(treatment, **more):
    """What stands in the form of what was given."""
    zones = [zone.pk for zone in treatment.session.course.zones.all()]
    form = {"zones": zones, "volume_ml": "3.5", "points": "70", "notes": "Two small bruises."}
    return form | {"seen": what_is_written(treatment.fresh()), "gaps_because": ON_PAPER} | more


def record(treatment, **more):
    given = {"zones": [], "given": [], "volume_ml": Decimal(4), "points": 80, "notes": "", "gaps_because": ON_PAPER}
    return sessions.record_given(session=treatment.fresh(), **{**given, **more}, by=treatment.by)


def answers(**given):
    keys = [key.replace("_", "-") for key in given]
    return {"item": keys} | {f"answer-{key}": word for key, word in zip(keys, given.values(), strict=True)}


def past(treatment, **times):
    return sessions.record_past_treatment(session=treatment.session, reason="On paper.", by=treatment.by, **times)


def waiting(treatment):
    rows = OutgoingMessage.objects.filter(about=treatment.session.key, state="scheduled")
    return set(rows.values_list("kind", flat=True))


def test_what_stands_typed_is_kept_before_it_is_signed(client, ended):
    client.post(page("session_sign", ended), typed(ended))

    signed = ended.fresh()
    assert (signed.state, signed.given_volume_ml, signed.notes) == ("signed", Decimal("3.5"), "Two small bruises.")


def test_a_signature_that_is_refused_loses_nothing_typed(client, ended):
    answer = client.post(page("session_sign", ended), typed(ended, gaps_because=""))

    assert "gaps_because" in answer.context["given_form"].errors
    assert (ended.fresh().state, ended.fresh().notes) == (SessionState.ENDED, "Two small bruises.")


def test_an_impossible_volume_signs_nothing_and_stays_typed(client, ended):
    answer = client.post(page("session_sign", ended), typed(ended, volume_ml="0"))

    assert (answer.status_code, ended.fresh().state) == (422, SessionState.ENDED)
    assert answer.context["given_form"]["notes"].value() == "Two small bruises."


def test_the_end_keeps_the_answers_that_come_with_it(client, started):
    client.post(page("session_end", started), answers(PRE_01="yes"))

    assert (started.fresh().state, ChecklistTick.objects.get().care_item.key) == (SessionState.ENDED, "PRE-01")


def test_the_end_stands_whatever_the_checklist_says(client, started):
    client.post(page("session_end", started), answers(PRE_01="no") | {"decision-PRE-01": "x" * 301})

    assert (started.fresh().state, ChecklistTick.objects.count()) == (SessionState.ENDED, 0)


def test_an_answer_that_is_kept_already_is_not_kept_twice(client, started):
    client.post(page("session_checklist", started), answers(PRE_01="yes"))
    client.post(page("session_end", started), answers(PRE_01="yes", PRE_04="yes"))

    assert ChecklistTick.objects.count() == 2


def test_a_tap_where_scripts_run_says_how_many_lines_are_open(client, started):
    answer = client.post(page("session_checklist", started), answers(PRE_01="yes"), headers={"HX-Request": "true"})

    assert "1 line has no answer yet." in answer.content.decode()


def test_lines_without_an_answer_are_gaps_of_the_signed_record(client, ended):
    client.post(page("session_sign", ended), typed(ended))

    told = [(gap["care_item"], gap["reason"]) for gap in ended.fresh().gaps]
    assert told == [("PRE-01", ON_PAPER), ("PRE-04", ON_PAPER)]
    assert ON_PAPER in client.get(page("session", ended)).content.decode()


def test_a_line_answered_after_its_reason_is_no_gap(ended):
    record(ended)
    answer_before_care(session=ended.fresh(), item=CareItem.objects.get(key="PRE-01"), done=True, by=ended.by)
    sessions.sign_session(session=ended.fresh(), by=ended.by)

    assert [gap["care_item"] for gap in ended.fresh().gaps] == ["PRE-04"]


def test_a_no_that_nobody_decided_is_a_gap(ended):
    for key, done in (("PRE-01", False), ("PRE-04", True)):
        answer_before_care(session=ended.fresh(), item=CareItem.objects.get(key=key), done=done, by=ended.by)
    record(ended)

    assert [gap["care_item"] for gap in ended.fresh().gaps] == ["PRE-01"]


def test_the_second_of_two_tabs_sees_what_the_first_wrote(client, ended):
    mine = typed(ended, notes="Mine.")
    record(ended, notes="Theirs.")

    answer = client.post(page("session_given", ended), mine)
    assert (ended.fresh().notes, answer.context["given_form"]["notes"].value()) == ("Theirs.", "Mine.")
    assert "Theirs." in answer.content.decode()

    client.post(page("session_given", ended), mine | {"seen": answer.context["given_form"]["seen"].value()})
    assert ended.fresh().notes == "Mine."


def test_a_stale_writer_is_told(ended):
    seen = what_is_written(ended.fresh())
    record(ended, points=81)
    with pytest.raises(WrittenMeanwhile):
        record(ended, points=82, seen=seen)


def test_the_outcome_follows_the_row_not_the_memory(started):
    stale = started.fresh()
    sessions.end_treatment(session=started.fresh(), by=started.by)
    sessions.record_given(
        session=stale,
        zones=[],
        given=[],
        volume_ml=Decimal(1),
        points=1,
        notes="",
        partly_because="Pain.",
        by=started.by,
    )
    assert started.fresh().outcome == SessionOutcome.PARTLY


def test_nothing_is_written_as_given_where_nothing_was(started):
    sessions.do_not_treat(session=started.fresh(), reason="Sunburn.", by=started.by)
    with pytest.raises(Refusal, match="nothing was given"):
        record(started)
    assert started.fresh().outcome == SessionOutcome.NOT_TREATED


def test_what_is_asked_today_is_not_answered_after_the_end(ended):
    with pytest.raises(Refusal, match="has ended"):
        answer_today(session=ended.session, answers={"sunburn": "no"}, by=ended.by)


def test_the_recipe_says_what_to_draw_up_diluent_and_total_included(client, started):
    shown = client.get(page("session", started)).content.decode()

    lines = given_lines(started.session)
    worked = client.get(page("session", started)).context["worked"]
    assert worked.drawn.diluent_ml > 0
    assert [line.get("diluent", False) for line in lines] == [False] * (len(lines) - 1) + [True]
    for words in (worked.diluent, "In all", "Draw up", "Final", "Per point"):
        assert words in shown


def test_what_was_given_begins_as_it_is_drawn_up(client, ended):
    answer = client.get(page("session", ended))
    given = answer.context["worked"].recipe

    form = answer.context["given_form"]
    assert (form["volume_ml"].initial, form["points"].initial) == (given.total_ml, given.points)


def test_the_signed_record_says_where_and_when(client, ended):
    client.post(page("session_sign", ended), typed(ended, volume_ml="10"))

    shown = " ".join(client.get(page("session", ended)).content.decode().split())
    zone = str(ended.session.course.zones.first())
    for words in (zone, "Started", "Ended", "Signed by"):
        assert words in shown
    assert "1E+1" not in shown


@pytest.mark.parametrize(
    ("times", "field"),
    [
        ({"started_at": datetime(1990, 1, 1, tzinfo=UTC)}, "started_at"),
        ({"started_at": timezone.now() - timedelta(days=2)}, "started_at"),
        ({"ended_at": timezone.now() + timedelta(hours=1)}, "ended_at"),
        ({"started_at": timezone.now() - timedelta(minutes=1)}, "started_at"),
    ],
)
def test_impossible_times_are_refused_at_their_field(times, field):
    treatment = an_arrived_patient()
    known = as_if_given(treatment)
    with pytest.raises(Refusal) as refused:
        past(treatment, **{**known, **times})
    assert (refused.value.field, treatment.fresh().state) == (field, SessionState.PLANNED)


def test_nobody_is_treated_for_half_a_day():
    treatment = an_arrived_patient()
    known = as_if_given(treatment, ago=timedelta(hours=3, minutes=1))
    with pytest.raises(Refusal, match="more than 8 hours"):
        past(
            treatment,
            started_at=known["started_at"] - timedelta(hours=5),
            ended_at=known["ended_at"] + timedelta(hours=3),
        )


def test_a_treatment_before_its_noted_arrival_is_kept_with_that_gap():
    treatment = an_arrived_patient()
    known = as_if_given(treatment)
    type(treatment.visit).objects.update(arrived_at=timezone.now())
    treatment.session = treatment.fresh()
    past(treatment, **known)
    assert [gap["gap"] for gap in treatment.fresh().gaps] == ["The arrival was noted after the treatment had started."]


def test_no_word_of_a_window_that_is_over_when_it_is_recorded():
    treatment = an_arrived_patient()
    past(treatment, **as_if_given(treatment, ago=timedelta(days=5)))
    assert waiting(treatment) == {"late_day_14", "late_week_6", "late_week_12"}


def test_a_treatment_recorded_late_names_only_the_windows_still_open():
    treatment = an_arrived_patient()
    past(treatment, **as_if_given(treatment, ago=timedelta(hours=60)))
    told = OutgoingMessage.objects.get(about=treatment.session.key, kind="aftercare").context
    assert [[item["key"] for item in ending["items"]] for ending in told["endings"]] == [["POST-10"]]
    assert told["sun_is_over"] is True


def test_a_question_that_is_open_does_not_ask_for_the_consent_that_is_there(client):
    treatment = a_booked_session()
    client.force_login(treatment.by)
    assert "Record consent" not in client.get(page("session", treatment)).content.decode()


def test_a_consent_that_is_missing_is_asked_for(client):
    treatment = an_arrived_patient(consent=False)
    client.force_login(treatment.by)
    assert "Record consent" in client.get(page("session", treatment)).content.decode()
