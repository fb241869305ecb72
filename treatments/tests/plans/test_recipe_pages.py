import pytest
from django.urls import reverse

from clinic.practice.tests.factories import FrontDeskFactory
from treatments.models import RecipeVersion
from treatments.tests.factories.plans import RecipeVersionFactory
from treatments.tests.plans.typing import line, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, practitioner):
    client.force_login(practitioner)
    return client


def test_new_recipe_is_kept_as_a_draft(signed_in, shelf):
    answer = signed_in.post(
        reverse("treatments:recipe_new"), typed(line(shelf.vitamin), name="Glow", concern=shelf.concern.pk)
    )

    made = RecipeVersion.objects.get()
    assert (answer.url, made.state) == (reverse("treatments:recipe", args=[made.uuid]), "draft")


def test_stock_sum_over_the_target_stands_at_the_target(signed_in, shelf):
    answer = signed_in.post(
        reverse("treatments:recipe_new"), typed(line(shelf.vitamin, "12"), name="Glow", concern=shelf.concern.pk)
    )

    cell = answer.context["composing"].volumes.cells["target_volume_ml"]
    assert (answer.status_code, cell.problem) == (422, "The stocks add up to 12 mL, more than the target of 10 mL.")


def test_final_concentration_above_the_stock_stands_at_the_amount_of_its_row(signed_in, shelf):
    too_strong = line(shelf.anaesthetic, "50", entered_as="final_concentration", amount_unit="mg/mL")

    answer = signed_in.post(
        reverse("treatments:recipe_new"),
        typed(line(shelf.vitamin), too_strong, name="Glow", concern=shelf.concern.pk),
    )

    cells = [row.cells["amount"].problem for row in answer.context["composing"].rows]
    assert cells == ["", "50 mg/mL is stronger than the stock (10 mg/mL)."]


def test_strength_without_its_unit_is_refused_at_the_unit(signed_in, shelf):
    answer = signed_in.post(
        reverse("treatments:recipe_new"),
        typed(line(shelf.vitamin, stock_unit=""), name="Glow", concern=shelf.concern.pk),
    )

    assert answer.context["composing"].rows[0].cells["stock_unit"].problem.startswith("Choose the unit")


@pytest.mark.parametrize("amount", ["-1", "0", "NaN", "1e9", "1,5", "abc"])
def test_what_is_no_quantity_is_refused_at_the_amount_and_nothing_is_lost(signed_in, shelf, amount):
    answer = signed_in.post(
        reverse("treatments:recipe_new"),
        typed(line(shelf.vitamin, amount), name="Glow", concern=shelf.concern.pk),
    )

    row = answer.context["composing"].rows[0]
    assert (bool(row.cells["amount"].problem), row["amount"].value(), RecipeVersion.objects.count()) == (
        True,
        amount,
        0,
    )


def test_recalculate_keeps_nothing_and_shows_the_result(signed_in, shelf):
    answer = signed_in.post(reverse("treatments:recipe_new"), typed(line(shelf.vitamin), recalculate="1"))

    worked = answer.context["worked"].recipe
    assert (worked.total_ml, worked.diluent_ml, worked.points, RecipeVersion.objects.count()) == (10, 8, 200, 0)


def test_recalculating_while_typing_answers_with_the_pieces_only(signed_in, shelf):
    answer = signed_in.post(
        reverse("treatments:recipe_new"),
        typed(line(shelf.vitamin), recalculate="1"),
        headers={"HX-Request": "true"},
    )

    assert [part.name for part in answer.templates][0] == "treatments/_recalculated.html"


def test_add_row_keeps_what_was_typed(signed_in, shelf):
    answer = signed_in.post(reverse("treatments:recipe_new"), typed(line(shelf.vitamin, "3"), add_row="1"))

    rows = answer.context["composing"].rows
    assert (len(rows), rows[0]["amount"].value()) == (2, "3")


def test_removed_row_does_not_count(signed_in, shelf):
    signed_in.post(
        reverse("treatments:recipe_new"),
        typed(line(shelf.vitamin), line(shelf.anaesthetic, remove="on"), name="Glow", concern=shelf.concern.pk),
    )

    assert [row.ingredient for row in RecipeVersion.objects.get().lines.all()] == [shelf.vitamin]


def test_forty_lines_are_worked_out(signed_in, shelf):
    lines = [line(shelf.vitamin, "0.1") for _row in range(40)]

    answer = signed_in.post(reverse("treatments:recipe_new"), typed(*lines, recalculate="1"))

    assert len(answer.context["worked"].rows) == 40


def test_front_desk_does_not_see_recipes(client, location):
    client.force_login(FrontDeskFactory(works_at=location))

    assert client.get(reverse("treatments:recipes")).status_code == 403


@pytest.mark.parametrize("count", [1, 3, 60])
def test_recipe_list_costs_the_same_however_long(signed_in, count, django_assert_num_queries):
    RecipeVersionFactory.create_batch(count)

    with django_assert_num_queries(7):
        signed_in.get(reverse("treatments:recipes"))


@pytest.mark.parametrize("count", [1, 3, 40])
def test_editor_costs_the_same_however_many_lines(signed_in, shelf, count, django_assert_num_queries):
    version = RecipeVersionFactory(lines=[{"ingredient": shelf.vitamin, "amount": "0.1"}] * count)

    with django_assert_num_queries(14):
        signed_in.get(reverse("treatments:recipe_edit", args=[version.uuid]))


def test_director_approves_by_one_button(client, director):
    version = RecipeVersionFactory(draft=True, state="submitted", lines=[{"ingredient__dose_data": "published"}])
    client.force_login(director)

    client.post(reverse("treatments:recipe_approve", args=[version.uuid]))

    version.refresh_from_db()
    assert version.approved_by == director


def test_more_decimals_than_are_kept_are_refused_at_their_field(signed_in, shelf):
    tiny = line(shelf.vitamin, "0.0000001", stock_value="10.0000000")
    mix = {"mix-target_volume_ml": "10.0001", "mix-per_point_ml": "0.05"}

    answer = signed_in.post(reverse("treatments:recipe_new"), typed(tiny, name="Glow", concern=shelf.concern.pk) | mix)

    composing = answer.context["composing"]
    cells = composing.rows[0].cells | composing.volumes.cells
    problems = {name: cell.problem for name, cell in cells.items() if cell.problem}
    assert (problems, RecipeVersion.objects.count()) == (
        {
            "amount": "Write at most 6 decimals: nothing is rounded here.",
            "target_volume_ml": "Write at most 3 decimals: nothing is rounded here.",
        },
        0,
    )
