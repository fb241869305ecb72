"""Fields that name other entries by their key, and the kinds those keys belong to."""

NAMES_KEYS_OF: dict[str, tuple[str, ...]] = {
    "sources": ("sources",),
    "absolute_in": ("sources",),
    "relative_in": ("sources",),
    "disagreement_sources": ("sources",),
    "medicine_keys": ("medicine_groups",),
    "crosses": ("allergy_groups",),
    "same_as": ("contraindications", "ingredient_notes"),
}
"""By the field's name, in every kind."""

CONDITION_OF_RULE = ("asked_conditions", "contraindications")
"""What `condition_key` of an ingredient's rule names; of a contraindication it is a code of its own."""
