"""The catalogue's pages: found, read, approved as a set, and closed to who is not clinical."""

import pytest
from django.urls import reverse

from clinic.practice.tests.factories import (
    DirectorFactory,
    FrontDeskFactory,
    LocationFactory,
    PracticeFactory,
    PractitionerFactory,
)
from treatments.models import CareItem, Ingredient
from treatments.queries.catalogue import REVIEWED
from treatments.tests.factories.catalogue import (
    AllergyGroupFactory,
    CareItemFactory,
    IngredientFactory,
    ProtocolFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

INGREDIENTS = "/catalogue/ingredients/"


@pytest.fixture
def location():
    PracticeFactory()
    return LocationFactory()


@pytest.fixture
def doctor(client, location):
    client.force_login(PractitionerFactory(works_at=location))
    return client


@pytest.fixture
def director(client, location):
    client.force_login(DirectorFactory(works_at=location, name="Dora Director"))
    return client


def names(answer) -> list[str]:
    return [entry.name for entry in answer.context["page"]]


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_the_list_costs_the_same_whatever_it_holds(doctor, rows, django_assert_num_queries):
    IngredientFactory.create_batch(rows)
    with django_assert_num_queries(8):
        doctor.get(INGREDIENTS)


@pytest.mark.parametrize(
    "asked", [{"search": "tranex"}, {"search": "1197-18-8"}, {"kind": "medication"}, {"status": "restricted"}]
)
def test_an_ingredient_is_found_by_what_is_asked(doctor, asked):
    IngredientFactory(name="Zinc")
    IngredientFactory(
        name="TXA",
        inn="tranexamic acid",
        codes={"cas": "1197-18-8"},
        ingredient_class="medication",
        status="restricted",
    )
    assert names(doctor.get(INGREDIENTS, asked)) == ["TXA"]


def test_nothing_found_says_what_to_do(doctor):
    assert "Ask for fewer things at once." in doctor.get(INGREDIENTS, {"search": "unobtainium"}).content.decode()


def test_an_ingredients_page_shows_published_numbers_with_their_sources(doctor):
    SourceFactory(key="lee2006", title="Lee 2006", url="https://example.test/lee")
    txa = IngredientFactory(key="txa", sources=["lee2006"])
    txa.doses.create(value=4, unit="mg/mL", context="0.05 mL per point", sources=["lee2006"])
    text = doctor.get("/catalogue/ingredients/txa/").content.decode()
    assert [words in text for words in ("4 mg/mL", "0.05 mL per point", 'href="https://example.test/lee"')] == [
        True
    ] * 3


def test_what_is_not_published_says_so(doctor):
    IngredientFactory(key="zinc")
    assert "Not published: your choice." in doctor.get("/catalogue/ingredients/zinc/").content.decode()


def test_an_ingredients_page_costs_the_same_however_much_is_known(doctor, django_assert_num_queries):
    zinc = IngredientFactory(key="zinc")
    for _ in range(3):
        AllergyGroupFactory().members.add(zinc)
        ProtocolFactory().ingredients.add(zinc)
    with django_assert_num_queries(18):
        doctor.get("/catalogue/ingredients/zinc/")


def test_an_unknown_ingredient_is_not_found(doctor):
    assert doctor.get("/catalogue/ingredients/unobtainium/").status_code == 404


@pytest.mark.parametrize("kind", REVIEWED, ids=lambda kind: kind.file)
def test_every_kind_can_be_read(doctor, kind):
    assert doctor.get(reverse("treatments:review", args=[kind.file])).status_code == 200


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_reading_a_kind_costs_the_same_whatever_it_holds(doctor, rows, django_assert_num_queries):
    CareItemFactory.create_batch(rows)
    with django_assert_num_queries(6):
        doctor.get("/catalogue/review/care_items/")


def test_the_director_approves_the_chosen_with_a_reason(director):
    chosen, left = CareItemFactory(), CareItemFactory()
    director.post("/catalogue/review/care_items/", {"entries": [chosen.key], "reason": "read"})
    assert (list(CareItem.objects.offered()), list(CareItem.objects.waiting())) == ([chosen], [left])


def test_no_reason_is_a_sentence_at_its_field_and_approves_nothing(director):
    item = CareItemFactory()
    answer = director.post("/catalogue/review/care_items/", {"entries": [item.key], "reason": ""})
    assert (answer.context["form"].errors["reason"], CareItem.objects.offered().count()) == (
        ["This field is required."],
        0,
    )


def test_who_may_not_approve_is_told_so(doctor):
    item = CareItemFactory()
    answer = doctor.post("/catalogue/review/care_items/", {"entries": [item.key], "reason": "fine"})
    assert (answer.context["form"].non_field_errors(), CareItem.objects.offered().count()) == (
        ["Only someone who may approve can decide on the catalogue."],
        0,
    )


def test_who_may_not_approve_is_not_asked_to(doctor):
    CareItemFactory()
    assert "Approve the chosen entries" not in doctor.get("/catalogue/review/care_items/").content.decode()


@pytest.mark.parametrize(
    "path", ["/catalogue/", INGREDIENTS, "/catalogue/ingredients/zinc/", "/catalogue/review/zones/"]
)
def test_the_front_desk_stays_outside(client, location, path):
    IngredientFactory(key="zinc")
    client.force_login(FrontDeskFactory(works_at=location))
    assert client.get(path).status_code == 403


def test_the_index_counts_what_waits(doctor):
    IngredientFactory(approved=True)
    IngredientFactory()
    shelf = next(shelf for shelf in doctor.get("/catalogue/").context["shelves"] if shelf.file == "ingredients")
    assert (shelf.total, shelf.waiting, Ingredient.objects.offered().count()) == (2, 1, 1)
