"""The catalogue in a browser: clean pages in every width, day one signed, an entry edited by keyboard."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clinic.practice.tests.factories import DirectorFactory, LocationFactory, PracticeFactory
from clinic.tests.support.walking import Walk
from treatments.domain.catalogue import block, reopen
from treatments.models import Concern, Ingredient, Protocol, Zone
from treatments.tests.factories import catalogue as made

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a long enough password"


@pytest.fixture
def director(db, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    PracticeFactory()
    return DirectorFactory(works_at=LocationFactory(), name="Dora Director", password=PASSWORD)


@pytest.fixture
def page(new_context, sign_in, director):
    context = new_context(reduced_motion="reduce")
    sign_in(context, director)
    return context.new_page()


@pytest.fixture
def zinc():
    """An ingredient of which everything is known, in a protocol of one concern."""
    source = made.SourceFactory(key="editorial", url="https://example.test/source")
    made.SourceFactory.create_batch(14)
    zinc = made.IngredientFactory(key="zinc", name="Zinc", codes={"cas": "7440-66-6"}, cautions=["copper deficiency"])
    zinc.concerns.add(made.ConcernFactory(key="hair_loss", name="Hair loss"))
    zinc.doses.create(value=1, value_max=2, unit="mg/mL", context="0.05 mL per point", sources=[source.key])
    made.AllergyGroupFactory(shipped={"name": "as shipped"}).members.add(zinc)
    made.ZoneFactory.create_batch(3, region="scalp")
    good = made.ProtocolFactory(key="HL-01", concern=Concern.objects.get(), regions=["scalp"])
    good.ingredients.add(zinc)
    made.ProtocolFactory(key="HL-06", concern=Concern.objects.get(), evidence_level="negative")
    block(entry=zinc, by=made.approver(), reason="recalled")
    return reopen(entry=zinc, by=made.approver(), reason="new lot")


def pages():
    """Every page of the catalogue, by what it shows."""
    yield "index", reverse("treatments:catalogue")
    yield "list", reverse("treatments:entries", args=["ingredients"])
    yield "empty list", reverse("treatments:entries", args=["products"])
    yield "ingredient", reverse("treatments:entry", args=["ingredients", "zinc"])
    yield "negative protocol", reverse("treatments:entry", args=["protocols", "HL-06"])
    yield "edit", reverse("treatments:entry_edit", args=["ingredients", "zinc"])
    yield "product", reverse("treatments:entry_new", args=["products"])
    yield "adopt", reverse("treatments:entry_new", args=["protocols"]) + "?from=HL-01"
    yield "start", reverse("treatments:catalogue_start")
    yield "shortlist", reverse("treatments:catalogue_start") + "?concern=hair_loss"
    yield "rules", reverse("treatments:catalogue_set", args=["rules"])


def test_every_page_of_the_catalogue_is_clean(page, complaints, zinc):
    walk = Walk(page, complaints)
    for name, address in pages():
        walk.open(name, address)
    for name in ("products", "protocols"):
        page.goto(reverse("treatments:entry_new", args=[name]))
        walk.send_empty(f"new {name}")

    assert walk.found == []


def test_day_one_is_a_choice_and_a_signature(page, zinc):
    page.goto(reverse("treatments:catalogue_start"))
    page.get_by_label("Hair loss").check()
    page.get_by_role("button", name="Show the shortlist").click()
    page.get_by_role("checkbox", name="Zone", exact=False).first.uncheck()
    page.get_by_label("Reason").fill("read on day one")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign and approve").click()

    expect(page.get_by_role("status")).to_contain_text("entries approved.")
    offered = [model.objects.offered().count() for model in (Protocol, Ingredient, Zone)]
    assert offered == [1, 1, 2]


def test_an_entry_is_mended_kept_and_approved_by_keyboard(page, complaints, zinc):
    page.goto(reverse("treatments:entry_edit", args=["ingredients", "zinc"]))
    page.get_by_label("From").nth(2).fill("-3")
    page.get_by_label("Reason").fill("read the label")
    page.get_by_role("button", name="Keep and approve").press("Enter")
    expect(page.get_by_text("A quantity cannot be negative.")).to_be_visible()

    complaints.clear()  # the browser names the refusal in its console
    page.get_by_label("From").nth(2).fill("1")
    page.get_by_label("INN").fill("zinc sulfate")
    page.locator("summary", has_text="Sources").press("Enter")
    page.get_by_label("Narrow the list").last.fill("editorial")
    page.locator(".pick-options label:visible input").first.press("Space")
    page.locator(".pick-options label:visible input").first.press("Space")
    page.get_by_role("button", name="Keep and approve").press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Kept and approved.")
    assert (Ingredient.objects.get().inn, Ingredient.objects.get().is_offered) == ("zinc sulfate", True)
