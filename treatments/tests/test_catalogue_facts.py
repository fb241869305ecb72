"""What the shipped facts must hold true, whoever edits them next."""

import pytest
from django.db import IntegrityError, transaction

from treatments.models import (
    AllergyGroup,
    CareItem,
    Contraindication,
    DoseData,
    DoseLimit,
    Ingredient,
    IngredientRule,
    Protocol,
    PublishedDose,
    Status,
    Technique,
)
from treatments.tests.factories.catalogue import CareItemFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_catalogue")]


def keys(rows) -> set[str]:
    return {row.key for row in rows}


def test_what_has_no_published_dose_stays_without_one():
    silent = Ingredient.objects.filter(dose_data=DoseData.NOT_PUBLISHED)
    assert (silent.count(), PublishedDose.objects.filter(ingredient__in=silent).count()) == (55, 0)


def test_tranexamic_acid_keeps_both_published_strengths_with_their_unit():
    doses = PublishedDose.objects.filter(ingredient__key="txa")
    assert [str(dose) for dose in doses] == ["4 mg/mL", "4 mg/mL", "100 mg/mL", "100 mg/mL"]


def test_the_dangerous_are_blocked():
    assert keys(Ingredient.objects.filter(status=Status.BLOCKED)) == {
        "buflomedil",
        "mesoglycan",
        "tretinoin",
        "deoxycholate",
    }


def test_retinoids_and_5_alpha_reductase_inhibitors_need_contraception():
    assert keys(Ingredient.objects.filter(needs_contraception=True)) == {
        "dutasteride",
        "finasteride",
        "vit_a",
        "tretinoin",
    }


def test_lidocaine_has_a_plain_limit_and_one_with_epinephrine():
    limits = DoseLimit.objects.filter(ingredient__key="lidocaine")
    assert [(limit.with_epinephrine, limit.mg_per_kg, limit.cap_mg) for limit in limits] == [
        (False, 4.5, 300),
        (True, 7, 500),
    ]


def test_lidocaine_reacts_with_amides_and_perhaps_with_its_preservatives():
    lidocaine = Ingredient.objects.get(key="lidocaine")
    assert (keys(lidocaine.allergy_groups.all()), keys(lidocaine.possible_allergy_groups.all())) == (
        {"amide_anaesthetics"},
        {"parabens", "sulfites"},
    )


def test_every_named_group_of_an_allergy_group_exists():
    groups = AllergyGroup.objects.all()
    assert {key for group in groups for key in group.crosses} - keys(groups) == set()


def test_the_published_absolute_contraindications_stop():
    absolute = Contraindication.objects.filter(default_level="absolute")
    assert {row.level for row in absolute} == {"stop"}


def test_pregnancy_is_asked_on_the_day():
    pregnancy = Contraindication.objects.get(condition_key="pregnancy")
    assert (pregnancy.level, pregnancy.may_override, pregnancy.valid_days) == ("stop", False, 0)


def test_a_rule_for_an_ingredient_names_a_condition_that_can_be_asked():
    assert IngredientRule.objects.filter(condition_key="").count() == 0


def test_negative_evidence_is_never_suggested():
    negative = Protocol.objects.filter(evidence_level="negative")
    assert (keys(negative), Protocol.objects.suggested().count()) == ({"AA-09N", "AA-10N", "HL-06"}, 0)


@pytest.mark.parametrize("concern", ["anti_aging", "acne_scarring", "hair_loss", "skin_brightening"])
def test_every_concern_has_a_protocol_that_is_not_negative(concern):
    protocols = Protocol.objects.filter(concern__key=concern).exclude(evidence_level="negative")
    assert protocols.exists()


def test_the_depth_ceiling_is_4_mm():
    assert Technique.objects.get(key="max_depth_rule").depth_mm_max == 4


def test_deep_injection_is_not_offered():
    assert Technique.objects.get(key="deep_45").status == Status.BLOCKED


def test_every_care_item_speaks_to_the_patient():
    assert CareItem.objects.filter(patient_text="").count() == 0


def test_a_face_session_has_no_advice_for_the_scalp():
    items = CareItem.objects.for_session(regions=["face"], concerns=["anti_aging"])
    assert {item.area for item in items} == {"all", "face"}


def test_a_scalp_session_is_told_about_hair():
    items = CareItem.objects.post().for_session(regions=["scalp"], concerns=["hair_loss"])
    assert {"POST-01", "POST-17", "POST-23"} <= keys(items)


def test_blood_plasma_brings_its_own_advice():
    without = CareItem.objects.for_session(regions=["scalp"], concerns=["hair_loss"])
    with_prp = CareItem.objects.for_session(regions=["scalp"], concerns=["hair_loss"], ingredients=["prp"])
    assert keys(with_prp) - keys(without) == {"PRE-15"}


def test_a_neck_is_cared_for_like_a_face():
    face = CareItem.objects.for_session(regions=["face"])
    assert keys(CareItem.objects.for_session(regions=["neck"])) == keys(face)


def test_face_and_scalp_together_are_told_each_thing_once():
    items = CareItem.objects.for_session(regions=["face", "scalp"], concerns=["anti_aging", "hair_loss"])
    assert len(items) == len(keys(items))


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"window_hours": None}, "care_window_matches_unit"),
        ({"anchor": "visit_start"}, "care_anchor_matches_phase"),
    ],
)
def test_the_database_refuses_a_care_item_without_its_clock(wrong, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CareItemFactory(**wrong)
