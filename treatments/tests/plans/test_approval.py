"""A recipe on its way: submitted, doubted, answered for, approved, alone or by another, retired."""

from decimal import Decimal

import pytest

from clinic.kit.errors import Refusal
from clinic.practice.models import Practice
from clinic.practice.tests.factories import DirectorFactory
from treatments.domain import approval, recipes
from treatments.domain.blind import check_blind, high_alert_lines, unchecked_lines
from treatments.domain.composition import Composition, Line, composition_of
from treatments.domain.dossier import judge, settle
from treatments.models import DoseLimit, DossierEntry, Incompatibility, RecipeState
from treatments.tests.factories.catalogue import IngredientFactory, ProductFactory

pytestmark = pytest.mark.django_db


def drafted(shelf, author, *ingredients, name="Glow", stock="10", amount="1"):
    lines = tuple(
        Line(entry, Decimal(amount), stock_value=Decimal(stock), stock_unit="mg/mL")
        for entry in ingredients or [shelf.vitamin]
    )
    composition = Composition(lines, diluent="saline", target_volume_ml=Decimal(5))
    return recipes.draft_recipe(name=name, concern=shelf.concern, composition=composition, by=author)


def submitted(shelf, author, *ingredients, **more):
    return approval.submit(version=drafted(shelf, author, *ingredients, **more), by=author)


def answer_all(version, by, words="Fresh, for one patient."):
    for doubt in judge(version).doubts:
        settle(version=version, doubt=doubt, answer=words, by=by)


@pytest.fixture
def alone(location):
    return Practice.objects.update_or_create(pk=1, defaults={"name": "Example", "single_practitioner": True})


@pytest.fixture
def medication(shelf):
    return IngredientFactory(key="txa", approved=True, ingredient_class="medication", dose_data="published")


def test_author_does_not_approve_their_own_recipe(shelf, director):
    version = submitted(shelf, director)

    with pytest.raises(Refusal, match="somebody else"):
        approval.approve_recipe(version=version, by=director)


def test_practitioner_without_the_permission_does_not_approve(shelf, practitioner, director):
    version = submitted(shelf, director)

    with pytest.raises(Refusal, match="may approve"):
        approval.approve_recipe(version=version, by=practitioner)


def test_approve_names_who_and_when(shelf, practitioner, director):
    version = submitted(shelf, practitioner)
    answer_all(version, director)

    approval.approve_recipe(version=version, by=director)

    assert (version.state, version.approved_by, version.approved_at is None, version.approved_alone) == (
        RecipeState.APPROVED,
        director,
        False,
        False,
    )


def test_approve_with_an_unapproved_ingredient_names_it(shelf, practitioner, director):
    version = submitted(shelf, practitioner, IngredientFactory(name="Mystery extract"))

    with pytest.raises(Refusal, match="Mystery extract"):
        approval.approve_recipe(version=version, by=director)


def test_approve_with_an_unapproved_product_names_it(shelf, practitioner, director):
    ampoule = ProductFactory(name="Example ampoule", ingredient=shelf.vitamin)
    composition = Composition((Line(shelf.vitamin, Decimal(1), shelf_product=ampoule),))
    version = recipes.draft_recipe(name="Glow", concern=shelf.concern, composition=composition, by=practitioner)
    approval.submit(version=version, by=practitioner)

    with pytest.raises(Refusal, match="Example ampoule"):
        approval.approve_recipe(version=version, by=director)


def test_second_of_two_approvers_reads_who_was_first(shelf, practitioner, director, location):
    version = submitted(shelf, practitioner)
    answer_all(version, director)
    approval.approve_recipe(version=version, by=director)

    with pytest.raises(Refusal, match=f"{director.name} has approved this version already") as refusal:
        approval.approve_recipe(version=version, by=DirectorFactory(works_at=location))

    assert refusal.value.code == "conflict"


