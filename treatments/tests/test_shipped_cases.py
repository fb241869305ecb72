"""The shipped rules on cases named in words: what each must say, and where it must be silent."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from treatments.domain.recipe_facts import ingredient_facts
from treatments.domain.rule_rows import catalogue_facts
from treatments.models import Ingredient
from treatments.rules.doses import Recipe, RecipeLine, work_out
from treatments.rules.facts import Allergies, Medicines, RecipeFacts, Stated
from treatments.rules.limits import cream_dose
from treatments.rules.screening import screen
from treatments.tests.rules.clinic import HEALTHY, NO, PLAN, TODAY, YES

pytestmark = pytest.mark.django_db
MAN = {"sex": "male"}
SAFE = {"contraception_documented": True}


@pytest.fixture(scope="module")
def shipped(shipped_catalogue, django_db_blocker):
    """The rule rows, and every ingredient as its director would have approved it."""
    with django_db_blocker.unblock():
        entries = Ingredient.objects.prefetch_related("doses")
        items = {entry.key: replace(ingredient_facts(entry), approved=True) for entry in entries}
        return catalogue_facts(), items


def with_mg(**mg: int):
    return {"lines": [(key, D(amount)) for key, amount in mg.items()]}


def case(shipped, *, yes=(), patient=None, of=("txa",), lines=(), plan=None, words="", takes="", slowed=False):
    """What the rules say of a healthy woman of 70 kg with these changes, for a recipe already settled."""
    rows, items = shipped
    conditions = {row.condition_key: NO for row in rows.contraindications if row.condition_key}
    told = replace(HEALTHY, conditions=conditions | dict.fromkeys(yes, YES), **(patient or {}))
    if words:
        told = replace(told, allergies=Allergies(True, texts=(Stated(words, True),)))
    if takes:
        told = replace(told, medicines=Medicines(True, texts=(Stated(takes, True),)))
    made = lines or [(key, D(10)) for key in of]
    typed = [RecipeLine(key, key, D(100), total_dose=mg, with_epinephrine=slowed) for key, mg in made]
    worked = work_out(Recipe(tuple(typed)))
    recipe = RecipeFacts(worked, tuple(items[key] for key, _mg in made), settled=True)
    return screen(told, recipe, replace(PLAN, **(plan or {})), rows)


def said(found, *, notes: bool = False) -> list[str]:
    return [f"{item.rule} {item.level.word}" for item in found if item.interrupts or notes]


@pytest.mark.parametrize(
    ("words", "told", "expected"),
    [
        ("a healthy woman", {}, []),
        # dutasteride, finasteride, retinoids
        ("dutasteride, a woman without documented contraception", {"of": ["dutasteride"]}, ["contraception stop"]),
        ("dutasteride, contraception documented", {"of": ["dutasteride"], "patient": SAFE}, []),
        ("dutasteride, a man", {"of": ["dutasteride"], "patient": MAN}, []),
        ("finasteride, a woman without documented contraception", {"of": ["finasteride"]}, ["contraception stop"]),
        ("vitamin A, a woman without documented contraception", {"of": ["vit_a"]}, ["contraception stop"]),
        ("dutasteride in pregnancy", {"of": ["dutasteride"], "yes": ["pregnancy"], "patient": SAFE},
         ["contraception stop", "patient_condition/CI-01 stop"]),
        ("vitamin A in breastfeeding", {"of": ["vit_a"], "yes": ["breastfeeding"], "patient": SAFE},
         ["contraception stop", "patient_condition/CI-02 stop"]),
        # who must wait
        ("17 years old", {"patient": {"birth_date": date(TODAY.year - 17, 1, 1)}}, ["age stop"]),
        ("isotretinoin half a year ago", {"yes": ["isotretinoin_recent"]}, ["patient_condition/CI-25 decide"]),
        ("isotretinoin named in words", {"takes": "Roaccutane 20 mg"}, ["patient_condition/CI-25 decide"]),
        ("an infection at the site", {"yes": ["active_infection_site"]}, ["patient_condition/CI-21 stop"]),
        ("a cold sore now", {"yes": ["herpes_active"]}, ["patient_condition/CI-22 stop"]),
        ("cold sores in the past", {"yes": ["herpes_history"]}, ["patient_condition/CI-23 decide"]),
        ("sunburn", {"yes": ["sunburn"]}, ["patient_condition/CI-30 stop"]),
        ("keloids", {"yes": ["keloid_tendency"]}, ["patient_condition/CI-24 decide"]),
        # a condition and an ingredient
        ("G6PD deficiency and vitamin C", {"of": ["vit_c"], "yes": ["g6pd_deficiency"]},
         ["patient_ingredient/IR-06 stop"]),
        ("G6PD deficiency without vitamin C", {"yes": ["g6pd_deficiency"]}, []),
        ("Leber's neuropathy and B12", {"of": ["vit_b12"], "yes": ["leber_neuropathy"]},
         ["patient_ingredient/IR-08 stop"]),
        ("Leber's neuropathy without B12", {"yes": ["leber_neuropathy"]}, []),
        ("severe kidney disease and tranexamic acid", {"yes": ["severe_renal_impairment"]},
         ["patient_ingredient/IR-04 stop"]),
        ("severe kidney disease and vitamin C", {"of": ["vit_c"], "yes": ["severe_renal_impairment"]},
         ["patient_ingredient/IR-28 decide"]),
        # allergies and what crosses
        ("lidocaine: EMLA at the dentist", {"of": ["lidocaine"], "words": "EMLA cream"},
         ["allergy/amide_anaesthetics stop"]),
        ("procaine is no amide", {"of": ["procaine"], "words": "articaine"}, []),
        ("benzocaine crosses to procaine", {"of": ["procaine"], "words": "benzocaine"},
         ["allergy/ester_anaesthetics_paba stop"]),
        ("sulfites and glutathione", {"of": ["glutathione"], "words": "sulphites"},
         ["allergy/sulfites stop"]),
        ("sulfonamide antibiotics are no sulfites", {"of": ["glutathione"], "words": "sulfonamide antibiotics"}, []),
        ("bee venom and hyaluronidase", {"of": ["hyaluronidase"], "words": "bee stings"},
         ["allergy/hyaluronidase_hymenoptera decide"]),
        ("aspirin and silanol salicylate", {"of": ["organic_silicon"], "words": "aspirin"},
         ["allergy/salicylates stop"]),
        ("cobalt and B12", {"of": ["vit_b12"], "words": "cobalt"}, ["allergy/cobalt_cobalamin stop"]),
        ("salmon and polynucleotides", with_mg(pdrn=200) | {"words": "salmon"}, ["allergy/fish_salmonid stop"]),
        ("latex, whatever the recipe", {"words": "latex"}, ["allergy/chlorhexidine_latex_iodine decide"]),
        # medicines
        ("warfarin and pentoxifylline", {"of": ["pentoxifylline"], "takes": "warfarin"},
         ["medicine/DI-02 stop", "patient_condition/CI-06 decide"]),
        ("ibuprofen and pentoxifylline", {"of": ["pentoxifylline"], "takes": "ibuprofen"},
         ["medicine/DI-17 decide", "patient_condition/CI-07 decide"]),
        ("fluvoxamine and pentoxifylline", {"of": ["pentoxifylline"], "takes": "fluvoxamine"},
         ["medicine/DI-18 decide"]),
        ("fluvoxamine without pentoxifylline", {"takes": "fluvoxamine"}, []),
        ("ramipril and minoxidil", {"of": ["minoxidil"], "takes": "ramipril"}, ["medicine/DI-07 decide"]),
        # depth and lidocaine
        ("4 mm deep", {"plan": {"depth_mm": D(4)}}, []),
        ("6 mm deep", {"plan": {"depth_mm": D(6)}}, ["depth stop"]),
        ("lidocaine 300 mg at 70 kg", with_mg(lidocaine=300), []),
        ("lidocaine 301 mg at 70 kg", with_mg(lidocaine=301), ["dose_limit/lidocaine_plain stop"]),
        ("lidocaine 181 mg at 40 kg", with_mg(lidocaine=181) | {"patient": {"weight_kg": D(40)}},
         ["dose_limit/lidocaine_plain stop"]),
        ("lidocaine 200 mg with 3 g of cream of 4 %",
         with_mg(lidocaine=200) | {"plan": {"other_doses": (
             cream_dose("lidocaine", strength_percent=D(4), grams=D(3), what="cream"),)}},
         ["dose_limit/lidocaine_plain stop"]),
        ("lidocaine 200 mg with 2 g of cream of 4 %",
         with_mg(lidocaine=200) | {"plan": {"other_doses": (
             cream_dose("lidocaine", strength_percent=D(4), grams=D(2), what="cream"),)}}, []),
        ("lidocaine with epinephrine 490 mg at 70 kg", with_mg(lidocaine=490) | {"slowed": True}, []),
        ("lidocaine with epinephrine 491 mg at 70 kg", with_mg(lidocaine=491) | {"slowed": True},
         ["dose_limit/lidocaine_epinephrine stop"]),
        ("lidocaine with epinephrine 501 mg at 90 kg",
         with_mg(lidocaine=501) | {"slowed": True, "patient": {"weight_kg": D(90)}},
         ["dose_limit/lidocaine_epinephrine stop"]),
    ],
)  # fmt: skip
def test_shipped_rule_fires_or_stays_silent(shipped, words, told, expected):
    found = said(case(shipped, **told))
    assert [entry for entry in found if not entry.startswith("incompatibility/inc_vasoconstrictor")] == expected


@pytest.mark.parametrize(
    ("words", "told", "expected"),
    [
        ("dutasteride, a man: donation and PSA, and who handles it", {"of": ["dutasteride"], "patient": MAN},
         {"remark/IN-01": "patient", "remark/IN-02": "injector"}),
        ("dutasteride, a woman: nothing of PSA", {"of": ["dutasteride"], "patient": SAFE},
         {"remark/IN-02": "injector"}),
        ("biotin and blood tests", {"of": ["vit_b7"]}, {"remark/IN-05": "patient"}),
        ("vitamin C and glucose tests", {"of": ["vit_c"]}, {"remark/IN-06": "patient"}),
        ("tranexamic acid: nothing", {}, {}),
    ],
)  # fmt: skip
def test_shipped_remark_has_its_reader_and_never_interrupts(shipped, words, told, expected):
    found = [item for item in case(shipped, **told) if item.rule.startswith("remark/")]
    assert {item.rule: item.audience for item in found if not item.interrupts} == expected
