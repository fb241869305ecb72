"""How the clinic writes its own catalogue: edit an entry, add one, adopt a published protocol, take an own one away.

What is written waits for its approval. Facts have the form of the YAML files: keys for other entries, text for numbers.
"""

import re
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain.audit import record
from clinic.practice.models import AuditEntry, User
from treatments.catalogue.kinds import Kind
from treatments.catalogue.shipping import shipped_facts, write_facts
from treatments.domain.catalogue_checks import known_keys, problems
from treatments.domain.catalogue_screening import reach_of, screen_anew
from treatments.domain.catalogue_trail import (
    edition_of,
    fields_of,
    key_of,
    kind_of,
    locked,
    may_decide,
    not_as_read,
    write_down,
)
from treatments.domain.catalogue_use import used_by
from treatments.models import Protocol, Source
from treatments.models.catalogue import CatalogueEntry
from treatments.models.catalogue.facts import facts_of

RESERVED = {"new"}
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
NAMES = ("name", "label")
OWN_SOURCE = "the clinic's own"


@transaction.atomic
def edit_entry(
    *, entry: CatalogueEntry, changes: dict[str, Any], by: User, reason: str, read: str | None = None
) -> CatalogueEntry:
    """Give an entry the clinic's own values; later loads keep them. It needs its approval anew.

    `read` is the edition the person changed. What it was before stays in the trail.
    Refusal: `by` may not approve, gives no reason, nothing is different, somebody changed it since it was read
    (code "stale"), or a value is not possible (with its field).
    """
    may_decide(by=by, reason=reason)
    row = locked(entry)
    if read is not None and read != edition_of(row):
        raise not_as_read(row)
    before, after = _differences(row, _checked(kind_of(row), row.key, {**_stated(row), **changes}, changes))
    if not after:
        raise Refusal(_("Nothing is different from what stands there."), code="same")
    reach = reach_of([row])
    row.approved_by = row.approved_at = None
    write_facts(row, after)
    write_down("changed", row, by=by, reason=reason, fields=sorted(after), before=before, after=after)
    screen_anew(reach | reach_of([row]), by=by)
    return row


@transaction.atomic
def add_entry(*, kind: Kind, facts: dict[str, Any], by: User, reason: str, key: str = "") -> CatalogueEntry:
    """Add an entry of the clinic's own; it waits for its approval. Without a `key` one is made of its name.

    Refusal: `by` may not approve, gives no reason, the key or the name stands there already, or a value is not
    possible (with its field).
    """
    may_decide(by=by, reason=reason)
    row = _new_row(kind, facts, key)
    write_down("added", row, by=by, reason=reason)
    screen_anew(reach_of([row]), by=by)
    return row


@transaction.atomic
def add_source(*, title: str, by: User, reason: str) -> Source:
    """Add a source of the clinic's own (an audit, a letter of a maker) that entries may name. Returns the row.

    A title that stands there already is that source. Refusal: `by` may not approve, or gives no reason.
    """
    may_decide(by=by, reason=reason)
    if known := Source.objects.filter(title__iexact=title).first():
        return known
    key = _free_key(Source, slugify(f"own {title}")[:50].strip("-"))
    row = Source.objects.create(key=key, title=title, kind=OWN_SOURCE)
    record(verb="catalogue.added", about=f"sources:{key}", by=by, details={"reason": reason.strip()})
    return row


@transaction.atomic
def adopt_protocol(*, protocol: Protocol, facts: dict[str, Any], by: User, reason: str, key: str = "") -> Protocol:
    """Make a published protocol the clinic's: a copy under its own key with these facts, waiting for its approval.

    Refusal: as for `add_entry`, or the protocol itself was adopted from another one.
    """
    may_decide(by=by, reason=reason)
    if protocol.adopted_from_id:
        raise Refusal(_("This protocol is the clinic's own already: edit it."))
    row = _new_row(kind_of(protocol), facts, key or _free_key(Protocol, f"{protocol.key}-own"))
    assert isinstance(row, Protocol)
    row.adopted_from = protocol
    row.save(update_fields=["adopted_from"])
    write_down("adopted_as_own", row, by=by, reason=reason, source=protocol.key)
    return row


