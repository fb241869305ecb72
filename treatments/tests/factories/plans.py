"""Recipes and plans to test with. Everything in them is made up."""

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from clinic.practice.tests.factories import LocationFactory, PractitionerFactory
from patients.tests.factories import PatientFactory
from treatments.models import (
    Course,
    Encounter,
    Plan,
    PlanState,
    Recipe,
    RecipeLine,
    RecipeState,
    RecipeVersion,
    Session,
)
from treatments.tests.factories.catalogue import ConcernFactory, IngredientFactory, ZoneFactory, approver


class RecipeFactory(DjangoModelFactory[Recipe]):
    class Meta:
        model = Recipe

    name = factory.Sequence(lambda n: f"Example cocktail {n}")
    concern = factory.SubFactory(ConcernFactory)


class RecipeVersionFactory(DjangoModelFactory[RecipeVersion]):
    """An approved version with one approved ingredient: 1 mL of 10 mg/mL in 5 mL. `draft=True` for a draft.

    `lines=[{"ingredient": …, "amount": …}, …]` for others, `lines=[]` for none.
    """

    class Meta:
        model = RecipeVersion
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state=RecipeState.DRAFT, approved_by=None, approved_at=None)

    recipe = factory.SubFactory(RecipeFactory)
    number = 1
    state = RecipeState.APPROVED
    target_volume_ml = Decimal(5)
    per_point_ml = Decimal("0.05")
    author = factory.SubFactory(PractitionerFactory)
    approved_by = factory.LazyFunction(approver)
    approved_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def lines(self: RecipeVersion, create: bool, given: Any, **kwargs: Any) -> None:
        for order, line in enumerate([{}] if given is None else given):
            RecipeLineFactory(version=self, order=order, **line)


class RecipeLineFactory(DjangoModelFactory[RecipeLine]):
    class Meta:
        model = RecipeLine

    version = factory.SubFactory(RecipeVersionFactory, lines=[])
    ingredient = factory.SubFactory(IngredientFactory, approved=True)
    stock_value = Decimal(10)
    stock_unit = "mg/mL"
    amount = Decimal(1)
    amount_unit = "mL"


class EncounterFactory(DjangoModelFactory[Encounter]):
    class Meta:
        model = Encounter

    location = factory.SubFactory(LocationFactory)
    patient = factory.SubFactory(PatientFactory, location=factory.SelfAttribute("..location"))
    practitioner = factory.SubFactory(PractitionerFactory, works_at=factory.SelfAttribute("..location"))


class PlanFactory(DjangoModelFactory[Plan]):
    """A draft plan without courses; `accepted=True` for one the patient has accepted. It was never screened."""

    class Meta:
        model = Plan

    class Params:
        accepted = factory.Trait(
            state=PlanState.ACCEPTED,
            proposed_at=factory.LazyFunction(timezone.now),
            accepted_at=factory.LazyFunction(timezone.now),
            accepted_recorded_by=factory.SelfAttribute("clinician"),
        )

    location = factory.SubFactory(LocationFactory)
    patient = factory.SubFactory(PatientFactory, location=factory.SelfAttribute("..location"))
    clinician = factory.SubFactory(PractitionerFactory, works_at=factory.SelfAttribute("..location"))


class CourseFactory(DjangoModelFactory[Course]):
    """Three sessions a fortnight apart, of one zone of the face."""

    class Meta:
        model = Course
        skip_postgeneration_save = True

    plan = factory.SubFactory(PlanFactory, accepted=True)
    order = factory.Sequence(lambda n: 100 + n)  # apart from what add_course counts up to
    recipe_version = factory.SubFactory(RecipeVersionFactory)
    concern = factory.SelfAttribute("recipe_version.recipe.concern")
    sessions_planned = 3
    interval_min_days = 10
    interval_days = 14
    interval_max_days = 21
    starts_on = factory.LazyFunction(lambda: date(2026, 12, 1))

    @factory.post_generation
    def zones(self: Course, create: bool, given: Any, **kwargs: Any) -> None:
        self.zones.set([ZoneFactory()] if given is None else given)


class SessionFactory(DjangoModelFactory[Session]):
    """The first session of a course, planned and unbooked."""

    class Meta:
        model = Session

    course = factory.SubFactory(CourseFactory)
    number = 1
    earliest_on = factory.SelfAttribute("course.starts_on")
    ideal_on = factory.SelfAttribute("course.starts_on")
    latest_on = None
