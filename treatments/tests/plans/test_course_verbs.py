"""The shape of a course in the builder: phases, cream, place, pace."""

import json
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest

from clinic.kit.errors import Refusal
from treatments.domain import courses, phases, plans
from treatments.domain.consent import plan_fingerprint, plan_in_words
from treatments.domain.phases import Cream
from treatments.models import Course, Session
from treatments.rules.schedule import Pace, Phase
from treatments.tests.factories.catalogue import IngredientFactory, ProtocolFactory

pytestmark = pytest.mark.django_db

MAINTENANCE = Phase("maintenance", 2, Pace(84, 91, 105))


def accepted(plan, by):
    plan.refresh_from_db()
    plans.propose(plan=plan, edition=plan.edition, by=by)
    return plans.accept(plan=plan, by=by)


def ideal_days(course):
    return [(row.ideal_on - course.starts_on).days for row in Session.objects.filter(course=course)]


def test_sessions_of_all_phases_are_made_at_accept(draft, face, practitioner):
    phases.set_phases(course=face, phases=[Phase("taper", 1, Pace(28, 30, 35)), MAINTENANCE], by=practitioner)

    accepted(draft, practitioner)

    assert ideal_days(face) == [0, 14, 28, 42, 72, 163, 254]


def test_the_whole_number_counts_all_phases(face, practitioner):
    course = phases.set_phases(course=face, phases=[MAINTENANCE], by=practitioner)

    assert course.sessions_total == 6


def test_a_maintenance_session_may_be_as_early_and_late_as_its_phase_says(draft, face, practitioner):
    phases.set_phases(course=face, phases=[MAINTENANCE], by=practitioner)

    accepted(draft, practitioner)

    fourth, fifth = Session.objects.filter(course=face, number__in=[4, 5])
    assert [(day - fourth.ideal_on).days for day in (fifth.earliest_on, fifth.latest_on)] == [84, 105]


def test_a_tapering_protocol_fills_series_and_phases(draft, practitioner):
    protocol = ProtocolFactory(
        approved=True,
        sessions_min=10,
        sessions_max=10,
        interval_days_ideal=None,
        interval_days_min=7,
        interval_days_max=30,
        schedule_days=[7, 7, 7, 14, 14, 30, 30, 30, 30],
    )

    course = courses.add_course(plan=draft, concern=protocol.concern, protocol=protocol, by=practitioner)

    later = [(row.kind, row.sessions, row.interval_days) for row in course.phases.all()]
    assert (course.sessions_planned, course.interval_days, later) == (4, 7, [("taper", 2, 14), ("taper", 4, 30)])


def test_a_published_maintenance_brings_its_first_session(draft, practitioner):
    protocol = ProtocolFactory(approved=True, maintenance_months_min=3, maintenance_months_max=6)

    course = courses.add_course(plan=draft, concern=protocol.concern, protocol=protocol, by=practitioner)

    (row,) = course.phases.all()
    assert (row.kind, row.sessions, row.interval_min_days, row.interval_days, row.interval_max_days) == (
        ("maintenance", 1, 91, 91, 182)
    )


def test_maintenance_without_published_sessions_stays_empty(draft, practitioner):
    protocol = ProtocolFactory(
        approved=True, sessions_min=None, sessions_max=None, maintenance_months_min=3, maintenance_months_max=3
    )

    course = courses.add_course(plan=draft, concern=protocol.concern, protocol=protocol, by=practitioner)

    assert course.phases.count() == 0


@pytest.mark.parametrize(
    ("phase", "field"),
    [
        (Phase("taper", 0, Pace(7, 7, 7)), "sessions"),
        (Phase("taper", 41, Pace(7, 7, 7)), "sessions"),
        (Phase("taper", 10**9, Pace(7, 7, 7)), "sessions"),
        (Phase("taper", 1, Pace(0, 7, 7)), "interval_days"),
        (Phase("taper", 1, Pace(14, 7, 21)), "interval_days"),
        (Phase("taper", 1, Pace(7, 7, 731)), "interval_days"),
    ],
    ids=["none", "too many", "1e9", "same day", "out of order", "over two years"],
)
def test_an_impossible_phase_is_refused_at_its_field(face, practitioner, phase, field):
    with pytest.raises(Refusal) as refusal:
        phases.set_phases(course=face, phases=[phase], by=practitioner)

    assert (refusal.value.field, Course.objects.get().phases.count()) == (field, 0)


