"""Protocols, care before and after, reactions, follow-up and scales."""

from decimal import Decimal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from treatments.catalogue.specs.base import (
    ConcernKey,
    Count,
    Entry,
    IngredientKey,
    Positive,
    SourceKey,
    Spec,
    Text,
    key_of,
)
from treatments.models.catalogue.base import EvidenceLevel
from treatments.models.catalogue.care import CareItem as Care
from treatments.models.catalogue.outcomes import AdverseEvent as Reaction
from treatments.models.catalogue.outcomes import OutcomeScale as Scale
from treatments.models.catalogue.places import Region


class Protocol(Entry):
    name: Text
    concern: ConcernKey
    technique: key_of("techniques") | None = None  # type: ignore[valid-type]
    technique_text: str = ""
    ingredients: list[IngredientKey] = []
    other_components: list[Text] = []
    composition: str = ""
    sessions_min: Count | None = None
    sessions_max: Count | None = None
    sessions_text: str = ""
    interval_days_min: Count | None = None
    interval_days_ideal: Count | None = None
    interval_days_max: Count | None = None
    interval_text: str = ""
    schedule_days: list[Count] = []
    maintenance: str = ""
    maintenance_months_min: Count | None = None
    maintenance_months_max: Count | None = None
    depth: str = ""
    needle: str = ""
    spacing_cm: Positive | None = None
    volume_per_point_ml: Positive | None = None
    points: Count | None = None
    total_volume_ml_min: Positive | None = None
    total_volume_ml_max: Positive | None = None
    total_volume_note: str = ""
    zones_text: list[Text] = []
    regions: list[Region] = []
    population: str = ""
    result: str = ""
    design: Text
    evidence_level: EvidenceLevel
    gaps: list[Text] = []

    @model_validator(mode="after")
    def _schedule_fits_the_sessions(self) -> "Protocol":
        if self.schedule_days and len(self.schedule_days) + 1 != self.sessions_max:
            raise PydanticCustomError("schedule", "schedule_days needs one number fewer than there are sessions")
        return self


class PublishedValue(Spec):
    value: Text
    source: SourceKey


class CareItem(Entry):
    phase: Care.Phase
    kind: Care.Kind
    instruction: Text
    patient_text: Text
    essential: bool = False
    optional: bool = False
    window_value: Count | None = None
    window_unit: Care.WindowUnit
    window_hours: Positive | None = None
    anchor: Care.Anchor
    area: Care.Area = Care.Area.ALL
    concern: ConcernKey | None = None
    ingredients: list[IngredientKey] = []
    published_values: list[PublishedValue] = []
    sources_disagree: bool = False
    note: str = ""

    @model_validator(mode="after")
    def _hours_fit_the_window(self) -> "CareItem":
        factor = {Care.WindowUnit.HOURS: 1, Care.WindowUnit.DAYS: 24}.get(self.window_unit)
        if factor and self.window_hours != (self.window_value or 0) * factor:
            raise PydanticCustomError("window", "window_hours is not the length of window_value in hours")
        return self


class AdverseEvent(Entry):
    name: Text
    severity: Reaction.Severity
    onset: Text
    expected_duration: Text
    normal_until_hours: Count | None = None
    red_flags: list[Text] = []
    action: Text
    follow_up: Text
    frequency: str = ""
    patient_text: str = ""


class FollowUp(Entry):
    timing: Text
    purpose: Text
    after_days_min: Count
    after_days_max: Count


class OutcomeScale(Entry):
    name: Text
    concerns: list[ConcernKey] = []
    score_range: Text
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    better: Scale.Better
    disagreement: str = ""
    disagreement_sources: list[SourceKey] = []
