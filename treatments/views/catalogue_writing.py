"""Writing the catalogue: an entry changed, one of the clinic's own added, a published protocol adopted."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from treatments.catalogue.kinds import Kind
from treatments.domain.catalogue import approve_entries
from treatments.domain.catalogue_trail import edition_of, fields_of, with_facts
from treatments.domain.catalogue_writing import add_entry, add_source, adopt_protocol, edit_entry
from treatments.forms.catalogue_entry import EntryForm
from treatments.models import CatalogueEntry, Protocol
from treatments.models.catalogue.facts import facts_of
from treatments.queries.catalogue_entry import history
from treatments.queries.catalogue_faces import is_rule
from treatments.queries.catalogue_lists import name_of
from treatments.queries.catalogue_words import Names
from treatments.views.catalogue import get_kind


@staff_only(*CLINICAL)
def edit(request: StaffRequest, kind: str, key: str) -> HttpResponse:
    """Change an entry. What it was stays in its history; it waits for its approval anew."""
    known, names = _approver(request, kind), Names()
    row = _row(known, key)
    posted = request.POST if request.method == "POST" else None
    form = EntryForm(posted, kind=known, stated=_stated(known, row), key=key, names=names)
    given = {"entry": row, "edition": request.POST.get("read") or edition_of(row)}
    if posted is not None and form.is_valid() and _changed(request, row, form, given, names):
        return redirect("treatments:entry", kind, key)
    return _show(request, known, form, given)


@staff_only(*CLINICAL)
def new(request: StaffRequest, kind: str) -> HttpResponse:
    """Add an entry of the clinic's own; `?from=` starts from another one, and adopts it if it is a protocol."""
    known, names = _approver(request, kind), Names()
    source = _row(known, request.GET["from"]) if request.GET.get("from") else None
    posted = request.POST if request.method == "POST" else None
    form = EntryForm(posted, kind=known, stated=_start(known, source), names=names)
    if posted is not None and form.is_valid() and (row := _added(request, known, source, form)):
        return redirect("treatments:entry", kind, row.key)
    return _show(request, known, form, {"source": source})


def _approver(request: StaffRequest, kind: str) -> Kind:
    if not request.user.may_approve:
        raise PermissionDenied
    return get_kind(kind)


def _row(kind: Kind, key: str) -> CatalogueEntry:
    row = with_facts(kind, kind.model._default_manager.all()).filter(key=key).first()
    if row is None:
        raise Http404
    return row


def _stated(kind: Kind, row: CatalogueEntry) -> dict[str, Any]:
    return facts_of(row, fields_of(kind))


def _start(kind: Kind, source: CatalogueEntry | None) -> dict[str, Any]:
    """Begin with the facts of the source; its status is its own, and the copy has a name of its own."""
    if source is None:
        return {}
    stated = {name: value for name, value in _stated(kind, source).items() if name != "status"}
    name = next((name for name in ("name", "label") if name in stated), "")
    return {**stated, name: _("%(name)s (ours)") % {"name": stated[name]}} if name else stated


def _changed(request: StaffRequest, row: CatalogueEntry, form: EntryForm, given: dict[str, Any], names: Names) -> bool:
    reason, read = form.cleaned_data["reason"], form.cleaned_data["read"] or None
    try:
        with transaction.atomic():
            changes = _facts(request, form)
            changed = edit_entry(entry=row, changes=changes, by=request.user, reason=reason, read=read)
            if "approve" in request.POST:
                approve_entries(entries=[changed], by=request.user, reason=reason)
    except Refusal as refusal:
        _refuse(form, refusal)
        if refusal.code == "stale":
            given |= {"meanwhile": history(form.kind, row, names)[:1], "edition": edition_of(row)}
        return False
    messages.success(request, _("Kept and approved.") if changed.is_approved else _("Kept. It waits for its approval."))
    return True


def _added(request: StaffRequest, kind: Kind, source: CatalogueEntry | None, form: EntryForm) -> CatalogueEntry | None:
    told = {"key": form.cleaned_data["key"], "reason": form.cleaned_data["reason"]}
    try:
        with transaction.atomic():
            row = _add(kind, source, by=request.user, facts=_facts(request, form), **told)
            if "approve" in request.POST:
                approve_entries(entries=[row], by=request.user, reason=told["reason"])
    except Refusal as refusal:
        _refuse(form, refusal)
        return None
    messages.success(request, _("Added and approved.") if row.is_approved else _("Added. It waits for its approval."))
    return row


def _facts(request: StaffRequest, form: EntryForm) -> dict[str, Any]:
    """What the form says, with the clinic's own source added first if it names one."""
    title, reason = form.cleaned_data["own_source"], form.cleaned_data["reason"]
    return form.facts(add_source(title=title, by=request.user, reason=reason).key if title else "")


def _add(kind: Kind, source: CatalogueEntry | None, **told: Any) -> CatalogueEntry:
    if isinstance(source, Protocol) and source.adopted_from_id is None:
        return adopt_protocol(protocol=source, **told)
    return add_entry(kind=kind, **told)


def _refuse(form: EntryForm, refusal: Refusal) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)


def _show(request: StaffRequest, kind: Kind, form: EntryForm, given: dict[str, Any]) -> HttpResponse:
    shown = {**given, "form": form, "kind": kind, "name": name_of(kind), "is_rule": is_rule(kind)}
    return render(request, "treatments/catalogue/edit.html", shown, status=422 if form.is_bound else 200)
