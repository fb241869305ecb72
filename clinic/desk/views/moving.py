"""Another time, practitioner or room for a visit."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.desk.access import get_visit
from clinic.desk.forms import MoveForm, PlaceForm
from clinic.desk.queries.booking import practitioners_at
from clinic.desk.queries.today import today_at
from clinic.desk.views.offering import offer_of, query_without_day
from clinic.diary.errors import SlotTaken
from clinic.diary.models import Visit
from clinic.kit.errors import Refusal
from clinic.practice.access import StaffRequest, staff_only
from treatments.domain import visits as domain


@staff_only()
def move(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Choose another time, practitioner or room for the visit."""
    visit = get_visit(request, uuid, verb="visit.open")
    data = (request.POST if request.method == "POST" else request.GET).copy()
    data.setdefault("practitioner", _usual_practitioner(visit))
    data.setdefault("day", _first_day(visit).isoformat())
    wish = PlaceForm(data, location=request.location)
    if request.method == "POST" and wish.is_valid():
        return _move(request, visit, wish)
    return _show_move(request, visit, wish, status=200 if wish.is_valid() else 422)


def _move(request: StaffRequest, visit: Visit, wish: PlaceForm) -> HttpResponse:
    form = MoveForm(request.POST, location=request.location)
    if not form.is_valid():
        return _show_move(request, visit, wish, status=422, refused=_("Choose one of the free times."))
    slot = form.cleaned_data["slot"]
    try:
        domain.move_visit(
            visit=visit,
            starts_at=slot.starts_at,
            practitioner=slot.practitioner,
            room=slot.room,
            expected_sequence=form.cleaned_data["sequence"],
            by=request.user,
        )
    except SlotTaken as taken:
        return _show_move(request, visit, wish, status=409, refused=taken.sentence, nearest=taken.nearest)
    except Refusal as refusal:
        return _show_move(request, visit, wish, status=422, refused=refusal.sentence)
    messages.success(request, _("Moved. The patient is told in three minutes."))
    return redirect("desk:visit", visit.uuid)


def _show_move(request: StaffRequest, visit: Visit, wish: PlaceForm, *, status: int, **more: Any) -> HttpResponse:
    hidden = [(name, wish.data.get(name, "")) for name in wish.fields]
    visit.refresh_from_db(fields=["sequence", "state"])
    shown = {
        "visit": visit,
        "form": wish,
        "hidden": [*hidden, ("sequence", visit.sequence)],
        "query": query_without_day(wish),
        "offer": offer_of(wish, request=request, patient=visit.patient, visit_type=visit.visit_type, moving=visit),
    }
    return render(request, "desk/move.html", shown | more, status=status)


def _usual_practitioner(visit: Visit) -> str:
    """Return whom the visit is with, or "" for anybody when they no longer see patients here."""
    here = practitioners_at(visit.location).filter(pk=visit.practitioner_id)
    return str(visit.practitioner.uuid) if here else ""


def _first_day(visit: Visit) -> date:
    return max(visit.starts_at.astimezone(visit.location.tzinfo).date(), today_at(visit.location))
