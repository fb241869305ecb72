"""The demonstration's medical director approves the catalogue, the recipes and the consent texts.

No dose is made up: every strength and concentration is one the catalogue publishes, with its source.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.management import call_command

from clinic.practice.models import User
from patients.domain.consents import publish_standard_texts
from treatments.catalogue.kinds import KINDS
from treatments.domain.approval import approve_recipe, submit
from treatments.domain.catalogue import approve_entries
from treatments.domain.composition import Composition, Line
from treatments.domain.dossier import judge, settle
from treatments.domain.recipes import draft_recipe
from treatments.models import Concern, Ingredient, Protocol, RecipeVersion, Zone
from treatments.models.catalogue.base import CatalogueEntry

WHY = "Demonstration: read with its sources, approved for a made-up clinic."

ANSWER = "Demonstration: the published protocol is followed; made fresh for one patient and used at once."


@dataclass(frozen=True)
class Treatment:
    """One way this clinic treats a concern. `pace` where the protocol leaves it open: sessions and three intervals."""

    concern: Concern
    protocol: Protocol
    recipe: RecipeVersion
    zones: list[Zone]
    volume_ml: Decimal
    pace: dict[str, Any]


def prepare(director: User, author: User) -> dict[str, Treatment]:
    """Approve what the clinic works with and return its treatments by concern."""
    if not Ingredient.objects.exists():
        call_command("load_catalogue", verbosity=0)
    call_command("make_visit_types", verbosity=0)
    approve_entries(entries=_entries(), by=director, reason=WHY)
    publish_standard_texts(by=director)
    return {
        key: _treatment(key, *told, director=director, author=author)
        for key, told in {
            "skin_brightening": ("BR-07", _brightening(), ("malar_l", "malar_r", "forehead"), 5, {}),
            "anti_aging": ("AA-12", _hydrating(), ("cheek_l", "cheek_r"), 1, {"interval_days": 21}),
            "hair_loss": ("HL-01", _hair(), ("scalp_front_l", "scalp_front_r", "scalp_vertex"), 2, {}),
            "acne_scarring": ("AC-05", _scars(), ("cheek_l", "cheek_r"), 2, PACE_OF_SCARS),
        }.items()
    }


PACE_OF_SCARS = {"sessions_planned": 3, "interval_min_days": 14, "interval_days": 21, "interval_max_days": 28}
"""Polynucleotides: 3–4 sessions, 2–4 weeks apart (catalogue, source pn_agg)."""


def _brightening() -> tuple[str, str, Composition]:
    """Tranexamic acid 4 mg/mL with vitamin C 3 % (BR-07), from 100 mg/mL and 500 mg/mL."""
    lines = (
        _line("txa", 4, "mg/mL", "final_concentration", stock=(100, "mg/mL")),
        _line("vit_c", 3, "%", "final_concentration", stock=(500, "mg/mL")),
    )
    words = "Tranexamic acid 4 mg/mL with vitamin C 3 %, as in protocol BR-07."
    return "Brightening B", words, Composition(lines, "saline", Decimal(5), Decimal("0.05"))


def _hydrating() -> tuple[str, str, Composition]:
    """One syringe of 1 mL with 18 mg/mL, undiluted."""
    lines = (_line("ha_ncl", 1, "mL", "stock_volume", stock=(18, "mg/mL")),)
    return "Hyaluronic acid 18 mg/mL", "One syringe of 1 mL, undiluted.", Composition(lines, "none", None, None)


def _hair() -> tuple[str, str, Composition]:
    """0.05 %, 2 mL (1 mg) a session, for men (HL-01)."""
    lines = (_line("dutasteride", 2, "mL", "stock_volume", stock=("0.05", "%")),)
    return "Dutasteride 0.05 %, men", "2 mL a session, as in protocol HL-01.", Composition(lines, "none", None, None)


def _scars() -> tuple[str, str, Composition]:
    """7.5 mg/mL, 2 mL a session, 0.05 mL a point."""
    lines = (_line("pdrn", 2, "mL", "stock_volume", stock=("7.5", "mg/mL")),)
    words = "2 mL a session, 0.05 mL a point."
    return "Polynucleotides 7.5 mg/mL", words, Composition(lines, "none", None, Decimal("0.05"))


def _line(key: str, amount: int, unit: str, entered_as: str, *, stock: tuple[int | str, str]) -> Line:
    return Line(
        ingredient=Ingredient.objects.get(key=key),
        amount=Decimal(amount),
        amount_unit=unit,
        entered_as=entered_as,
        stock_value=Decimal(stock[0]),
        stock_unit=stock[1],
    )


def _treatment(
    key: str,
    protocol: str,
    recipe: tuple[str, str, Composition],
    zones: tuple[str, ...],
    volume: int,
    pace: dict[str, Any],
    *,
    director: User,
    author: User,
) -> Treatment:
    concern = Concern.objects.get(key=key)
    name, words, composition = recipe
    version = draft_recipe(name=name, concern=concern, composition=composition, description=words, by=author)
    submit(version=version, by=author)
    for doubt in judge(version).doubts:
        settle(version=version, doubt=doubt, answer=ANSWER, by=director)
    approve_recipe(version=version, by=director)
    return Treatment(
        concern,
        Protocol.objects.get(key=protocol),
        version,
        list(Zone.objects.filter(key__in=zones)),
        Decimal(volume),
        pace,
    )


def _entries() -> Iterable[CatalogueEntry]:
    for kind in KINDS:
        if issubclass(kind.model, CatalogueEntry):
            yield from kind.model._default_manager.all()
