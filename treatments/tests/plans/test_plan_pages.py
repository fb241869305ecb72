"""A practitioner at the plan's pages, by form post."""

import pytest
from django.urls import reverse

from clinic.practice.models import AuditEntry
from clinic.practice.tests.factories import FrontDeskFactory, LocationFactory, PractitionerFactory
from patients.domain.facts import record_condition
from treatments.domain import courses, plans
from treatments.domain.screening import open_findings, screen_plan
from treatments.models import Course, Decision, Plan, Session
from treatments.tests.factories.catalogue import (
    ConcernFactory,
    ContraindicationFactory,
    IngredientFactory,
    ProtocolFactory,
    ZoneFactory,
)
from treatments.tests.factories.plans import CourseFactory, PlanFactory, RecipeVersionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CONCERNS = ["anti_aging", "acne_scarring", "hair_loss", "skin_brightening"]


@pytest.fixture
def signed_in(client, practitioner):
    client.force_login(practitioner)
    return client


@pytest.fixture
def course(patient, location, practitioner):
    version = RecipeVersionFactory(lines=[{"ingredient": IngredientFactory(key="vit_c", approved=True)}])
    plan = plans.start_plan(patient=patient, location=location, by=practitioner)
    return courses.add_course(plan=plan, concern=version.recipe.concern, recipe_version=version, by=practitioner)


def typed(course, **changes):
    """What the page of a course's amounts posts as it stands, with `changes`."""
    line = course.recipe_version.lines.get()
    rows = {
        "lines-count": "1",
        "lines-0-ingredient": line.ingredient_id,
        "lines-0-stock_value": "10",
        "lines-0-stock_unit": "mg/mL",
        "lines-0-entered_as": "stock_volume",
        "lines-0-amount": "1",
        "lines-0-amount_unit": "mL",
        "mix-diluent": "saline",
        "mix-target_volume_ml": "5",
        "mix-per_point_ml": "0.05",
    }
    return {"edition": course.plan.edition, **rows, **changes}


def choose(client, course, part, **typed):
    """Keep one part of the course, as its form in the inspector does."""
    address = reverse("treatments:course_part", args=[course.uuid, part])
    client.post(address, {f"{part}-{name}": value for name, value in typed.items()})


@pytest.mark.parametrize("key", CONCERNS)
def test_plan_of_each_concern_from_patient_to_unbooked_sessions(signed_in, patient, key):
    concern = ConcernFactory(key=key, name=key)
    protocol = ProtocolFactory(concern=concern, approved=True)
    version = RecipeVersionFactory(recipe__concern=concern)

    signed_in.post(
        reverse("treatments:plan_new", args=[patient.uuid]),
        {"concern": key, "protocol": protocol.pk, "recipe_version": version.pk, "goal": "Calmer skin"},
    )
    course = Course.objects.select_related("plan").get()
    pace = {"sessions_planned": "4", "interval_min_days": "7", "interval_days": "14", "interval_max_days": "21"}
    choose(signed_in, course, "pace", **pace)
    choose(signed_in, course, "zones", zones=[ZoneFactory(approved=True).pk])
    for step in ("propose", "accept"):
        signed_in.post(reverse("treatments:plan_step", args=[course.plan.uuid, step]))

    plan = Plan.objects.get()
    assert (plan.state, plan.goal, Session.objects.unbooked().count()) == ("accepted", "Calmer skin", 4)


def test_offer_leaves_out_negative_and_unapproved_protocols_and_withheld_recipes(signed_in, patient):
    concern = ConcernFactory()
    good = ProtocolFactory(concern=concern, approved=True)
    ProtocolFactory(concern=concern, approved=True, evidence_level="negative")
    ProtocolFactory(concern=concern)
    RecipeVersionFactory(recipe__concern=concern, lines=[{"ingredient": IngredientFactory()}])

    answer = signed_in.get(reverse("treatments:plan_new", args=[patient.uuid]), {"concern": concern.key})

    assert (answer.context["offer"].protocols, answer.context["offer"].recipes) == ([good], [])


def test_course_lines_for_this_patient_become_a_variation(signed_in, course):
    entered = {"lines-0-entered_as": "final_concentration", "lines-0-amount": "4", "lines-0-amount_unit": "mg/mL"}

    signed_in.post(reverse("treatments:course", args=[course.uuid]), typed(course, **entered))

    varied = Course.objects.get().recipe_version
    assert (varied.variation_of, str(varied.lines.get().amount)) == (course.recipe_version, "4.000000")


def test_arithmetic_error_in_a_course_stands_at_its_field_and_keeps_nothing(signed_in, course):
    answer = signed_in.post(reverse("treatments:course", args=[course.uuid]), typed(course, **{"lines-0-amount": "9"}))

    cell = answer.context["composing"].volumes.cells["target_volume_ml"]
    assert (cell.problem, Course.objects.get().sessions_planned) == (
        "The stocks add up to 9 mL, more than the target of 5 mL.",
        None,
    )


def test_recalculating_a_course_shows_the_result_and_keeps_nothing(signed_in, course):
    answer = signed_in.post(
        reverse("treatments:course", args=[course.uuid]), typed(course, recalculate="1", **{"lines-0-amount": "2"})
    )

    assert (answer.context["worked"].rows[0].line.dose.amount, course.recipe_version.variations.count()) == (20, 0)


