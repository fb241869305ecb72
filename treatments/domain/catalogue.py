"""What a medical director does with the catalogue: approve, restrict, block, reopen, take over newly shipped facts.

Writing entries (edit, add, adopt, remove) stands in catalogue_writing.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.models import User
from treatments.catalogue.loading import take_shipped
from treatments.domain.catalogue_screening import protects, reach_of, screen_anew
from treatments.domain.catalogue_trail import (
    edition_of,
    key_of,
    kind_for,
    locked,
    may_decide,
    with_facts,
    write_down,
)
from treatments.models.catalogue import CatalogueEntry, Status

OPEN_TO_BLOCK = (Status.CANDIDATE, Status.RESTRICTED, Status.REFERENCE)
CLOSED = (Status.RESTRICTED, Status.REFERENCE, Status.BLOCKED)


@transaction.atomic
def approve_entries(
    *, entries: Iterable[CatalogueEntry], by: User, reason: str, read: Mapping[str, str] | None = None
) -> list[CatalogueEntry]:
    """Approve catalogue entries, so that the ones neither blocked nor for reference may reach a patient.

    Entries approved before keep their first approval. `read` maps "<kind>:<key>" to the edition the person read:
    an entry that says something else by now is left out. Returns the ones approved now, with name and time set.
    Refusal: `by` may not approve, or gives no reason.
    """
    may_decide(by=by, reason=reason)
    entries = list(entries)
    still = None if read is None else _unchanged(entries, read)
    now = timezone.now()
    known = entries if still is None else [entry for entry in entries if key_of(entry) in still]
    approved = [entry for entry in known if _claim_approval(entry, by=by, now=now)]
    for entry in approved:
        write_down("approved", entry, by=by, reason=reason)
    screen_anew(reach_of(entry for entry in approved if not protects(entry)), by=by)
    return approved


@transaction.atomic
def sign_together(
    *,
    entries: Iterable[CatalogueEntry],
    taken: Iterable[CatalogueEntry],
    by: User,
    reason: str,
    read: Mapping[str, str],
) -> tuple[list[CatalogueEntry], list[CatalogueEntry]]:
    """Approve what waits and take over what was newly shipped, in one signature. The caller has asked the password.

    Returns the entries approved and those renewed. What says something else than was read, or was decided by
    somebody else meanwhile, is left out. Refusal: `by` may not approve, or gives no reason.
    """
    approved = approve_entries(entries=entries, by=by, reason=reason, read=read)
    wanted = list(taken)
    still = _unchanged(wanted, read)
    renewed = [entry for entry in wanted if key_of(entry) in still and entry.pending]
    return approved, [adopt_shipped(entry=entry, by=by, reason=reason) for entry in renewed]


@transaction.atomic
def restrict(*, entry: CatalogueEntry, by: User, reason: str) -> CatalogueEntry:
    """Leave the entry to physicians, with extra checks. An approval stays. Refusal: it is not freely offered now."""
    return _set_status(entry, Status.RESTRICTED, only_from=(Status.CANDIDATE,), verb="restricted", by=by, reason=reason)


@transaction.atomic
def block(*, entry: CatalogueEntry, by: User, reason: str) -> CatalogueEntry:
    """Keep the entry from every patient; a rule no longer warns. Refusal: it is blocked already."""
    return _set_status(entry, Status.BLOCKED, only_from=OPEN_TO_BLOCK, verb="blocked", by=by, reason=reason)


@transaction.atomic
def reopen(*, entry: CatalogueEntry, by: User, reason: str) -> CatalogueEntry:
    """Let the entry be offered again, once it has been approved anew. Refusal: nothing holds it back."""
    forgotten = {"approved_by": None, "approved_at": None}
    return _set_status(entry, Status.CANDIDATE, only_from=CLOSED, verb="reopened", by=by, reason=reason, also=forgotten)


@transaction.atomic
def adopt_shipped(*, entry: CatalogueEntry, by: User, reason: str) -> CatalogueEntry:
    """Take over the newer shipped facts that wait for approval, except in fields the clinic changed itself.

    Refusal: `by` may not approve, gives no reason, or nothing waits.
    """
    may_decide(by=by, reason=reason)
    row = locked(entry)
    if not row.pending:
        raise Refusal(_("Nothing new was shipped for this entry."))
    fields = sorted(row.pending)
    reach = reach_of([row])
    news, row.pending = row.pending, {}
    take_shipped(row, news)
    row.approved_by, row.approved_at = by, timezone.now()
    row.save(update_fields=["approved_by", "approved_at", "pending"])
    write_down("adopted", row, by=by, reason=reason, fields=fields)
    screen_anew(reach | reach_of([row]), by=by)
    return row


def _unchanged(entries: list[CatalogueEntry], read: Mapping[str, str]) -> set[str]:
    """The names of those that still say what was read. A few queries a kind, however many entries."""
    same: set[str] = set()
    for model, rows in groupby(entries, key=type):
        keys = [row.pk for row in rows]
        held = kind_for(model).model._default_manager.select_for_update(of=("self",)).filter(pk__in=keys)
        now = with_facts(kind_for(model), held)
        same |= {key_of(row) for row in now if read.get(key_of(row)) == edition_of(row)}
    return same


def _claim_approval(entry: CatalogueEntry, *, by: User, now: Any) -> bool:
    waiting = type(entry)._default_manager.filter(pk=entry.pk, approved_at__isnull=True)
    if not waiting.update(approved_by=by, approved_at=now):
        return False
    entry.approved_by, entry.approved_at = by, now
    return True


def _set_status(
    entry: CatalogueEntry,
    status: Status,
    *,
    only_from: tuple[Status, ...],
    verb: str,
    by: User,
    reason: str,
    also: dict[str, Any] | None = None,
) -> CatalogueEntry:
    may_decide(by=by, reason=reason)
    row = locked(entry)
    before = row.status
    mine = type(row)._default_manager.filter(pk=row.pk, status=before, status__in=only_from)
    if not mine.update(status=status, **(also or {})):
        raise _first_was_another(row)
    row.refresh_from_db()
    write_down(verb, row, by=by, reason=reason, before={"status": before}, after={"status": status.value})
    screen_anew(reach_of([row]), by=by)
    return row


def _first_was_another(row: CatalogueEntry) -> Refusal:
    words = {
        Status.CANDIDATE: _("Nothing holds this entry back: it may be offered once it is approved."),
        Status.RESTRICTED: _("This entry is restricted already."),
        Status.REFERENCE: _("This entry is kept for reference and not offered: reopen it first."),
        Status.BLOCKED: _("This entry is blocked. Reopen it first if it should be used again."),
    }
    return Refusal(words[Status(row.status)], code="status")
