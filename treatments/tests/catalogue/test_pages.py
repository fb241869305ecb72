"""The catalogue's pages: found, read with sources, history and uses, and closed to who is not clinical."""

import pytest
from django.urls import reverse

from clinic.practice.tests.factories import FrontDeskFactory, LocationFactory
from patients.tests.factories import PatientFactory
from treatments.domain.catalogue import approve_entries, block
from treatments.domain.catalogue_writing import edit_entry
from treatments.models import Ingredient, Plan
from treatments.queries.catalogue_faces import FACES, PARTS, REVIEWED
from treatments.tests.factories import catalogue as made
from treatments.tests.factories.plans import CourseFactory, PlanFactory, RecipeVersionFactory

pytestmark = pytest.mark.django_db

INGREDIENTS = "/catalogue/ingredients/"
ZINC = "/catalogue/ingredients/zinc/"


def names(answer) -> list[str]:
    return [str(row.entry) for row in answer.context["shown"].rows]


def used(answer) -> dict[str, list[str]]:
    return {use.words: [value.words for value in use.values] for use in answer.context["shown"].uses}


@pytest.mark.parametrize(
    "asked",
    [
        {"search": "tranex"},
        {"search": "1197-18-8"},
        {"ingredient_class": "medication"},
        {"status": "restricted"},
        {"concern": "anti_aging"},
        {"approval": "approved"},
        {"evidence_level": "moderate"},
    ],
)
def test_an_ingredient_is_found_by_what_is_asked(doctor, asked):
    made.IngredientFactory(name="Zinc")
    txa = made.IngredientFactory(
        name="TXA",
        inn="tranexamic acid",
        codes={"cas": "1197-18-8"},
        ingredient_class="medication",
        status="restricted",
        evidence_level="moderate",
        approved=True,
    )
    txa.concerns.add(made.ConcernFactory())
    assert names(doctor.get(INGREDIENTS, asked)) == ["TXA"]


@pytest.mark.parametrize(
    ("approval", "found"), [("waiting", ["Waiting"]), ("own", ["Own"]), ("news", ["News"])], ids=lambda it: str(it)
)
def test_a_list_is_filtered_by_approval(doctor, approval, found):
    made.ZoneFactory(name="Own", approved=True)
    made.ZoneFactory(name="Waiting", shipped={"name": "Waiting"})
    made.ZoneFactory(name="News", shipped={"name": "News"}, pending={"name": "Newer"}, approved=True)
    assert names(doctor.get("/catalogue/zones/", {"approval": approval})) == found


def test_what_matches_twice_stands_once(doctor):
    technique = made.TechniqueFactory(name="Nappage")
    made.ProtocolFactory.create_batch(2, technique=technique)
    assert names(doctor.get("/catalogue/techniques/", {"concern": "anti_aging"})) == ["Nappage"]


def test_nothing_found_says_what_to_do(doctor):
    assert "Ask for fewer things at once." in doctor.get(INGREDIENTS, {"search": "unobtainium"}).content.decode()


@pytest.mark.parametrize("kind", REVIEWED, ids=lambda kind: kind.file)
def test_every_kind_has_its_list_its_form_and_its_sheet(director, kind):
    pages = [
        reverse("treatments:entries", args=[kind.file]),
        reverse("treatments:entry_new", args=[kind.file]),
        reverse("treatments:review", args=[kind.file]),
    ]
    assert [director.get(page).status_code for page in pages] == [200, 200, 200]


def test_every_kind_stands_once_on_the_index():
    listed = [file for _name, files in PARTS for file in files]
    assert sorted(listed) == sorted(FACES) == sorted(kind.file for kind in REVIEWED)


def test_an_ingredients_page_shows_published_numbers_with_their_sources(doctor):
    made.SourceFactory(key="lee2006", title="Lee 2006", url="https://example.test/lee")
    txa = made.IngredientFactory(key="txa", sources=["lee2006"])
    txa.doses.create(value=4, unit="mg/mL", context="0.05 mL per point", sources=["lee2006"])
    text = doctor.get("/catalogue/ingredients/txa/").content.decode()
    assert [words in text for words in ("4 mg/mL", "0.05 mL per point", 'href="https://example.test/lee"')] == [
        True
    ] * 3