def test_second_editor_sees_the_conflict_with_everything_typed(signed_in, course, practitioner):
    mine = typed(course, **{"lines-0-amount": "3"})
    courses.change_course(course=Course.objects.get(), sessions_planned=5, by=practitioner)

    answer = signed_in.post(reverse("treatments:course", args=[course.uuid]), mine)

    shown = answer.context["composing"].rows[0]["amount"].value()
    assert (bool(answer.context["conflict"]), shown, course.recipe_version.variations.count()) == (True, "3", 0)


def test_saving_again_after_the_conflict_keeps_mine(signed_in, course, practitioner):
    mine = typed(course, **{"lines-0-amount": "3"})
    courses.change_course(course=Course.objects.get(), sessions_planned=5, by=practitioner)
    answer = signed_in.post(reverse("treatments:course", args=[course.uuid]), mine)

    signed_in.post(reverse("treatments:course", args=[course.uuid]), mine | {"edition": answer.context["plan"].edition})

    assert (Course.objects.get().recipe_version.lines.get().amount, Course.objects.get().sessions_planned) == (3, 5)


def test_after_the_conflict_the_recipe_is_used_when_asked_again(signed_in, course, practitioner):
    other = RecipeVersionFactory(recipe__concern=course.concern)
    page, mine = reverse("treatments:course_recipe", args=[course.uuid]), {"recipe_version": other.pk}
    courses.change_course(course=Course.objects.get(), sessions_planned=5, by=practitioner)
    answer = signed_in.post(page, mine | {"edition": course.plan.edition})

    signed_in.post(page, dict(answer.context["again"]) | {"edition": answer.context["plan"].edition})

    assert (Course.objects.get().recipe_version, Course.objects.get().sessions_planned) == (other, 5)


def test_a_course_is_taken_out_once_its_changes_were_seen(signed_in, course, practitioner):
    stale, page = course.plan.edition, reverse("treatments:course_remove", args=[course.uuid])
    courses.change_course(course=Course.objects.get(), sessions_planned=5, by=practitioner)
    answer = signed_in.post(page, {"edition": stale})

    signed_in.post(page, {"edition": answer.context["plan"].edition})

    assert Course.objects.count() == 0


@pytest.mark.parametrize("name", ["course_recipe", "course_remove"])
def test_every_form_of_the_course_names_its_edition(signed_in, course, name):
    page = signed_in.get(reverse("treatments:plan", args=[course.plan.uuid])).content.decode()

    form = page.split(f'action="{reverse(f"treatments:{name}", args=[course.uuid])}"')[1].split("</form>")[0]
    assert f'name="edition" value="{course.plan.edition}"' in form


def test_what_is_not_published_says_so_at_the_field(signed_in, course):
    answer = signed_in.get(reverse("treatments:plan", args=[course.plan.uuid]))

    pace = next(section.form for section in answer.context["sections"] if section.form.key == "pace")
    assert str(pace.fields["interval_days"].help_text) == "Not published: your choice."


def test_finding_is_decided_on_the_page(signed_in, course, patient, practitioner):
    ContraindicationFactory(condition_key="keloid", level="decide")
    record_condition(patient=patient, code="keloid", answer="yes", by=practitioner)
    screen_plan(plan=course.plan, by=practitioner)
    finding = next(entry for entry in open_findings(course.plan) if entry.subject == "keloid")

    signed_in.post(
        reverse("treatments:decide", args=[course.plan.uuid, finding.pk]), {"reason": "Small and far from the zone."}
    )

    assert (Decision.objects.get().by, finding in open_findings(course.plan)) == (practitioner, False)


def test_decision_without_a_reason_shows_the_sentence_there(signed_in, course, practitioner):
    screen_plan(plan=course.plan, by=practitioner)
    finding = open_findings(course.plan)[0]

    answer = signed_in.post(reverse("treatments:decide", args=[course.plan.uuid, finding.pk]), {"reason": ""})

    assert (answer.status_code, answer.context["undecided"]["problem"]) == (422, "Write the reason for this decision.")


def test_opening_a_plan_is_written_down(signed_in, course, practitioner):
    signed_in.get(reverse("treatments:plan", args=[course.plan.uuid]))

    assert AuditEntry.objects.filter(verb="plan.read", about=course.plan.key, user=practitioner).count() == 1


def test_plan_of_another_location_is_not_found(client, course):
    client.force_login(PractitionerFactory(works_at=LocationFactory()))

    assert client.get(reverse("treatments:plan", args=[course.plan.uuid])).status_code == 404


def test_front_desk_does_not_see_a_plan(client, location, course):
    client.force_login(FrontDeskFactory(works_at=location))

    assert client.get(reverse("treatments:plan", args=[course.plan.uuid])).status_code == 403


@pytest.mark.parametrize("count", [1, 3, 60])
def test_plan_list_costs_the_same_however_long(signed_in, location, count, django_assert_num_queries):
    for plan in PlanFactory.create_batch(min(count, 30), location=location):
        CourseFactory(plan=plan)

    with django_assert_num_queries(8):
        signed_in.get(reverse("treatments:plans"))


@pytest.mark.parametrize("count", [1, 3, 10])
def test_plan_page_costs_the_same_however_many_courses(signed_in, location, count, django_assert_num_queries):
    plan = PlanFactory(location=location)
    CourseFactory.create_batch(count, plan=plan)

    with django_assert_num_queries(39):
        signed_in.get(reverse("treatments:plan", args=[plan.uuid]))


def test_a_plan_nobody_has_screened_does_not_look_clear(signed_in, location):
    page = signed_in.get(reverse("treatments:plan", args=[PlanFactory(location=location).uuid])).content.decode()

    assert ("Not screened yet" in page, "Nothing stands against it" in page) == (True, False)
