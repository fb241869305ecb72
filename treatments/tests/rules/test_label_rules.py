"""What the label of a shelf product and a numbing cream change: each fires on its case and stays silent on the next."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from treatments.rules.facts import Allergies, IngredientFacts, Stated
from treatments.rules.limits import cream_dose, doses_of, for_volume
from treatments.tests.rules.clinic import CATALOGUE, HEALTHY, PLAN, YES, asked, findings, found, keys, line, recipe


def allergic(*groups: str, **to):
    return replace(HEALTHY, allergies=Allergies(True, groups=keys(*groups), **to))


SULFITE, AMIDE = allergic("sulfites"), allergic("amide_anaesthetics")


@pytest.mark.parametrize(
    ("case", "patient", "of", "expected"),
    [
        ("a product that may contain it", SULFITE, recipe("txa"), [("allergy/sulfites", "stop", True)]),
        ("the label was read without it", SULFITE, recipe("txa", label_read=True), []),
        ("the label was read with it", SULFITE, recipe("txa", label_read=True, groups=keys("sulfites")),
         [("allergy/sulfites", "stop", False)]),
        ("the allergen noted, the rest of the label unread", SULFITE, recipe("vit_c", groups=keys("sulfites")),
         [("allergy/sulfites", "stop", False)]),
        ("another product's allergen", SULFITE, recipe("vit_c", label_read=True, groups=keys("latex")), []),
        ("a member by what it is, whatever the label says", AMIDE, recipe("lidocaine", label_read=True),
         [("allergy/amide_anaesthetics", "stop", False)]),
        ("a blend of undeclared parts", allergic(texts=(Stated("penicillin", True),)), recipe("nctf"),
         [("allergy/multi_component", "decide", True)]),
        ("the same blend, its composition read", allergic(texts=(Stated("penicillin", True),)),
         recipe("nctf", label_read=True), []),
        ("benzyl alcohol on the label is an allergen, not a vehicle", HEALTHY,
         recipe("vit_b12", label_read=True, vehicle="aqueous", groups=keys("benzyl_alcohol")), []),
        ("oil by the product's label", HEALTHY, recipe("vit_e", vehicle="oil", label_read=True),
         [("vehicle", "stop", False)]),
    ],
)  # fmt: skip
def test_label_of_the_product_judges(case, patient, of, expected):
    said = [(item.rule, item.level.word, item.may_override) for item in findings(patient, of) if item.interrupts]
    assert said == expected


def test_epinephrine_on_the_label_counts_as_epinephrine():
    of = recipe("lidocaine", "txa", with_epinephrine=True)
    assert found(of=of) == [("incompatibility/inc_vasoconstrictor", "stop")]


CREAM = IngredientFacts("lidocaine", "Lidocaine", topical=True)
WITH_CREAM = replace(PLAN, topical=(CREAM,))


@pytest.mark.parametrize(
    ("case", "patient", "plan", "expected"),
    [
        ("an amide allergy and a cream of lidocaine", AMIDE, WITH_CREAM, [("allergy/amide_anaesthetics", "stop")]),
        ("the same without cream", AMIDE, PLAN, []),
        ("an allergy to lidocaine itself", allergic(ingredients=keys("lidocaine")), WITH_CREAM,
         [("allergy/ingredient", "stop")]),
        ("a blocked cream", HEALTHY, replace(PLAN, topical=(replace(CREAM, status="blocked"),)),
         [("ingredient_status", "stop")]),
        ("a cream nobody approved", HEALTHY, replace(PLAN, topical=(replace(CREAM, approved=False),)),
         [("ingredient_status", "stop")]),
        ("a retinoid cream without documented contraception", HEALTHY,
         replace(PLAN, topical=(replace(CREAM, key="tretinoin", needs_contraception=True),)),
         [("contraception", "stop")]),
        ("the cream is not in the syringe: nothing is mixed", HEALTHY,
         replace(PLAN, topical=(replace(CREAM, key="epinephrine"),)), []),
    ],
)  # fmt: skip
def test_cream_is_judged_with_the_syringe(case, patient, plan, expected):
    assert found(patient, recipe("txa"), plan) == expected


def test_condition_against_the_cream_s_substance_stops():
    cream = replace(CREAM, key="vit_c")
    patient = asked(g6pd_deficiency=YES)
    assert found(patient, recipe("txa"), replace(PLAN, topical=(cream,))) == [("patient_ingredient/IR-06", "stop")]


@pytest.mark.parametrize(
    ("case", "grams", "percent", "syringe_mg", "expected"),
    [
        ("5 g of 4 % is 200 mg, with 100 mg in the syringe", 5, 4, 100, []),
        ("6 g of 4 % is 240 mg, with 100 mg in the syringe", 6, 4, 100, [("dose_limit/lidocaine_plain", "stop")]),
        ("2.5 % is 25 mg in each gram", 10, "2.5", 40, []),
        ("the cream alone", 10, 4, 0, [("dose_limit/lidocaine_plain", "stop")]),
    ],
)
def test_cream_counts_whole(case, grams, percent, syringe_mg, expected):
    cream = cream_dose("lidocaine", strength_percent=D(percent), grams=D(grams), what="cream")
    of = recipe(line("lidocaine", "20", total_dose=D(syringe_mg))) if syringe_mg else recipe("txa")
    assert found(HEALTHY, of, replace(PLAN, other_doses=(cream,))) == expected


@pytest.mark.parametrize(
    ("case", "slowed", "expected"),
    [
        ("both with epinephrine: 7 mg/kg hold", True, []),
        ("the other plain: 4.5 mg/kg hold", False, [("dose_limit/lidocaine_plain", "stop")]),
    ],
)
def test_other_course_with_epinephrine_keeps_the_higher_limit(case, slowed, expected):
    mine = recipe(replace(line("lidocaine", "20", total_dose=D(200)), with_epinephrine=True))
    theirs = recipe(replace(line("lidocaine", "20", total_dose=D(150)), with_epinephrine=slowed))
    plan = replace(PLAN, other_doses=doses_of(theirs.worked, what="scalp"))
    bare = replace(CATALOGUE, incompatibilities=(), allergy_groups=())
    assert found(HEALTHY, mine, plan, bare) == expected


def test_other_course_of_unknown_strength_cannot_be_judged():
    theirs = recipe(replace(line("lidocaine"), stock_value=None))
    plan = replace(PLAN, other_doses=doses_of(theirs.worked, what="scalp"))
    assert found(HEALTHY, recipe(line("lidocaine", "20", total_dose=D(20))), plan) == [
        ("dose_limit/lidocaine_plain", "decide")
    ]


@pytest.mark.parametrize(("ml", "mg"), [(None, 100), (D(1), 100), (D("0.5"), 100), (D(3), 300)])
def test_session_of_more_than_one_batch_has_more_of_everything(ml, mg):
    assert for_volume(recipe("lidocaine").worked, ml).mg_of(keys("lidocaine")) == mg
