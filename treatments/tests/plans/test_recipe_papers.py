"""What the printed papers of a recipe say: one thing a step, a running total, words that cannot be misread."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.template.loader import render_to_string

from treatments.domain.dossier import judge, settle
from treatments.queries.papers import papers_of
from treatments.tests.factories.catalogue import IngredientFactory
from treatments.tests.factories.plans import RecipeVersionFactory

pytestmark = pytest.mark.django_db
POWDER = {"stock_value": None, "stock_unit": "", "powder_value": 1500, "powder_unit": "IU", "dissolved_in_ml": 1}


@pytest.fixture
def version(shelf):
    """An enzyme from a powder in units, a vitamin in micrograms, filled up, drawn with 0.1 mL extra, two syringes."""
    enzyme = IngredientFactory(name="Example enzyme", approved=True)
    lines = [
        {"ingredient": enzyme, **POWDER, "amount": "0.50"},
        {"ingredient": shelf.vitamin, "stock_value": 1, "stock_unit": "microgram/mL", "amount": "0.40"},
    ]
    more = {"overage_ml": Decimal("0.1"), "syringe_ml": Decimal("2.5"), "graduation_ml": Decimal("0.01")}
    return RecipeVersionFactory(lines=lines, diluent="water", **more)


def words(version, location, kind):
    """The paper as text."""
    html = render_to_string(f"print/recipe_{kind}.html", papers_of(version, location) | {"language": "en"})
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_card_is_one_thing_a_step_with_the_total_running_along(version, location):
    steps = papers_of(version, location)["steps"]

    assert [(step.number, step.verb, step.amount, step.what, step.total) for step in steps] == [
        (1, "Dissolve", "1500 units", "Example enzyme", ""),
        (2, "Draw up", "0.51 mL", "Example enzyme", "0.51 mL in all"),
        (3, "Draw up", "0.41 mL", "Vit c", "0.92 mL in all"),
        (4, "Fill up with", "4.18 mL", "sterile water", "5.1 mL in all"),
        (5, "Divide into", "3 × 1.7 mL", "syringes", ""),
    ]


@pytest.mark.parametrize("kind", ["card", "sheet"])
def test_paper_writes_nothing_that_has_been_misread(version, location, kind):
    told = words(version, location, kind)

    assert re.findall(r"\bIU\b|µ|\bmcg\b|\bug\b|(?<![\d.])\.\d|\d\.\d*0\b", told) == []


def test_sheet_tells_doses_in_words(version, location):
    told = words(version, location, "sheet")

    assert re.findall(r"[\d.]+ (?:units|microgram)(?!/)", told)[::2] == ["750 units", "0.402 microgram"]


@pytest.mark.parametrize(("state", "warned"), [("draft", True), ("submitted", True), ("approved", False)])
def test_paper_of_what_nobody_approved_says_so(version, location, state, warned):
    type(version).objects.filter(pk=version.pk).update(state=state)
    version.refresh_from_db()

    assert ("nothing may be drawn up by this paper" in words(version, location, "card")) == warned


def test_variation_is_approved_with_its_master(version, location):
    varied = RecipeVersionFactory(variation_of=version, recipe=version.recipe, draft=True)

    assert "nothing may be drawn up" not in words(varied, location, "card")


def test_sheet_shows_what_was_answered_for(location, director):
    version = RecipeVersionFactory(draft=True, state="submitted")
    (doubt,) = judge(version).doubts
    settle(version=version, doubt=doubt, answer="My own choice.", by=director)

    told = words(version, location, "sheet")

    assert (doubt.finding.sentence in told, "My own choice." in told) == (True, True)
