"""A small clinic of facts for rule tests: a healthy woman, two recipes, the rows the tests need."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from treatments.rules.doses import Recipe, RecipeLine, work_out
from treatments.rules.facts import (
    Allergies,
    AllergyGroup,
    Answer,
    Answered,
    CatalogueFacts,
    Contraindication,
    DoseLimit,
    Incompatibility,
    IngredientFacts,
    IngredientNote,
    Interaction,
    MedicineClass,
    Medicines,
    PatientFacts,
    PlanFacts,
    RecipeFacts,
)
from treatments.rules.findings import Finding
from treatments.rules.screening import screen

D = Decimal
TODAY = date(2026, 3, 10)


def keys(*names: str) -> frozenset[str]:
    return frozenset(names)


CONDITIONS = (
    Contraindication("CI-01", "pregnancy", "stop", "pregnancy", valid_days=0, women_only=True, sources=("azpmu",)),
    Contraindication("CI-02", "breastfeeding", "stop", "breastfeeding", valid_days=0, women_only=True),
    Contraindication("CI-06", "anticoagulant", "decide", "anticoagulant", medicine_keys=keys("vka")),
    Contraindication("CI-08", "bleeding disorder", "stop", "bleeding_disorder", may_override=True),
    Contraindication("CI-22", "active herpes", "stop", "herpes_active", valid_days=0),
    Contraindication("CI-24", "keloid tendency", "decide", "keloid_tendency", label="Keloid or raised scars"),
    Contraindication("CI-33", "porphyria", "decide", "porphyria", ask=False),
    Contraindication(
        "IR-06", "in G6PD deficiency, haemolysis was reported", "stop", "g6pd_deficiency", ingredients=keys("vit_c")
    ),
)
GROUPS = (
    AllergyGroup(
        "amide_anaesthetics", "amide anaesthetics", members=keys("lidocaine", "prilocaine"), words=("xylocaine",)
    ),
    AllergyGroup("ester_anaesthetics", "ester anaesthetics", members=keys("procaine"), words=("novocain",)),
    AllergyGroup("sulfites", "sulfites", possible_members=keys("txa"), words=("sulfite", "sulphite")),
    AllergyGroup("latex", "latex", level="decide", every_injection=True, words=("latex",)),
    AllergyGroup("multi_component", "many components", level="decide", members=keys("nctf")),
)
MEDICINES = (
    MedicineClass("vka", "warfarin or another vitamin K antagonist", ("warfarin",)),
    MedicineClass("combined_hormonal", "combined hormonal contraceptive", ("microgynon",)),
)
INTERACTIONS = (
    Interaction("DI-01", "stop", keys("vka"), "antagonises the anticoagulant", keys("vit_k1"), may_override=True),
    Interaction("DI-03", "decide", keys("vka"), "bruising", same_as="CI-06"),
    Interaction("DI-04", "decide", keys("combined_hormonal"), "thrombosis cases reported", keys("txa")),
)
PAIRS = (
    Incompatibility("inc_la_mix", "decide", keys("lidocaine"), keys("procaine"), "toxicities add"),
    Incompatibility("inc_vasoconstrictor", "stop", keys("epinephrine"), frozenset(), "no vasoconstrictors"),
)
LIMITS = (
    DoseLimit("lidocaine_plain", keys("lidocaine"), D("4.5"), D(300), False, sources=("lido_label",)),
    DoseLimit("lidocaine_epinephrine", keys("lidocaine"), D(7), D(500), True, sources=("lido_label",)),
)
NOTES = (IngredientNote("IN-05", "vit_b7", "patient", "Biotin can make blood tests wrong."),)
CATALOGUE = CatalogueFacts(
    CONDITIONS, GROUPS, MEDICINES, INTERACTIONS, PAIRS, LIMITS, NOTES, {"lidocaine": ("lidocaine", "lignocaine")}
)
NO = Answered(Answer.NO, TODAY)
YES = Answered(Answer.YES, TODAY)
ASKED = {row.condition_key: NO for row in CONDITIONS}
HEALTHY = PatientFacts(
    today=TODAY,
    birth_date=date(1986, 5, 1),
    sex="female",
    weight_kg=D(70),
    weight_on=TODAY,
    phototype=2,
    conditions=ASKED,
    allergies=Allergies(asked=True),
    medicines=Medicines(asked=True),
)
PLAN = PlanFacts(concern="skin_brightening", interval_days=14, interval_min_days=7, depth_mm=D(2))


def line(ingredient: str, stock: str = "100", **amount) -> RecipeLine:
    """A line of 100 mg/mL stock, 1 mL of it unless told otherwise."""
    amounts = amount or {"stock_volume_ml": D(1)}
    return RecipeLine(ingredient, ingredient, D(stock), **amounts)


def recipe(*lines: RecipeLine | str, settled: bool = True, **of_all) -> RecipeFacts:
    """A settled recipe of these lines; `of_all` are facts shared by its ingredients."""
    made = tuple(line(item) if isinstance(item, str) else item for item in lines)
    items = tuple(IngredientFacts(item.ingredient, item.ingredient, **of_all) for item in made)
    return RecipeFacts(work_out(Recipe(made)), items, settled)


def asked(**answers: Answered) -> PatientFacts:
    """The healthy patient with some answers changed."""
    return replace(HEALTHY, conditions={**ASKED, **answers})


def findings(patient=HEALTHY, of=None, plan=PLAN, catalogue=CATALOGUE) -> tuple[Finding, ...]:
    return screen(patient, of or recipe("txa"), plan, catalogue)


def found(*args, **kwargs) -> list[tuple[str, str]]:
    """The findings as (rule, level), notes left out."""
    return [(item.rule, item.level.word) for item in findings(*args, **kwargs) if item.interrupts]