@transaction.atomic
def remove_entry(*, entry: CatalogueEntry, by: User, reason: str) -> None:
    """Take away an entry of the clinic's own that nobody has approved and nothing uses.

    Refusal: `by` may not approve, gives no reason, or it must stay (code "in_use": it can be blocked instead).
    """
    may_decide(by=by, reason=reason)
    row = locked(entry)
    if why := _why_it_stays(row):
        raise Refusal(why, code="in_use")
    write_down("removed", row, by=by, reason=reason, before=_stated(row))
    reach = reach_of([row])
    row.delete()
    screen_anew(reach, by=by)


def _stated(row: CatalogueEntry) -> dict[str, Any]:
    """What the entry says now, in the form in which a spec reads it: an empty thing is left out."""
    facts = facts_of(row, fields_of(kind_of(row)))
    return {name: value for name, value in facts.items() if value not in ({}, None)}


def _differences(row: CatalogueEntry, facts: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    now = facts_of(row, facts)
    after = {name: value for name, value in facts.items() if now[name] != value}
    return {name: now[name] for name in after}, after


def _checked(kind: Kind, key: str, facts: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """Hold the facts against the same spec as a shipped entry, and against the table. Raises Refusal at its field."""
    for field, words in problems(kind, key, facts):
        raise Refusal(words, field=field)
    spec = kind.spec.model_validate({"key": key, **facts}, context=known_keys())
    shipped = shipped_facts(kind.model, spec)
    return {name: shipped[name] for name in wanted}


def _new_row(kind: Kind, facts: dict[str, Any], key: str) -> CatalogueEntry:
    _refuse_same_name(kind, facts)
    key = _checked_key(kind, key, facts)
    last = kind.model._default_manager.aggregate(last=Max("order"))["last"] or 0
    checked = _checked(kind, key, facts, facts)
    row = kind.model(key=key, order=min(last + 1, 32000))
    assert isinstance(row, CatalogueEntry)
    try:
        with transaction.atomic():
            write_facts(row, checked)
    except IntegrityError as error:
        raise Refusal(_("Somebody has just added an entry with this short name."), field="key") from error
    return row


def _checked_key(kind: Kind, key: str, facts: dict[str, Any]) -> str:
    if not key:
        words = next((str(facts[name]) for name in (*NAMES, *facts) if isinstance(facts.get(name), str)), "entry")
        return _free_key(kind.model, slugify(words)[:50].strip("-") or "entry")
    if not KEY.fullmatch(key) or key in RESERVED:
        raise Refusal(_("Letters, digits, - and _ only, beginning with a letter or digit."), field="key")
    if kind.model._default_manager.filter(key=key).exists():
        raise Refusal(_("“%(key)s” is taken: choose another short name.") % {"key": key}, field="key")
    return key


def _free_key(model: Any, wanted: str) -> str:
    wanted = wanted[:55]
    taken = set(model._default_manager.filter(key__startswith=wanted).values_list("key", flat=True)) | RESERVED
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(key for key in numbered if key not in taken)


def _refuse_same_name(kind: Kind, facts: dict[str, Any]) -> None:
    for name in NAMES:
        if facts.get(name) and kind.model._default_manager.filter(**{f"{name}__iexact": facts[name]}).exists():
            raise Refusal(_("There is a “%(name)s” already.") % {"name": facts[name]}, field=name)


def _why_it_stays(row: CatalogueEntry) -> str:
    if row.shipped:
        return _("A shipped entry is not deleted, or the next release would bring it back. Block it instead.")
    if AuditEntry.objects.filter(about=key_of(row), verb="catalogue.approved").exists() or row.is_approved:
        return _("It has been approved once: signed records may name it. Block it instead.")
    if uses := used_by(row):
        return _("It is in use: %(where)s. Block it instead.") % {"where": ", ".join(use.words for use in uses)}
    return ""
