"""What is in the syringe and on the skin, as the rules read it: by the label of the product where one was chosen."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from treatments.domain.composition import composition_of
from treatments.models import (
    Course,
    DoseData,
    Ingredient,
    IngredientClass,
    Product,
    PublishedUnit,
    RecipeState,
    RecipeVersion,
    Vehicle,
)
from treatments.rules.doses import WorkedRecipe
from treatments.rules.facts import IngredientFacts, PublishedAmount, RecipeFacts
from treatments.rules.limits import for_volume

NOTHING = WorkedRecipe(lines=(), total_ml=Decimal(0))
DILUENTS: dict[str, str] = {RecipeVersion.Diluent.SALINE: "saline", RecipeVersion.Diluent.BICARBONATE: "bicarbonate"}
MG_PER_ML = {
    PublishedUnit.MG_PER_ML: Decimal(1),
    PublishedUnit.PERCENT: Decimal(10),
    PublishedUnit.MICROGRAM_PER_ML: Decimal("0.001"),
}


def diluents() -> dict[str, Ingredient]:
    """Return the diluents that the catalogue has, by the recipe's word for them. One query."""
    rows = {row.key: row for row in Ingredient.objects.filter(key__in=DILUENTS.values())}
    return {word: rows[key] for word, key in DILUENTS.items() if key in rows}


def recipe_facts(course: Course, known: Mapping[str, Ingredient], *, weight_kg: Decimal | None = None) -> RecipeFacts:
    """Return what is in the syringe, worked out for a session. `known` are the diluents. No query if prefetched.

    A course without a recipe (platelet-rich plasma drawn on the day) has nothing in it.
    """
    if course.recipe_version is None:
        return RecipeFacts(NOTHING)
    batch = version_facts(course.recipe_version, known, weight_kg=weight_kg)
    return replace(batch, worked=for_volume(batch.worked, course.volume_ml))


def version_facts(
    version: RecipeVersion, known: Mapping[str, Ingredient] | None = None, *, weight_kg: Decimal | None = None
) -> RecipeFacts:
    """Return what is in one batch of a version, as it is truly drawn up. No query if prefetched and `known`."""
    known = diluents() if known is None else known
    composition = composition_of(version)
    items = dict.fromkeys(ingredient_facts(line.ingredient, line.shelf_product) for line in composition.lines)
    if version.diluent in known:
        items[ingredient_facts(known[version.diluent])] = None
    return RecipeFacts(
        worked=composition.work_out(weight_kg=weight_kg),
        ingredients=tuple(items),
        settled=_is_settled(version, {entry.pk for entry in composition.ingredients}),
    )


def ingredient_facts(entry: Ingredient, product: Product | None = None, *, topical: bool = False) -> IngredientFacts:
    """Return an ingredient, or the product chosen for it: its label's allergens, its vehicle, its own approval."""
    shelf = product or entry
    return IngredientFacts(
        key=entry.key,
        name=str(shelf),
        status=_stricter(entry.status, shelf.status),
        approved=entry.is_approved and shelf.is_approved,
        groups=frozenset(group.key for group in product.allergens.all()) if product else frozenset(),
        label_read=product.excipients_read if product else False,
        with_epinephrine=product.with_epinephrine if product else False,
        topical=topical,
        needs_test=entry.needs_test_injection,
        published=() if topical else _published(entry),
        ingredient_class=entry.ingredient_class,
        needs_contraception=entry.needs_contraception,
        vehicle=_vehicle(entry, product),
        often_oily=entry.often_oily,
        has_published_dose=topical or entry.dose_data != DoseData.NOT_PUBLISHED,
        is_diluent=entry.ingredient_class == IngredientClass.DILUENT,
        sources=tuple(entry.sources),
    )


def cream_facts(course: Course) -> tuple[IngredientFacts, ...]:
    """Return the substance of the numbing cream put on before, if there is one."""
    cream = cream_of(course)
    return (ingredient_facts(cream.ingredient, topical=True),) if cream else ()


def cream_of(course: Course):
    """Return the course's TopicalAnaesthetic or None. No query if selected."""
    return getattr(course, "topical", None)


STRICTNESS = ("candidate", "restricted", "reference", "blocked")


def _stricter(*statuses: str) -> str:
    return max(statuses, key=STRICTNESS.index)


def _vehicle(entry: Ingredient, product: Product | None) -> str | None:
    """The label's word wins; not known is None."""
    told = [shelf.vehicle for shelf in (product, entry) if shelf and shelf.vehicle != Vehicle.UNKNOWN]
    return told[0] if told else None


def _published(entry: Ingredient) -> tuple[PublishedAmount, ...]:
    return tuple(amount for row in entry.doses.all() if (amount := _amount(row)) is not None)


def _amount(row) -> PublishedAmount | None:
    if row.value is None:
        return None
    low, high = row.value, row.value_max or row.value
    if row.unit in MG_PER_ML:
        factor = MG_PER_ML[row.unit]
        return PublishedAmount("mL", low * factor, high * factor, tuple(row.sources))
    per_session = row.unit == PublishedUnit.ML_PER_SESSION
    return PublishedAmount("session", low, high, tuple(row.sources)) if per_session else None


def _is_settled(version: RecipeVersion, ingredients: set[int]) -> bool:
    """Whether the doubts about what is in it were settled when its master was approved: nothing was added since."""
    master = version.variation_of or version
    if master.state not in (RecipeState.APPROVED, RecipeState.RETIRED):
        return False
    return master == version or ingredients <= {line.ingredient_id for line in master.lines.all()}
