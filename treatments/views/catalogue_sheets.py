"""Reading and signing together: day one's shortlist, the sets, one kind at a time."""

from collections.abc import Iterable
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.kit.errors import Refusal
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from treatments.domain.catalogue import sign_together
from treatments.forms.catalogue import SignatureForm
from treatments.models import Concern
from treatments.queries import catalogue_sheets as sheets
from treatments.queries.catalogue_faces import SETS
from treatments.queries.catalogue_lists import entries_of, name_of
from treatments.queries.catalogue_words import Names
from treatments.views.catalogue import get_kind


@staff_only(*CLINICAL)
def start(request: StaffRequest) -> HttpResponse:
    """Day one: choose concerns, read the shortlist their protocols need, sign it."""
    chosen = request.GET.getlist("concern")
    if not chosen:
        choice = {"concerns": Concern.objects.all(), "sets": sheets.sets()}
        return render(request, "treatments/catalogue/start.html", choice)
    shortlist = sheets.shortlist(chosen)
    given: dict[str, Any] = {"shortlist": shortlist, "title": _("The shortlist")}
    given["lead"] = _("What the published protocols of the chosen concerns need. Read each; untick what you leave.")
    return _sheet(request, shortlist.groups, given)


@staff_only(*CLINICAL)
def approve_set(request: StaffRequest, name: str) -> HttpResponse:
    """One set as a whole, with its differences to the shipped one."""
    if name not in SETS:
        raise Http404
    words, about = sheets.SET_WORDS[name]
    return _sheet(request, sheets.set_to_read(name), {"title": words, "lead": about})


@staff_only(*CLINICAL)
def review(request: StaffRequest, file: str) -> HttpResponse:
    """All entries of one kind to read; who may approve signs."""
    kind = get_kind(file)
    groups = [sheets.group(kind, entries_of(kind), Names())]
    lead = _("Read each entry with its sources. What you approve may reach patients.")
    return _sheet(request, groups, {"title": name_of(kind), "lead": lead, "kind": kind})


def _sheet(request: StaffRequest, groups: list[sheets.Group], given: dict[str, Any]) -> HttpResponse:
    form = _form(request)
    if request.method == "POST" and form.is_valid() and _sign(request, form, groups):
        return redirect(request.get_full_path())
    given |= {
        "groups": groups,
        "form": form,
        "sets": sheets.sets,  # read only if the page asks
        "waiting": sum(group.waiting for group in groups),
        "differing": [leaf for group in groups for leaf in group.differing],
        "chosen": set(request.POST.getlist("entries") + request.POST.getlist("taken")),
    }
    return render(request, "treatments/catalogue/sheet.html", given, status=422 if form.errors else 200)


def _form(request: StaffRequest) -> SignatureForm:
    if request.method != "POST":
        return SignatureForm(user=request.user)
    may_try = ratelimit.consume(request, action="reauthenticate", user=request.user)
    return SignatureForm(request.POST, user=request.user, may_try=may_try)


def _sign(request: StaffRequest, form: SignatureForm, groups: Iterable[sheets.Group]) -> bool:
    kinds, given = [group.kind for group in groups], form.cleaned_data
    entries, read = sheets.marked(given["entries"], kinds)
    taken, read_too = sheets.marked(given["taken"], kinds)
    told = {"by": request.user, "reason": given["reason"], "read": read | read_too}
    try:
        approved, renewed = sign_together(entries=entries, taken=taken, **told)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return False
    _say_what_was_done(request, len(approved) + len(renewed), len(entries) + len(taken))
    return True


def _say_what_was_done(request: StaffRequest, done: int, asked: int) -> None:
    words = ngettext("%(n)d entry approved.", "%(n)d entries approved.", done) % {"n": done}
    (messages.success if done else messages.warning)(request, words)
    if left := asked - done:
        words = ngettext(
            "%(n)d was changed or approved by somebody else since you opened the page: read it again.",
            "%(n)d were changed or approved by somebody else since you opened the page: read them again.",
            left,
        )
        messages.warning(request, words % {"n": left})
