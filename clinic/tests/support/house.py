"""The clinic that the journey walks through: the shipped catalogue, approved, and one recipe per concern."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from django.core.management import call_command
from django.utils import timezone

from clinic.diary.domain.visit_types import make_standard_visit_types
from clinic.practice.models import Location, User
from clinic.practice.tests.factories import (
    DirectorFactory,
    FrontDeskFactory,
    LocationFactory,
    PracticeFactory,
    PractitionerFactory,
    RoomFactory,
    open_all_week,
    works_all_week,
)
from patients.tests.factories import ConsentTextFactory
from treatments.models import AdverseEvent, CareItem, Concern, Ingredient, Protocol, Technique, Zone
from treatments.models.recipes import RecipeVersion
from treatments.tests.factories.plans import RecipeFactory, RecipeVersionFactory

APPROVED = (Ingredient, Protocol, CareItem, AdverseEvent, Technique, Zone)
DAWN, DUSK = time(0, 0), time(23, 45)


@dataclass(frozen=True)
class House:
    """One location that never closes, and who works there."""

    location: Location
    desk: User
    practitioner: User
    master: RecipeVersion


def a_house() -> House:
    """Make the clinic of the journey."""
    call_command("load_catalogue", verbosity=0)
    PracticeFactory(name="Sample Clinic")
    location = LocationFactory(name="Sample Street")
    practitioner = PractitionerFactory(works_at=location, name="Ada Sample")
    for model in APPROVED:
        model.objects.update(approved_by=DirectorFactory(works_at=location), approved_at=timezone.now())
    open_all_week(location, DAWN, DUSK)
    works_all_week(practitioner, location, DAWN, DUSK)
    RoomFactory(location=location, name="Blue room")
    make_standard_visit_types()
    ConsentTextFactory()
    return House(location, FrontDeskFactory(works_at=location, name="Desk Sample"), practitioner, _recipe())


def _recipe() -> RecipeVersion:
    """Vitamin C 3 % in 4 mL, as published (Iraji)."""
    recipe = RecipeFactory(name="Bright cocktail", concern=Concern.objects.get(key="skin_brightening"))
    line = {
        "ingredient": Ingredient.objects.get(key="vit_c"),
        "stock_value": Decimal(100),
        "stock_unit": "mg/mL",
        "entered_as": "final_concentration",
        "amount": Decimal(3),
        "amount_unit": "%",
    }
    return RecipeVersionFactory(recipe=recipe, lines=[line], target_volume_ml=Decimal(4))
