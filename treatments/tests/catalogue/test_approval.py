"""Who may decide on the catalogue, and what a decision leaves behind."""

import pytest

from clinic.kit.errors import Refusal
from clinic.practice.models import AuditEntry, User
from treatments.domain.catalogue import adopt_shipped, approve_entries, block, reopen, restrict
from treatments.domain.catalogue_trail import edition_of, key_of
from treatments.models import Ingredient, Status
from treatments.tests.factories.catalogue import ConcernFactory, IngredientFactory, approver

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


def test_there_is_nothing_to_take_over_when_nothing_waits():
    with pytest.raises(Refusal, match="Nothing new was shipped"):
        adopt_shipped(entry=IngredientFactory(), by=approver(), reason="tidy")


def test_who_approves_second_approves_nothing_and_loses_nothing():
    entry = IngredientFactory()
    second = User.objects.create_user("second@example.test", name="Sam Second", may_approve=True)
    seen_by_second = Ingredient.objects.get()
    approve_entries(entries=[entry], by=approver(), reason="first")
    assert approve_entries(entries=[seen_by_second], by=second, reason="second") == []


def test_what_changed_since_it_was_read_is_not_approved():
    read, changed = IngredientFactory(), IngredientFactory()
    editions = {key_of(entry): edition_of(entry) for entry in (read, changed)}
    Ingredient.objects.filter(pk=changed.pk).update(name="Something else")
    approved = approve_entries(entries=[read, changed], by=approver(), reason="read both", read=editions)
    assert approved == [read]


@pytest.mark.parametrize("decide", [restrict, block])
def test_a_decision_leaves_who_why_and_what_was_before(decide):
    entry = IngredientFactory(key="txa", approved=True)
    after = decide(entry=entry, by=approver(), reason="a new report").status
    trail = AuditEntry.objects.get(about="ingredients:txa")
    assert (trail.user, trail.details) == (
        approver(),
        {"reason": "a new report", "before": {"status": "candidate"}, "after": {"status": after}},
    )


def test_what_is_blocked_is_offered_to_nobody():
    block(entry=IngredientFactory(approved=True), by=approver(), reason="recalled")
    assert Ingredient.objects.offered().count() == 0


def test_restricting_what_another_has_just_blocked_does_not_open_it():
    entry = IngredientFactory(approved=True)
    seen = Ingredient.objects.get()
    block(entry=entry, by=approver(), reason="recalled")
    with pytest.raises(Refusal, match="This entry is blocked"):
        restrict(entry=seen, by=approver(), reason="physicians only")
    assert Ingredient.objects.get().status == Status.BLOCKED


def test_who_blocks_second_is_told():
    entry = IngredientFactory(status=Status.BLOCKED)
    with pytest.raises(Refusal, match="This entry is blocked"):
        block(entry=entry, by=approver(), reason="recalled")


def test_what_is_reopened_waits_for_its_approval():
    entry = reopen(entry=IngredientFactory(approved=True, status=Status.BLOCKED), by=approver(), reason="cleared")
    assert (entry.status, entry.is_approved, entry.is_offered) == (Status.CANDIDATE, False, False)


@pytest.mark.parametrize("decide", [restrict, block, reopen])
def test_who_may_not_approve_decides_nothing(decide, nurse):
    with pytest.raises(Refusal, match="Only someone who may approve"):
        decide(entry=IngredientFactory(), by=nurse, reason="I think so")
