"""Sealing the audit trail: each seal is a hash over a batch of entries and the seal before it."""

import json
from collections.abc import Iterable
from datetime import UTC, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils import timezone

from clinic.practice.models import AuditEntry, AuditSeal

SETTLED = timedelta(minutes=10)


def seal_new_entries(*, settled: timedelta = SETTLED) -> AuditSeal | None:
    """Seal what was written since the last seal and return the new seal, or None when there was nothing to seal.

    Entries younger than `settled` wait for the next time: a transaction still open may yet commit an older number.
    Of two beats that seal at once, one wins and the other goes quietly.
    """
    last = AuditSeal.objects.order_by("-number").first()
    entries = _after(last, settled)
    if not entries:
        return None
    seal = AuditSeal(
        number=last.number + 1 if last else 1,
        last_entry=entries[-1],
        digest=_digest(last.digest if last else "", entries),
    )
    try:
        with transaction.atomic():
            seal.save(force_insert=True)
    except IntegrityError:
        return None
    return seal


def verify_seals() -> AuditSeal | None:
    """Return the first seal that no longer fits its entries (one was changed, removed or slipped in), or None."""
    before, digest = 0, ""
    for seal in AuditSeal.objects.order_by("number"):
        entries = AuditEntry.objects.filter(pk__gt=before, pk__lte=seal.last_entry_id).order_by("pk")
        if _digest(digest, entries.iterator()) != seal.digest:
            return seal
        before, digest = seal.last_entry_id, seal.digest
    return None


def _after(last: AuditSeal | None, settled: timedelta) -> list[AuditEntry]:
    new = AuditEntry.objects.filter(pk__gt=last.last_entry_id if last else 0).order_by("pk")
    unsettled = new.filter(at__gt=timezone.now() - settled).values_list("pk", flat=True).first()
    return list(new if unsettled is None else new.filter(pk__lt=unsettled))


def _digest(before: str, entries: Iterable[AuditEntry]) -> str:
    seal = sha256(before.encode())
    for entry in entries:
        seal.update(_line(entry).encode())
    return seal.hexdigest()


def _line(entry: AuditEntry) -> str:
    written = [
        entry.pk,
        entry.at.astimezone(UTC).isoformat(),
        entry.actor_kind,
        entry.user_id,
        str(entry.link or ""),
        entry.verb,
        entry.about,
        entry.location_id,
        entry.details,
    ]
    return json.dumps(written, sort_keys=True, ensure_ascii=True) + "\n"
