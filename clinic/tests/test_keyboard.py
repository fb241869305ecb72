"""What is no plain link or form, by keyboard alone: menus, confirmations, answers, the recipe that works itself out."""

import pytest
from django.urls import reverse

from clinic.post.tests.factories import OutgoingMessageFactory
from clinic.practice.tests.factories import LocationFactory, PracticeFactory, PractitionerFactory
from clinic.tests.support.focus import unseen_focus
from patients.tests.factories import PatientFactory
from treatments.tests.factories.care import an_arrived_patient
from treatments.tests.factories.plans import RecipeVersionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here(db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    PracticeFactory()
    return LocationFactory(name="Here")


@pytest.fixture
def page(new_context, sign_in, here):
    context = new_context(reduced_motion="reduce")
    sign_in(context, PractitionerFactory(works_at=[here, LocationFactory(name="There")]))
    return context.new_page()


def tab_to(page, selector, most=80):
    """Press Tab until `selector` has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def focused(page, selector):
    return page.evaluate("selector => document.activeElement.matches(selector)", selector)


def test_the_first_tab_offers_to_skip_to_the_content(page):
    page.goto(reverse("patients:patients"))

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert (page.url.endswith("#main"), focused(page, "#main")) == (True, True)


def test_a_menu_opens_and_escape_gives_the_focus_back(page):
    page.goto(reverse("patients:patients"))
    menu = page.locator("details.menu").last

    tab_to(page, ".topbar-end > :last-child > summary")
    page.keyboard.press("Enter")
    opened = menu.evaluate("menu => menu.open")
    page.keyboard.press("Tab")
    inside = focused(page, ".menu-sheet *")
    page.keyboard.press("Escape")

    assert (opened, inside, menu.evaluate("menu => menu.open"), focused(page, "summary")) == (True, True, False, True)


def test_colours_are_chosen_by_keyboard(page):
    page.goto(reverse("patients:patients"))
    page.locator("details.menu > summary").last.focus()
    page.keyboard.press("Enter")

    tab_to(page, "[data-theme=dark]")
    page.keyboard.press("Enter")

    assert page.evaluate("() => document.documentElement.dataset.bsTheme") == "dark"


def test_a_confirmation_asks_in_place_and_can_be_put_away(page, here):
    message = OutgoingMessageFactory(location=here, patient=PatientFactory(location=here))
    page.goto(reverse("post:message", args=[message.uuid]))

    tab_to(page, "details.confirm > summary")
    page.keyboard.press("Enter")
    tab_to(page, "[data-cancel]")
    page.keyboard.press("Space")

    assert (page.locator("details.confirm[open]").count(), focused(page, "details.confirm > summary")) == (0, True)


def test_answers_are_given_by_arrows(page, sign_in):
    treatment = an_arrived_patient()
    page.context.clear_cookies()
    sign_in(page.context, treatment.by)
    page.goto(reverse("treatments:session", args=[treatment.session.uuid]))

    tab_to(page, "[name^=answer-]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")

    assert page.evaluate("() => [document.activeElement.value, document.activeElement.checked]") == ["no", True]


def test_a_recipe_works_itself_out_and_leaves_the_focus_where_it_is(page):
    version = RecipeVersionFactory(draft=True)
    page.goto(reverse("treatments:recipe_edit", args=[version.uuid]))

    tab_to(page, "[name=lines-0-amount]")
    with page.expect_response(lambda answer: answer.url.endswith("?recalculate")):
        page.keyboard.type("2")
    page.locator("#worked td", has_text="20 mg").first.wait_for()

    assert focused(page, "[name=lines-0-amount]")


@pytest.mark.parametrize("name", ["patients:patients", "patients:register", "treatments:recipe_new", "desk:today"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_whatever_has_the_focus_shows_it(page, name, theme):
    page.emulate_media(color_scheme=theme)
    page.goto(reverse(name))

    assert unseen_focus(page) == []