def test_approver_of_another_composition_than_they_read_is_told(shelf, practitioner, director):
    version = submitted(shelf, practitioner)
    seen = composition_of(version).fingerprint
    approval.return_to_draft(version=version, by=director)
    other = Composition((Line(shelf.vitamin, Decimal(4), stock_value=Decimal(10), stock_unit="mg/mL"),))
    recipes.edit_version(version=version, composition=other, by=practitioner)
    approval.submit(version=version, by=practitioner)

    with pytest.raises(Refusal, match="Somebody else has changed this version"):
        approval.approve_recipe(version=version, by=director, seen=seen)


def test_no_published_dose_is_a_doubt_of_the_recipe(shelf, practitioner):
    version = submitted(shelf, practitioner)

    assert "published_dose" in [doubt.finding.rule for doubt in judge(version).doubts]


def test_approval_is_refused_while_a_doubt_is_open(shelf, practitioner, director):
    version = submitted(shelf, practitioner)

    with pytest.raises(Refusal, match="Answer every doubt first") as refusal:
        approval.approve_recipe(version=version, by=director)

    assert (refusal.value.code, version.state) == ("doubt", RecipeState.SUBMITTED)


def test_doubt_is_answered_once_and_stands_in_the_dossier(shelf, practitioner, director):
    version = submitted(shelf, practitioner)
    (doubt,) = judge(version).doubts

    settle(version=version, doubt=doubt, answer="First thought.", by=director)
    settle(version=version, doubt=doubt, answer=" My own choice. ", by=director)

    entry = DossierEntry.objects.get()
    assert (entry.answer, entry.by, entry.sentence) == ("My own choice.", director, doubt.finding.sentence)


def test_doubt_without_an_answer_is_refused_at_its_field(shelf, practitioner, director):
    version = submitted(shelf, practitioner)
    (doubt,) = judge(version).doubts

    with pytest.raises(Refusal) as refusal:
        settle(version=version, doubt=doubt, answer="  ", by=director)

    assert refusal.value.field == doubt.key


def test_answer_of_an_earlier_version_is_offered_again_and_stays_open(shelf, practitioner, director):
    first = submitted(shelf, practitioner)
    answer_all(first, director, "My own choice.")
    approval.approve_recipe(version=first, by=director)
    second = recipes.edit_version(version=first, composition=composition_of(first), by=practitioner)
    approval.submit(version=second, by=practitioner)

    (doubt,) = judge(second).doubts

    assert (doubt.is_open, doubt.earlier) == (True, "My own choice.")


def test_answer_to_another_sentence_does_not_settle_this_one(shelf, practitioner, director):
    version = submitted(shelf, practitioner)
    answer_all(version, director)
    approval.return_to_draft(version=version, by=director)
    both = Composition(tuple(Line(entry, Decimal(1)) for entry in (shelf.vitamin, shelf.anaesthetic)))
    recipes.edit_version(version=version, composition=both, by=practitioner)
    approval.submit(version=version, by=practitioner)

    assert [doubt.is_open for doubt in judge(version).doubts] == [True]


def test_recipe_with_a_stop_nobody_may_override_is_not_approved(shelf, practitioner, director):
    oily = IngredientFactory(name="Oily vitamin", vehicle="oil", approved=True, dose_data="published")
    version = submitted(shelf, practitioner, oily)

    with pytest.raises(Refusal, match="can never be given: Oily vitamin is in oil"):
        approval.approve_recipe(version=version, by=director)


def test_stop_that_a_prescriber_may_override_does_not_stop_the_recipe(shelf, practitioner, director, medication):
    row = Incompatibility.objects.create(
        key="pair", a="a", b="b", kind="pair", severity="block", level="stop", may_override=True, text="not together"
    )
    row.a_ingredients.add(shelf.vitamin)
    row.b_ingredients.add(medication)
    version = submitted(shelf, practitioner, shelf.vitamin, medication)
    answer_all(version, director)

    approval.approve_recipe(version=version, by=director)

    assert version.state == RecipeState.APPROVED


