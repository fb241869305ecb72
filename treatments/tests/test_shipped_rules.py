"""The shipped catalogue through the rules: every row fires on its case, and a healthy patient is left in peace."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from treatments.domain.rule_rows import catalogue_facts
from treatments.models.catalogue import Protocol
from treatments.rules.facts import Allergies, CatalogueFacts, Medicines, PatientFacts, Stated
from treatments.rules.findings import LEVELS
from treatments.rules.screening import screen
from treatments.tests.rules.clinic import HEALTHY, NO, PLAN, TODAY, YES, keys, line, recipe

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def rows(shipped_catalogue, django_db_blocker) -> CatalogueFacts:
    with django_db_blocker.unblock():
        return catalogue_facts()


@pytest.fixture(scope="module")
def healthy(rows) -> PatientFacts:
    """A woman who was asked everything today, answered no, and takes documented contraception."""
    conditions = {row.condition_key: NO for row in rows.contraindications if row.condition_key}
    return replace(HEALTHY, conditions=conditions, contraception_documented=True)


def rules_of(patient, of, catalogue, *, interrupting: bool = False) -> dict[str, str]:
    found = screen(patient, of, PLAN, catalogue)
    return {item.rule: item.level.word for item in found if item.interrupts or not interrupting}


def answering_yes(patient: PatientFacts, key: str) -> PatientFacts:
    return replace(patient, conditions={**patient.conditions, key: YES})


def test_each_of_the_33_conditions_fires_at_its_level(rows, healthy):
    general = [row for row in rows.contraindications if row.condition_key and not row.ingredients]
    said = {row.id: rules_of(answering_yes(healthy, row.condition_key), recipe("saline"), rows) for row in general}
    expected = {row.id: row.level for row in general}
    assert {key: rules.get(f"patient_condition/{key}") for key, rules in said.items()} == expected
    assert len(general) == 33


def test_each_ingredient_rule_fires_with_its_ingredient_only(rows, healthy):
    for row in (row for row in rows.contraindications if row.ingredients):
        patient = answering_yes(healthy, row.condition_key)
        rule = f"patient_ingredient/{row.id}"
        assert rules_of(patient, recipe(*row.ingredients), rows).get(rule) == row.level
        assert rule not in rules_of(patient, recipe("saline"), rows)


def test_blood_clot_and_tranexamic_acid_is_said_once(rows, healthy):
    found = screen(answering_yes(healthy, "thromboembolism_history"), recipe("txa"), PLAN, rows)
    said = [item.sentence for item in found if item.rule == "patient_ingredient/IR-01"]
    assert said == ["Tranexamic acid is not given after a blood clot."]


def test_every_sentence_against_an_ingredient_begins_with_a_capital(rows):
    texts = [row.text for row in rows.contraindications if row.ingredients]
    assert [text for text in texts if not text[0].isupper() or ": " in text] == []


def test_each_allergy_group_speaks_of_each_member(rows, healthy):
    for group in (group for group in rows.allergy_groups if group.id != "multi_component"):
        patient = replace(healthy, allergies=Allergies(True, groups=keys(group.id)))
        for member in group.members | group.possible_members:
            assert rules_of(patient, recipe(member), rows).get(f"allergy/{group.id}") == group.level


def test_each_interaction_fires_by_itself_or_by_the_row_it_repeats(rows, healthy):
    for row in rows.interactions:
        patient = replace(healthy, medicines=Medicines(True, row.medicine_keys))
        expected = f"patient_condition/{row.same_as}" if row.same_as else f"medicine/{row.id}"
        assert expected in rules_of(patient, recipe(*(row.ingredients or ["saline"])), rows)


def test_each_pair_that_must_not_mix_is_found(rows, healthy):
    for row in (row for row in rows.incompatibilities if not row.any_mixture):
        of = recipe(sorted(row.a)[0], sorted(row.b or keys("txa"))[0], settled=False)
        assert rules_of(healthy, of, rows)[f"incompatibility/{row.id}"] == row.level


def test_bicarbonate_as_diluent_counts_as_a_partner(rows, healthy):
    of = recipe("lidocaine", settled=False)
    buffered = replace(of, worked=replace(of.worked, diluent="bicarbonate"))
    assert "incompatibility/inc_lido_bicarb" in rules_of(healthy, buffered, rows)


def test_anaesthetic_with_epinephrine_brings_its_sulfite_and_its_vasoconstriction(rows, healthy):
    of = recipe(replace(line("procaine"), with_epinephrine=True))
    patient = replace(healthy, allergies=Allergies(True, texts=(Stated("sulphites in wine"),)))
    assert rules_of(patient, of, rows, interrupting=True) == {
        "allergy/sulfites": "stop",
        "incompatibility/inc_vasoconstrictor": "stop",
    }


@pytest.mark.parametrize(
    ("text", "ingredient", "rule"),
    [
        ("Xarelto 20 mg", "saline", "patient_condition/CI-06"),
        ("aspirin 75 mg daily", "saline", "patient_condition/CI-07"),
        ("Roaccutane until May", "saline", "patient_condition/CI-25"),
        ("Microgynon", "txa", "medicine/DI-04"),
        ("warfarin", "vit_k1", "medicine/DI-01"),
    ],
)
def test_medicine_is_recognised_in_the_patient_s_words(rows, healthy, text, ingredient, rule):
    patient = replace(healthy, medicines=Medicines(True, texts=(Stated(text),)))
    assert rule in rules_of(patient, recipe(ingredient), rows)


@pytest.mark.parametrize(
    ("text", "ingredient", "rule"),
    [
        ("Fish, salmon above all", "pdrn", "allergy/fish_salmonid"),
        ("novocaine at the dentist", "procaine", "allergy/ester_anaesthetics_paba"),
        ("EMLA cream", "lidocaine", "allergy/amide_anaesthetics"),
        ("bees and wasps", "hyaluronidase", "allergy/hyaluronidase_hymenoptera"),
        ("cobalt", "vit_b12", "allergy/cobalt_cobalamin"),
        ("aspirin", "organic_silicon", "allergy/salicylates"),
        ("ascorbic acid", "vit_c", "allergy/ingredient"),
    ],
)
def test_allergy_is_recognised_in_the_patient_s_words(rows, healthy, text, ingredient, rule):
    patient = replace(healthy, allergies=Allergies(True, texts=(Stated(text),)))
    assert rule in rules_of(patient, recipe(ingredient), rows)


def test_healthy_patient_is_not_interrupted_by_any_protocol(rows, healthy, django_db_blocker):
    with django_db_blocker.unblock():
        protocols = {row.key: [item.key for item in row.ingredients.all()] for row in Protocol.objects.all()}
    interrupted = {key: rules_of(healthy, recipe(*of), rows, interrupting=True) for key, of in protocols.items() if of}
    assert {key: rules for key, rules in interrupted.items() if rules} == {}
    assert len(interrupted) > 20


def test_nobody_asked_anything_is_two_findings_not_forty(rows):
    found = screen(PatientFacts(today=TODAY), recipe("txa", "vit_c"), PLAN, rows)
    assert [item.rule for item in found if item.interrupts] == ["not_asked/history", "not_asked/today"]


def test_what_is_asked_at_each_visit_is_short(rows, healthy):
    old = {key: replace(answer, on=None) for key, answer in healthy.conditions.items()}
    (today,) = screen(replace(healthy, conditions=old), recipe("txa"), PLAN, rows)
    assert set(today.ask) == {
        "pregnancy",
        "breastfeeding",
        "active_infection_site",
        "herpes_active",
        "sunburn",
        "eczema_psoriasis_active",
    }


def test_shipped_lidocaine_limits_are_the_label_s(rows):
    limits = {row.id: (row.mg_per_kg, row.cap_mg, row.with_epinephrine) for row in rows.limits}
    assert limits == {"lidocaine_plain": (D("4.5"), D(300), False), "lidocaine_epinephrine": (D(7), D(500), True)}


def test_every_level_of_the_catalogue_is_one_the_rules_know(rows):
    levels = {row.level for part in (rows.contraindications, rows.allergy_groups, rows.interactions) for row in part}
    assert levels <= set(LEVELS)
