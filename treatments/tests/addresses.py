"""The treatments' rows for the walk over every URL; clinic/tests/addresses.py explains them."""

from typing import Any

from clinic.practice.models import Location
from clinic.practice.tests.addresses import Row, nothing, shared
from treatments.tests.factories.catalogue import IngredientFactory
from treatments.tests.factories.plans import RecipeVersionFactory


def _version(here: Location) -> dict[str, Any]:
    return {"uuid": RecipeVersionFactory().uuid}


ROWS: dict[str, Row] = {
    "treatments:catalogue": nothing,
    "treatments:ingredients": nothing,
    "treatments:ingredient": shared(lambda here: {"key": IngredientFactory().key}),
    "treatments:review": shared(lambda here: {"file": "care_items"}),
    "treatments:recipes": nothing,
    "treatments:recipe_new": nothing,
    "treatments:recipe": shared(_version),
    "treatments:recipe_edit": shared(_version),
    "treatments:recipe_step": shared(lambda here: _version(here) | {"step": "submit"}),
}
