from decimal import Decimal as D

import pytest

from treatments.rules.doses import Recipe, RecipeLine, work_out
from treatments.rules.units import Factors

TXA = {"stock_value": D(100)}


def shown(worked_line) -> list[str]:
    parts = (worked_line.stock, worked_line.dose, worked_line.final, worked_line.per_point, worked_line.per_kg)
    return [str(part) for part in parts]


def test_target_concentration_tells_stock_volume_and_diluent():
    wanted = RecipeLine("txa", final_concentration=D(4), **TXA)
    worked = work_out(Recipe((wanted,), "saline", D(5), D("0.05")), weight_kg=D(50))
    assert (worked.lines[0].volume_ml, worked.diluent_ml, worked.points) == (D("0.2"), D("4.8"), 100)
    assert shown(worked.lines[0]) == ["100 mg/mL", "20 mg", "4 mg/mL", "0.2 mg", "0.4 mg"]


@pytest.mark.parametrize(
    "amount",
    [
        {"stock_volume_ml": D("0.2")},
        {"total_dose": D(20)},
        {"total_dose": D("0.02"), "total_dose_unit": "g"},
        {"final_concentration": D(4)},
        {"final_concentration": D("0.4"), "final_concentration_unit": "%"},
    ],
)
def test_any_of_the_three_ways_tells_the_same(amount):
    worked = work_out(Recipe((RecipeLine("txa", **TXA, **amount),), "saline", D(5)))
    assert [worked.lines[0].volume_ml, str(worked.lines[0].dose), str(worked.lines[0].final)] == [
        D("0.2"),
        "20 mg",
        "4 mg/mL",
    ]


def test_three_ingredients_in_percent_and_mg_per_ml_by_target_concentration():
    lines = (
        RecipeLine("txa", final_concentration=D(4), **TXA),
        RecipeLine("vit_c", stock_value=D(500), final_concentration=D(3), final_concentration_unit="%"),
        RecipeLine(
            "glutathione", stock_value=D(20), stock_unit="%", final_concentration=D(2), final_concentration_unit="%"
        ),
    )
    worked = work_out(Recipe(lines, "saline", D(10)))
    assert [line.volume_ml for line in worked.lines] == [D("0.4"), D("0.6"), D(1)]
    assert worked.diluent_ml == D(8)


def test_published_strengths_25_fold_apart_are_not_the_same_point():
    dilute = work_out(Recipe((RecipeLine("txa", final_concentration=D(4), **TXA),), "saline", D(5), D("0.05")))
    stock = work_out(Recipe((RecipeLine("txa", stock_volume_ml=D(5), **TXA),), "", D(5), D("0.05")))
    assert [str(recipe.lines[0].per_point) for recipe in (dilute, stock)] == ["0.2 mg", "5 mg"]


def test_without_target_the_total_is_the_sum_of_the_stocks():
    worked = work_out(Recipe((RecipeLine("ha_ncl", stock_value=D(18), stock_volume_ml=D(2)),)))
    assert (worked.total_ml, worked.diluent_ml, worked.points) == (D(2), D(0), None)


def test_volume_only_line_has_no_dose():
    worked = work_out(Recipe((RecipeLine("prp", stock_volume_ml=D(5)),), per_point_ml=D("0.1")))
    assert (worked.lines[0].dose, worked.lines[0].final, worked.points) == (None, None, 50)


def test_points_are_whole_and_the_rest_is_told():
    worked = work_out(Recipe((RecipeLine("prp", stock_volume_ml=D(1)),), per_point_ml=D("0.3")))
    assert (worked.points, worked.left_over_ml) == (3, D("0.1"))


def test_units_are_worked_out_in_units():
    worked = work_out(
        Recipe((RecipeLine("hyal", stock_value=D(150), stock_unit="IU/mL", total_dose=D(75), total_dose_unit="IU"),))
    )
    assert (worked.lines[0].volume_ml, str(worked.lines[0].dose)) == (D("0.5"), "75 units")


def test_mass_of_a_stock_in_units_follows_the_substance_s_factor():
    line = RecipeLine(
        "vit", stock_value=D(100), stock_unit="IU/mL", total_dose=D(1), factors=Factors(mg_per_iu=D("0.01"))
    )
    assert work_out(Recipe((line,))).lines[0].volume_ml == D(1)


def test_forty_lines_add_up():
    lines = tuple(RecipeLine(f"i{n}", stock_value=D(10), stock_volume_ml=D("0.1")) for n in range(40))
    assert work_out(Recipe(lines, "saline", D(5))).diluent_ml == D(1)


def test_line_is_made_from_its_one_entered_amount():
    line = RecipeLine.entered("txa", "final_concentration", D(4), "mg/mL", **TXA)
    assert line == RecipeLine("txa", final_concentration=D(4), **TXA)
