"""A recipe version on its way: submitted, answered for, approved, handed back, retired."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from clinic.kit.errors import Refusal
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from treatments.access import get_recipe_version
from treatments.domain import approval
from treatments.domain.blind import check_blind, unchecked_lines
from treatments.domain.dossier import judge, settle
from treatments.forms.approving import BlindForm, DossierForm, RetireForm
from treatments.models import RecipeState, RecipeVersion
from treatments.queries.recipes import recipe_page

STEPS = {
    "submit": (approval.submit, gettext_lazy("Submitted: somebody who may approve finds it in the list.")),
    "return": (approval.return_to_draft, gettext_lazy("Handed back to its author as a draft.")),
}


@require_POST
@staff_only(*CLINICAL)
def step(request: StaffRequest, uuid: UUID, step: str) -> HttpResponse:
    """Take a version one step that needs no words: submit, return."""
    version = get_recipe_version(uuid)
    if step not in STEPS:
        raise Http404
    verb, sentence = STEPS[step]
    try:
        verb(version=version, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, sentence)
    return redirect("treatments:recipe", version.uuid)


@require_POST
@staff_only(*CLINICAL)
def approve(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Keep the answers to the doubts, then approve. What was answered stays, even if the approval is refused."""
    version = get_recipe_version(uuid)
    form = DossierForm(request.POST, doubts=judge(version).doubts if version.state == RecipeState.SUBMITTED else ())
    form.checked = True
    try:
        _settle(form, version, request)
        approval.approve_recipe(version=version, by=request.user, seen=request.POST.get("seen", ""))
    except Refusal as refusal:
        return _refused(request, version, form, refusal)
    messages.success(request, _("Approved: plans may start from it now."))
    return redirect("treatments:recipe", version.uuid)


@require_POST
@staff_only(*CLINICAL)
def retire(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Offer a version no longer, saying why."""
    version = get_recipe_version(uuid)
    form = RetireForm(request.POST, prefix="retire")
    form.checked = True
    if form.is_valid():
        try:
            approval.retire(version=version, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Retired: it is not offered any more."))
        return redirect("treatments:recipe", version.uuid)
    shown = recipe_page(version, by=request.user) | {"retiring": form}
    return render(request, "treatments/recipe.html", shown, status=422)


@staff_only(*CLINICAL)
def blind(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Enter strength and volume of each high-alert line a second time, without seeing them."""
    version = get_recipe_version(uuid)
    if version.state != RecipeState.SUBMITTED or version.author_id != request.user.pk:
        return redirect("treatments:recipe", version.uuid)
    forms = [BlindForm(request.POST or None, line=line) for line in unchecked_lines(version, by=request.user)]
    if request.method == "POST":
        forms = [form for form in forms if not _check(form, request)]
    if not forms:
        messages.success(request, _("The same as in the recipe: you can approve it now."))
        return redirect("treatments:recipe", version.uuid)
    shown = {"version": version, "forms": forms}
    return render(request, "treatments/recipe_blind.html", shown, status=422 if request.method == "POST" else 200)


def _settle(form: DossierForm, version: RecipeVersion, request: StaffRequest) -> None:
    form.is_valid()
    for key, doubt in form.doubts.items():
        answer = form.cleaned_data.get(key, "")
        if answer.strip() and (doubt.entry is None or answer.strip() != doubt.entry.answer):
            settle(version=version, doubt=doubt, answer=answer, by=request.user)


def _refused(request: StaffRequest, version: RecipeVersion, form: DossierForm, refusal: Refusal) -> HttpResponse:
    """Show the page again with everything typed and the sentence where it belongs."""
    if refusal.code == "doubt":
        for key in form.doubts:
            if not form.cleaned_data.get(key, "").strip():
                form.add_error(key, _("Answer this doubt: why may the recipe be given all the same?"))
    messages.error(request, refusal.sentence)
    version.refresh_from_db()
    shown: dict[str, Any] = recipe_page(version, by=request.user)
    if shown["answering"]:
        shown["answering"] = form
    return render(request, "treatments/recipe.html", shown, status=422)


def _check(form: BlindForm, request: StaffRequest) -> bool:
    """Whether what was typed is what the recipe says; if not, the form says where."""
    form.checked = True
    if not form.is_valid():
        return False
    try:
        check_blind(line=form.line, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True
