"""The clinic's own settings: what it is called, where it is, when it is open, which rooms it has."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.kit.errors import Refusal
from clinic.practice.access import MANAGING, StaffRequest, owner_only, staff_only
from clinic.practice.domain.hours import set_opening_hours
from clinic.practice.domain.places import (
    add_location,
    add_room,
    describe_location,
    describe_practice,
    retire_room,
    set_single_practitioner,
)
from clinic.practice.forms.hours import Spans, WeekForm
from clinic.practice.forms.places import LocationForm, PracticeForm, RoomForm, SinglePractitionerForm, zones
from clinic.practice.models import Location, Practice


@staff_only()
def settings(request: StaffRequest) -> HttpResponse:
    """All of it on one page; who manages the clinic sees the ways to change it."""
    shown = {
        "practice": Practice.objects.first(),
        "place": request.location,
        "rooms": request.location.rooms.filter(active=True),
        "hours": request.location.opening_hours.all(),
        "may_manage": bool(MANAGING & request.roles),
    }
    return render(request, "practice/settings.html", shown)


@staff_only(*MANAGING)
def describe(request: StaffRequest) -> HttpResponse:
    """Change the practice's name and letterhead."""
    practice = get_object_or_404(Practice)
    form = PracticeForm(request.POST or None, instance=practice)
    if request.method == "POST" and form.is_valid():
        describe_practice(practice=practice, by=request.user, **form.cleaned_data)
        return _saved(request)
    return _form(request, form, _("The practice"))


@staff_only(*MANAGING)
def location(request: StaffRequest) -> HttpResponse:
    """Change the location one works at."""
    form = LocationForm(request.POST or None, instance=request.location)
    if request.method == "POST" and form.is_valid():
        describe_location(location=request.location, by=request.user, **_changed(form))
        return _saved(request)
    return _form(request, form, _("This location"))


@owner_only
def single_practitioner(request: StaffRequest) -> HttpResponse:
    """Switch single-practitioner mode on or off."""
    practice = get_object_or_404(Practice)
    data = request.POST if request.method == "POST" else None  # an empty post is a "no"
    form = SinglePractitionerForm(data, initial={"on": practice.single_practitioner})
    if form.is_valid():
        set_single_practitioner(practice=practice, by=request.user, **form.cleaned_data)
        return _saved(request)
    lead = _(
        "Normally nobody approves a recipe of their own. Where one practitioner works alone, its author may, after "
        "entering strength and volume of every dangerous ingredient a second time without seeing them. The record of "
        "each recipe approved so says it."
    )
    return _form(request, form, _("Single-practitioner mode"), lead)


@owner_only
def new_location(request: StaffRequest) -> HttpResponse:
    """Add a location to the practice."""
    form = LocationForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (place := _add_location(request, form)):
        request.session["location"] = place.pk
        return _saved(request)
    return _form(request, form, _("A new location"))


@staff_only(*MANAGING)
def opening_hours(request: StaffRequest) -> HttpResponse:
    """Change the weekly opening hours."""
    form = WeekForm(request.POST or None, week=_week(request.location))
    if request.method == "POST" and form.is_valid():
        set_opening_hours(location=request.location, week=form.week(), by=request.user)
        return _saved(request)
    return _form(request, form, _("Opening hours"), _("As “9:00–13:00, 14:00–18:00”. An empty day is closed."))


@staff_only(*MANAGING)
def rooms(request: StaffRequest) -> HttpResponse:
    """The rooms of this location, and a form for one more."""
    form = RoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_room(location=request.location, name=form.cleaned_data["name"], by=request.user)
        return redirect("practice:rooms")
    return render(request, "practice/rooms.html", {"form": form, "rooms": request.location.rooms.filter(active=True)})


@require_POST
@staff_only(*MANAGING)
def retire(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take a room out of use."""
    room = get_object_or_404(request.location.rooms, uuid=uuid)
    retire_room(room=room, by=request.user)
    messages.success(request, _("%(room)s is out of use. What is booked in it stays.") % {"room": room.name})
    return redirect("practice:rooms")


def _week(place: Location) -> dict[int, Spans]:
    week: dict[int, Spans] = {}
    for hours in place.opening_hours.all():
        week.setdefault(hours.weekday, []).append((hours.opens, hours.closes))
    return week


def _changed(form: LocationForm) -> dict[str, Any]:
    return {field: form.cleaned_data[field] for field in form.changed_data}


def _add_location(request: StaffRequest, form: LocationForm) -> Location | None:
    try:
        return add_location(by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return None


def _saved(request: StaffRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("practice:settings")


def _form(request: StaffRequest, form: Any, heading: str, lead: str = "") -> HttpResponse:
    shown = {"form": form, "heading": heading, "lead": lead, "zones": zones() if "zone" in form.fields else []}
    return render(request, "practice/form.html", shown)
