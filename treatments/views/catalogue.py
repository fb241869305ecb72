"""The catalogue: what is in it, one kind searched, one entry with its sources, history and uses, and its decisions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from clinic.practice.models import User
from treatments.catalogue.kinds import Kind
from treatments.domain.catalogue import adopt_shipped, approve_entries, block, reopen, restrict
from treatments.domain.catalogue_trail import not_as_read
from treatments.domain.catalogue_writing import remove_entry
from treatments.forms.catalogue import DecisionForm
from treatments.models import CatalogueEntry, Status
from treatments.queries.catalogue_entry import EntryPage, entry_page
from treatments.queries.catalogue_faces import FACES, is_rule, kind_named
from treatments.queries.catalogue_lists import asked_of, listing, name_of, parts

Decide = Callable[..., Any]


@staff_only(*CLINICAL)
def catalogue(request: StaffRequest) -> HttpResponse:
    """Every kind of the catalogue, with what waits for the medical director."""
    return render(request, "treatments/catalogue/index.html", {"parts": parts()})


@staff_only(*CLINICAL)
def entries(request: StaffRequest, kind: str) -> HttpResponse:
    """One kind, searched and filtered."""
    known = get_kind(kind)
    asked = asked_of(known, request.GET)
    shown = listing(known, asked, request.GET.get("page"))
    given = {
        "kind": known,
        "name": name_of(known),
        "face": FACES[known.file],
        "asked": asked,
        "is_asked": any(asked.values()),
        "shown": shown,
        "page": shown.page,
        "query": f"&{urlencode(asked)}",
    }
    return render(request, "treatments/catalogue/entries.html", given)


@staff_only(*CLINICAL)
def entry(request: StaffRequest, kind: str, key: str) -> HttpResponse:
    """One entry: every fact with its sources, who decided what, what uses it; who may approve decides here."""
    page = _page(request, get_kind(kind), key)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (answer := _decide(request, page, form)):
        return answer
    given = {
        "shown": page,
        "entry": page.entry,
        "kind": page.kind,
        "name": name_of(page.kind),
        "form": form,
        "is_rule": is_rule(page.kind),
        "verbs": verbs_for(page.entry, page.kind) if request.user.may_approve else set(),
    }
    return render(request, _template(page), given, status=422 if form.errors else 200)


def get_kind(file: str) -> Kind:
    """Return the kind of that name, else raise Http404."""
    if (kind := kind_named(file)) is None:
        raise Http404
    return kind


def verbs_for(row: CatalogueEntry, kind: Kind) -> set[str]:
    """Return what may be decided on an entry as it stands."""
    is_open = row.status in (Status.CANDIDATE, Status.RESTRICTED)
    possible = {
        "approve": not row.is_approved and is_open,
        "restrict": row.status == Status.CANDIDATE and not is_rule(kind),
        "block": row.status != Status.BLOCKED,
        "reopen": row.status != Status.CANDIDATE,
        "take": bool(row.pending),
        "remove": not row.shipped,
    }
    return {verb for verb, can in possible.items() if can}


def _page(request: StaffRequest, kind: Kind, key: str) -> EntryPage:
    if (page := entry_page(kind, key, request.location)) is None:
        raise Http404
    return page


def _template(page: EntryPage) -> str:
    return f"treatments/catalogue/{'ingredient' if page.substance else 'entry'}.html"


def _decide(request: StaffRequest, page: EntryPage, form: DecisionForm) -> HttpResponse | None:
    decide = DECISIONS.get(form.cleaned_data["verb"])
    if decide is None:
        raise Http404
    try:
        done = decide(entry=page.entry, by=request.user, **_given(page, form))
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None
    messages.success(request, done)
    if form.cleaned_data["verb"] == "remove":
        return redirect("treatments:entries", page.kind.file)
    return redirect("treatments:entry", page.kind.file, page.entry.key)


def _given(page: EntryPage, form: DecisionForm) -> dict[str, Any]:
    given = {"reason": form.cleaned_data["reason"]}
    if form.cleaned_data["verb"] in ("approve", "take") and form.cleaned_data["read"] not in ("", page.edition):
        raise not_as_read(page.entry)
    return given


def _approve(*, entry: CatalogueEntry, by: User, reason: str) -> str:
    if not approve_entries(entries=[entry], by=by, reason=reason):
        entry.refresh_from_db()
        who = {"who": entry.approved_by}
        raise Refusal(_("%(who)s has approved this entry already: there is nothing left to do.") % who)
    return _("Approved: it may reach patients.")


def _restrict(**given: Any) -> str:
    restrict(**given)
    return _("Restricted to physicians, with extra checks.")


def _block(**given: Any) -> str:
    block(**given)
    return _("Blocked. It can be reopened here.")


def _reopen(**given: Any) -> str:
    reopen(**given)
    return _("Reopened. It waits for its approval.")


def _take(**given: Any) -> str:
    adopt_shipped(**given)
    return _("The newly shipped facts are taken over and approved.")


def _remove(**given: Any) -> str:
    remove_entry(**given)
    return _("Taken away.")


DECISIONS: dict[str, Decide] = {
    "approve": _approve,
    "restrict": _restrict,
    "block": _block,
    "reopen": _reopen,
    "take": _take,
    "remove": _remove,
}
