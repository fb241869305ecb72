"""Ingredients, what they must not meet, and how much is too much."""

from typing import Annotated, Any

from pydantic import AfterValidator, field_serializer
from pydantic_core import PydanticCustomError

from treatments.catalogue.specs.base import (
    Amount,
    ConcernKey,
    Count,
    Entry,
    IngredientKey,
    MedicineKey,
    Positive,
    SourceKey,
    Sources,
    Spec,
    Text,
    key_of,
)
from treatments.models.catalogue.base import EvidenceLevel, Level
from treatments.models.catalogue.ingredients import DoseData, IngredientClass, Vehicle
from treatments.models.catalogue.mixing import DoseLimit as Limit
from treatments.models.catalogue.mixing import DrugInteraction as Interaction
from treatments.models.catalogue.mixing import Incompatibility as Pair
from treatments.models.catalogue.products import Product as Shelf


def _cas_number(value: str) -> str:
    """Refuse a CAS number whose last digit is not the weighted sum of the others modulo 10."""
    digits = value.replace("-", "")
    total = sum(place * int(digit) for place, digit in enumerate(reversed(digits[:-1]), 1)) if digits.isdigit() else -1
    if total < 0 or total % 10 != int(digits[-1]):
        raise PydanticCustomError("cas_number", "“{cas}” is not a valid CAS number", {"cas": value})
    return value


class Code(Spec):
    code: Text
    name: str = ""


class Codes(Spec):
    atc: list[Code] = []
    cas: Annotated[str, AfterValidator(_cas_number)] | None = None
    unii: Text | None = None
    drugbank: Text | None = None
    rxnorm: str | int | None = None
    matched_substance: Text | None = None
    note: Text | None = None
    sources: Sources | None = None


class PerWeight(Spec):
    mg_per_kg: Positive
    cap_mg: Positive


class MaxDose(Spec):
    without_epinephrine: PerWeight
    with_epinephrine: PerWeight
    infiltration_volume_ml: Text
    sources: Sources


class Ingredient(Entry):
    name: Text
    inn: Text
    ingredient_class: IngredientClass
    salt_or_base: str = ""
    concerns: list[ConcernKey] = []
    vehicle: Vehicle = Vehicle.UNKNOWN
    often_oily: bool = False
    needs_contraception: bool = False
    needs_test_injection: bool = False
    codes: Codes = Codes()
    strengths: list[Amount] = []
    doses: list[Amount] = []
    max_dose: MaxDose | None = None
    dose_data: DoseData = DoseData.NOT_PUBLISHED
    contraindications: list[Text] = []
    cautions: list[Text] = []
    interactions: list[Text] = []
    pregnancy: str = ""
    lactation: str = ""
    evidence_level: EvidenceLevel
    evidence_note: str = ""
    regulatory_note: str = ""
    note: str = ""

    @field_serializer("codes", "max_dose")
    def _only_what_is_known(self, value: Spec | None) -> dict[str, Any]:
        return value.model_dump(mode="json", exclude_defaults=True) if value else {}


class AllergyGroup(Entry):
    name: Text
    cross: Text
    member_names: list[Text] = []
    members: list[IngredientKey] = []
    possible_members: list[IngredientKey] = []
    words: list[Text] = []
    crosses: list[key_of("allergy_groups")] = []  # type: ignore[valid-type]
    every_injection: bool = False
    level: Level
    may_override: bool = False


class Product(Entry):
    """The clinic's own: the label is its source, a published one is not asked for."""

    name: Text
    manufacturer: str = ""
    ingredient: IngredientKey
    form: Shelf.Form = Shelf.Form.SOLUTION
    strength_value: Positive | None = None
    strength_unit: str = ""
    pack_ml: Positive | None = None
    salt_or_base: str = ""
    with_epinephrine: bool = False
    vehicle: Vehicle = Vehicle.UNKNOWN
    excipients_read: bool = False
    excipients: str = ""
    allergens: list[key_of("allergy_groups")] = []  # type: ignore[valid-type]
    note: str = ""
    sources: list[SourceKey] = []


class MedicineGroup(Entry):
    label: Text
    words: list[Text]


class Incompatibility(Entry):
    a: Text
    b: str = ""
    kind: Pair.Kind
    a_ingredients: list[IngredientKey] = []
    b_ingredients: list[IngredientKey] = []
    severity: Pair.Severity
    level: Level
    may_override: bool = False
    text: Text


class DrugInteraction(Entry):
    drug_or_test: Text
    about: Interaction.About = Interaction.About.MEDICINE
    medicine_keys: list[MedicineKey] = []
    ingredients: list[IngredientKey] = []
    all_injections: bool = False
    effect: Text
    action: Interaction.Action
    level: Level
    may_override: bool = False
    same_as: key_of("contraindications", "ingredient_notes") | None = None  # type: ignore[valid-type]

    @field_serializer("same_as")
    def _nothing_is_empty(self, value: str | None) -> str:
        return value or ""


class DoseLimit(Entry):
    ingredient: IngredientKey
    purpose: Limit.Purpose
    with_epinephrine: bool = False
    mg_per_kg: Positive | None = None
    cap_mg: Positive | None = None
    mg_per_point: Positive | None = None
    window_days: Count | None = None
    formula: Text
    counts: list[Text] = []
