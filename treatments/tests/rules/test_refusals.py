"""A recipe that cannot be worked out says why, at the line and field to blame."""

from decimal import Decimal as D

import pytest

from treatments.rules.doses import Recipe, RecipeLine, work_out
from treatments.rules.errors import DoseError

OK = RecipeLine("saline_like", stock_value=D(10), stock_volume_ml=D(1))


def txa(**amount) -> RecipeLine:
    return RecipeLine("txa", stock_value=D(100), **amount)


@pytest.mark.parametrize(
    ("recipe", "line", "field", "sentence"),
    [
        (Recipe(()), None, "lines", "Add at least one ingredient: a diluent alone is not a recipe."),
        (
            Recipe((OK, txa())),
            1,
            "stock_volume_ml",
            "Enter a stock volume, a total dose or a final concentration.",
        ),
        (
            Recipe((txa(total_dose=D(1), stock_volume_ml=D(1)),)),
            0,
            "stock_volume_ml",
            "Enter only one of stock volume, total dose and final concentration: the others follow.",
        ),
        (
            Recipe((txa(stock_volume_ml=D(6)),), "saline", D(5)),
            None,
            "target_volume_ml",
            "The stocks add up to 6 mL, more than the target of 5 mL.",
        ),
        (
            Recipe((txa(stock_volume_ml=D(1)),), "", D(5)),
            None,
            "diluent",
            "The stocks add up to 1 mL of 5 mL: choose a diluent or change the target.",
        ),
        (
            Recipe((OK, txa(final_concentration=D(200))), "saline", D(5)),
            1,
            "final_concentration",
            "200 mg/mL is stronger than the stock (100 mg/mL).",
        ),
        (
            Recipe((txa(final_concentration=D(4)),)),
            0,
            "final_concentration",
            "A final concentration needs a target volume.",
        ),
        (
            Recipe((RecipeLine("prp", total_dose=D(1)),)),
            0,
            "stock_value",
            "Without a stock strength only a volume can be entered.",
        ),
        (Recipe((txa(stock_volume_ml=D("1e9")),)), 0, "stock_volume_ml", "1000000000 is too large: at most 1000."),
        (Recipe((txa(stock_volume_ml=D(-1)),)), 0, "stock_volume_ml", "A quantity cannot be negative."),
        (Recipe((txa(stock_volume_ml=D("NaN")),)), 0, "stock_volume_ml", "This is not a number."),
        (Recipe((OK,), "saline", D(0)), None, "target_volume_ml", "A quantity must be more than zero."),
        (Recipe((OK,), per_point_ml=D(2)), None, "per_point_ml", "One point of 2 mL is more than the whole 1 mL."),
        (
            Recipe((txa(total_dose=D(5), total_dose_unit="IU"),)),
            0,
            "total_dose",
            "units (IU) and mg cannot be exchanged for this substance: no factor is defined.",
        ),
    ],
)
def test_impossible_recipe_is_refused_in_a_sentence_at_its_field(recipe, line, field, sentence):
    with pytest.raises(DoseError) as refused:
        work_out(recipe)
    assert (refused.value.line, refused.value.field, refused.value.sentence) == (line, field, sentence)


def test_weight_must_be_possible():
    with pytest.raises(DoseError) as refused:
        work_out(Recipe((OK,)), weight_kg=D(0))
    assert refused.value.field == "weight_kg"
