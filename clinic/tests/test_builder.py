"""The plan builder in a browser: plans of all four concerns, by mouse and by keyboard; nothing jumps or is lost."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clinic.practice.tests.factories import LocationFactory, PracticeFactory, PractitionerFactory
from clinic.tests.support.browsing import findings_in_light_and_dark, widths_overflowed
from clinic.tests.support.planning import open_part, saved, tick_zone, type_into
from patients.tests.factories import PatientFactory
from treatments.domain import courses, plans
from treatments.models import Course
from treatments.tests.factories.catalogue import ConcernFactory, IngredientFactory, ProtocolFactory, ZoneFactory
from treatments.tests.factories.plans import RecipeVersionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PANES = ("#findings", "#add", "#timeline", "#inspector", "#totals")
BOXES = """ids => ids.map(id => {
  const {x, y, width} = document.querySelector(id).getBoundingClientRect();
  return [id, Math.round(x), Math.round(y), Math.round(width)];
})"""


@pytest.fixture
def plan(db, settings):
    """An empty draft in a clinic with two zones."""
    settings.REQUIRE_SECOND_FACTOR = False
    PracticeFactory()
    here = LocationFactory(currency="GBP")
    by = PractitionerFactory(works_at=here)
    for name in ("Cheeks", "Scalp"):
        ZoneFactory(name=name, approved=True)
    return plans.start_plan(patient=PatientFactory(location=here), location=here, by=by)


@pytest.fixture
def page(new_context, sign_in, plan):
    context = new_context(reduced_motion="reduce")
    sign_in(context, plan.clinician)
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    return page


def offer(key, name, *, lines=None, **published):
    """A concern with an approved protocol and recipe."""
    concern = ConcernFactory(key=key, name=name)
    ProtocolFactory(concern=concern, name=f"{name} protocol", approved=True, **published)
    return RecipeVersionFactory(recipe__concern=concern, recipe__name=f"{name} recipe", lines=lines)


def a_course(plan, key, **changes):
    version = offer(key, key.replace("_", " ").capitalize())
    course = courses.add_course(plan=plan, concern=version.recipe.concern, recipe_version=version, by=plan.clinician)
    pace = {"sessions_planned": 4, "interval_min_days": 10, "interval_days": 14, "interval_max_days": 21}
    start = {"starts_on": date(2026, 12, 1)}
    return courses.change_course(
        course=course, zones=[ZoneFactory(approved=True)], by=plan.clinician, **pace | start | changes
    )


def open_plan(page, plan):
    page.goto(reverse("treatments:plan", args=[plan.uuid]))


def add(page, name, *, protocol=True, recipe=True):
    """Choose a concern, read the preview, add the course."""
    page.locator("#add").get_by_role("link", name=name).click()
    page.locator("#offer-recipe").wait_for()
    if recipe:
        page.locator("#offer-recipe").select_option(index=1)
        expect(page.locator(".preview")).to_contain_text(f"{name} recipe")
    if protocol:
        page.locator("#offer-protocol").select_option(index=1)
        expect(page.locator(".preview-title")).to_have_text(f"{name} protocol")
    page.get_by_role("button", name="Add the course").click()
    expect(page.locator("#inspector h2")).to_have_text(name)


def propose(page):
    page.get_by_role("button", name="Propose").click()
    expect(page.locator("h1 .status")).to_have_text("proposed")


def test_brightening_by_a_cocktail_of_three_in_percent_and_mg_per_ml(page, plan):
    keys = ("tranexamic_acid", "glutathione", "vit_c")
    lines = [{"ingredient": IngredientFactory(key=key, approved=True), "stock_value": 100} for key in keys]
    offer("skin_brightening", "Skin brightening", lines=lines)
    open_plan(page, plan)
    add(page, "Skin brightening")
    page.locator("#inspector summary", has_text="Recipe").click()
    page.get_by_role("link", name="Change amounts for this patient").click()

    for row, (amount, unit) in enumerate([("4", "mg/mL"), ("0.5", "%"), ("10", "mg/mL")]):
        page.locator(f"#id_lines-{row}-entered_as").select_option("final_concentration")
        page.locator(f"#id_lines-{row}-amount_unit").select_option(unit)
        page.locator(f"#id_lines-{row}-amount").fill(amount)
    expect(page.locator("#worked")).to_contain_text("0.2 mL")
    page.get_by_role("button", name="Keep and go to the plan").click()
    tick_zone(page, "Cheeks")
    propose(page)

    drawn = [Decimal(row.amount).normalize() for row in Course.objects.get().recipe_version.lines.all()]
    assert drawn == [Decimal(4), Decimal("0.5"), Decimal(10)]


def test_hair_loss_in_ten_tapering_sessions(page, plan):
    offer("hair_loss", "Hair loss", sessions_min=None, sessions_max=None)
    open_plan(page, plan)
    add(page, "Hair loss", protocol=False)
    type_into(page, "pace", sessions_planned="4", interval_min_days="7", interval_max_days="7", interval_days="7")
    taper = {"sessions": "2", "interval_min_days": "14", "interval_days": "14", "interval_max_days": "14"}
    type_into(page, "phases", **{f"0__{name}": value for name, value in taper.items()})
    monthly = {"sessions": "4", "interval_min_days": "28", "interval_days": "28", "interval_max_days": "28"}
    type_into(page, "phases", **{f"1__{name}": value for name, value in monthly.items()})
    tick_zone(page, "Scalp")

    expect(page.locator("#timeline .is-series, #timeline .is-taper")).to_have_count(10)
    expect(page.locator(".totals-figures dd")).to_have_text(["10", "23"])
    propose(page)


def test_acne_scars_by_plasma_without_a_drug_line(page, plan):
    plasma = IngredientFactory(key="prp", name="PRP", approved=True)
    blood = {"ingredient": plasma, "stock_value": None, "stock_unit": "", "amount": 4}
    version = offer("acne_scarring", "Acne and scarring", lines=[blood], sessions_min=3, sessions_max=3)
    type(version).objects.filter(pk=version.pk).update(target_volume_ml=None, diluent="none")
    open_plan(page, plan)
    add(page, "Acne and scarring")
    tick_zone(page, "Cheeks")

    expect(page.locator("#totals")).to_contain_text("PRP 12 mL")
    propose(page)


def test_ageing_skin_with_maintenance_every_three_months(page, plan):
    offer("anti_aging", "Ageing skin")
    open_plan(page, plan)
    add(page, "Ageing skin")
    open_part(page, "phases").locator("#id_phases-0-kind").select_option("maintenance")
    quarterly = {"sessions": "4", "interval_min_days": "84", "interval_days": "91", "interval_max_days": "105"}
    type_into(page, "phases", **{f"0__{name}": value for name, value in quarterly.items()})
    tick_zone(page, "Cheeks")

    expect(page.locator(".tl-phase").last).to_have_text("Maintenance, every 91 days (84–105)")
    expect(page.locator("#timeline .is-maintenance")).to_have_count(4)
    propose(page)


def test_a_plan_is_built_by_keyboard_alone(page, plan):
    offer("anti_aging", "Ageing skin")
    open_plan(page, plan)

    page.locator("#concern-anti_aging").focus()
    page.keyboard.press("Enter")
    page.locator("#offer-protocol").wait_for()
    tab_to(page, "#offer-protocol")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".preview-title")).to_have_text("Ageing skin protocol")
    tab_to(page, "#add-course")
    page.keyboard.press("Enter")
    expect(page.locator("#inspector h2")).to_have_text("Ageing skin")
    tab_to(page, "#part-zones input")
    page.keyboard.press("Space")

    saved(page, "zones")
    assert Course.objects.get().zones.count() == 1


def tab_to(page, selector, most=60):
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def names(page):
    return page.locator("[data-track] h3").all_inner_texts()


@pytest.fixture
def three(plan):
    return [a_course(plan, key) for key in ("anti_aging", "hair_loss", "skin_brightening")]


def test_a_course_moves_by_m_and_arrows_and_a_live_region_says_so(page, plan, three):
    open_plan(page, plan)
    page.locator(f"#select-{three[0].pk}").focus()

    page.keyboard.press("m")
    expect(page.locator("#said")).to_contain_text("Anti aging is picked up, place 1 of 3.")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#said")).to_have_text("Anti aging: place 2 of 3.")
    page.keyboard.press("m")

    expect(page.locator("#toasts")).to_contain_text("Anti aging is now in place 2 of 3.")
    assert list(plan.courses.order_by("order")) == [three[1], three[0], three[2]]


def test_escape_leaves_the_course_where_it_was(page, plan, three):
    open_plan(page, plan)
    page.locator(f"#select-{three[0].pk}").focus()

    for key in ("m", "ArrowDown", "ArrowDown", "Escape"):
        page.keyboard.press(key)

    assert names(page) == ["Anti aging", "Hair loss", "Skin brightening"]


def test_a_course_moves_by_drag(page, plan, three):
    open_plan(page, plan)

    page.locator(".track-grip").nth(2).drag_to(page.locator(".track-head").nth(0), target_position={"x": 40, "y": 4})

    expect(page.locator("#toasts")).to_contain_text("Skin brightening is now in place 1 of 3.")
    assert plan.courses.order_by("order").first() == three[2]


def test_a_button_moves_a_course_and_undo_takes_it_back(page, plan, three):
    open_plan(page, plan)

    page.get_by_role("button", name="Move Hair loss up").click()
    expect(page.locator("[data-track] h3").first).to_have_text("Hair loss")
    page.get_by_role("button", name="Undo").click()

    expect(page.locator("[data-track] h3").first).to_have_text("Anti aging")


def test_a_recalculation_moves_no_pane(page, plan, three):
    open_plan(page, plan)
    open_part(page, "price")
    before = page.evaluate(BOXES, list(PANES))

    type_into(page, "price", price="120")
    expect(page.locator("#totals")).to_contain_text("480 GBP")

    assert page.evaluate(BOXES, list(PANES)) == before


def test_an_error_stands_at_its_field_and_what_was_typed_stays(page, plan, three, complaints):
    open_plan(page, plan)
    open_part(page, "price")

    page.locator("#id_price-price").fill("-5")
    page.keyboard.press("Tab")

    expect(page.locator("#id_price-price-error")).not_to_be_empty()
    expect(page.locator("#saved-price")).to_have_text("Not saved yet")
    assert page.locator("#id_price-price").input_value() == "-5"
    complaints[:] = [said for said in complaints if "422" not in said]


def test_leaving_waits_until_what_was_typed_is_saved(page, plan, three):
    open_plan(page, plan)
    open_part(page, "price")
    page.locator("#id_price-price").fill("95")

    page.get_by_role("button", name="Screen again").click()
    page.wait_for_url("**/plans/**")

    expect(page.locator("#toasts")).to_contain_text("Screened")
    assert Course.objects.get(pk=three[0].pk).price == 95


def test_two_people_on_one_plan_see_both_changes(page, plan, three, complaints):
    open_plan(page, plan)
    open_part(page, "price")
    courses.change_course(course=three[1], price=Decimal(80), by=PractitionerFactory(works_at=plan.location))

    page.locator("#id_price-price").fill("95")
    page.keyboard.press("Tab")
    expect(page.locator("h1")).to_have_text("Two people on one plan")
    expect(page.locator("main")).to_contain_text("95")
    page.get_by_role("button", name="Do mine on top").click()

    expect(page.locator("#totals")).to_contain_text("700 GBP")
    complaints[:] = [said for said in complaints if "422" not in said]


def test_builder_without_scripts_keeps_a_part_and_moves_a_course(new_context, sign_in, plan, three):
    context = new_context(java_script_enabled=False)
    sign_in(context, plan.clinician)
    page = context.new_page()
    open_plan(page, plan)
    page.locator("#part-price summary").click()
    page.locator("#id_price-price").fill("60")
    page.locator("#part-price").get_by_role("button", name="Keep").click()
    page.get_by_role("button", name="Move Hair loss up").click()

    assert (names(page)[0], Course.objects.get(pk=three[0].pk).price) == ("Hair loss", 60)


@pytest.mark.parametrize("open_parts", [False, True])
def test_builder_is_clean_in_both_schemes_and_fits_every_window(page, plan, three, open_parts):
    open_plan(page, plan)
    if open_parts:
        page.evaluate("document.querySelectorAll('details.part').forEach(part => part.open = true)")

    assert findings_in_light_and_dark(page) == []
    assert widths_overflowed(page, 1280, 820, 390) == {}


def test_a_decision_begun_stays_open_while_a_part_is_saved(page, plan):
    a_course(plan, "skin_brightening")
    open_plan(page, plan)
    open_part(page, "price")
    page.locator("#id_price-price").fill("120")
    decision = page.locator("details.decide").first

    decision.locator("summary").click()  # leaving the field saves it
    saved(page, "price")

    decision.locator("textarea").fill("Discussed with the patient.")
    decision.get_by_role("button", name="Keep the decision").click()
    expect(page.get_by_text("Discussed with the patient.")).to_be_visible()