def test_more_than_sixty_sessions_in_all_are_refused(face, practitioner):
    with pytest.raises(Refusal, match="more than 60"):
        phases.set_phases(course=face, phases=[Phase("taper", 40, Pace(7, 7, 7))] * 2, by=practitioner)


def test_a_phase_needs_a_first_series(draft, shelf, practitioner):
    course = courses.add_course(plan=draft, concern=shelf.concern, by=practitioner)

    with pytest.raises(Refusal, match="first series"):
        phases.set_phases(course=course, phases=[MAINTENANCE], by=practitioner)


def test_the_first_series_cannot_go_while_phases_follow_it(face, practitioner):
    phases.set_phases(course=face, phases=[MAINTENANCE], by=practitioner)

    with pytest.raises(Refusal, match="first series"):
        courses.change_course(course=face, sessions_planned=None, by=practitioner)


@pytest.fixture
def lidocaine(shelf):
    return shelf.anaesthetic


def cream(ingredient, **other):
    amounts = {"strength_percent": Decimal(5), "grams": Decimal(10), "area_cm2": Decimal(100), "minutes": 45}
    return Cream(ingredient, **(amounts | other))


def test_a_cream_is_kept_with_its_amounts(face, lidocaine, practitioner):
    phases.set_topical(course=face, cream=cream(lidocaine), by=practitioner)

    kept = Course.objects.get().topical
    assert (kept.ingredient, kept.strength_percent, kept.grams, kept.minutes) == (lidocaine, 5, 10, 45)


def test_no_cream_takes_it_away(face, lidocaine, practitioner):
    phases.set_topical(course=face, cream=cream(lidocaine), by=practitioner)
    phases.set_topical(course=face, cream=None, by=practitioner)

    assert not hasattr(Course.objects.get(), "topical")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("strength_percent", "101"),
        ("strength_percent", "0"),
        ("grams", "-1"),
        ("grams", "NaN"),
        ("area_cm2", "1e9"),
        ("minutes", "0"),
    ],
)
def test_an_impossible_cream_is_refused_at_its_field(face, lidocaine, practitioner, name, value):
    with pytest.raises(Refusal) as refusal:
        phases.set_topical(course=face, cream=cream(lidocaine, **{name: Decimal(value)}), by=practitioner)

    assert (refusal.value.field, hasattr(Course.objects.get(), "topical")) == (name, False)


def test_a_cream_that_may_not_reach_a_patient_is_refused(face, practitioner):
    with pytest.raises(Refusal) as refusal:
        phases.set_topical(course=face, cream=cream(IngredientFactory()), by=practitioner)

    assert refusal.value.code == "unoffered"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("price", Decimal(-1)),
        ("price", Decimal("NaN")),
        ("volume_ml", Decimal(0)),
        ("volume_ml", Decimal("1e9")),
        ("depth_mm", Decimal(-1)),
        ("results_after_weeks", 105),
        ("sessions_planned", 41),
        ("interval_max_days", 10**9),
    ],
)
def test_a_number_that_cannot_be_is_refused_at_its_field(face, practitioner, name, value):
    with pytest.raises(Refusal) as refusal:
        courses.change_course(course=face, by=practitioner, **{name: value})

    assert refusal.value.field in (name, "interval_days")


@pytest.mark.parametrize(("place", "order"), [(1, ["scalp", "face"]), (2, ["face", "scalp"])])
def test_a_course_moves_to_its_place(draft, face, scalp, practitioner, place, order):
    courses.move_course(course=scalp, to=place, by=practitioner)

    names = {face.pk: "face", scalp.pk: "scalp"}
    assert [names[pk] for pk in draft.courses.order_by("order").values_list("pk", flat=True)] == order


@pytest.mark.parametrize("place", [0, 3, -1])
def test_there_is_no_place_beyond_the_last(draft, scalp, practitioner, place):
    with pytest.raises(Refusal) as refusal:
        courses.move_course(course=scalp, to=place, by=practitioner)

    assert refusal.value.field == "to"


