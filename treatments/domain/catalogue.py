"""What a medical director does with the catalogue: approve it, change it, take over newly shipped facts."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from clinic.kit.errors import Refusal
from clinic.practice.domain.audit import record
from clinic.practice.models import User
from treatments.catalogue.checking import sentence
from treatments.catalogue.kinds import KINDS, Kind
from treatments.catalogue.loading import take_shipped
from treatments.catalogue.shipping import shipped_facts, write_facts
from treatments.models.catalogue import CatalogueEntry
from treatments.models.catalogue.facts import facts_of


@transaction.atomic
def approve_entries(*, entries: Iterable[CatalogueEntry], by: User, reason: str) -> list[CatalogueEntry]:
    """Approve catalogue entries, so that the ones neither blocked nor for reference may reach a patient.

    Entries approved before keep their first approval. Returns the ones approved now, with name and time set.
    Refusal: `by` may not approve, or gives no reason.
    """
    _may_decide(by=by, reason=reason)
    now = timezone.now()
    approved = [entry for entry in entries if _claim_approval(entry, by=by, now=now)]
    for entry in approved:
        _write_down("approved", entry, by=by, reason=reason)
    return approved


@transaction.atomic
def change_entry(*, entry: CatalogueEntry, changes: dict[str, Any], by: User, reason: str) -> CatalogueEntry:
    """Give an entry the clinic's own values; later loads keep them. What is changed here is approved with it.

    `changes` maps fields to values in the form of the YAML files (keys for other entries, text for decimals).
    Refusal: `by` may not approve, gives no reason, or a value is not possible (with its field).
    """
    _may_decide(by=by, reason=reason)
    row = _lock(entry)
    write_facts(row, _checked_changes(row, changes))
    _approve_again(row, by=by)
    _write_down("changed", row, by=by, reason=reason, fields=sorted(changes))
    return row


@transaction.atomic
def adopt_shipped(*, entry: CatalogueEntry, by: User, reason: str) -> CatalogueEntry:
    """Take over the newer shipped facts that wait for approval, except in fields the clinic changed itself.

    Refusal: `by` may not approve, gives no reason, or nothing waits.
    """
    _may_decide(by=by, reason=reason)
    row = _lock(entry)
    if not row.pending:
        raise Refusal(_("Nothing new was shipped for this entry."))
    fields = sorted(row.pending)
    news, row.pending = row.pending, {}
    take_shipped(row, news)
    _approve_again(row, by=by)
    _write_down("adopted", row, by=by, reason=reason, fields=fields)
    return row


def _may_decide(*, by: User, reason: str) -> None:
    if not by.may_approve:
        raise Refusal(_("Only someone who may approve can decide on the catalogue."), code="may_approve")
    if not reason.strip():
        raise Refusal(_("Say why."), field="reason")


def _claim_approval(entry: CatalogueEntry, *, by: User, now: Any) -> bool:
    waiting = type(entry).objects.filter(pk=entry.pk, approved_at__isnull=True)
    if not waiting.update(approved_by=by, approved_at=now):
        return False
    entry.approved_by, entry.approved_at = by, now
    return True


def _approve_again(row: CatalogueEntry, *, by: User) -> None:
    row.approved_by, row.approved_at = by, timezone.now()
    row.save(update_fields=["approved_by", "approved_at", "pending"])


def _lock(entry: CatalogueEntry) -> CatalogueEntry:
    return type(entry).objects.select_for_update(of=("self",)).get(pk=entry.pk)


def _kind_of(row: CatalogueEntry) -> Kind:
    return next(kind for kind in KINDS if kind.model is type(row))


def _checked_changes(row: CatalogueEntry, changes: dict[str, Any]) -> dict[str, Any]:
    """Hold the changed entry against the same spec as a shipped one; the sources are not asked for again."""
    kind = _kind_of(row)
    known = {other.file: set(other.model._default_manager.values_list("key", flat=True)) for other in KINDS}
    before = facts_of(row, set(kind.spec.model_fields) - {"key"})
    stated = {name: value for name, value in before.items() if value not in ({}, None)}
    try:
        spec = kind.spec.model_validate({"key": row.key, **stated, **changes}, context=known)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        raise Refusal(sentence(detail), field=str(detail["loc"][0]) if detail["loc"] else None) from error
    facts = shipped_facts(kind.model, spec)
    return {name: facts[name] for name in changes}


def _write_down(verb: str, entry: CatalogueEntry, *, by: User, reason: str, **details: Any) -> None:
    about = f"{_kind_of(entry).file}:{entry.key}"
    record(verb=f"catalogue.{verb}", about=about, by=by, details={"reason": reason, **details})
