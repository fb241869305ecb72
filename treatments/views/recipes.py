"""Recipes: the list, one version, two beside each other, the editor."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from treatments.access import get_recipe_version
from treatments.domain import recipes as domain
from treatments.domain.composition import composition_of
from treatments.forms.composition import CompositionForm
from treatments.forms.recipes import RecipeForm
from treatments.models import Concern, RecipeState
from treatments.queries.comparison import chosen_other, compare_versions
from treatments.queries.recipes import recipe_list, recipe_page, versions_of, with_lines
from treatments.queries.shelf import shelf
from treatments.views.composing import is_only_shown, rows_to_add, show_composition


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
    return render(request, "treatments/recipe.html", recipe_page(get_recipe_version(uuid), by=request.user))


@staff_only(*CLINICAL)
def compare(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Two versions of one recipe side by side: this one against `?with=`, the one before it if not named."""
    version = get_recipe_version(uuid)
    versions = list(versions_of(version))
    other = chosen_other(versions, version, request.GET.get("with", ""))
    compared = compare_versions(other, version) if other else None
    shown = {"version": version, "other": other, "versions": versions, "compared": compared}
    return render(request, "treatments/recipe_compare.html", shown)


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
    version = with_lines(get_recipe_version(uuid))
    data = request.POST or None
    composing = CompositionForm(
        data, shelf=shelf(), composition=composition_of(version), more_rows=rows_to_add(request)
    )
    seen = composing.kept_composition.fingerprint if data is None else data.get("seen", "")
    shown = {"version": version, "composing": composing, "seen": seen}
    if data is None or is_only_shown(request):
        return show_composition(request, "treatments/recipe_edit.html", composing, shown)
    if composing.is_valid():
        try:
            made = domain.edit_version(version=version, composition=composing.composition, by=request.user, seen=seen)
        except Refusal as refusal:
            shown |= {"conflict": refusal.sentence, "seen": composing.kept_composition.fingerprint}
            return show_composition(request, "treatments/recipe_edit.html", composing, shown, status=422)
        messages.success(request, _("Version %(number)s is kept as a draft.") % {"number": made.number})
        return redirect("treatments:recipe", made.uuid)
    return render(request, "treatments/recipe_edit.html", shown, status=422)