def test_repeat_sets_times_and_weeks_and_keeps_the_give(face, practitioner):
    course = courses.repeat(course=face, times=6, weeks=2, by=practitioner)

    assert (course.sessions_planned, course.interval_min_days, course.interval_days, course.interval_max_days) == (
        (6, 10, 14, 21)
    )


def test_repeat_at_a_longer_pace_moves_the_longest_with_it(face, practitioner):
    course = courses.repeat(course=face, times=6, weeks=4, by=practitioner)

    assert (course.interval_min_days, course.interval_days, course.interval_max_days) == (10, 28, 28)


@pytest.mark.parametrize(
    ("times", "weeks", "field"),
    [(0, 2, "sessions_planned"), (41, 2, "sessions_planned"), (3, 0, "weeks"), (3, 53, "weeks")],
)
def test_repeat_refuses_what_cannot_be(face, practitioner, times, weeks, field):
    with pytest.raises(Refusal) as refusal:
        courses.repeat(course=face, times=times, weeks=weeks, by=practitioner)

    assert (refusal.value.field, Course.objects.get().sessions_planned) == (field, 4)


def test_a_course_taken_out_meanwhile_is_a_conflict(draft, face, practitioner):
    stale = Course.objects.select_related("plan").get()
    courses.remove_course(course=face, by=practitioner)

    with pytest.raises(Refusal) as refusal:
        phases.set_phases(course=stale, phases=[MAINTENANCE], by=practitioner)

    assert refusal.value.code == "conflict"


def told(draft):
    return plan_fingerprint(draft), plan_in_words(draft)


def test_a_cream_is_part_of_what_the_patient_agrees_to(draft, face, lidocaine, practitioner):
    before = plan_fingerprint(draft)
    phases.set_topical(course=face, cream=cream(lidocaine), by=practitioner)
    after, (line,) = told(draft)

    assert (after != before, "numbing cream before each session: Lidocaine 5 %, 10 g" in line) == (True, True)


def test_phases_are_part_of_what_the_patient_agrees_to(draft, face, practitioner):
    before = plan_fingerprint(draft)
    phases.set_phases(course=face, phases=[MAINTENANCE], by=practitioner)
    after, (line,) = told(draft)

    assert (after != before, "6 sessions, of which 2 after the first series" in line) == (True, True)


def test_a_volume_is_part_of_what_the_patient_agrees_to(draft, face, practitioner):
    before = plan_fingerprint(draft)
    courses.change_course(course=face, volume_ml=Decimal("2.5"), by=practitioner)

    assert plan_fingerprint(draft) != before


def test_a_plan_without_these_keeps_the_fingerprint_of_its_earlier_consents(draft, face):
    (line,) = face.recipe_version.lines.all()
    amounts = {"stock": line.stock_value.normalize(), "amount": line.amount.normalize()}
    units = {"stock_unit": "mg/mL", "amount_unit": "mL", "entered_as": "stock_volume"}
    told = {
        "concern": face.concern.key,
        "technique": "",
        "zones": [face.zones.get().key],
        "target": face.recipe_version.target_volume_ml.normalize(),
        "lines": [{"ingredient": line.ingredient.key, **amounts, **units}],
    }

    expected = sha256(json.dumps([told], sort_keys=True, default=str).encode()).hexdigest()
    assert plan_fingerprint(draft) == expected


def test_a_price_or_a_date_needs_no_new_signature(draft, face, practitioner):
    before = plan_fingerprint(draft)
    courses.change_course(course=face, price=Decimal(90), starts_on=date(2027, 1, 1), by=practitioner)

    assert plan_fingerprint(draft) == before


def test_windows_follow_the_phase_after_a_session_given_late(draft, face, practitioner):
    from treatments.domain.schedule import reckon_windows

    phases.set_phases(course=face, phases=[MAINTENANCE], by=practitioner)
    accepted(draft, practitioner)
    fourth = Session.objects.get(course=face, number=4)
    noon = fourth.created_at.replace(year=2027, month=2, day=1, hour=12)
    Session.objects.filter(pk=fourth.pk).update(treatment_ended_at=noon, state="ended")

    reckon_windows(course=face)

    assert Session.objects.get(course=face, number=5).ideal_on == date(2027, 2, 1) + timedelta(days=91)
