"""What is truly drawn up: marks, extra, portions; and what reaches the patient of it."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatments.rules.doses import Recipe, RecipeLine
from treatments.rules.errors import DoseError
from treatments.rules.syringes import Portion, Syringes, draw_up
from treatments.tests.rules.test_properties import TINY, recipes

TXA = RecipeLine("txa", "Tranexamic acid", D(100), stock_volume_ml=D("0.327"))
PRP = RecipeLine("prp", stock_volume_ml=D(5))


def five_ml(*lines: RecipeLine) -> Recipe:
    return Recipe(lines or (TXA,), "saline", D(5), D("0.05"))


@pytest.mark.parametrize(
    ("typed", "mark", "drawn", "diluent"),
    [
        ("0.327", "0.01", "0.33", "4.67"),
        ("0.325", "0.01", "0.33", "4.67"),  # half goes up
        ("0.324", "0.01", "0.32", "4.68"),
        ("0.327", "0.1", "0.3", "4.7"),
        ("0.35", "0.1", "0.4", "4.6"),
        ("0.327", "0.02", "0.32", "4.68"),
        ("0.33", "0.01", "0.33", "4.67"),
    ],
)
def test_stock_is_rounded_half_up_to_a_mark_and_the_diluent_keeps_the_total(typed, mark, drawn, diluent):
    made = draw_up(five_ml(replace(TXA, stock_volume_ml=D(typed))), Syringes(graduation_ml=D(mark)))
    assert (made.lines[0].volume_ml, made.diluent_ml, made.total_ml) == (D(drawn), D(diluent), D(5))


def test_what_reaches_the_patient_is_what_was_drawn():
    made = draw_up(five_ml(), Syringes(graduation_ml=D("0.01")))
    line = made.given.lines[0]
    assert (str(line.dose), str(line.final), round(made.lines[0].deviation, 4)) == ("33 mg", "6.6 mg/mL", D("0.0092"))


def test_extra_for_dead_space_is_drawn_and_does_not_reach_the_patient():
    made = draw_up(five_ml(replace(TXA, stock_volume_ml=D("0.2"))), Syringes(overage_ml=D("0.5")))
    assert (made.lines[0].volume_ml, made.diluent_ml, made.total_ml) == (D("0.22"), D("5.28"), D("5.5"))
    assert (str(made.given.lines[0].dose), made.given.total_ml, made.lines[0].deviation) == ("20 mg", D(5), 0)


def test_without_a_diluent_the_total_is_the_sum_of_what_is_drawn():
    made = draw_up(Recipe((replace(TXA, stock_volume_ml=D("1.04")),)), Syringes(graduation_ml=D("0.1")))
    assert (made.total_ml, made.given.total_ml, made.diluent_ml) == (D(1), D(1), D(0))


def test_nothing_said_of_syringes_changes_nothing():
    made = draw_up(five_ml())
    assert (made.given, made.lines[0].deviation, made.portions) == (made.typed, 0, ())


@pytest.mark.parametrize(
    ("total", "size", "mark", "portions"),
    [
        ("5", "2.5", None, [(2, "2.5")]),
        ("5", "3", None, [(2, "2.5")]),
        ("5", "1", "0.01", [(5, "1")]),
        ("5.1", "1", "0.01", [(6, "0.85")]),
        ("5", "3", "0.1", [(2, "2.5")]),
        ("5", "2", "0.1", [(2, "1.7"), (1, "1.6")]),
        ("24.4", "2.5", "0.1", [(4, "2.5"), (6, "2.4")]),
        ("5.05", "3", "0.1", [(1, "2.6"), (1, "2.45")]),
        ("0.3", "1", "0.01", [(1, "0.3")]),
    ],
)
def test_batch_is_spread_evenly_over_the_fewest_syringes(total, size, mark, portions):
    batch = Recipe((replace(PRP, stock_volume_ml=D(total)),))
    if total == "5.05":
        batch = Recipe((replace(PRP, stock_volume_ml=D(1)),), "saline", D(total))
    made = draw_up(batch, Syringes(size_ml=D(size), graduation_ml=mark and D(mark)))
    assert list(made.portions) == [Portion(count, D(volume)) for count, volume in portions]


@pytest.mark.parametrize(
    ("recipe", "syringes", "field", "sentence"),
    [
        (
            five_ml(replace(TXA, stock_volume_ml=D("0.004"))),
            Syringes(graduation_ml=D("0.01")),
            "graduation_ml",
            "Tranexamic acid: 0.004 mL cannot be drawn with marks of 0.01 mL: choose finer marks or a weaker stock.",
        ),
        (
            five_ml(replace(TXA, stock_volume_ml=D("4.96"))),
            Syringes(graduation_ml=D("0.2")),
            "graduation_ml",
            None,
        ),
        (
            five_ml(replace(TXA, stock_volume_ml=D("2.46")), replace(TXA, stock_volume_ml=D("2.5"))),
            Syringes(graduation_ml=D("0.2")),
            "graduation_ml",
            "On marks of 0.2 mL the stocks come to 5 mL, more than 4.97 mL in all: choose a syringe with finer marks.",
        ),
        (
            five_ml(),
            Syringes(size_ml=D(1), graduation_ml=D(2)),
            "graduation_ml",
            "The marks lie farther apart than the syringe is long.",
        ),
        (five_ml(), Syringes(overage_ml=D(-1)), "overage_ml", "A quantity cannot be negative."),
        (five_ml(), Syringes(size_ml=D("1e9")), "syringe_ml", "1000000000 is too large: at most 100."),
        (five_ml(), Syringes(graduation_ml=D("NaN")), "graduation_ml", "This is not a number."),
    ],
)
def test_what_no_syringe_can_draw_is_refused_at_its_field(recipe, syringes, field, sentence):
    if sentence is None:
        assert draw_up(recipe, syringes).diluent_ml == 0
        return
    if "4.97" in sentence:
        recipe = replace(recipe, target_volume_ml=D("4.97"))
    with pytest.raises(DoseError) as refused:
        draw_up(recipe, syringes)
    assert (refused.value.field, refused.value.sentence) == (field, sentence)


fine = st.sampled_from([D("0.001"), D("0.002"), D("0.005")])
maybe = st.one_of(st.none(), st.decimals(min_value="0.1", max_value="2", places=1))
syringes = st.builds(Syringes, maybe, st.sampled_from([None, D(1), D("2.5"), D(5)]), st.one_of(st.none(), fine))


def drawn(recipe, how):
    """Drawn up, or None where the marks are too coarse for it."""
    try:
        return draw_up(recipe, how)
    except DoseError:
        return None


@given(recipes, syringes)
def test_stocks_and_diluent_add_up_to_the_batch_and_so_do_the_syringes(recipe, how):
    if made := drawn(recipe, how):
        assert abs(sum(line.volume_ml for line in made.lines) + made.diluent_ml - made.total_ml) < TINY
        filled = sum(portion.count * portion.volume_ml for portion in made.portions)
        assert how.size_ml is None or abs(filled - made.total_ml) < TINY
        assert all(how.size_ml is None or portion.volume_ml <= how.size_ml for portion in made.portions)


@given(recipes, syringes)
def test_doses_add_up(recipe, how):
    if made := drawn(recipe, how):
        for line in made.lines:
            drawn_mg = line.given.stock.amount * line.volume_ml
            assert abs(line.given.final.amount * made.total_ml - drawn_mg) < TINY
            assert abs(line.given.final.amount * made.given.total_ml - line.given.dose.amount) < TINY


@given(recipes, maybe)
def test_extra_alone_keeps_the_concentrations(recipe, extra):
    made = draw_up(recipe, Syringes(overage_ml=extra))
    for line in made.lines:
        assert abs(line.given.final.amount - line.typed.final.amount) < TINY


@given(recipes, maybe, fine)
def test_rounding_error_of_a_line_is_at_most_half_a_mark(recipe, extra, mark):
    if made := drawn(recipe, Syringes(extra, None, mark)):
        grown = (made.typed.total_ml + (extra or 0)) / made.typed.total_ml
        for line in made.lines:
            assert abs(line.volume_ml - line.typed.volume_ml * grown) <= mark / 2 + TINY
