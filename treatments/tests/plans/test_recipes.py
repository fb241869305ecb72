from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from clinic.kit.errors import Refusal
from treatments.domain import approval, recipes
from treatments.domain.composition import Composition, Line, composition_of
from treatments.models import RecipeLine, RecipeState, RecipeVersion
from treatments.tests.factories.plans import RecipeVersionFactory

pytestmark = pytest.mark.django_db


def composed(ingredient, amount="1", **volumes):
    line = Line(ingredient, Decimal(amount), stock_value=Decimal(10), stock_unit="mg/mL")
    return Composition((line,), diluent="saline", **{"target_volume_ml": Decimal(5), **volumes})


def test_draft_recipe_keeps_what_was_typed(shelf, practitioner):
    typed = composed(shelf.vitamin)

    version = recipes.draft_recipe(name=" Glow  one ", concern=shelf.concern, composition=typed, by=practitioner)

    assert (version.recipe.name, version.number, composition_of(version)) == ("Glow one", 1, typed)


def test_draft_recipe_with_a_name_in_use_is_refused_at_the_name(shelf, practitioner):
    RecipeVersionFactory(recipe__name="Glow")

    with pytest.raises(Refusal) as refusal:
        recipes.draft_recipe(name="glow", concern=shelf.concern, composition=composed(shelf.vitamin), by=practitioner)

    assert refusal.value.field == "name"


def test_draft_recipe_with_stock_above_the_target_keeps_nothing(shelf, practitioner):
    with pytest.raises(Refusal, match="more than the target"):
        recipes.draft_recipe(
            name="Glow", concern=shelf.concern, composition=composed(shelf.vitamin, "6"), by=practitioner
        )

    assert RecipeVersion.objects.count() == 0


def test_editing_a_draft_changes_it(shelf, practitioner):
    draft = RecipeVersionFactory(draft=True)

    edited = recipes.edit_version(version=draft, composition=composed(shelf.vitamin, "2"), by=practitioner)

    assert (edited.pk, edited.lines.get().amount) == (draft.pk, 2)


def test_editing_an_approved_version_makes_the_next(shelf, practitioner):
    approved = RecipeVersionFactory()

    edited = recipes.edit_version(version=approved, composition=composed(shelf.vitamin, "2"), by=practitioner)

    assert (edited.number, edited.state, approved.lines.get().amount) == (2, RecipeState.DRAFT, 1)


def test_variation_for_a_patient_leaves_its_master_alone(shelf, practitioner):
    master = RecipeVersionFactory()

    variation = recipes.vary_for_patient(version=master, composition=composed(shelf.vitamin, "2"), by=practitioner)

    assert (variation.variation_of, RecipeLine.objects.get(version=master).amount) == (master, 1)


def test_variation_of_a_variation_hangs_on_the_same_master(shelf, practitioner):
    master = RecipeVersionFactory()
    first = recipes.vary_for_patient(version=master, composition=composed(shelf.vitamin, "2"), by=practitioner)

    second = recipes.vary_for_patient(version=first, composition=composed(shelf.vitamin, "3"), by=practitioner)

    assert second.variation_of == master


def test_retired_version_is_not_offered(director):
    version = RecipeVersionFactory()

    approval.retire(version=version, reason="A better one is in use.", by=director)

    assert list(RecipeVersion.objects.offered()) == []


def test_database_refuses_to_change_a_line_of_a_used_version():
    version = recipes.freeze(version=RecipeVersionFactory())

    with pytest.raises(IntegrityError, match="used recipe version"), transaction.atomic():
        version.lines.update(amount=9)

    assert version.lines.get().amount == 1


def test_database_refuses_to_change_the_volumes_of_a_used_version():
    version = recipes.freeze(version=RecipeVersionFactory())

    with pytest.raises(IntegrityError, match="used recipe version"), transaction.atomic():
        RecipeVersion.objects.filter(pk=version.pk).update(target_volume_ml=9)


def test_used_version_can_still_be_retired(director):
    version = recipes.freeze(version=RecipeVersionFactory())

    approval.retire(version=version, reason="A better one is in use.", by=director)

    assert version.state == RecipeState.RETIRED
