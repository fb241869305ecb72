from decimal import Decimal as D

from treatments.rules.doses import Recipe, RecipeLine, work_out


def test_final_concentration_and_diluent_fill_the_target():
    worked = work_out(
        Recipe(
            (RecipeLine("txa", "Tranexamic acid", D(100), final_concentration=D(4)),),
            diluent="saline",
            target_volume_ml=D(5),
            per_point_ml=D("0.05"),
        ),
        weight_kg=D(50),
    )
    first = worked.lines[0]
    assert (first.volume_ml, worked.diluent_ml, worked.points) == (D("0.2"), D("4.8"), 100)
    assert [str(q) for q in (first.stock, first.dose, first.final, first.per_point, first.per_kg)] == [
        "100 mg/mL",
        "20 mg",
        "4 mg/mL",
        "0.2 mg",
        "0.4 mg",
    ]
