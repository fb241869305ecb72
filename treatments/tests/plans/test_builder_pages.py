"""The plan builder by form post: every act of its three panes, as somebody without JavaScript does it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.practice.tests.factories import PractitionerFactory
from treatments.domain import courses, plans
from treatments.models import (
    Assessment,
    Course,
    CoursePhase,
    HandOver,
    Plan,
    PlannedReview,
    PlanTemplate,
    RecipeVersion,
    TopicalAnaesthetic,
)
from treatments.tests.factories.care import an_arrived_patient
from treatments.tests.factories.catalogue import (
    ConcernFactory,
    IngredientFactory,
    ProtocolFactory,
    TechniqueFactory,
    ZoneFactory,
)
from treatments.tests.factories.plans import CourseFactory, PlanFactory, RecipeVersionFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, practitioner):
    client.force_login(practitioner)
    return client


@pytest.fixture
def plan(patient, location, practitioner):
    return plans.start_plan(patient=patient, location=location, by=practitioner)


@pytest.fixture
def course(plan, practitioner):
    return a_course(plan, practitioner)


def a_course(plan, by, key="anti_aging", **changes):
    """A course of four sessions a fortnight apart, from 1 December 2026."""
    version = RecipeVersionFactory(recipe__concern=ConcernFactory(key=key, name=key))
    course = courses.add_course(plan=plan, concern=version.recipe.concern, recipe_version=version, by=by)
    pace = {"sessions_planned": 4, "interval_min_days": 10, "interval_days": 14, "interval_max_days": 21}
    start = {"starts_on": date(2026, 12, 1)}
    return courses.change_course(course=course, zones=[ZoneFactory(approved=True)], by=by, **pace | start | changes)


def fresh(course):
    return Course.objects.select_related("plan").get(pk=course.pk)


def post(client, name, about, key="", /, **typed):
    """Send a form of the builder with the edition its page would name."""
    plan = Plan.objects.get(pk=about.plan_id if isinstance(about, Course) else about.pk)
    address = reverse(f"treatments:{name}", args=[about.uuid, *([key] if key else [])])
    return client.post(address, {"edition": plan.edition, **typed})


def part(client, course, key, /, **typed):
    return post(client, "course_part", course, key, **{f"{key}-{name}": value for name, value in typed.items()})


# --- the parts of a course


def test_zones_are_kept(signed_in, course):
    cheeks, chin = ZoneFactory.create_batch(2, approved=True)

    part(signed_in, course, "zones", zones=[cheeks.pk, chin.pk])

    assert set(fresh(course).zones.all()) == {cheeks, chin}


def test_technique_depth_needle_and_volume_are_kept(signed_in, course):
    technique = TechniqueFactory(approved=True)

    part(signed_in, course, "how", technique=technique.pk, depth_mm="1.5", needle="30 G", volume_ml="4")

    kept = fresh(course)
    assert (kept.technique, kept.depth_mm, kept.needle, kept.volume_ml) == (technique, Decimal("1.5"), "30 G", 4)


def test_sessions_intervals_start_and_expected_results_are_kept(signed_in, course):
    pace = {"sessions_planned": 6, "interval_min_days": 7, "interval_days": 14, "interval_max_days": 28}
    start = timezone.localdate() + timedelta(days=30)

    part(signed_in, course, "pace", **pace, starts_on=start.isoformat(), results_after_weeks="12")

    kept = fresh(course)
    assert {name: getattr(kept, name) for name in pace} == pace
    assert (kept.starts_on, kept.results_after_weeks) == (start, 12)


def test_intervals_out_of_order_are_said_at_their_field_and_what_was_typed_stays(signed_in, course):
    answer = part(signed_in, course, "pace", sessions_planned=9, interval_min_days=30, interval_days=7)

    form = next(section.form for section in answer.context["sections"] if section.form.key == "pace")
    said = "The ideal interval lies between the shortest and the longest."
    assert (answer.status_code, form.errors, form["sessions_planned"].value()) == (422, {"interval_days": [said]}, "9")


@pytest.mark.parametrize("day", ["1900-01-01", "9999-12-31"])
def test_first_session_on_an_impossible_day_is_refused_at_its_field(signed_in, course, day):
    answer = part(signed_in, course, "pace", starts_on=day)

    form = next(section.form for section in answer.context["sections"] if section.form.key == "pace")
    assert form.errors == {"starts_on": ["Choose a day between one year ago and two years ahead."]}


def test_price_is_kept(signed_in, course):
    part(signed_in, course, "price", price="120.50")

    assert fresh(course).price == Decimal("120.50")


def test_tapering_and_maintenance_are_kept_in_order(signed_in, course):
    taper = {"0-kind": "taper", "0-sessions": 2, "0-interval_min_days": 21, "0-interval_days": 28}
    maintenance = {"1-kind": "maintenance", "1-sessions": 4, "1-interval_min_days": 84, "1-interval_days": 91}
    longest = {"0-interval_max_days": 35, "1-interval_max_days": 105}

    part(signed_in, course, "phases", **taper, **maintenance, **longest)

    kept = CoursePhase.objects.filter(course=course).values_list("kind", "sessions", "interval_days")
    assert list(kept) == [("taper", 2, 28), ("maintenance", 4, 91)]


def test_a_phase_begun_but_not_whole_says_so_at_the_empty_fields(signed_in, course):
    answer = part(signed_in, course, "phases", **{"0-kind": "taper", "0-sessions": 2, "0-interval_days": 28})

    form = next(section.form for section in answer.context["sections"] if section.form.key == "phases")
    assert sorted(form.errors) == ["0-interval_max_days", "0-interval_min_days"]


def test_numbing_cream_is_kept_and_taken_away_again(signed_in, course):
    lidocaine = IngredientFactory(key="lidocaine", ingredient_class="anaesthetic", approved=True)

    part(signed_in, course, "cream", ingredient=lidocaine.pk, strength_percent="4", grams="10", minutes="30")
    kept = TopicalAnaesthetic.objects.get(course=course)
    part(signed_in, course, "cream", ingredient="")

    assert (kept.ingredient, kept.grams, kept.minutes) == (lidocaine, 10, 30)
    assert TopicalAnaesthetic.objects.count() == 0


def test_a_course_shares_the_visits_of_another(signed_in, plan, course, practitioner):
    second = a_course(plan, practitioner, "hair_loss")

    part(signed_in, second, "together", rides_with=course.pk)

    assert fresh(second).rides_with == course


def test_a_rating_in_words_is_kept(signed_in, course):
    part(signed_in, course, "rating", moment="baseline", severity="moderate", note="Both cheeks")

    kept = Assessment.objects.get(course=course)
    assert (kept.severity, kept.note, kept.moment) == ("moderate", "Both cheeks", "baseline")


def test_a_review_is_planned_and_taken_off(signed_in, course):
    part(signed_in, course, "review", after_session=2, days_after=14, purpose="Look for lumps")
    review = PlannedReview.objects.get(course=course)
    signed_in.post(reverse("treatments:review_drop", args=[review.pk]), {"edition": fresh(course).plan.edition})

    assert (review.purpose, PlannedReview.objects.count()) == ("Look for lumps", 0)


def test_repeat_sets_the_first_series_in_one_go(signed_in, course):
    part(signed_in, course, "repeat", times=8, weeks=2)

    kept = fresh(course)
    assert (kept.sessions_planned, kept.interval_days) == (8, 14)


def test_an_unknown_part_is_not_found(signed_in, course):
    assert part(signed_in, course, "nothing").status_code == 404


# --- to htmx: the mark, the errors, and what follows


def by_htmx(client, course, key, **typed):
    typed = {f"{key}-{name}": value for name, value in typed.items()} | {"edition": fresh(course).plan.edition}
    address = reverse("treatments:course_part", args=[course.uuid, key])
    return client.post(address, typed, headers={"HX-Request": "true"})


def test_a_part_saved_while_typing_says_when_and_brings_timeline_and_totals(signed_in, course):
    answer = by_htmx(signed_in, course, "price", price="90").content.decode()

    brought = [name for name in ("saved-price", "value-price", "timeline", "totals", "findings", "strip")
               if f'id="{name}"' in answer]  # fmt: skip
    assert (brought, "Saved" in answer) == (
        ["saved-price", "value-price", "timeline", "totals", "findings", "strip"],
        True,
    )


def test_a_part_refused_while_typing_brings_only_why(signed_in, course):
    answer = by_htmx(signed_in, course, "price", price="-1")

    words = answer.content.decode()
    assert (answer.status_code, "Not saved yet" in words, 'id="timeline"' in words) == (422, True, False)
    assert fresh(course).price is None


# --- the plan's courses


def test_a_course_moves_and_a_message_says_where(signed_in, plan, course, practitioner):
    second = a_course(plan, practitioner, "hair_loss")

    answer = post(signed_in, "course_move", second, to=1)

    said = signed_in.get(answer.url).context["messages"]
    assert list(plan.courses.order_by("order")) == [second, course]
    assert [str(message) for message in said] == ["hair_loss is now in place 1 of 2."]


def test_a_course_is_taken_out_and_undo_brings_it_back(signed_in, plan, course):
    post(signed_in, "course_remove", course)
    gone = plan.courses.count()
    post(signed_in, "plan_step", plan, "undo")

    assert (gone, plan.courses.count()) == (0, 1)


def test_preview_says_what_a_course_adds_and_adds_nothing(signed_in, plan):
    concern = ConcernFactory()
    protocol = ProtocolFactory(concern=concern, approved=True, sessions_min=5, sessions_max=5)
    asked = {"concern": concern.key, "protocol": protocol.pk, "recipe_version": ""}

    answer = signed_in.get(reverse("treatments:plan", args=[plan.uuid]), asked)

    assert answer.context["preview"].sentences[0] == "Adds 5 sessions every 14 days."
    assert plan.courses.count() == 0


def test_a_course_is_added_as_it_was_previewed(signed_in, plan):
    concern = ConcernFactory()
    protocol = ProtocolFactory(concern=concern, approved=True)

    post(signed_in, "course_new", plan, concern=concern.key, protocol=protocol.pk, recipe_version="")

    kept = plan.courses.get()
    assert (kept.protocol, kept.sessions_planned, kept.interval_days) == (protocol, 4, 14)


def test_dates_are_shown_before_they_move(signed_in, course):
    address = reverse("treatments:course_dates", args=[course.uuid])

    answer = signed_in.get(address, {"dates-starts_on": "2026-12-08", "dates-together": "no"})

    moved = answer.context["moved"]
    assert (len(moved), moved[0].was, moved[0].now) == (4, date(2026, 12, 1), date(2026, 12, 8))
    assert fresh(course).starts_on == date(2026, 12, 1)


def test_dates_of_all_courses_move_together(signed_in, plan, course, practitioner):
    second = a_course(plan, practitioner, "hair_loss")

    post(signed_in, "course_dates", course, **{"dates-starts_on": "2026-12-08", "dates-together": "yes"})

    assert [fresh(one).starts_on for one in (course, second)] == [date(2026, 12, 8)] * 2


# --- the plan itself


def test_a_plan_is_saved_as_template_and_used_in_another(signed_in, plan, course, patient, location, practitioner):
    post(signed_in, "plan_step", plan, "save-template", name="Fortnightly", description="For most")
    other = plans.start_plan(patient=patient, location=location, by=practitioner)
    template = PlanTemplate.objects.get()

    shown = signed_in.get(reverse("treatments:plan", args=[other.uuid]), {"template": template.uuid})
    post(signed_in, "plan_template", other, template=template.uuid)

    assert (len(shown.context["put"].courses), other.courses.get().sessions_planned) == (1, 4)


def test_a_template_without_a_name_says_so_and_keeps_the_words(signed_in, plan, course):
    answer = post(signed_in, "plan_step", plan, "save-template", name="", description="For most")

    refused = answer.context["refused"]
    assert (answer.status_code, refused["sentence"]) == (422, "Give the template a name.")
    assert refused["typed"]["description"] == "For most"


def test_same_as_last_time_takes_the_courses_of_the_last_accepted_plan(
    signed_in, plan, course, patient, location, practitioner
):
    plans.propose(plan=plan, edition=None, by=practitioner)
    plans.accept(plan=plan, by=practitioner)
    again = plans.start_plan(patient=patient, location=location, by=practitioner)

    shown = signed_in.get(reverse("treatments:plan", args=[again.uuid]), {"last": ""})
    post(signed_in, "plan_same", again)

    kept = again.courses.get()
    assert (len(shown.context["put"].courses), kept.sessions_planned, kept.starts_on) == (1, 4, None)


def test_a_plan_is_handed_over_with_a_note(signed_in, plan, location, practitioner):
    colleague = PractitionerFactory(works_at=location)

    post(signed_in, "plan_step", plan, "hand-over", to=colleague.pk, note="Sees her on Monday.")

    assert (Plan.objects.get().clinician, HandOver.objects.get().note) == (colleague, "Sees her on Monday.")


def test_a_hand_over_without_a_note_says_so_and_keeps_the_choice(signed_in, plan, location):
    colleague = PractitionerFactory(works_at=location)

    answer = post(signed_in, "plan_step", plan, "hand-over", to=colleague.pk, note="")

    refused = answer.context["refused"]
    assert (answer.status_code, refused["typed"]["to"]) == (422, str(colleague.pk))
    assert Plan.objects.get().clinician == plan.clinician


def test_a_plan_is_not_stopped_without_a_reason(signed_in, plan):
    answer = post(signed_in, "plan_step", plan, "stop", reason="")

    assert (answer.status_code, answer.context["refused"]["sentence"]) == (422, "Say why the plan is stopped.")


def test_a_stopped_plan_says_why(signed_in, plan):
    post(signed_in, "plan_step", plan, "stop", reason="Moves abroad.")

    page = signed_in.get(reverse("treatments:plan", args=[plan.uuid]), {"show": "plan"}).content.decode()
    assert ("Moves abroad." in page, "Propose" in page) == (True, False)


def test_the_goal_is_kept(signed_in, plan):
    post(signed_in, "plan_step", plan, "goal", goal="To wear my hair up again")

    assert Plan.objects.get().goal == "To wear my hair up again"


# --- two people on one plan


def stale(client, course, key, **typed):
    """Send a part from a page made before somebody else changed the plan."""
    before = fresh(course).plan.edition
    courses.change_course(course=fresh(course), price=Decimal(80), by=course.plan.clinician)
    typed = {f"{key}-{name}": value for name, value in typed.items()}
    return client.post(reverse("treatments:course_part", args=[course.uuid, key]), {"edition": before, **typed})


def test_who_comes_second_sees_both_and_what_they_typed(signed_in, course):
    answer = stale(signed_in, course, "price", price="95")

    shown = answer.context
    assert (answer.status_code, shown["typed"], fresh(course).price) == (422, [("Price a session", "80", "95")], 80)
    assert [change.by for change in shown["changes"]] == [course.plan.clinician]


def test_who_comes_second_may_do_theirs_on_top(signed_in, course):
    answer = stale(signed_in, course, "price", price="95")

    again = dict(answer.context["again"]) | {"edition": answer.context["plan"].edition}
    signed_in.post(reverse("treatments:course_part", args=[course.uuid, "price"]), again)

    assert fresh(course).price == 95


def test_a_conflict_while_typing_replaces_the_page(signed_in, course):
    before = fresh(course).plan.edition
    courses.change_course(course=fresh(course), price=Decimal(80), by=course.plan.clinician)
    address = reverse("treatments:course_part", args=[course.uuid, "price"])

    answer = signed_in.post(address, {"edition": before, "price-price": "95"}, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#main")


@pytest.mark.parametrize("name", ["course_move", "course_remove", "course_recipe"])
def test_every_act_on_a_course_shows_the_conflict_and_does_nothing(signed_in, plan, course, practitioner, name):
    second = a_course(plan, practitioner, "hair_loss")
    before = fresh(course).plan.edition
    courses.change_course(course=fresh(course), price=Decimal(80), by=practitioner)
    other = RecipeVersionFactory(recipe__concern=second.concern)

    answer = signed_in.post(
        reverse(f"treatments:{name}", args=[second.uuid]), {"edition": before, "to": 1, "recipe_version": other.pk}
    )

    assert (answer.status_code, list(plan.courses.order_by("order"))) == (422, [course, second])
    assert fresh(second).recipe_version == second.recipe_version


# --- what it costs


@pytest.mark.parametrize("count", [1, 3])
def test_the_builder_costs_the_same_however_many_courses_and_sessions(
    signed_in, plan, practitioner, count, django_assert_num_queries
):
    keys = ["anti_aging", "hair_loss", "acne_scarring"][:count]
    for key in keys:
        a_course(plan, practitioner, key, sessions_planned=12)

    with django_assert_num_queries(38):
        signed_in.get(reverse("treatments:plan", args=[plan.uuid]))


def test_a_plan_is_proposed_and_accepted_and_its_timeline_follows_the_visits(signed_in, plan, course):
    for step in ("propose", "accept"):
        post(signed_in, "plan_step", plan, step)

    track = signed_in.get(reverse("treatments:plan", args=[plan.uuid])).context["tracks"][0]
    assert [(line.number, line.state) for line in track.lines] == [(number, "unbooked") for number in (1, 2, 3, 4)]


def test_recipe_versions_of_the_shelf_are_only_those_of_the_concern(signed_in, course):
    RecipeVersionFactory(recipe__concern=ConcernFactory(key="hair_loss", name="Hair loss"))

    answer = signed_in.get(reverse("treatments:plan", args=[course.plan.uuid]))

    assert answer.context["recipes"] == list(RecipeVersion.objects.filter(recipe__concern=course.concern))


def test_once_taken_the_last_plan_shows_only_the_differences(signed_in, plan, course, patient, location, practitioner):
    plans.propose(plan=plan, edition=None, by=practitioner)
    plans.accept(plan=plan, by=practitioner)
    again = plans.start_plan(patient=patient, location=location, by=practitioner)
    post(signed_in, "plan_same", again)
    part(
        signed_in,
        again.courses.get(),
        "pace",
        sessions_planned=6,
        interval_min_days=10,
        interval_days=14,
        interval_max_days=21,
    )

    answer = signed_in.get(reverse("treatments:plan", args=[again.uuid]), {"last": ""})

    assert len(answer.context["differences"]) == 1


def test_totals_at_the_foot_add_sessions_weeks_volumes_and_price(signed_in, plan, course):
    part(signed_in, course, "price", price="100")

    totals = signed_in.get(reverse("treatments:plan", args=[plan.uuid])).context["totals"]

    assert (totals.sessions, totals.weeks, totals.price, totals.volume_ml) == (4, 6, 400, 20)


@pytest.mark.parametrize(
    ("kept", "chip"),
    [
        ({}, "unbooked"),
        ({"state": "started"}, "started"),
        ({"state": "signed"}, "signed"),
        ({"state": "ended", "outcome": "not_treated", "outcome_reason": "Came with a cold."}, "not_treated"),
        ({"state": "dropped"}, "dropped"),
    ],
)
def test_chips_say_what_became_of_a_session(signed_in, location, practitioner, kept, chip):
    course = CourseFactory(plan=PlanFactory(location=location, accepted=True), sessions_planned=1)
    signature = {"signed_at": timezone.now(), "signed_by": practitioner} if chip == "signed" else {}
    SessionFactory(course=course, **kept, **signature)

    track = signed_in.get(reverse("treatments:plan", args=[course.plan.uuid])).context["tracks"][0]

    assert track.lines[0].state == chip


def test_chips_follow_the_visit_until_the_treatment(client):
    treatment = an_arrived_patient()
    client.force_login(treatment.by)

    track = client.get(reverse("treatments:plan", args=[treatment.session.course.plan.uuid])).context["tracks"][0]

    assert track.lines[0].state == "arrived"
