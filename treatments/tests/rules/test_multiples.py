from decimal import Decimal as D

import pytest

from treatments.rules.doses import Recipe, RecipeLine, work_out
from treatments.rules.multiples import PublishedValue, multiples
from treatments.rules.units import Strength

PUBLISHED = (
    PublishedValue("txa", Strength(D(100)), "Pazyar 2023"),
    PublishedValue("txa", Strength(D(4)), "Lee 2006"),
    PublishedValue("hyal", Strength(D(1)), "a value in mg"),
)


def told(key, stock, target, unit="mg/mL"):
    line = RecipeLine(key, key, D(stock), unit, stock_volume_ml=D(1))
    found = multiples(work_out(Recipe((line,), "saline", D(target))), PUBLISHED)
    return [str(item) for item in found if item.worth_saying]


@pytest.mark.parametrize(
    ("key", "stock", "target", "printed"),
    [
        ("txa", 100, 1, ["undiluted stock, 25 × Lee 2006"]),
        ("txa", 100, 5, ["5 × Lee 2006"]),
        ("txa", 100, 3, ["8.4 × Lee 2006"]),  # 8.33, rounded up
        ("txa", 100, "5.01", []),
        ("txa", 100, 25, []),
        ("txa", 4, 1, ["undiluted stock, 1 × Lee 2006"]),
        ("ha_ncl", 18, 1, ["undiluted stock, no published value"]),
        ("ha_ncl", 18, 2, []),
    ],
)
def test_multiple_of_the_lowest_published_value_is_printed_from_five_times_on(key, stock, target, printed):
    assert told(key, stock, target) == printed


def test_units_are_never_compared_with_milligrams():
    assert told("hyal", 150, 1, "IU/mL") == ["undiluted stock, no published value"]


def test_line_of_volume_alone_has_no_multiple():
    assert multiples(work_out(Recipe((RecipeLine("prp", stock_volume_ml=D(5)),))), PUBLISHED) == ()
