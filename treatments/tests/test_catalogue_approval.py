"""Who may decide on the catalogue, and what a decision leaves behind."""

import pytest

from clinic.kit.errors import Refusal
from clinic.practice.models import AuditEntry, User
from treatments.domain.catalogue import adopt_shipped, approve_entries, change_entry
from treatments.models import Ingredient, Status
from treatments.tests.factories.catalogue import ConcernFactory, IngredientFactory, SourceFactory, approver

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse() -> User:
    return User.objects.create_user("nurse@example.test", name="Nora Nurse", may_inject=True)


def test_an_approved_entry_is_offered_with_name_and_time():
    entry = IngredientFactory()
    approve_entries(entries=[entry], by=approver(), reason="read its sources")
    offered = Ingredient.objects.offered().get()
    assert (offered, offered.approved_by, offered.is_offered) == (entry, approver(), True)


def test_only_who_may_approve_approves(nurse):
    entry = IngredientFactory()
    with pytest.raises(Refusal, match="Only someone who may approve"):
        approve_entries(entries=[entry], by=nurse, reason="looks fine")
    assert Ingredient.objects.approved().count() == 0


def test_an_approval_needs_a_reason():
    with pytest.raises(Refusal) as refused:
        approve_entries(entries=[IngredientFactory()], by=approver(), reason="  ")
    assert refused.value.field == "reason"


def test_the_first_approval_stays():
    entry = IngredientFactory(approved=True)
    second = User.objects.create_user("second@example.test", name="Sam Second", may_approve=True)
    assert approve_entries(entries=[entry], by=second, reason="again") == []
    assert Ingredient.objects.get().approved_by == approver()


def test_entries_of_several_kinds_are_approved_together():
    entries = [IngredientFactory(), ConcernFactory()]
    assert approve_entries(entries=entries, by=approver(), reason="the shortlist") == entries


def test_an_approval_leaves_who_when_and_why():
    entry = IngredientFactory(key="txa")
    approve_entries(entries=[entry], by=approver(), reason="read its sources")
    trail = AuditEntry.objects.get(about="ingredients:txa")
    assert (trail.verb, trail.user, trail.details) == (
        "catalogue.approved",
        approver(),
        {"reason": "read its sources"},
    )


@pytest.mark.parametrize("status", [Status.BLOCKED, Status.REFERENCE])
def test_a_blocked_or_reference_entry_is_not_offered_even_when_approved(status):
    IngredientFactory(approved=True, status=status)
    assert Ingredient.objects.offered().count() == 0


def test_a_blocked_rule_no_longer_protects_an_unapproved_one_does():
    waiting, _blocked = IngredientFactory(), IngredientFactory(status=Status.BLOCKED)
    assert list(Ingredient.objects.in_force()) == [waiting]


def test_a_change_is_the_clinics_own_and_approved():
    SourceFactory(key="editorial")
    entry = IngredientFactory(key="txa", shipped={"name": "Tranexamic acid"}, name="Tranexamic acid")
    changed = change_entry(entry=entry, changes={"name": "TXA"}, by=approver(), reason="our word")
    assert (changed.name, changed.changed_fields, changed.is_approved) == ("TXA", ["name"], True)


def test_an_impossible_change_is_refused_at_its_field():
    SourceFactory(key="editorial")
    entry = IngredientFactory()
    with pytest.raises(Refusal) as refused:
        change_entry(entry=entry, changes={"concerns": ["baldness"]}, by=approver(), reason="try")
    assert (refused.value.field, refused.value.sentence) == (
        "concerns",
        "concerns[0]: “baldness” is not in concerns.yaml (it says “baldness”).",
    )


def test_a_change_by_someone_else_changes_nothing(nurse):
    entry = IngredientFactory(name="Zinc")
    with pytest.raises(Refusal):
        change_entry(entry=entry, changes={"name": "Sink"}, by=nurse, reason="typo")
    assert Ingredient.objects.get().name == "Zinc"


def test_there_is_nothing_to_take_over_when_nothing_waits():
    with pytest.raises(Refusal, match="Nothing new was shipped"):
        adopt_shipped(entry=IngredientFactory(), by=approver(), reason="tidy")
