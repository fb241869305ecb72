"""What the director decides reaches the plans under way at once, and only those it concerns."""

import pytest

from treatments.domain.catalogue import approve_entries, block, reopen
from treatments.domain.catalogue_writing import add_entry, edit_entry
from treatments.domain.screening import open_findings
from treatments.models import Plan, Screening
from treatments.queries.catalogue_faces import kind_named
from treatments.tests.factories import catalogue as made
from treatments.tests.factories.plans import CourseFactory, RecipeVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def zinc():
    made.SourceFactory(key="editorial")
    return made.IngredientFactory(key="zinc", name="Zinc", approved=True)


@pytest.fixture
def plan(zinc) -> Plan:
    """A plan under way with zinc in its recipe, and another one without."""
    CourseFactory(recipe_version=RecipeVersionFactory(lines=[{"ingredient": made.IngredientFactory(approved=True)}]))
    return CourseFactory(recipe_version=RecipeVersionFactory(lines=[{"ingredient": zinc}])).plan


def stops(plan: Plan) -> list[str]:
    return [finding.sentence for finding in open_findings(plan) if finding.rule.startswith("ingredient_status")]


def test_blocking_an_ingredient_stops_the_plans_with_it(plan, zinc):
    block(entry=zinc, by=made.approver(), reason="recalled")
    assert stops(plan) == ["Zinc is blocked in this clinic."]


def test_only_the_plans_with_it_are_screened(plan, zinc):
    block(entry=zinc, by=made.approver(), reason="recalled")
    assert [screening.plan for screening in Screening.objects.all()] == [plan]


def test_an_edited_ingredient_stops_until_it_is_approved_anew(plan, zinc):
    edit_entry(entry=zinc, changes={"note": "as sulfate"}, by=made.approver(), reason="salt")
    waiting = stops(plan)
    zinc.refresh_from_db()
    approve_entries(entries=[zinc], by=made.approver(), reason="read")
    assert (waiting, stops(plan)) == (["Zinc has not been approved by the medical director."], [])


def test_reopened_and_approved_it_no_longer_stops(plan, zinc):
    block(entry=zinc, by=made.approver(), reason="recalled")
    opened = reopen(entry=zinc, by=made.approver(), reason="new lot")
    approve_entries(entries=[opened], by=made.approver(), reason="read")
    assert stops(plan) == []


def test_a_blocked_product_stops_the_plans_that_use_it(zinc):
    product = made.ProductFactory(ingredient=zinc, name="Zinc ampoule", approved=True)
    version = RecipeVersionFactory(lines=[{"ingredient": zinc, "shelf_product": product}])
    plan = CourseFactory(recipe_version=version).plan
    block(entry=product, by=made.approver(), reason="recalled")
    assert stops(plan) == ["Zinc ampoule is blocked in this clinic."]


def test_a_new_contraindication_is_asked_of_every_open_plan(plan):
    facts = {"condition": "fresh tattoo", "label": "Tattoo", "default_level": "temporary", "level": "decide"}
    facts |= {"condition_key": "tattoo", "question": "A tattoo?", "ask": True, "sources": ["editorial"]}
    add_entry(kind=kind_named("contraindications"), facts=facts, by=made.approver(), reason="seen twice")
    assert sorted(Screening.objects.values_list("plan", flat=True)) == sorted(Plan.objects.values_list("pk", flat=True))
    assert [finding for finding in open_findings(plan) if "attoo" in finding.sentence] != []


def test_signing_rules_screens_nobody(plan):
    approve_entries(entries=[made.ContraindicationFactory()], by=made.approver(), reason="read")
    assert Screening.objects.count() == 0
