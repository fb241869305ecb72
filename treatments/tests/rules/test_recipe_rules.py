"""Rules about the recipe and the plan: each fires on its case and stays silent on the next one."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from treatments.rules.facts import Incompatibility, OtherDose, RecipeFacts
from treatments.rules.limits import doses_of
from treatments.tests.rules.clinic import CATALOGUE, HEALTHY, PLAN, TODAY, findings, found, line, recipe


def lidocaine(mg: int, **facts):
    """A recipe with that much lidocaine, from a 2 % stock."""
    return recipe(replace(line("lidocaine", "20", total_dose=D(mg)), **facts))


CREAM = OtherDose("lidocaine", D(50), "cream, 2 g")
MIX = replace(
    CATALOGUE,
    incompatibilities=(
        Incompatibility("inc_unknown", "decide", frozenset(), frozenset(), "no data", any_mixture=True),
    ),
)


@pytest.mark.parametrize(
    ("case", "kg", "of", "others", "expected"),
    [
        ("315 mg at 70 kg is more than the 300 mg cap", 70, lidocaine(315), (), "stop"),
        ("300 mg at 70 kg", 70, lidocaine(300), (), None),
        ("226 mg at 50 kg is more than 4.5 mg/kg", 50, lidocaine(226), (), "stop"),
        ("225 mg at 50 kg", 50, lidocaine(225), (), None),
        ("cream is added", 50, lidocaine(180), (CREAM,), "stop"),
        ("cream within the limit", 50, lidocaine(170), (CREAM,), None),
        ("cream of another substance", 50, lidocaine(225), (replace(CREAM, ingredient="prilocaine"),), None),
        ("with epinephrine 350 mg at 50 kg", 50, lidocaine(350, with_epinephrine=True), (), None),
        ("with epinephrine 351 mg at 50 kg", 50, lidocaine(351, with_epinephrine=True), (), "stop"),
        ("with epinephrine, but plain cream", 50, lidocaine(200, with_epinephrine=True), (CREAM,), "stop"),
        ("500 mg cap with epinephrine", 90, lidocaine(501, with_epinephrine=True), (), "stop"),
        ("cream alone counts", 10, recipe("txa"), (CREAM,), "stop"),
        ("no weight", None, lidocaine(20), (), "decide"),
        ("no weight, but above the cap", None, lidocaine(301), (), "stop"),
        ("a volume without a strength", 70, recipe(replace(line("lidocaine"), stock_value=None)), (), "decide"),
        ("no lidocaine at all", None, recipe("txa"), (), None),
    ],
)  # fmt: skip
def test_lidocaine_limit_adds_every_source(case, kg, of, others, expected):
    patient = replace(HEALTHY, weight_kg=None if kg is None else D(kg))
    levels = [level for rule, level in found(patient, of, replace(PLAN, other_doses=others)) if "dose_limit" in rule]
    assert levels == ([expected] if expected else [])


@pytest.mark.parametrize(("days", "levels"), [(365, []), (366, ["decide"]), (-1, ["decide"])])
def test_weight_holds_for_12_months(days, levels):
    patient = replace(HEALTHY, weight_on=TODAY - timedelta(days))
    assert [level for _, level in found(patient, lidocaine(20))] == levels


def test_course_given_in_the_same_visit_counts():
    scalp = doses_of(lidocaine(100).worked, what="scalp course")
    assert found(replace(HEALTHY, weight_kg=D(50)), lidocaine(126), replace(PLAN, other_doses=scalp)) == [
        ("dose_limit/lidocaine_plain", "stop")
    ]


def test_old_weight_still_stops_what_is_too_much_for_it():
    patient = replace(HEALTHY, weight_kg=D(40), weight_on=date(2020, 1, 1))
    assert found(patient, lidocaine(250)) == [("dose_limit/lidocaine_plain", "stop")]


def test_limit_is_told_in_numbers_with_its_source():
    (stop,) = findings(HEALTHY, lidocaine(330))
    assert stop.sentence == "lidocaine: 330 mg from all sources, 110 % of the 300 mg allowed in one visit."
    assert (stop.sources, stop.may_override) == (("lido_label",), False)


@pytest.mark.parametrize(
    ("case", "of", "catalogue", "expected"),
    [
        ("two anaesthetics", recipe("lidocaine", "procaine", settled=False), CATALOGUE,
         [("incompatibility/inc_la_mix", "decide")]),
        ("the same, settled at approval", recipe("lidocaine", "procaine"), CATALOGUE, []),
        ("one anaesthetic", recipe("lidocaine", "txa", settled=False), CATALOGUE, []),
        ("epinephrine with anything", recipe("epinephrine", "txa"), CATALOGUE,
         [("incompatibility/inc_vasoconstrictor", "stop")]),
        ("epinephrine alone", recipe("epinephrine"), CATALOGUE, []),
        ("a mixture nobody has tested", recipe("txa", "vit_c", settled=False), MIX,
         [("incompatibility/inc_unknown", "decide")]),
        ("one active ingredient", recipe("txa", settled=False), MIX, []),
        ("oil", recipe("vit_e", vehicle="oil"), CATALOGUE, [("vehicle", "stop")]),
        ("alcohol", recipe("x", vehicle="alcohol"), CATALOGUE, [("vehicle", "stop")]),
        ("water", recipe("vit_e", vehicle="aqueous", often_oily=True), CATALOGUE, []),
        ("often in oil, not stated", recipe("vit_e", often_oily=True, settled=False), CATALOGUE,
         [("vehicle", "decide")]),
        ("benzyl alcohol as preservative", recipe("vit_b12", groups=frozenset({"benzyl_alcohol"})), CATALOGUE, []),
        ("blocked", recipe("mesoglycan", status="blocked"), CATALOGUE, [("ingredient_status", "stop")]),
        ("reference only", recipe("coq10", status="reference"), CATALOGUE, [("ingredient_status", "stop")]),
        ("not approved", recipe("txa", approved=False), CATALOGUE, [("ingredient_status", "stop")]),
        ("restricted", recipe("minoxidil", status="restricted"), CATALOGUE, []),
        ("no published dose", recipe("zinc", has_published_dose=False, settled=False), CATALOGUE,
         [("published_dose", "decide")]),
        ("no published dose, settled", recipe("zinc", has_published_dose=False), CATALOGUE, []),
        ("no published dose of a diluent", recipe("saline", has_published_dose=False, is_diluent=True, settled=False),
         CATALOGUE, []),
    ],
)  # fmt: skip
def test_rule_about_the_recipe_fires_or_stays_silent(case, of, catalogue, expected):
    assert found(HEALTHY, of, catalogue=catalogue) == expected


def test_line_outside_the_catalogue_stops():
    assert found(HEALTHY, RecipeFacts(recipe("mystery").worked)) == [("ingredient_status", "stop")]


@pytest.mark.parametrize(
    ("case", "plan", "expected"),
    [
        ("4 mm", {"depth_mm": D(4)}, []),
        ("4.5 mm", {"depth_mm": D("4.5")}, [("depth", "stop")]),
        ("depth not stated", {"depth_mm": None}, []),
        ("every 6 days where 7 is shortest", {"interval_days": 6}, [("interval", "decide")]),
        ("every 7 days", {"interval_days": 7}, []),
        ("no shortest interval published", {"interval_days": 1, "interval_min_days": None}, []),
        ("5 days after the last session", {"last_session_on": TODAY - timedelta(5), "next_on": TODAY},
         [("interval", "decide")]),
        ("14 days after the last session", {"last_session_on": TODAY - timedelta(14), "next_on": TODAY}, []),
    ],
)  # fmt: skip
def test_rule_about_the_plan_fires_or_stays_silent(case, plan, expected):
    assert found(plan=replace(PLAN, **plan)) == expected
