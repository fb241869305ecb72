"""The catalogue's pages cost the same at 1, 3 and 60 entries of every kind a factory makes."""

import pytest
from django.urls import reverse

from clinic.practice.tests.costs import queries_at_1_3_60
from treatments.domain.catalogue import block, reopen
from treatments.tests.factories import catalogue as made

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# kind, factory, queries of its list, of its sheet
KINDS = [
    ("zones", made.ZoneFactory, 6, 20),
    ("techniques", made.TechniqueFactory, 7, 20),
    ("ingredients", made.IngredientFactory, 8, 23),
    ("products", made.ProductFactory, 8, 22),
    ("allergy_groups", made.AllergyGroupFactory, 7, 22),
    ("contraindications", made.ContraindicationFactory, 6, 20),
    ("protocols", made.ProtocolFactory, 9, 22),
    ("care_items", made.CareItemFactory, 7, 21),
]


def test_the_index_costs_the_same_whatever_it_holds(director):
    found = queries_at_1_3_60(director, reverse("treatments:catalogue"), made.IngredientFactory.create_batch)

    assert found == [24, 24, 24]


@pytest.mark.parametrize(("file", "entries", "queries", "_sheet"), KINDS, ids=[row[0] for row in KINDS])
def test_a_list_costs_the_same_at_every_size(director, file, entries, queries, _sheet):
    page = reverse("treatments:entries", args=[file])

    assert queries_at_1_3_60(director, page, lambda n: entries.create_batch(n, approved=True)) == [queries] * 3


@pytest.mark.parametrize(("file", "entries", "_list", "queries"), KINDS, ids=[row[0] for row in KINDS])
def test_reading_a_kind_costs_the_same_at_every_size(director, file, entries, _list, queries):
    page = reverse("treatments:review", args=[file])

    assert queries_at_1_3_60(director, page, lambda n: entries.create_batch(n, approved=True)) == [queries] * 3


def test_an_allergy_groups_members_cost_nothing_more(director):
    def grow(number):
        for group in made.AllergyGroupFactory.create_batch(number):
            group.members.set(made.IngredientFactory.create_batch(2))

    assert queries_at_1_3_60(director, reverse("treatments:review", args=["allergy_groups"]), grow) == [9] * 3


def test_an_ingredient_that_much_is_known_of_costs_nothing_more(director):
    zinc = made.IngredientFactory(key="zinc")

    def grow(number):
        zinc.allergy_groups.add(*made.AllergyGroupFactory.create_batch(number))
        zinc.protocols.add(*made.ProtocolFactory.create_batch(number))
        zinc.concerns.add(made.ConcernFactory())

    assert queries_at_1_3_60(director, reverse("treatments:entry", args=["ingredients", "zinc"]), grow) == [26] * 3


def test_a_long_history_costs_nothing_more(director):
    zone = made.ZoneFactory(key="chin")

    def grow(number):
        for _ in range(number):
            block(entry=zone, by=made.approver(), reason="recalled")
            reopen(entry=zone, by=made.approver(), reason="cleared")

    assert queries_at_1_3_60(director, reverse("treatments:entry", args=["zones", "chin"]), grow) == [9] * 3


def test_the_form_of_an_entry_costs_the_same_whatever_there_is(director):
    made.IngredientFactory(key="zinc")

    def grow(number):
        made.ConcernFactory(key=f"concern-{number}")
        made.SourceFactory.create_batch(number)

    assert queries_at_1_3_60(director, reverse("treatments:entry_edit", args=["ingredients", "zinc"]), grow) == [10] * 3


def test_the_shortlist_costs_the_same_whatever_it_holds(director):
    made.ConcernFactory()

    def grow(number):
        for protocol in made.ProtocolFactory.create_batch(number, regions=["face"]):
            protocol.ingredients.add(made.IngredientFactory())
        made.ZoneFactory.create_batch(number)

    page = reverse("treatments:catalogue_start") + "?concern=anti_aging"
    assert queries_at_1_3_60(director, page, grow) == [20] * 3


def test_a_set_costs_the_same_whatever_it_holds(director):
    def grow(number):
        made.ContraindicationFactory.create_batch(number)
        made.AllergyGroupFactory.create_batch(number)

    assert queries_at_1_3_60(director, reverse("treatments:catalogue_set", args=["rules"]), grow) == [17] * 3