def test_retired_version_says_why(shelf, practitioner, director):
    version = submitted(shelf, practitioner)
    answer_all(version, director)
    approval.approve_recipe(version=version, by=director)

    approval.retire(version=version, reason=" A better one. ", by=director)

    assert (version.state, version.retired_reason, version.retired_by) == (
        RecipeState.RETIRED,
        "A better one.",
        director,
    )


def test_retiring_without_a_reason_is_refused_at_the_reason(shelf, practitioner, director):
    with pytest.raises(Refusal) as refusal:
        approval.retire(version=submitted(shelf, practitioner), reason=" ", by=director)

    assert refusal.value.field == "reason"


def test_high_alert_is_a_medicine_or_what_has_a_limit(shelf, director, medication):
    DoseLimit.objects.create(
        key="limit", ingredient=shelf.vitamin, purpose="session_limit", mg_per_kg=1, cap_mg=10, formula="1 mg/kg"
    )
    version = submitted(shelf, director, shelf.vitamin, medication, IngredientFactory(approved=True))

    assert [line.ingredient for line in high_alert_lines(version)] == [shelf.vitamin, medication]


def test_author_alone_does_not_approve_before_the_second_entry(shelf, director, alone, medication):
    version = submitted(shelf, director, medication)

    with pytest.raises(Refusal, match="second time first: Txa"):
        approval.approve_recipe(version=version, by=director)


def test_author_alone_approves_after_the_second_entry_and_the_record_says_so(shelf, director, alone, medication):
    version = submitted(shelf, director, medication)
    (line,) = unchecked_lines(version, by=director)
    check_blind(line=line, strength_value=Decimal(1), strength_unit="%", volume_ml=Decimal("1.0"), by=director)

    approval.approve_recipe(version=version, by=director)

    assert (version.state, version.approved_alone, version.approved_by) == (RecipeState.APPROVED, True, director)


@pytest.mark.parametrize(
    ("value", "unit", "volume", "field"),
    [
        ("100", "mg/mL", "1", "strength_value"),
        ("10", "IU/mL", "1", "strength_value"),
        ("10", "mEq/mL", "1", "strength_value"),
        (None, "", "1", "strength_value"),
        ("10", "mg/mL", "0.1", "volume_ml"),
        ("10", "mg/mL", "1.02", "volume_ml"),
    ],
)
def test_second_entry_that_differs_is_refused_without_telling(
    shelf, director, alone, medication, value, unit, volume, field
):
    (line,) = unchecked_lines(submitted(shelf, director, medication), by=director)

    with pytest.raises(Refusal) as refusal:
        check_blind(
            line=line,
            strength_value=value and Decimal(value),
            strength_unit=unit,
            volume_ml=Decimal(volume),
            by=director,
        )

    assert (refusal.value.field, "10 mg/mL" in refusal.value.sentence) == (field, False)


def test_second_entry_of_an_earlier_submission_does_not_count(shelf, director, alone, medication):
    version = submitted(shelf, director, medication)
    (line,) = unchecked_lines(version, by=director)
    check_blind(line=line, strength_value=Decimal(10), strength_unit="mg/mL", volume_ml=Decimal(1), by=director)
    approval.return_to_draft(version=version, by=director)
    approval.submit(version=version, by=director)

    assert unchecked_lines(version, by=director) == [line]


def test_in_single_practitioner_mode_another_still_approves_as_ever(shelf, practitioner, director, alone, medication):
    version = submitted(shelf, practitioner, medication)

    approval.approve_recipe(version=version, by=director)

    assert version.approved_alone is False


def test_of_two_on_one_draft_the_second_is_told_and_nothing_is_overwritten(shelf, practitioner, director):
    draft = drafted(shelf, practitioner)
    seen = composition_of(draft).fingerprint
    theirs = Composition((Line(shelf.vitamin, Decimal(2)),))
    recipes.edit_version(version=draft, composition=theirs, by=director, seen=seen)

    mine = Composition((Line(shelf.vitamin, Decimal(3)),))
    with pytest.raises(Refusal, match="Somebody else has changed"):
        recipes.edit_version(version=draft, composition=mine, by=practitioner, seen=seen)

    assert draft.lines.get().amount == 2