def test_what_is_not_published_says_so(doctor):
    made.IngredientFactory(key="zinc")
    assert "Not published: your choice." in doctor.get(ZINC).content.decode()


def test_an_entry_says_who_approved_it_and_why(doctor):
    approve_entries(entries=[made.IngredientFactory(key="zinc")], by=made.approver(), reason="read its sources")
    page = doctor.get(ZINC).context["shown"]
    assert (page.entry.approved_by, page.why_approved) == (made.approver(), "read its sources")


def test_an_entrys_history_has_who_why_and_what_changed_the_newest_first(doctor):
    made.SourceFactory(key="editorial")
    zinc = made.IngredientFactory(key="zinc", name="Zinc")
    edit_entry(entry=zinc, changes={"name": "Zinc sulfate"}, by=made.approver(), reason="the salt")
    block(entry=zinc, by=made.approver(), reason="recalled")
    history = doctor.get(ZINC).context["shown"].history
    assert [(str(line.entry.user), line.words, line.reason) for line in history] == [
        ("Dora Director", "blocked", "recalled"),
        ("Dora Director", "changed", "the salt"),
    ]
    change = history[1].changes[0]
    assert (change.label, change.before[0].words, change.after[0].words) == ("Name", "Zinc", "Zinc sulfate")


def test_an_entry_says_which_recipes_protocols_and_plans_of_here_use_it(doctor, location):
    zinc = made.IngredientFactory(key="zinc")
    made.ProtocolFactory(name="Zinc for hair").ingredients.add(zinc)
    version = RecipeVersionFactory(recipe__name="Hair mix", lines=[{"ingredient": zinc}])
    for place, name in ((location, "Ada Here"), (LocationFactory(name="Elsewhere"), "Eve Elsewhere")):
        plan = PlanFactory(location=place, patient=PatientFactory(location=place, name=name))
        CourseFactory(plan=plan, recipe_version=version)
    state = Plan.objects.first().get_state_display()
    assert used(doctor.get(ZINC)) == {
        "Protocols": ["Zinc for hair"],
        "Recipes": [f"{version} ({version.get_state_display()})"],
        "Plans": [f"Ada Here ({state})"],
    }


def test_negative_evidence_is_shown_as_such(doctor):
    made.ProtocolFactory(key="AA-09N", evidence_level="negative")
    text = doctor.get("/catalogue/protocols/AA-09N/").content.decode()
    assert "The published result showed no benefit." in text


@pytest.mark.parametrize("path", ["/catalogue/ingredients/unobtainium/", "/catalogue/elements/", "/catalogue/sources/"])
def test_what_there_is_not_is_not_found(doctor, path):
    assert doctor.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/catalogue/",
        INGREDIENTS,
        ZINC,
        f"{ZINC}edit/",
        "/catalogue/products/new/",
        "/catalogue/start/",
        "/catalogue/sets/care/",
        "/catalogue/review/zones/",
    ],
)
def test_the_front_desk_stays_outside(client, location, path):
    made.IngredientFactory(key="zinc")
    client.force_login(FrontDeskFactory(works_at=location))
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("path", [f"{ZINC}edit/", "/catalogue/products/new/"])
def test_who_may_not_approve_writes_nothing(doctor, path):
    made.IngredientFactory(key="zinc")
    assert doctor.get(path).status_code == 403


def test_the_index_counts_what_waits(doctor):
    made.IngredientFactory(approved=True)
    made.IngredientFactory()
    shelves = [shelf for part in doctor.get("/catalogue/").context["parts"] for shelf in part.shelves]
    shelf = next(shelf for shelf in shelves if shelf.file == "ingredients")
    assert (shelf.total, shelf.waiting, Ingredient.objects.offered().count()) == (2, 1, 1)
