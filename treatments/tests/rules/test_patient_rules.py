"""Rules about the patient: each fires on its case and stays silent on the next one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from treatments.rules.facts import Allergies, Answer, Answered, Medicines, PatientFacts, Stated
from treatments.tests.rules.clinic import CATALOGUE, HEALTHY, NO, TODAY, YES, asked, findings, found, keys, recipe

YESTERDAY = Answered(Answer.NO, TODAY - timedelta(days=1))
MAN = replace(HEALTHY, sex="male")
OLD = replace(HEALTHY, birth_date=date(1960, 1, 1))
STERILE = replace(HEALTHY, child_bearing_potential=False)


def allergic(**to) -> PatientFacts:
    return replace(HEALTHY, allergies=Allergies(asked=True, **to))


def takes(*classes: str, texts: tuple[Stated, ...] = ()) -> PatientFacts:
    return replace(HEALTHY, medicines=Medicines(True, keys(*classes), texts))


def without(patient: PatientFacts, *conditions: str) -> PatientFacts:
    kept = {key: value for key, value in patient.conditions.items() if key not in conditions}
    return replace(patient, conditions=kept)


@pytest.mark.parametrize(
    ("case", "patient", "of", "expected"),
    [
        ("healthy and asked everything", HEALTHY, ["txa", "vit_c", "lidocaine"], []),
        ("keloid tendency is decided", asked(keloid_tendency=YES), ["txa"], [("patient_condition/CI-24", "decide")]),
        ("pregnancy stops", asked(pregnancy=YES), ["txa"], [("patient_condition/CI-01", "stop")]),
        ("pregnancy told by a man stops", replace(asked(pregnancy=YES), sex="male"), ["txa"],
         [("patient_condition/CI-01", "stop")]),
        ("cold sore stops", asked(herpes_active=YES), ["txa"], [("patient_condition/CI-22", "stop")]),
        ("a yes does not grow old", asked(herpes_active=Answered(Answer.YES, date(2020, 1, 1))), ["txa"],
         [("patient_condition/CI-22", "stop")]),
        ("porphyria, asked of nobody, still decides", asked(porphyria=YES), ["txa"],
         [("patient_condition/CI-33", "decide")]),
        ("G6PD and vitamin C stop", asked(g6pd_deficiency=YES), ["vit_c"], [("patient_ingredient/IR-06", "stop")]),
        ("G6PD without vitamin C is silent", asked(g6pd_deficiency=YES), ["txa"], []),
        ("under 18 stops", replace(HEALTHY, birth_date=date(2008, 3, 11)), ["txa"], [("age", "stop")]),
        ("18 today is silent", replace(HEALTHY, birth_date=date(2008, 3, 10)), ["txa"], []),
        ("warfarin in the list answers the anticoagulant question", takes("vka"), ["txa"],
         [("patient_condition/CI-06", "decide")]),
        ("warfarin and vitamin K1 stop", takes("vka"), ["vit_k1"],
         [("medicine/DI-01", "stop"), ("patient_condition/CI-06", "decide")]),
        ("warfarin in the patient's words", takes(texts=(Stated("Warfarin 5 mg"),)), ["txa"],
         [("patient_condition/CI-06", "decide")]),
        ("the pill and tranexamic acid", takes("combined_hormonal"), ["txa"], [("medicine/DI-04", "decide")]),
        ("the pill and vitamin C", takes("combined_hormonal"), ["vit_c"], []),
        ("a medicine no rule knows", takes(texts=(Stated("levothyroxine"),)), ["txa"], [("medicine/text", "decide")]),
        ("the same, read by a clinician", takes(texts=(Stated("levothyroxine", True),)), ["txa"], []),
        ("allergy to an ingredient", allergic(ingredients=keys("txa")), ["txa"], [("allergy/ingredient", "stop")]),
        ("allergy to another ingredient", allergic(ingredients=keys("txa")), ["vit_c"], []),
        ("allergy named in words", allergic(texts=(Stated("Lignocaïne at the dentist"),)), ["lidocaine"],
         [("allergy/ingredient", "stop")]),
        ("prilocaine allergy crosses to lidocaine", allergic(ingredients=keys("prilocaine")), ["lidocaine"],
         [("allergy/amide_anaesthetics", "stop")]),
        ("amides do not cross to esters", allergic(groups=keys("amide_anaesthetics")), ["procaine"], []),
        ("sulfite allergy, a product that may contain it", allergic(texts=(Stated("sulphites"),)), ["txa"],
         [("allergy/sulfites", "stop")]),
        ("latex is met in any treatment", allergic(texts=(Stated("latex gloves"),)), ["vit_c"],
         [("allergy/latex", "decide")]),
        ("any allergy and a blend of undeclared parts", allergic(texts=(Stated("penicillin", True),)), ["nctf"],
         [("allergy/multi_component", "decide")]),
        ("an allergy no rule knows", allergic(texts=(Stated("penicillin"),)), ["txa"], [("allergy/text", "decide")]),
        ("the same, read by a clinician", allergic(texts=(Stated("penicillin", True),)), ["txa"], []),
    ],
)  # fmt: skip
def test_rule_about_the_patient_fires_or_stays_silent(case, patient, of, expected):
    assert found(patient, recipe(*of)) == expected


@pytest.mark.parametrize(
    ("case", "patient", "ask"),
    [
        ("nothing to ask", HEALTHY, []),
        ("pregnancy asked yesterday", asked(pregnancy=YESTERDAY), ["pregnancy"]),
        ("pregnancy asked tomorrow", asked(pregnancy=Answered(Answer.NO, TODAY + timedelta(1))), ["pregnancy"]),
        ("pregnancy unsure", asked(pregnancy=Answered(Answer.UNSURE, TODAY)), ["pregnancy"]),
        ("pregnancy asked on an unknown day", asked(pregnancy=Answered(Answer.NO)), ["pregnancy"]),
        ("a man", without(MAN, "pregnancy", "breastfeeding"), []),
        ("from 60 on", without(OLD, "pregnancy", "breastfeeding"), []),
        ("child-bearing recorded as impossible", without(STERILE, "pregnancy", "breastfeeding"), []),
        ("a man who can bear children", replace(without(MAN, "pregnancy"), child_bearing_potential=True),
         ["pregnancy"]),
        ("sex not known", replace(without(HEALTHY, "pregnancy"), sex=None), ["pregnancy"]),
        ("skin not looked at", without(HEALTHY, "herpes_active", "pregnancy"), ["herpes_active", "pregnancy"]),
        ("an old answer on history holds", asked(keloid_tendency=Answered(Answer.NO, date(2020, 1, 1))), []),
        ("history not asked", without(HEALTHY, "keloid_tendency"), ["keloid_tendency"]),
        ("the medicines list answers for anticoagulants", without(HEALTHY, "anticoagulant"), []),
        ("neither list nor answer", replace(without(HEALTHY, "anticoagulant"), medicines=Medicines()),
         ["anticoagulant", "medicines"]),
        ("porphyria is asked of nobody", without(HEALTHY, "porphyria"), []),
        ("G6PD matters only with vitamin C", without(HEALTHY, "g6pd_deficiency"), []),
        ("no birth date", replace(HEALTHY, birth_date=None), ["birth_date"]),
        ("allergies not asked", replace(HEALTHY, allergies=Allergies()), ["allergies"]),
    ],
)  # fmt: skip
def test_what_was_not_asked_cannot_be_judged(case, patient, ask):
    assert [key for item in findings(patient) for key in item.ask] == ask


def test_g6pd_is_asked_with_vitamin_c():
    assert findings(without(HEALTHY, "g6pd_deficiency"), recipe("vit_c"))[0].ask == ("g6pd_deficiency",)


def test_nobody_asked_anything_gives_two_findings():
    stranger = PatientFacts(today=TODAY)
    assert found(stranger, recipe("txa", "vit_c")) == [("not_asked/history", "decide"), ("not_asked/today", "decide")]


def test_decision_on_what_was_not_asked_today_does_not_carry_to_the_next_visit():
    gap = without(HEALTHY, "pregnancy")
    later = replace(gap, today=TODAY + timedelta(14), conditions={**gap.conditions, "breastfeeding": NO})
    assert findings(gap)[0].inputs_hash != findings(later)[0].inputs_hash


@pytest.mark.parametrize(
    ("case", "patient", "expected"),
    [
        ("a woman without documented contraception", HEALTHY, "stop"),
        ("contraception documented", replace(HEALTHY, contraception_documented=True), None),
        ("contraception documented as an answer", asked(contraception_documented=YES), None),
        ("a man", MAN, None),
        ("child-bearing recorded as impossible", asked(child_bearing_potential=NO), None),
        ("sex and potential not known", replace(HEALTHY, sex="unknown"), "decide"),
        ("from 60 on", OLD, None),
    ],
)
def test_dutasteride_needs_documented_contraception(case, patient, expected):
    levels = [item.level.word for item in findings(patient, recipe("dutasteride", needs_contraception=True))]
    assert levels == ([expected] if expected else [])


def test_stop_for_contraception_says_what_to_document():
    (stop,) = findings(HEALTHY, recipe("dutasteride", needs_contraception=True))
    assert stop.ask == ("child_bearing_potential", "contraception_documented")


@pytest.mark.parametrize("key", ["pregnancy", "breastfeeding"])
def test_dutasteride_stops_whatever_contraception_says(key):
    patient = replace(asked(**{key: YES}), contraception_documented=True)
    stops = [
        item
        for item in findings(patient, recipe("dutasteride", needs_contraception=True))
        if item.subject == "dutasteride"
    ]
    assert [(item.rule, item.level.word, item.may_override) for item in stops] == [("contraception", "stop", False)]


def test_remark_for_the_patient_s_sheet_never_interrupts():
    (remark,) = findings(HEALTHY, recipe("vit_b7"))
    assert (remark.level.word, remark.audience, remark.interrupts) == ("note", "patient", False)


def test_excipient_of_some_products_may_be_overridden_after_reading_the_label():
    (stop,) = findings(allergic(groups=keys("sulfites")), recipe("txa"))
    assert (stop.may_override, stop.sentence) == (
        True,
        "Allergy to sulfites: txa may contain it: read the product's label.",
    )


def test_catalogue_without_rows_knows_only_what_is_built_in():
    bare = replace(CATALOGUE, contraindications=(), allergy_groups=(), interactions=(), limits=())
    assert found(asked(pregnancy=YES), recipe("txa"), catalogue=bare) == []


def test_weight_is_not_asked_where_no_limit_reads_it():
    assert found(replace(HEALTHY, weight_kg=None, weight_on=None), recipe("txa")) == []


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("pregnancy", "pregnancy: do not treat."),
        ("herpes_active", "active herpes: wait until it has cleared."),
        ("keloid_tendency", "Keloid or raised scars: weigh it and decide."),
    ],
)
def test_condition_is_told_in_one_sentence(key, sentence):
    assert [item.sentence for item in findings(asked(**{key: YES}))] == [sentence]
