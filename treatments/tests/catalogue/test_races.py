"""Two of the clinic decide on one entry at the same moment: one decision stands, the other is told, nothing is lost."""

import pytest

from clinic.kit.errors import Refusal
from clinic.kit.tests.crowd import at_once
from clinic.practice.models import AuditEntry
from treatments.domain.catalogue import approve_entries, block, restrict
from treatments.domain.catalogue_trail import edition_of
from treatments.domain.catalogue_writing import add_entry, edit_entry
from treatments.models import Status, Zone
from treatments.queries.catalogue_faces import kind_named
from treatments.tests.factories.catalogue import SourceFactory, ZoneFactory, approver

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chin():
    SourceFactory(key="editorial")
    approver()
    return ZoneFactory(key="chin", name="Chin")


def told(attempt):
    """What an attempt made, or the sentence that it was refused with."""
    try:
        return attempt()
    except Refusal as refusal:
        return refusal


def all_at_once(attempts):
    return at_once([lambda attempt=attempt: told(attempt) for attempt in attempts])


def verbs() -> list[str]:
    return sorted(AuditEntry.objects.filter(about="zones:chin").values_list("verb", flat=True))


def test_of_ten_approvals_one_counts(chin):
    by = approver()
    results = at_once([lambda: approve_entries(entries=[Zone.objects.get()], by=by, reason="read")] * 10)
    assert sorted(len(result) for result in results) == [0] * 9 + [1]
    assert verbs() == ["catalogue.approved"]


def test_of_ten_edits_of_one_page_one_is_kept_and_nine_are_told(chin):
    by, read = approver(), edition_of(chin)
    edits = [
        lambda name=name: edit_entry(entry=chin, changes={"name": name}, by=by, reason="clearer", read=read)
        for name in (f"Chin {number}" for number in range(10))
    ]
    results = all_at_once(edits)
    kept = [result for result in results if isinstance(result, Zone)]
    refused = [result.code for result in results if not isinstance(result, Zone)]
    assert (refused, Zone.objects.get().name) == (["stale"] * 9, kept[0].name)


def test_a_block_is_never_undone_by_a_restriction(chin):
    by = approver()
    tries = [
        lambda: block(entry=chin, by=by, reason="recalled"),
        lambda: restrict(entry=chin, by=by, reason="physicians"),
    ]
    all_at_once(tries * 4)
    assert Zone.objects.get().status == Status.BLOCKED


def test_of_ten_new_entries_with_one_key_one_is_kept(chin):
    by, facts = approver(), {"region": "face", "sources": ["editorial"]}
    zones = kind_named("zones")
    tries = [
        lambda name=name: add_entry(kind=zones, key="jaw", facts={**facts, "name": name}, by=by, reason="ours")
        for name in (f"Jaw {number}" for number in range(10))
    ]
    results = all_at_once(tries)
    refused = [result.field for result in results if not isinstance(result, Zone)]
    assert (refused, Zone.objects.filter(key="jaw").count()) == (["key"] * 9, 1)
