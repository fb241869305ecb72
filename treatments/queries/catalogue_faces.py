"""What each kind of the catalogue shows in its list: what is searched, which columns, which filters."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from treatments.catalogue.kinds import KINDS, Kind
from treatments.models.catalogue import CatalogueEntry

RULES = (
    "contraindications",
    "asked_conditions",
    "ingredient_rules",
    "ingredient_notes",
    "allergy_groups",
    "medicine_groups",
    "drug_interactions",
    "incompatibilities",
    "dose_limits",
    "screening_questions",
)
"""Kinds that protect: in force unless blocked, approved or not."""

SETS = {
    "care": ("care_items",),
    "rules": RULES,
    "afterwards": ("adverse_events", "follow_ups", "outcome_scales"),
}
"""Kinds that are approved as a whole."""

SHORTLIST = ("concerns", "protocols", "ingredients", "techniques", "zones")
"""Kinds of which day one asks for those that the chosen concerns need."""


PARTS = (
    (_("What is used"), (*SHORTLIST, "products")),
    (_("What protects"), RULES),
    (_("What is said and measured"), (*SETS["care"], *SETS["afterwards"])),
)
"""The index: every kind once."""


@dataclass(frozen=True)
class Face:
    """How a kind is listed. `concern` is the way from an entry to its concerns, if there is one."""

    search: tuple[str, ...]
    columns: tuple[str, ...]
    filters: tuple[str, ...] = ()
    concern: str = ""
    icon: str = "bi-book"


FACES = {
    "concerns": Face(("name", "description"), ("description",), icon="bi-person-heart"),
    "zones": Face(("name", "note"), ("region", "note"), ("region",), icon="bi-geo-alt"),
    "techniques": Face(
        ("name", "detail", "depth"), ("depth", "needle", "typical_use"), concern="protocols__concern", icon="bi-pen"
    ),
    "ingredients": Face(
        ("name", "inn", "codes__cas", "codes__unii"),
        ("ingredient_class", "concerns", "dose_data", "evidence_level"),
        ("ingredient_class", "evidence_level"),
        concern="concerns",
        icon="bi-eyedropper",
    ),
    "products": Face(
        ("name", "manufacturer", "excipients", "ingredient__name"),
        ("manufacturer", "ingredient", "form", "strength_value", "strength_unit", "excipients_read"),
        ("form", "vehicle"),
        concern="ingredient__concerns",
        icon="bi-box-seam",
    ),
    "allergy_groups": Face(("name", "cross"), ("members", "level"), ("level",), icon="bi-flower1"),
    "medicine_groups": Face(("label", "words"), ("words",), icon="bi-capsule"),
    "incompatibilities": Face(("a", "b", "text"), ("text", "level"), ("level", "kind"), icon="bi-intersect"),
    "drug_interactions": Face(
        ("drug_or_test", "effect", "ingredients__name"),
        ("ingredients", "effect", "level"),
        ("level", "about", "action"),
        icon="bi-capsule-pill",
    ),
    "dose_limits": Face(
        ("formula", "ingredient__name"), ("ingredient", "purpose"), ("purpose",), icon="bi-speedometer2"
    ),
    "contraindications": Face(
        ("condition", "label", "question", "note"),
        ("default_level", "level", "question"),
        ("level", "default_level"),
        icon="bi-slash-circle",
    ),
    "asked_conditions": Face(("label", "question"), ("question",), icon="bi-question-circle"),
    "ingredient_rules": Face(
        ("text", "ingredient__name", "condition_key"),
        ("ingredient", "condition_key", "level"),
        ("level",),
        concern="ingredient__concerns",
        icon="bi-shield-exclamation",
    ),
    "ingredient_notes": Face(
        ("text", "ingredient__name"),
        ("ingredient", "audience"),
        ("audience",),
        concern="ingredient__concerns",
        icon="bi-sticky",
    ),
    "screening_questions": Face(("question", "action"), ("on_positive",), ("on_positive",), icon="bi-patch-question"),
    "protocols": Face(
        ("name", "key", "composition", "ingredients__name", "result"),
        ("concern", "ingredients", "sessions_min", "interval_days_ideal", "evidence_level"),
        ("evidence_level",),
        concern="concern",
        icon="bi-list-ol",
    ),
    "care_items": Face(
        ("instruction", "patient_text", "note"),
        ("phase", "kind", "window_value", "window_unit", "area"),
        ("phase", "kind", "area"),
        concern="concern",
        icon="bi-bandaid",
    ),
    "adverse_events": Face(
        ("name", "onset", "patient_text"), ("severity", "onset"), ("severity",), icon="bi-exclamation-triangle"
    ),
    "follow_ups": Face(
        ("timing", "purpose"), ("purpose", "after_days_min", "after_days_max"), icon="bi-calendar-check"
    ),
    "outcome_scales": Face(
        ("name", "score_range"), ("concerns", "minimum", "maximum", "better"), concern="concerns", icon="bi-bar-chart"
    ),
}


def kind_named(file: str) -> Kind | None:
    """Return the kind of entries that a director approves, by its name in addresses."""
    return next((kind for kind in REVIEWED if kind.file == file), None)


REVIEWED = tuple(kind for kind in KINDS if issubclass(kind.model, CatalogueEntry))


def is_rule(kind: Kind) -> bool:
    """Tell whether entries of this kind protect, even before anybody has approved them."""
    return kind.file in RULES
