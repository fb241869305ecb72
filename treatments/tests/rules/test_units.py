from decimal import Decimal as D

import pytest

from treatments.rules.errors import DoseError
from treatments.rules.units import Dose, Factors, Strength, dose, in_measure, ratio_strength, strength, unit_name
from treatments.rules.wording import show_dose, show_strength, show_volume


@pytest.mark.parametrize(
    ("value", "unit", "mg_per_ml"),
    [
        ("4", "mg/mL", "4"),
        ("3", "%", "30"),
        ("0.01", "percent (w/v)", "0.1"),
        ("1000", "mcg/mL", "1"),
        ("1000", "µg/mL", "1"),
        ("1000", "microgram/ml", "1"),
        ("50", "g/L", "50"),
        ("200000", "ratio", "0.005"),
        ("1000", "ratio", "1"),
    ],
)
def test_strength_is_told_in_mg_per_ml(value, unit, mg_per_ml):
    assert strength(D(value), unit) == Strength(D(mg_per_ml), "mg")


def test_international_units_stay_units():
    assert strength(D(1500), "IU/mL") == Strength(D(1500), "IU")


def test_ratio_is_shown_as_mg_per_ml():
    assert str(ratio_strength("1:200 000")) == "0.005 mg/mL"


def test_milliequivalents_weigh_what_the_substance_says():
    assert strength(D(1), "mEq/mL", factors=Factors(mg_per_meq=D(84))) == Strength(D(84), "mg")


@pytest.mark.parametrize(
    ("value", "unit", "sentence", "field"),
    [
        ("1", "mEq/mL", "mEq and mg cannot be exchanged for this substance: no factor is defined.", "stock_value"),
        ("1", "drops", "“drops” is not a unit this clinic uses.", "stock_unit"),
        ("1", "mg", "“mg” is not a strength: a strength is an amount per mL.", "stock_unit"),
        ("101", "%", "A strength cannot be above 100 %.", "stock_value"),
        ("3000", "mg/mL", "3000 mg/mL is more than a millilitre can hold: check the unit.", "stock_value"),
        ("-1", "mg/mL", "A quantity cannot be negative.", "stock_value"),
    ],
)
def test_impossible_strength_is_refused_at_its_field(value, unit, sentence, field):
    with pytest.raises(DoseError) as refused:
        strength(D(value), unit)
    assert (refused.value.sentence, refused.value.field) == (sentence, field)


def test_malformed_ratio_is_refused():
    with pytest.raises(DoseError, match="Write a ratio strength as 1:200 000."):
        ratio_strength("2:5")


def test_units_become_mass_only_by_the_substance_s_own_factor():
    assert in_measure(D(2), "IU", "mg", factors=Factors(mg_per_iu=D("0.5")), field="total_dose") == D(1)


def test_units_without_a_factor_are_never_exchanged():
    with pytest.raises(DoseError, match="no factor is defined"):
        in_measure(D(2), "IU", "mg", factors=Factors(), field="total_dose")


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [("2", "g", ("2000", "mg")), ("500", "mcg", ("0.5", "mg")), ("1500", "units", ("1500", "IU"))],
)
def test_dose_is_told_in_mg_or_units(value, unit, expected):
    assert dose(D(value), unit) == Dose(D(expected[0]), expected[1])


def test_strength_is_not_a_dose():
    with pytest.raises(DoseError) as refused:
        dose(D(1), "mg/mL")
    assert refused.value.field == "total_dose_unit"


@pytest.mark.parametrize("typed", ["mg/ml", "MG/ML", " mg / mL "])
def test_unit_has_one_spelling(typed):
    assert unit_name(typed) == "mg/mL"


def test_print_spells_out_microgram_and_units():
    shown = [show_dose(Dose(D("0.005"))), show_dose(Dose(D(1500), "IU")), show_strength(Strength(D(150), "IU"))]
    assert shown == ["5 microgram", "1500 units", "150 units/mL"]


def test_small_strength_stays_in_mg_per_ml():
    assert show_strength(Strength(D("0.005"))) == "0.005 mg/mL"


def test_volume_is_shown_in_ml_with_the_locale_s_decimal():
    assert (show_volume(D("0.050")), show_volume(D("0.05"), decimal_comma=True)) == ("0.05 mL", "0,05 mL")
