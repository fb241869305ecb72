"""A page with a composition on it: recalculated while somebody types, or by its button, without keeping anything."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clinic.practice.access import StaffRequest
from treatments.forms.composition import CompositionForm
from treatments.queries.worked import Worked, worked_for_page


def is_only_shown(request: StaffRequest) -> bool:
    """Whether this POST asks to work out or to add a row, and keeps nothing."""
    return wants_result(request) or "add_row" in request.POST


def wants_result(request: StaffRequest) -> bool:
    """Whether it asks to work out: by the button, or by htmx while somebody types."""
    return "recalculate" in request.POST or "recalculate" in request.GET


def rows_to_add(request: StaffRequest) -> int:
    """How many empty rows to add. None while somebody types: htmx still names the button that was pressed last."""
    return 1 if "add_row" in request.POST and not wants_result(request) else 0


def show_composition(
    request: StaffRequest, template: str, composing: CompositionForm, shown: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Answer with the page worked out; with the changed pieces alone while somebody types. Keeps nothing."""
    worked = work_out_for_page(composing, quiet=bool(request.htmx), asked=wants_result(request))
    shown = shown | {"worked": worked, "composing": composing}
    typing = request.htmx and wants_result(request)
    return render(request, "treatments/_recalculated.html" if typing else template, shown, status=status)


def work_out_for_page(composing: CompositionForm, *, quiet: bool = False, asked: bool = True) -> Worked | None:
    """Return what is typed, or what is kept, worked out with limits and what is published. Three queries."""
    if composing.data is not None:
        if not asked or not composing.is_valid(quiet=quiet):
            return None
        composition, drawn = composing.composition, composing.drawn
    else:
        composition, drawn = composing.kept_composition, None
    if not composition.lines:
        return None
    found = worked_for_page(composition, drawn=drawn, weight_kg=composing.weight_kg)
    for row, result in zip(composing.kept, found.rows, strict=False):
        row.result = result
    return found
