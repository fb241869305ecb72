"""What a patient's variation says beside its master."""

from dataclasses import replace
from decimal import Decimal

import pytest

from treatments.domain.composition import Composition, Line
from treatments.models import Ingredient, Product
from treatments.queries.differences import differences

TXA, ZINC = Ingredient(pk=1, key="txa", name="Tranexamic acid"), Ingredient(pk=2, key="zinc", name="Zinc")
LABEL = Product(pk=1, name="Example ampoule", ingredient=TXA, strength_value=Decimal(50), strength_unit="mg/mL")
PLAIN = Line(TXA, Decimal("0.2"), stock_value=Decimal(100), stock_unit="mg/mL")
MASTER = Composition((PLAIN,), "saline", Decimal(5), Decimal("0.05"))
STOOD = "Tranexamic acid 0.2 mL (100 mg/mL)"


def line(**changes):
    return {"lines": (replace(PLAIN, **changes),)}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, ()),
        (line(amount=Decimal("0.1")), (f"{STOOD} → Tranexamic acid 0.1 mL (100 mg/mL)",)),
        (line(with_epinephrine=True), (f"{STOOD} → Tranexamic acid 0.2 mL (100 mg/mL, with epinephrine)",)),
        (line(salt_or_base="base"), (f"{STOOD} → Tranexamic acid 0.2 mL (100 mg/mL, base)",)),
        (
            {"lines": (replace(PLAIN, shelf_product=LABEL).by_its_label(),)},
            (f"{STOOD} → Tranexamic acid 0.2 mL (Example ampoule, 50 mg/mL)",),
        ),
        (
            line(
                stock_value=None, stock_unit="", powder_value=Decimal(500), powder_unit="mg", dissolved_in_ml=Decimal(5)
            ),
            (f"{STOOD} → Tranexamic acid 0.2 mL (500 mg in 5 mL)",),
        ),
        ({"lines": (PLAIN, Line(ZINC, Decimal(1)))}, ("with Zinc 1 mL",)),
        ({"lines": (Line(ZINC, Decimal(1)),)}, ("with Zinc 1 mL", "without Tranexamic acid")),
        ({"lines": (PLAIN, PLAIN)}, (f"with {STOOD}",)),
        ({"diluent": "water"}, ("diluent sterile water",)),
        ({"target_volume_ml": Decimal(4)}, ("filled up to 4 mL",)),
        ({"target_volume_ml": None}, ("not filled up",)),
        ({"per_point_ml": Decimal("0.1")}, ("0.1 mL per point",)),
        ({"overage_ml": Decimal("0.2")}, ("0.2 mL extra for dead space",)),
        ({"syringe_ml": Decimal(1), "graduation_ml": Decimal("0.01")}, ("syringes of 1 mL", "marks of 0.01 mL")),
    ],
)
def test_difference_is_told_in_words(changes, told):
    assert differences(MASTER, replace(MASTER, **changes)) == told
