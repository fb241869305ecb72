"""The clinic's own rule rows, as the rules read them. Everything in force protects, approved or not."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

from treatments.domain.clinic_levels import clinic_levels
from treatments.models import (
    AllergyGroup,
    AskedCondition,
    Contraindication,
    DoseLimit,
    DrugInteraction,
    Incompatibility,
    Ingredient,
    IngredientNote,
    IngredientRule,
    MedicineGroup,
)
from treatments.rules import facts

_read_once: ContextVar[facts.CatalogueFacts | None] = ContextVar("catalogue_facts", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Read the rule rows once for everything inside: for whoever screens many plans in one go."""
    token = _read_once.set(_read())
    try:
        yield
    finally:
        _read_once.reset(token)


def catalogue_facts() -> facts.CatalogueFacts:
    """Return all rule rows in force. Seventeen queries, however many rows there are; none inside `one_reading`."""
    return _read_once.get() or _read()


def _read() -> facts.CatalogueFacts:
    rows = _rows()
    return replace(rows, levels=clinic_levels(rows))


def _rows() -> facts.CatalogueFacts:
    return facts.CatalogueFacts(
        contraindications=(*_contraindications(), *_ingredient_rules()),
        allergy_groups=tuple(_group(row) for row in _in_force(AllergyGroup, "members", "possible_members")),
        medicines=tuple(
            facts.MedicineClass(row.key, row.label, tuple(row.words)) for row in MedicineGroup.objects.in_force()
        ),
        interactions=tuple(_interactions()),
        incompatibilities=tuple(_incompatibilities()),
        limits=dose_limits(),
        point_checks=point_checks(),
        notes=tuple(_note(row) for row in IngredientNote.objects.in_force().select_related("ingredient")),
        ingredient_words=ingredient_words(),
    )


def dose_limits() -> tuple[facts.DoseLimit, ...]:
    """Return the most of each substance in one visit, or within the limit's days. One query."""
    rows = DoseLimit.objects.in_force().filter(purpose=DoseLimit.Purpose.SESSION_LIMIT).select_related("ingredient")
    return tuple(
        facts.DoseLimit(
            id=row.key,
            ingredients=frozenset({row.ingredient.key}),
            mg_per_kg=row.mg_per_kg,
            cap_mg=row.cap_mg,
            with_epinephrine=row.with_epinephrine,
            window_days=row.window_days,
            sources=tuple(row.sources),
        )
        for row in rows
    )


def point_checks() -> tuple[facts.PointCheck, ...]:
    """Return how much of each substance was published for one point. One query."""
    rows = DoseLimit.objects.in_force().filter(purpose=DoseLimit.Purpose.POINT_CHECK, mg_per_point__isnull=False)
    return tuple(
        facts.PointCheck(row.key, row.ingredient.key, row.mg_per_point, tuple(row.sources))
        for row in rows.select_related("ingredient")
        if row.mg_per_point is not None
    )


def ingredient_words() -> dict[str, tuple[str, ...]]:
    """Return the words that name each ingredient in a patient's own text. One query."""
    return {
        key: tuple(dict.fromkeys((name, inn)))
        for key, name, inn in Ingredient.objects.values_list("key", "name", "inn")
    }


def _contraindications() -> Iterable[facts.Contraindication]:
    for row in Contraindication.objects.in_force():
        yield facts.Contraindication(
            id=row.key,
            text=row.condition,
            level=row.level,
            condition_key=row.condition_key or None,  # type: ignore[arg-type]
            label=row.label,
            question=row.question,
            ask=row.ask,
            valid_days=row.valid_days,
            may_override=row.may_override,
            women_only=row.women_only,
            medicine_keys=frozenset(row.medicine_keys),
            note=row.note,
            sources=tuple(row.sources),
        )


def _ingredient_rules() -> Iterable[facts.Contraindication]:
    labels = dict(AskedCondition.objects.values_list("key", "label"))
    for row in IngredientRule.objects.in_force().select_related("ingredient"):
        yield facts.Contraindication(
            id=row.key,
            text=row.text,
            level=row.level,
            condition_key=row.condition_key,
            label=labels.get(row.condition_key, ""),
            ask=row.ask,
            may_override=row.may_override,
            ingredients=frozenset({row.ingredient.key}),
            sources=tuple(row.sources),
        )


def _group(row: AllergyGroup) -> facts.AllergyGroup:
    return facts.AllergyGroup(
        id=row.key,
        name=row.name,
        level=row.level,
        may_override=row.may_override,
        members=_keys(row.members),
        possible_members=_keys(row.possible_members),
        words=tuple(row.words),
        crosses=frozenset(row.crosses),
        cross_text=row.cross,
        every_injection=row.every_injection,
        sources=tuple(row.sources),
    )


def _interactions() -> Iterable[facts.Interaction]:
    """A row that names neither ingredients nor all injections is for reading only."""
    for row in _in_force(DrugInteraction, "ingredients").filter(about=DrugInteraction.About.MEDICINE):
        ingredients = _keys(row.ingredients)
        if ingredients or row.all_injections:
            yield facts.Interaction(
                id=row.key,
                level=row.level,
                medicine_keys=frozenset(row.medicine_keys),
                effect=row.effect,
                ingredients=frozenset() if row.all_injections else ingredients,
                may_override=row.may_override,
                same_as=row.same_as,
                sources=tuple(row.sources),
            )


def _incompatibilities() -> Iterable[facts.Incompatibility]:
    kinds = (Incompatibility.Kind.PAIR, Incompatibility.Kind.UNLISTED)
    for row in _in_force(Incompatibility, "a_ingredients", "b_ingredients").filter(kind__in=kinds):
        yield facts.Incompatibility(
            id=row.key,
            level=row.level,
            a=_keys(row.a_ingredients),
            b=_keys(row.b_ingredients),
            text=row.text,
            may_override=row.may_override,
            any_mixture=row.kind == Incompatibility.Kind.UNLISTED,
            sources=tuple(row.sources),
        )


def _note(row: IngredientNote) -> facts.IngredientNote:
    return facts.IngredientNote(
        id=row.key,
        ingredient=row.ingredient.key,
        audience=row.audience,
        text=row.text,
        men_only=row.men_only,
        sources=tuple(row.sources),
    )


def _in_force(model: Any, *related: str) -> Any:
    return model.objects.in_force().prefetch_related(*related)


def _keys(related: Any) -> frozenset[str]:
    return frozenset(entry.key for entry in related.all())
