"""Recipes: the list, one version, the editor, and its way from draft to approval."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from clinic.kit.errors import Refusal
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from treatments.domain import recipes as domain
from treatments.domain.composition import composition_of
from treatments.forms.composition import CompositionForm
from treatments.forms.recipes import RecipeForm
from treatments.models import Concern, RecipeState, RecipeVersion
from treatments.queries.recipes import recipe_list, version_page, versions_of, with_lines
from treatments.queries.shelf import shelf
from treatments.views.composing import is_only_shown, rows_to_add, show_composition

STEPS = {
    "submit": (domain.submit, gettext_lazy("Submitted: somebody who may approve finds it in the list.")),
    "approve": (domain.approve, gettext_lazy("Approved: plans may start from it now.")),
    "return": (domain.return_to_draft, gettext_lazy("Handed back to its author as a draft.")),
    "retire": (domain.retire, gettext_lazy("Retired: it is not offered any more.")),
}


@staff_only(*CLINICAL)
def recipes(request: StaffRequest) -> HttpResponse:
    """All recipes by their newest version. Four queries, however many there are."""
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "concern", "search")}
    page = Paginator(recipe_list(**asked), 30).get_page(request.GET.get("page"))
    shown = {"page": page, "asked": asked, "states": RecipeState.choices, "concerns": Concern.objects.all()}
    return render(request, "treatments/recipes.html", shown)


@staff_only(*CLINICAL)
def recipe(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One version, worked out, with what its ingredients' sources publish."""
    version = _version(uuid)
    shown = {
        "version": version,
        "worked": version_page(version),
        "versions": versions_of(version),
        "steps": _steps_open(version, request),
    }
    return render(request, "treatments/recipe.html", shown)


@staff_only(*CLINICAL)
def new_recipe(request: StaffRequest) -> HttpResponse:
    """Draft a new recipe."""
    data = request.POST or None
    form, composing = RecipeForm(data), CompositionForm(data, shelf=shelf(), more_rows=rows_to_add(request))
    shown = {"form": form, "composing": composing}
    if data is None or is_only_shown(request):
        return show_composition(request, "treatments/recipe_edit.html", composing, shown)
    if all([form.is_valid(), composing.is_valid()]):
        try:
            made = domain.draft_recipe(**form.cleaned_data, composition=composing.composition, by=request.user)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, _("The draft is kept."))
            return redirect("treatments:recipe", made.uuid)
    return render(request, "treatments/recipe_edit.html", shown, status=422)


@staff_only(*CLINICAL)
def edit_recipe(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Edit a version: a draft in place, any other as the next draft."""
    version = with_lines(_version(uuid))
    data = request.POST or None
    composing = CompositionForm(
        data, shelf=shelf(), composition=composition_of(version), more_rows=rows_to_add(request)
    )
    shown = {"version": version, "composing": composing}
    if data is None or is_only_shown(request):
        return show_composition(request, "treatments/recipe_edit.html", composing, shown)
    if composing.is_valid():
        made = domain.edit_version(version=version, composition=composing.composition, by=request.user)
        messages.success(request, _("Version %(number)s is kept as a draft.") % {"number": made.number})
        return redirect("treatments:recipe", made.uuid)
    return render(request, "treatments/recipe_edit.html", shown, status=422)


@require_POST
@staff_only(*CLINICAL)
def step(request: StaffRequest, uuid: UUID, step: str) -> HttpResponse:
    """Take a version one step: submit, approve, return, retire."""
    version = _version(uuid)
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


def _version(uuid: UUID) -> RecipeVersion:
    masters = RecipeVersion.objects.masters().select_related("recipe__concern", "author", "approved_by")
    return get_object_or_404(masters, uuid=uuid)


def _steps_open(version: RecipeVersion, request: StaffRequest) -> dict[str, Any]:
    """Which steps this person may take now; who wrote a version does not approve it."""
    by = request.user
    waits = version.state == RecipeState.SUBMITTED
    return {
        "submit": version.state == RecipeState.DRAFT,
        "approve": waits and by.may_approve and version.author_id != by.pk,
        "return": waits,
        "retire": version.state == RecipeState.APPROVED and by.may_approve,
        "own": waits and by.may_approve and version.author_id == by.pk,
    }
