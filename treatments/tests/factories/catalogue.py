"""Small catalogue entries for tests. Real facts stay in the YAML; these are made up."""

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from clinic.practice.models import User
from treatments.models import catalogue


def approver(**fields: Any) -> User:
    """The test clinic's medical director, made once."""
    director, _made = User.objects.get_or_create(
        email="director@example.test", defaults={"name": "Dora Director", "may_approve": True, **fields}
    )
    return director


class EntryFactory(DjangoModelFactory):
    """An entry nobody has approved; `approved=True` makes one that may be offered."""

    class Meta:
        abstract = True

    class Params:
        approved = factory.Trait(
            approved_by=factory.LazyFunction(approver), approved_at=factory.LazyFunction(timezone.now)
        )

    sources = ["editorial"]


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = catalogue.Source
        django_get_or_create = ["key"]

    key = factory.Sequence(lambda n: f"source_{n}")
    title = factory.LazyAttribute(lambda source: f"Title of {source.key}")
    kind = "trial"


class ConcernFactory(EntryFactory):
    class Meta:
        model = catalogue.Concern
        django_get_or_create = ["key"]

    key = "anti_aging"
    name = "Anti-ageing"
    description = "Fine lines, wrinkles and age spots."


class ZoneFactory(EntryFactory):
    class Meta:
        model = catalogue.Zone

    key = factory.Sequence(lambda n: f"zone_{n}")
    name = factory.Sequence(lambda n: f"Zone {n}")
    region = "face"


class TechniqueFactory(EntryFactory):
    class Meta:
        model = catalogue.Technique

    key = factory.Sequence(lambda n: f"technique_{n}")
    name = factory.Sequence(lambda n: f"Technique {n}")


class IngredientFactory(EntryFactory):
    class Meta:
        model = catalogue.Ingredient
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"ingredient_{n}")
    name = factory.LazyAttribute(lambda ingredient: ingredient.key.replace("_", " ").capitalize())
    inn = factory.LazyAttribute(lambda ingredient: ingredient.name.lower())
    ingredient_class = catalogue.IngredientClass.VITAMIN
    evidence_level = catalogue.EvidenceLevel.LOW


class ProductFactory(EntryFactory):
    class Meta:
        model = catalogue.Product
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"product_{n}")
    name = factory.Sequence(lambda n: f"Example product {n}")
    ingredient = factory.SubFactory(IngredientFactory)


class AllergyGroupFactory(EntryFactory):
    class Meta:
        model = catalogue.AllergyGroup

    key = factory.Sequence(lambda n: f"group_{n}")
    name = factory.Sequence(lambda n: f"Group {n}")
    cross = "within the group"
    level = catalogue.Level.STOP


class ProtocolFactory(EntryFactory):
    class Meta:
        model = catalogue.Protocol

    key = factory.Sequence(lambda n: f"protocol-{n}")
    name = factory.Sequence(lambda n: f"Protocol {n}")
    concern = factory.SubFactory(ConcernFactory)
    design = "open label"
    evidence_level = catalogue.EvidenceLevel.LOW
    sessions_min = sessions_max = 4
    interval_days_min = interval_days_ideal = interval_days_max = 14


class ContraindicationFactory(EntryFactory):
    class Meta:
        model = catalogue.Contraindication

    key = factory.Sequence(lambda n: f"contraindication-{n}")
    condition = factory.Sequence(lambda n: f"condition {n}")
    label = factory.LazyAttribute(lambda row: row.condition.capitalize())
    default_level = "relative"
    level = catalogue.Level.DECIDE


class CareItemFactory(EntryFactory):
    class Meta:
        model = catalogue.CareItem

    key = factory.Sequence(lambda n: f"care-{n}")
    phase = "post"
    kind = "avoid"
    instruction = "No direct sun"
    patient_text = "Stay out of direct sun."
    window_value = 48
    window_unit = "hours"
    window_hours = 48
    anchor = factory.LazyAttribute(lambda item: "visit_start" if item.phase == "pre" else "treatment_end")
