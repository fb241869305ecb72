"""Every address that shows a page to staff, and what it is opened with."""

from collections.abc import Iterator
from http import HTTPStatus

from django.test import Client
from django.urls import reverse

from clinic.tests.addresses import our_urls, sample
from clinic.tests.support.full_clinic import FullClinic
from treatments.models import Ingredient
from treatments.tests.factories.catalogue import IngredientFactory
from treatments.tests.factories.plans import RecipeVersionFactory

# files; a piece of a page that htmx asks for
NO_PAGES = {
    "patients:document",
    "treatments:recipe_sheet",
    "treatments:recipe_card",
    "treatments:plan_pdf",
    "patients:duplicates",
}
ELSEWHERE = {"practice:first_run", "portal:enter", "post:words"}  # another test opens these
SIGNED_OUT_PAGES = (
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_inactive",
)

Page = tuple[str, str]


def staff_pages(clinic: FullClinic) -> Iterator[Page]:
    """Yield name and address of every staff page: the ones with much on them by hand, all others by their rows."""
    by_hand = dict(_by_hand(clinic))
    yield from by_hand.items()
    named = {name.split(" ")[0] for name in by_hand}
    client = Client()
    client.force_login(clinic.staff)
    for name, view in our_urls().items():
        if name in named | NO_PAGES | ELSEWHERE or view.audience.startswith("link"):
            continue
        address = reverse(name, kwargs=sample(name, clinic.here))
        if client.get(address).status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            yield name, address


def _by_hand(clinic: FullClinic) -> Iterator[Page]:
    patient = clinic.patient.uuid
    yield "desk:book", reverse("desk:book") + f"?patient={patient}"
    yield "desk:diary", reverse("desk:diary")
    yield "desk:diary week", reverse("desk:diary") + "?show=week"
    yield "desk:move", reverse("desk:move", args=[clinic.visits["booked"].uuid])
    yield "desk:patient", reverse("desk:patient", args=[patient])
    yield "patients:patients found", reverse("patients:patients") + "?search=exa"
    yield "patients:patients", reverse("patients:patients")
    yield "treatments:consultation", reverse("treatments:consultation", args=[patient])
    yield "treatments:recipe_edit", reverse("treatments:recipe_edit", args=[clinic.recipe.uuid])
    yield "treatments:recipe", reverse("treatments:recipe", args=[clinic.recipe.uuid])
    waiting = RecipeVersionFactory(
        draft=True, state="submitted", author=clinic.staff, lines=[{"ingredient": _medicine()}]
    )
    yield "treatments:recipe_blind", reverse("treatments:recipe_blind", args=[waiting.uuid])
    doubted = RecipeVersionFactory(recipe=clinic.recipe.recipe, number=9, draft=True, state="submitted")
    yield "treatments:recipe doubted", reverse("treatments:recipe", args=[doubted.uuid])
    yield "treatments:recipe_compare", reverse("treatments:recipe_compare", args=[doubted.uuid])
    yield "treatments:course", reverse("treatments:course", args=[clinic.open_plan.courses.first().uuid])
    yield "treatments:entries", reverse("treatments:entries", args=["ingredients"])
    yield "treatments:entries products", reverse("treatments:entries", args=["products"])
    yield "treatments:entry", reverse("treatments:entry", args=["ingredients", "lidocaine"])
    yield "treatments:entry protocol", reverse("treatments:entry", args=["protocols", "AA-09N"])
    yield "treatments:entry_edit", reverse("treatments:entry_edit", args=["ingredients", "lidocaine"])
    yield "treatments:catalogue_start", reverse("treatments:catalogue_start")
    yield "treatments:catalogue_start shortlist", reverse("treatments:catalogue_start") + "?concern=hair_loss"
    yield "treatments:reaction", reverse("treatments:reaction", args=[clinic.report.uuid])
    for plan in clinic.patient.plans.all():
        yield f"treatments:plan {plan.state}", reverse("treatments:plan", args=[plan.uuid])
    for state, session in clinic.treated.items():
        yield f"treatments:session {state}", reverse("treatments:session", args=[session.uuid])
        yield f"desk:visit {state}", reverse("desk:visit", args=[session.visit.uuid])
    for state, message in clinic.messages.items():
        yield f"post:message {state}", reverse("post:message", args=[message.uuid])


def _medicine() -> Ingredient:
    return IngredientFactory(ingredient_class="medication", approved=True)


def signed_out_pages() -> Iterator[Page]:
    for name in SIGNED_OUT_PAGES:
        yield name, reverse(name)
