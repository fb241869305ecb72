"""Every published protocol with something in the syringe can be entered as a recipe."""

from decimal import Decimal

import pytest
import yaml
from django.conf import settings
from django.urls import reverse

from treatments.domain.composition import composition_of
from treatments.models import Concern, Ingredient, IngredientClass, RecipeVersion
from treatments.tests.plans.typing import final, typed, volume

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FILE = settings.BASE_DIR / "treatments" / "catalogue" / "data" / "protocols.yaml"
PROTOCOLS = [row for row in yaml.safe_load(FILE.read_text()) if row.get("ingredients") or row.get("composition")]
CONCENTRATIONS = ("mg/mL", "%", "microgram/mL")


def row_of(ingredient):
    """A line by its first published final concentration from a stock twice as strong at least; else a volume."""
    if ingredient.ingredient_class in (IngredientClass.AUTOLOGOUS, IngredientClass.PRODUCT_BLEND):
        return volume(ingredient, "3")
    published = ingredient.doses.filter(unit__in=CONCENTRATIONS, value__isnull=False).first()
    if published is None:
        return volume(ingredient, "1")
    stock = ingredient.strengths.filter(value__isnull=False).first()
    strength = (str(stock.value), stock.unit) if stock else (str(published.value * 10), published.unit)
    return final(ingredient, str(published.value), published.unit, *strength)


@pytest.mark.parametrize("protocol", PROTOCOLS, ids=[row["key"] for row in PROTOCOLS])
def test_protocol_is_entered_as_a_recipe(shipped_catalogue, client, practitioner, protocol):
    client.force_login(practitioner)
    ingredients = [Ingredient.objects.get(key=key) for key in protocol["ingredients"]]
    concern = Concern.objects.get(key=protocol["concern"])

    answer = client.post(
        reverse("treatments:recipe_new"),
        typed(*map(row_of, ingredients), name=protocol["name"][:120], concern=concern.pk, mix_per_point_ml=""),
    )

    version = RecipeVersion.objects.get()
    worked = composition_of(version).work_out()
    assert (answer.status_code, [line.ingredient for line in worked.lines], worked.total_ml) == (
        302,
        protocol["ingredients"],
        Decimal(10),
    )


def test_platelet_rich_plasma_is_a_volume_without_a_dose(shipped_catalogue, client, practitioner):
    client.force_login(practitioner)
    prp = Ingredient.objects.get(key="prp")
    concern = Concern.objects.get(key="hair_loss")

    client.post(
        reverse("treatments:recipe_new"),
        typed(volume(prp, "5"), name="PRP", concern=concern.pk, mix_diluent="none", mix_target_volume_ml="")
        | {"mix-per_point_ml": "0.1"},
    )

    worked = composition_of(RecipeVersion.objects.get()).work_out()
    assert (worked.lines[0].dose, worked.total_ml, worked.points) == (None, Decimal(5), 50)


def test_three_ingredients_in_percent_and_mg_per_ml_by_target_concentration(shipped_catalogue, client, practitioner):
    """Cocktail A (BR-06): tranexamic acid 4 mg/mL, vitamin C 3 %, glutathione 2 %, in 10 mL."""
    client.force_login(practitioner)
    txa, vit_c, glutathione = (Ingredient.objects.get(key=key) for key in ("txa", "vit_c", "glutathione"))
    concern = Concern.objects.get(key="skin_brightening")

    client.post(
        reverse("treatments:recipe_new"),
        typed(
            final(txa, "4", "mg/mL", "100"),
            final(vit_c, "3", "%", "500"),
            final(glutathione, "2", "%", "20", "%"),
            name="Cocktail A",
            concern=concern.pk,
        ),
    )

    worked = composition_of(RecipeVersion.objects.get()).work_out()
    told = [(line.volume_ml, str(line.dose), str(line.final), str(line.per_point)) for line in worked.lines]
    assert (told, worked.diluent_ml, worked.points) == (
        [
            (Decimal("0.4"), "40 mg", "4 mg/mL", "0.2 mg"),
            (Decimal("0.6"), "300 mg", "30 mg/mL", "1.5 mg"),
            (Decimal("1"), "200 mg", "20 mg/mL", "1 mg"),
        ],
        Decimal("8"),
        200,
    )
