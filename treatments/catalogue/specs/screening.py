"""Who should not be treated, and what to ask."""

from typing import Annotated

from pydantic import Field

from treatments.catalogue.specs.base import Entry, IngredientKey, Key, MedicineKey, SourceKey, Text, key_of
from treatments.models.catalogue.base import Level
from treatments.models.catalogue.screening import Contraindication as Against
from treatments.models.catalogue.screening import IngredientNote as Note
from treatments.models.catalogue.screening import ScreeningQuestion as Question


class Contraindication(Entry):
    condition: Text
    default_level: Against.DefaultLevel
    level: Level
    may_override: bool = False
    condition_key: Key | str = ""
    label: Text
    question: str = ""
    ask: bool = False
    valid_days: Annotated[int, Field(ge=0)] | None = None
    women_only: bool = False
    medicine_keys: list[MedicineKey] = []
    absolute_in: list[SourceKey] = []
    relative_in: list[SourceKey] = []
    note: str = ""


class AskedCondition(Entry):
    label: Text
    question: Text


class IngredientRule(Entry):
    ingredient: IngredientKey
    condition_key: key_of("asked_conditions", "contraindications")  # type: ignore[valid-type]
    level: Level
    may_override: bool = False
    ask: bool = False
    text: Text


class IngredientNote(Entry):
    ingredient: IngredientKey
    audience: Note.Audience
    men_only: bool = False
    text: Text


class ScreeningQuestion(Entry):
    question: Text
    answer_type: Question.AnswerType
    on_positive: Question.OnPositive
    action: Text
    literature_position: str = ""
    linked: list[IngredientKey] = []
    contraindications: list[key_of("contraindications")] = []  # type: ignore[valid-type]
