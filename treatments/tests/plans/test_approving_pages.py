"""The pages on a recipe's way: the answers, the second entry, retiring, two versions side by side, the papers."""

import pytest
from django.urls import reverse

from clinic.practice.models import Practice
from clinic.practice.tests.factories import DirectorFactory
from treatments.domain.composition import composition_of
from treatments.domain.dossier import judge
from treatments.models import DossierEntry, RecipeState
from treatments.tests.factories.catalogue import IngredientFactory
from treatments.tests.factories.plans import CourseFactory, PlanFactory, RecipeVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, director):
    client.force_login(director)
    return client


@pytest.fixture
def waiting():
    return RecipeVersionFactory(draft=True, state="submitted")


@pytest.fixture
def own(director):
    """A submitted version of the director's own, with a medicine in it, in single-practitioner mode."""
    Practice.objects.update_or_create(pk=1, defaults={"name": "Example", "single_practitioner": True})
    medicine = IngredientFactory(ingredient_class="medication", approved=True, dose_data="published")
    lines = [{"ingredient": medicine, "stock_value": "20", "amount": "0.35"}]
    return RecipeVersionFactory(draft=True, state="submitted", author=director, lines=lines)


def key_of(version):
    (doubt,) = judge(version).doubts
    return f"doubt-{doubt.key}"


def page(name, version):
    return reverse(f"treatments:{name}", args=[version.uuid])


def test_answers_and_approval_are_one_button(signed_in, waiting, director):
    answer = signed_in.post(page("recipe_approve", waiting), {key_of(waiting): "My own choice."})

    waiting.refresh_from_db()
    assert (answer.url, waiting.approved_by, waiting.dossier.get().answer) == (
        page("recipe", waiting),
        director,
        "My own choice.",
    )


def test_open_doubt_is_said_at_its_field_and_the_version_still_waits(signed_in, waiting):
    answer = signed_in.post(page("recipe_approve", waiting), {key_of(waiting): " "})

    ((_doubt, cell),) = answer.context["answering"].rows
    waiting.refresh_from_db()
    assert (answer.status_code, cell.problem[:18], waiting.state) == (422, "Answer this doubt:", RecipeState.SUBMITTED)


def test_what_was_answered_stays_when_the_approval_is_refused(signed_in, waiting):
    key = key_of(waiting)

    answer = signed_in.post(page("recipe_approve", waiting), {key: "My own choice.", "seen": "another"})

    assert (answer.status_code, DossierEntry.objects.get().answer) == (422, "My own choice.")


def test_second_of_two_approvers_gets_a_sentence(signed_in, waiting, location, client):
    data = {key_of(waiting): "My own choice.", "seen": composition_of(waiting).fingerprint}
    signed_in.post(page("recipe_approve", waiting), data)
    client.force_login(DirectorFactory(works_at=location))

    answer = client.post(page("recipe_approve", waiting), data)

    assert [str(message) for message in answer.context["messages"]][-1].endswith("has approved this version already.")


def test_second_entry_shows_neither_strength_nor_volume(signed_in, own):
    words = signed_in.get(page("recipe_blind", own)).content.decode()

    assert [number for number in ("20", "0.35", "4.65") if f">{number}" in words or f'"{number}"' in words] == []


def test_second_entry_then_the_author_approves_alone(signed_in, own):
    line = own.lines.get()
    typed = {"strength_value": "2", "strength_unit": "%", "volume_ml": "0.35"}
    signed_in.post(page("recipe_blind", own), {f"line-{line.pk}-{name}": value for name, value in typed.items()})

    signed_in.post(page("recipe_approve", own))

    own.refresh_from_db()
    assert (own.state, own.approved_alone) == (RecipeState.APPROVED, True)


def test_wrong_second_entry_stands_at_its_field(signed_in, own):
    line = own.lines.get()
    typed = {"strength_value": "200", "strength_unit": "mg/mL", "volume_ml": "0.35"}

    answer = signed_in.post(
        page("recipe_blind", own), {f"line-{line.pk}-{name}": value for name, value in typed.items()}
    )

    (form,) = answer.context["forms"]
    assert (answer.status_code, form.cells["strength_value"].problem) == (
        422,
        "This is not the strength in the recipe: look at the vial again.",
    )


def test_retiring_needs_a_reason_at_its_field(signed_in):
    version = RecipeVersionFactory()

    answer = signed_in.post(page("recipe_retire", version), {"retire-reason": ""})

    version.refresh_from_db()
    cells = answer.context["retiring"].cells
    assert (answer.status_code, bool(cells["reason"].problem), version.state) == (422, True, RecipeState.APPROVED)


def test_versions_stand_side_by_side(signed_in):
    old = RecipeVersionFactory(lines=[{"ingredient": (vitamin := IngredientFactory()), "amount": "1"}])
    new = RecipeVersionFactory(
        recipe=old.recipe,
        number=2,
        target_volume_ml=6,
        lines=[{"ingredient": vitamin, "amount": "2"}, {"ingredient__name": "Zinc"}],
    )

    compared = signed_in.get(page("recipe_compare", new)).context["compared"]

    assert [(row.name, row.what) for row in (*compared.lines, *compared.volumes) if row.what != "same"] == [
        (vitamin.name, "changed"),
        ("Zinc", "new"),
        ("Filled up to", "changed"),
    ]


@pytest.mark.parametrize("paper", ["recipe_sheet", "recipe_card"])
def test_papers_are_pdf_and_kept_nowhere(signed_in, paper):
    answer = signed_in.get(page(paper, RecipeVersionFactory()))

    assert (answer["Content-Type"], answer["Cache-Control"], answer.content[:4]) == (
        "application/pdf",
        "no-store",
        b"%PDF",
    )


def test_card_of_a_patients_variation_is_printed_where_the_patient_is_treated(signed_in, location):
    varied = RecipeVersionFactory(variation_of=RecipeVersionFactory())
    CourseFactory(plan=PlanFactory(location=location), recipe_version=varied)

    assert signed_in.get(page("recipe_card", varied)).status_code == 200


def test_card_of_another_locations_variation_is_not_there(signed_in):
    varied = RecipeVersionFactory(variation_of=RecipeVersionFactory())
    CourseFactory(recipe_version=varied)

    assert signed_in.get(page("recipe_card", varied)).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 40])
def test_approved_recipe_costs_the_same_however_many_lines(signed_in, shelf, count, django_assert_num_queries):
    version = RecipeVersionFactory(lines=[{"ingredient": shelf.vitamin, "amount": "0.1"}] * count)

    with django_assert_num_queries(12):
        signed_in.get(page("recipe", version))


@pytest.mark.parametrize("count", [1, 3, 40])
def test_recipe_waiting_for_approval_costs_the_same_however_many_lines(
    signed_in, shelf, count, django_assert_num_queries
):
    version = RecipeVersionFactory(
        draft=True, state="submitted", lines=[{"ingredient": shelf.vitamin, "amount": "0.1"}] * count
    )

    with django_assert_num_queries(25):
        signed_in.get(page("recipe", version))
