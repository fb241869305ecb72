"""Whatever somebody types into a recipe: a clear sentence at the field, and nothing lost; or a recipe."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from treatments.models import RecipeVersion
from treatments.tests.factories.catalogue import IngredientFactory, ProductFactory
from treatments.tests.plans.typing import line, typed, volume

pytestmark = pytest.mark.django_db
NUMBER = "is not a plain number: write it in digits, such as 12.5."


@pytest.fixture
def post(client, practitioner, shelf):
    """Post a new recipe of these rows; the answer."""
    client.force_login(practitioner)

    def posted(*lines, **more):
        data = typed(*lines, name="Glow", concern=shelf.concern.pk, **more)
        return client.post(reverse("treatments:recipe_new"), data)

    return posted


def problems(answer):
    """Every sentence on the page by its field, those of the first row without a prefix."""
    composing = answer.context["composing"]
    cells = {name: cell.problem for name, cell in composing.volumes.cells.items() if cell.problem}
    for row in composing.rows:
        cells |= {name: cell.problem for name, cell in row.cells.items() if cell.problem}
    return cells | ({"": composing.problem} if composing.problem else {})


@pytest.mark.parametrize(
    ("row", "mix", "field", "sentence"),
    [
        ({"amount": "12"}, {}, "target_volume_ml", "The stocks add up to 12 mL, more than the target of 10 mL."),
        ({"amount": "-1"}, {}, "amount", "A quantity cannot be negative."),
        ({"amount": "0"}, {}, "amount", "A quantity must be more than zero."),
        ({"amount": "0.00"}, {}, "amount", "A quantity must be more than zero."),
        ({"amount": "NaN"}, {}, "amount", f"“NaN” {NUMBER}"),
        ({"amount": "Infinity"}, {}, "amount", f"“Infinity” {NUMBER}"),
        ({"amount": "1e9"}, {}, "amount", f"“1e9” {NUMBER}"),
        ({"amount": "1000000000"}, {}, "amount", "1000000000 is too large: at most 1000000."),
        ({"amount": "1001"}, {}, "amount", "1001 is too large: at most 1000."),
        (
            {"amount": "1,5"},
            {},
            "amount",
            "“1,5” can be read in two ways: write the decimals with a point, such as 0.5.",
        ),
        ({"amount": "two"}, {}, "amount", f"“two” {NUMBER}"),
        ({"amount": ""}, {}, "amount", "This field is required."),
        (
            {"stock_value": "10", "stock_unit": ""},
            {},
            "stock_unit",
            "Choose the unit of the strength: it is never implied.",
        ),
        ({"stock_value": "101", "stock_unit": "%"}, {}, "stock_value", "A strength cannot be above 100 %."),
        (
            {"stock_value": "3000"},
            {},
            "stock_value",
            "3000 mg/mL is more than a millilitre can hold: check the unit.",
        ),
        (
            {"stock_value": "1", "stock_unit": "mEq/mL"},
            {},
            "stock_value",
            "mEq and mg cannot be exchanged for this substance: no factor is defined.",
        ),
        (
            {"entered_as": "total_dose", "amount_unit": "IU"},
            {},
            "amount",
            "units (IU) and mg cannot be exchanged for this substance: no factor is defined.",
        ),
        (
            {"entered_as": "total_dose", "amount_unit": "mL"},
            {},
            "amount_unit",
            "“mL” is not a dose: use mg, g, microgram or units.",
        ),
        (
            {"entered_as": "final_concentration", "amount_unit": "mg"},
            {},
            "amount_unit",
            "“mg” is not a strength: a strength is an amount per mL.",
        ),
        (
            {"amount_unit": "mg"},
            {},
            "amount_unit",
            "Enter a stock volume in mL, a total dose or a final concentration.",
        ),
        (
            {"entered_as": "final_concentration", "amount": "50", "amount_unit": "mg/mL"},
            {},
            "amount",
            "50 mg/mL is stronger than the stock (10 mg/mL).",
        ),
        (
            {"entered_as": "final_concentration", "amount_unit": "mg/mL"},
            {"mix_target_volume_ml": ""},
            "amount",
            "A final concentration needs a target volume.",
        ),
        (
            {"stock_value": "", "stock_unit": "", "entered_as": "total_dose", "amount_unit": "mg"},
            {},
            "stock_value",
            "Without a stock strength only a volume can be entered.",
        ),
        (
            {},
            {"mix_diluent": "none"},
            "diluent",
            "The stocks add up to 2 mL of 10 mL: choose a diluent or change the target.",
        ),
        ({}, {"mix_target_volume_ml": "1e9"}, "target_volume_ml", f"“1e9” {NUMBER}"),
        ({}, {"mix_target_volume_ml": "1000000"}, "target_volume_ml", "1000000 is too large: at most 1000."),
        ({}, {"mix_per_point_ml": "11"}, "per_point_ml", "One point of 11 mL is more than the whole 10 mL."),
        ({}, {"mix_graduation_ml": "0"}, "graduation_ml", "A quantity must be more than zero."),
        ({}, {"mix_syringe_ml": "500"}, "syringe_ml", "500 is too large: at most 100."),
        ({}, {"mix_overage_ml": "-0.1"}, "overage_ml", "A quantity cannot be negative."),
        (
            {"amount": "0.004"},
            {"mix_graduation_ml": "0.01"},
            "graduation_ml",
            "Vit c: 0.004 mL cannot be drawn with marks of 0.01 mL: choose finer marks or a weaker stock.",
        ),
        (
            {},
            {"mix_syringe_ml": "1", "mix_graduation_ml": "2"},
            "graduation_ml",
            "The marks lie farther apart than the syringe is long.",
        ),
        (
            {"powder_value": "500", "powder_unit": "mg"},
            {},
            "stock_value",
            "A powder makes its own strength: leave the stock strength empty.",
        ),
        (
            {"stock_value": "", "stock_unit": "", "powder_value": "500", "powder_unit": "mg"},
            {},
            "dissolved_in_ml",
            "Enter in how many mL the powder is dissolved.",
        ),
        (
            {"stock_value": "", "stock_unit": "", "dissolved_in_ml": "5"},
            {},
            "powder_value",
            "Enter how much powder the vial holds.",
        ),
        (
            {"stock_value": "", "stock_unit": "", "powder_value": "500", "powder_unit": "", "dissolved_in_ml": "5"},
            {},
            "powder_unit",
            "Choose the unit of the strength: it is never implied.",
        ),
        (
            {"stock_value": "", "stock_unit": "", "powder_value": "9", "powder_unit": "g", "dissolved_in_ml": "1"},
            {},
            "dissolved_in_ml",
            "9 g in 1 mL is more than a millilitre can hold: check the unit.",
        ),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(post, shelf, row, mix, field, sentence):
    answer = post(line(shelf.vitamin, **row), **mix)

    shown = answer.context["composing"].rows[0]
    kept = {name: shown[name].value() for name in row}
    assert (answer.status_code, problems(answer), kept, RecipeVersion.objects.count()) == (
        422,
        {field: sentence},
        row,
        0,
    )


def test_only_a_diluent_is_no_recipe(post):
    saline = IngredientFactory(key="saline", ingredient_class="diluent", approved=True)

    assert problems(post(volume(saline, "2"))) == {"": "Add at least one ingredient: a diluent alone is not a recipe."}


def test_nothing_but_volumes_is_no_recipe(post):
    assert problems(post()) == {"": "Add at least one ingredient: a diluent alone is not a recipe."}


def test_forty_lines_are_kept(post, shelf):
    post(*[line(shelf.vitamin, "0.1")] * 40)

    assert RecipeVersion.objects.get().lines.count() == 40


def test_forty_one_lines_are_refused_in_a_sentence_and_none_is_lost(post, shelf):
    answer = post(*[line(shelf.vitamin, "0.1")] * 41)

    assert (problems(answer), len(answer.context["composing"].rows), RecipeVersion.objects.count()) == (
        {"": "A recipe has at most 40 ingredients: take some out."},
        41,
        0,
    )


@pytest.mark.parametrize(("count", "status"), [("", 422), ("many", 422), ("-1", 422), ("1" * 5000, 302)])
def test_a_count_that_is_none_breaks_nothing(post, shelf, count, status):
    assert post(line(shelf.vitamin), **{"lines-count": count}).status_code == status


def test_decimal_comma_is_read_where_the_language_writes_one(client, practitioner, shelf):
    client.force_login(practitioner)
    data = typed(line(shelf.vitamin, "1,5", stock_value="10,25"), name="Glow", concern=shelf.concern.pk)
    data |= {"mix-per_point_ml": "0,05"}

    with translation.override("fr"):
        client.post(reverse("treatments:recipe_new"), data, headers={"Accept-Language": "fr"})

    row = RecipeVersion.objects.get().lines.get()
    assert (row.amount, row.stock_value) == (Decimal("1.5"), Decimal("10.25"))


@pytest.mark.parametrize("kind", ["autologous", "product_blend"])
def test_blood_and_undeclared_blends_are_a_volume_alone(post, kind):
    prp = IngredientFactory(name="Platelet-rich plasma", ingredient_class=kind, approved=True)

    answer = post(line(prp))

    sentence = "Platelet-rich plasma has no strength of its own: leave it empty and enter the volume."
    assert problems(answer) == {"stock_value": sentence}


def test_powder_dissolved_makes_the_stock(post, shelf):
    powder = {"powder_value": "600", "powder_unit": "mg", "dissolved_in_ml": "4"}
    post(volume(shelf.vitamin, "20", entered_as="final_concentration", amount_unit="mg/mL", **powder))

    worked = post(
        volume(shelf.vitamin, "20", entered_as="final_concentration", amount_unit="mg/mL", **powder), recalculate="1"
    )
    (row,) = worked.context["worked"].rows
    assert (str(row.line.stock), str(row.line.dose), row.line.volume_ml.quantize(Decimal("0.0001"))) == (
        "150 mg/mL",
        "200 mg",
        Decimal("1.3333"),
    )


def test_product_of_the_shelf_brings_strength_salt_and_epinephrine(post, shelf):
    label = ProductFactory(
        ingredient=shelf.anaesthetic, strength_value=20, strength_unit="mg/mL", salt_or_base="hydrochloride",
        with_epinephrine=True, approved=True,
    )  # fmt: skip

    post(volume(shelf.anaesthetic, "1", shelf_product=label.pk))

    row = RecipeVersion.objects.get().lines.get()
    assert (row.stock_value, row.stock_unit, row.salt_or_base, row.with_epinephrine, row.product) == (
        20,
        "mg/mL",
        "hydrochloride",
        True,
        label.name,
    )


def test_powder_of_the_shelf_brings_what_the_vial_holds(post, shelf):
    label = ProductFactory(
        ingredient=shelf.vitamin, form="powder", strength_value=600, strength_unit="mg", approved=True
    )

    post(volume(shelf.vitamin, "1", shelf_product=label.pk, dissolved_in_ml="4"))

    row = RecipeVersion.objects.get().lines.get()
    assert (row.powder_value, row.powder_unit, row.stock_value) == (600, "mg", None)


def test_strength_against_the_label_is_refused_at_the_strength(post, shelf):
    label = ProductFactory(ingredient=shelf.vitamin, strength_value=20, strength_unit="mg/mL", approved=True)

    assert problems(post(line(shelf.vitamin, shelf_product=label.pk))) == {
        "stock_value": "The label says 20 mg/mL: leave this empty."
    }


def test_product_of_another_ingredient_is_refused_at_the_product(post, shelf):
    label = ProductFactory(name="Example ampoule", ingredient=shelf.anaesthetic, approved=True)

    assert problems(post(line(shelf.vitamin, shelf_product=label.pk))) == {
        "shelf_product": "Example ampoule is another ingredient's product: choose one of Vit c."
    }


def test_kept_recipe_comes_back_into_its_form_and_is_kept_the_same(client, post, shelf):
    label = ProductFactory(ingredient=shelf.vitamin, strength_value=20, strength_unit="mg/mL", approved=True)
    post(volume(shelf.vitamin, "1", shelf_product=label.pk), mix_graduation_ml="0.1", mix_overage_ml="0.2")
    version = RecipeVersion.objects.get()

    form = client.get(reverse("treatments:recipe_edit", args=[version.uuid])).context["composing"]

    row = {name: form.rows[0][name].value() for name in ("shelf_product", "stock_value", "product")}
    mix = [form.volumes[name].value() for name in ("graduation_ml", "overage_ml", "syringe_ml")]
    assert (row, mix) == ({"shelf_product": label.pk, "stock_value": None, "product": ""}, ["0.1", "0.2", None])


def test_marks_of_the_syringe_are_told_beside_what_was_typed(post, shelf):
    answer = post(line(shelf.vitamin, "0.327"), mix_graduation_ml="0.01", recalculate="1")

    words = " ".join(answer.content.decode().split())
    assert "as drawn: 0.33 mL, 0.9 % above what you typed" in words
