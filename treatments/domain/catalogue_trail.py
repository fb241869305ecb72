"""What every decision on the catalogue shares: who may, which edition was read, and the line it leaves in the trail."""

import hashlib
import json
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain.audit import record
from clinic.practice.models import AuditEntry, User
from treatments.catalogue.kinds import KINDS, Kind
from treatments.models.catalogue import CatalogueEntry, CatalogueRow
from treatments.models.catalogue.facts import facts_of


def kind_of(row: CatalogueRow) -> Kind:
    """Return the kind of an entry."""
    return kind_for(type(row))


def kind_for(model: type[CatalogueRow]) -> Kind:
    """Return the kind whose table this is."""
    return next(kind for kind in KINDS if kind.model is model)


def key_of(row: CatalogueEntry) -> str:
    """Return the entry's name in the audit trail: "<kind>:<key>"."""
    return f"{kind_of(row).file}:{row.key}"


def fields_of(kind: Kind) -> list[str]:
    """Return the facts of a kind, by the names of its fields."""
    return [name for name in kind.spec.model_fields if name != "key"]


def with_facts(kind: Kind, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Fetch the entries with every fact that stands in other tables: one query for each such field, however many."""
    columns = {name: kind.model._meta.get_field(name) for name in fields_of(kind)}
    joined = [name for name, field in columns.items() if field.many_to_one]
    many = [name for name, field in columns.items() if field.many_to_many or field.one_to_many]
    return rows.select_related("approved_by", *joined).prefetch_related(*many)


def edition_of(row: CatalogueEntry) -> str:
    """Return a short mark of what the entry says now. Another mark: somebody changed it since."""
    facts = facts_of(row, fields_of(kind_of(row)))
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


def may_decide(*, by: User, reason: str) -> None:
    """Refuse whoever may not approve, and a decision without a reason."""
    if not by.may_approve:
        raise Refusal(_("Only someone who may approve can decide on the catalogue."), code="may_approve")
    if not reason.strip():
        raise Refusal(_("Say why."), field="reason")


def locked(entry: CatalogueEntry) -> CatalogueEntry:
    """Return the entry as it stands, held until the transaction ends."""
    return type(entry)._default_manager.select_for_update(of=("self",)).get(pk=entry.pk)


def not_as_read(row: CatalogueEntry) -> Refusal:
    """Say who changed the entry while somebody else had it open."""
    last = AuditEntry.objects.filter(about=key_of(row)).select_related("user").first()
    who = str(last.user) if last and last.user else _("Somebody")
    sentence = _("%(who)s has changed this entry since you opened it. Read it again: what you typed is still here.")
    return Refusal(sentence % {"who": who}, code="stale")


def write_down(verb: str, entry: CatalogueEntry, *, by: User, reason: str, **details: Any) -> None:
    """Keep who did what to an entry, and why; `details` with what it was before and is now."""
    record(verb=f"catalogue.{verb}", about=key_of(entry), by=by, details={"reason": reason.strip(), **details})
