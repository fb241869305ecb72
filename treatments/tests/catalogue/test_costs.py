"""The catalogue's pages cost the same at 1, 3 and 60 entries of every kind a factory makes."""

import pytest
from django.urls import reverse

from clinic.practice.tests.costs import queries_at_1_3_60
from clinic.practice.tests.factories import DirectorFactory, LocationFactory, PracticeFactory
from treatments.tests.factories import catalogue as made

pytestmark = pytest.mark.django_db

REVIEWS = [
    ("zones", made.ZoneFactory, 5),
    ("techniques", made.TechniqueFactory, 5),
    ("ingredients", made.IngredientFactory, 8),
    ("allergy_groups", made.AllergyGroupFactory, 7),
    ("contraindications", made.ContraindicationFactory, 5),
    ("protocols", made.ProtocolFactory, 6),
    ("care_items", made.CareItemFactory, 6),
]


@pytest.fixture
def director(client):
    PracticeFactory()
    client.force_login(DirectorFactory(works_at=LocationFactory()))
    return client


def test_the_index_costs_the_same_whatever_it_holds(director):
    found = queries_at_1_3_60(director, reverse("treatments:catalogue"), made.IngredientFactory.create_batch)

    assert found == [24, 24, 24]


@pytest.mark.parametrize(("file", "entries", "queries"), REVIEWS, ids=[file for file, _, _ in REVIEWS])
def test_reading_a_kind_costs_the_same_at_every_size(director, file, entries, queries):
    page = reverse("treatments:review", args=[file])

    assert queries_at_1_3_60(director, page, lambda n: entries.create_batch(n, approved=True)) == [queries] * 3


def test_an_allergy_groups_members_cost_nothing_more(director):
    def grow(number):
        for group in made.AllergyGroupFactory.create_batch(number):
            group.members.set(made.IngredientFactory.create_batch(2))

    assert queries_at_1_3_60(director, reverse("treatments:review", args=["allergy_groups"]), grow) == [7, 7, 7]


def test_an_ingredient_that_much_is_known_of_costs_nothing_more(director):
    zinc = made.IngredientFactory(key="zinc")

    def grow(number):
        zinc.allergy_groups.add(*made.AllergyGroupFactory.create_batch(number))
        zinc.protocols.add(*made.ProtocolFactory.create_batch(number))

    assert queries_at_1_3_60(director, reverse("treatments:ingredient", args=["zinc"]), grow) == [18, 18, 18]
