"""Recipes, plans and the consultation in a browser: clean pages, and doses worked out while somebody types."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clinic.practice.tests.factories import LocationFactory, PracticeFactory, PractitionerFactory
from clinic.tests.support.browsing import findings_in_light_and_dark, widths_overflowed
from patients.models import Condition, Patient
from patients.tests.factories import PatientFactory
from treatments.domain import courses, plans
from treatments.tests.factories.catalogue import ContraindicationFactory, IngredientFactory, ZoneFactory
from treatments.tests.factories.plans import RecipeVersionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def course(db):
    """A draft course of two ingredients for a patient nobody has asked anything."""
    PracticeFactory()
    here = LocationFactory()
    by = PractitionerFactory(works_at=here)
    ContraindicationFactory.create_batch(4, condition_key="keloid", ask=True)
    ZoneFactory.create_batch(3, approved=True)
    lines = [{"ingredient": IngredientFactory(key=key, approved=True)} for key in ("vit_c", "lidocaine")]
    version = RecipeVersionFactory(lines=lines)
    patient = PatientFactory(location=here, name="Zoë Kowalczyk-Öztürk", sex="female")
    plan = plans.start_plan(patient=patient, location=here, by=by)
    return courses.add_course(plan=plan, concern=version.recipe.concern, recipe_version=version, by=by)


@pytest.fixture
def page(new_context, sign_in, course):
    context = new_context()
    sign_in(context, course.plan.clinician)
    return context.new_page()


def address(name, course):
    """The page `name` about this course."""
    version = course.recipe_version
    about = {
        "consultation": [course.plan.patient.uuid],
        "plan_new": [course.plan.patient.uuid],
        "plan": [course.plan.uuid],
        "course": [course.uuid],
        "recipe": [version.uuid],
        "recipe_edit": [version.uuid],
    }
    return reverse(f"treatments:{name}", args=about.get(name, []))


@pytest.mark.parametrize(
    "name", ["recipes", "recipe", "recipe_edit", "plans", "plan", "course", "plan_new", "consultation"]
)
def test_page_is_clean(page, course, name):
    page.goto(address(name, course))

    assert findings_in_light_and_dark(page) == []


def test_typing_an_amount_works_it_out_and_keeps_the_place(page, course):
    page.goto(address("course", course))

    page.get_by_label("Amount", exact=True).first.fill("2")

    expect(page.locator("#lines-0-note")).to_contain_text("2 mL · 20 mg in total · 4 mg/mL final")
    assert page.evaluate("document.activeElement.name") == "lines-0-amount"


def test_error_appears_at_its_field_while_typing_and_goes_again(page, course):
    page.goto(address("course", course))
    said = page.locator("#id_mix-target_volume_ml-error")

    page.get_by_label("Amount", exact=True).first.fill("9")
    expect(said).to_have_text("The stocks add up to 10 mL, more than the target of 5 mL.")
    page.get_by_label("Amount", exact=True).first.fill("1")

    expect(said).to_be_empty()


def test_row_is_added_without_losing_what_was_typed(page, course):
    page.goto(address("course", course))
    page.get_by_label("Amount", exact=True).first.fill("1.25")

    page.get_by_role("button", name="Add an ingredient").click()

    expect(page.locator("[data-line]")).to_have_count(3)
    expect(page.get_by_label("Amount", exact=True).first).to_have_value("1.25")


@pytest.mark.parametrize("label", ["Weight (kg)", "Or in words", "Or by name"])
def test_enter_in_a_consultation_keeps_and_answers_nothing(page, course, label):
    page.goto(address("consultation", course))
    page.get_by_label(label).fill("62")

    with page.expect_navigation():
        page.get_by_label(label).press("Enter")

    expect(page.locator(".toasts")).to_contain_text("Kept.")
    assert Condition.objects.count() == 0


def test_an_older_tab_of_a_consultation_erases_nothing_by_silence(page, course):
    ContraindicationFactory(condition_key="epilepsy", ask=True)
    newer = page.context.new_page()
    for tab in (page, newer):
        tab.goto(address("consultation", course))
    newer.locator("[name=condition-epilepsy][value=yes]").check(force=True)
    newer.get_by_label("Reason for the visit").fill("Dark marks,\nsince summer")
    newer.get_by_label("Weight (kg)").fill("62.5")
    newer.get_by_role("button", name="Keep", exact=True).click()
    expect(newer.locator(".toasts")).to_contain_text("Kept.")

    page.get_by_label("Findings").fill("Melasma")
    page.get_by_role("button", name="Keep", exact=True).click()

    expect(page.locator(".toasts")).to_contain_text("Kept.")
    expect(page.locator("[name=condition-epilepsy][value=yes]")).to_be_checked()
    expect(page.get_by_label("Reason for the visit")).to_have_value("Dark marks,\nsince summer")
    expect(page.get_by_label("Weight (kg)")).to_have_value("62.5")


@pytest.mark.parametrize("name", ["course", "recipe_edit"])
def test_enter_among_the_ingredients_adds_none_and_keeps_nothing(page, course, name):
    page.goto(address(name, course))
    page.get_by_label("Amount", exact=True).first.fill("1.25")

    with page.expect_navigation():
        page.get_by_label("Amount", exact=True).first.press("Enter")

    expect(page.locator("[data-line]")).to_have_count(2)
    expect(page.get_by_label("Amount", exact=True).first).to_have_value("1.25")


def test_recalculate_works_without_scripts(new_context, sign_in, course):
    context = new_context(java_script_enabled=False)
    sign_in(context, course.plan.clinician)
    page = context.new_page()
    page.goto(address("course", course))
    page.locator("#id_lines-0-amount").fill("2")

    page.get_by_role("button", name="Recalculate").click()

    expect(page.locator("#lines-0-note")).to_contain_text("20 mg in total")


@pytest.mark.parametrize("name", ["plan", "course", "plan_new", "consultation"])
def test_a_name_without_spaces_makes_no_page_wider_than_its_window(page, course, name):
    Patient.objects.update(name="W" * 200)

    page.goto(address(name, course))

    assert widths_overflowed(page, 1280, 390) == {}


def test_why_is_this_safe_opens_and_closes_by_keyboard(page, course):
    page.goto(address("recipe", course))
    button = page.get_by_role("button", name="Why is this safe? Vit c")

    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Why is this safe?")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("heading", name="Why is this safe?")).to_be_hidden()


def test_marks_of_the_syringe_are_told_while_somebody_types(page, course):
    page.goto(address("recipe_edit", course))
    first = page.locator("[data-line]").first
    first.get_by_label("Amount").fill("0.327")

    page.get_by_label("Marks every (mL)").fill("0.01")

    expect(first.locator(".as-drawn")).to_contain_text("as drawn: 0.33 mL, 0.9 % above what you typed")
