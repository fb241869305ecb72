"""The booking page itself: the choices, and the free times that fit them. Moving a visit offers times the same way."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from clinic.desk.forms import PlaceForm, WishForm
from clinic.desk.queries.booking import offer
from clinic.diary.models import Visit, VisitType
from clinic.diary.rules.parts import NeedsNobody
from clinic.practice.access import StaffRequest
from patients.models import Patient


def show_booking(
    request: StaffRequest, patient: Patient, wish: WishForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Answer with the booking page; `more` carries a refusal and the nearest free times, or what stands already."""
    shown = {
        "patient": patient,
        "form": wish,
        "nonce": uuid4(),
        "hidden": _hidden(wish, patient),
        "query": query_without_day(wish, patient=str(patient.uuid)),
        "offer": offer_of(wish, request=request, patient=patient),
    }
    return render(request, "desk/book.html", shown | more, status=status)


def offer_of(
    wish: PlaceForm,
    *,
    request: StaffRequest,
    patient: Patient,
    visit_type: VisitType | None = None,
    moving: Visit | None = None,
) -> Any:
    """Return the free times for a valid wish, else None; a kind of visit that cannot be booked says so at its field."""
    if not wish.is_valid() or not (visit_type := visit_type or wish.cleaned_data.get("visit_type")):
        return None
    try:
        return offer(
            location=request.location,
            visit_type=visit_type,
            practitioners=wish.practitioners,
            rooms=wish.rooms,
            day=wish.cleaned_data["day"],
            patient=patient,
            moving=moving,
        )
    except NeedsNobody:
        wish.add_error(None, _("A visit of this kind cannot be booked: its parts need nobody."))
        return None


def query_without_day(wish: PlaceForm, **more: str) -> str:
    """Return the query string of a wish, for links that change only its day."""
    query = QueryDict(mutable=True)
    for name in wish.fields:
        if name != "day":
            query.setlist(name, [str(value) for value in _values(wish, name) if value])
    query.update(more)
    return query.urlencode()


def _hidden(wish: WishForm, patient: Patient) -> list[tuple[str, str]]:
    """Return the choices once more, for the form with the times."""
    chosen = [(name, str(value)) for name in wish.fields for value in _values(wish, name) if value]
    return [("patient", str(patient.uuid)), *chosen]


def _values(wish: PlaceForm, name: str) -> list[Any]:
    return wish.data.getlist(name) if hasattr(wish.data, "getlist") else [wish.data.get(name)]
