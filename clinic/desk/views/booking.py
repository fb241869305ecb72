"""Booking: choices by GET, the tapped time by POST. Works without JavaScript."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinic.desk.forms import BookForm, NonceForm, PlaceForm, WishForm
from clinic.desk.queries.booking import ideal_day, offer, practitioners_at, unbooked_of, usual_type
from clinic.desk.queries.booking import to_book as waiting_sessions
from clinic.desk.queries.today import today_at
from clinic.diary.errors import SlotTaken
from clinic.diary.models import Visit, VisitType
from clinic.diary.rules.parts import NeedsNobody
from clinic.kit.errors import Refusal
from clinic.practice.access import StaffRequest, is_clinical, staff_only
from patients.access import get_patient
from patients.models import Patient
from treatments.domain.visits import book_visit
from treatments.models import Session

PAGE = 50


@require_safe
@staff_only()
def to_book(request: StaffRequest) -> HttpResponse:
    """The sessions that wait for a time, the most urgent first."""
    page = Paginator(waiting_sessions(request.location), PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "today": today_at(request.location), "clinical": is_clinical(request)}
    return render(request, "desk/to_book.html", shown)


@staff_only()
def book(request: StaffRequest) -> HttpResponse:
    """Choose what, with whom and when; tap a free time."""
    given = request.POST if request.method == "POST" else request.GET
    if not given.get("patient"):
        messages.info(request, _("Choose the patient first."))
        return redirect("patients:patients")
    patient = get_patient(request, _uuid(given["patient"]))
    if request.method == "POST" and (first := _booked_by_this_form(given, patient)):
        return redirect("desk:visit", first.uuid)
    wish = WishForm(_with_defaults(given, patient, request), location=request.location, patient=patient)
    if request.method == "POST" and wish.is_valid():
        return _book(request, patient, wish)
    return show_booking(request, patient, wish, status=200 if wish.is_valid() else 422)


def show_booking(
    request: StaffRequest, patient: Patient, wish: WishForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Answer with the booking page; `more` carries a refusal and the nearest free times."""
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
    visit_type = visit_type or wish.cleaned_data.get("visit_type")
    if not wish.is_valid() or visit_type is None:
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


def _book(request: StaffRequest, patient: Patient, wish: WishForm) -> HttpResponse:
    form = BookForm(request.POST, location=request.location)
    if not form.is_valid():
        return show_booking(request, patient, wish, status=422, refused=_("Choose one of the free times."))
    slot = form.cleaned_data["slot"]
    try:
        visit = book_visit(
            patient=patient,
            location=request.location,
            visit_type=wish.cleaned_data["visit_type"],
            practitioner=slot.practitioner,
            room=slot.room,
            starts_at=slot.starts_at,
            nonce=form.cleaned_data["nonce"],
            sessions=wish.cleaned_data["session"],
            by=request.user,
        )
    except SlotTaken as taken:
        return show_booking(request, patient, wish, status=409, refused=taken.sentence, nearest=taken.nearest)
    except Refusal as refusal:
        return _at_its_field(request, patient, wish, refusal)
    messages.success(request, _("Booked. The confirmation leaves in three minutes."))
    return redirect("desk:visit", visit.uuid)


def _booked_by_this_form(given: QueryDict, patient: Patient) -> Visit | None:
    """Return what a form that is sent twice booked the first time: its sessions have a time by now."""
    form = NonceForm(given)
    return patient.visits.filter(nonce=form.cleaned_data["nonce"]).first() if form.is_valid() else None


def _at_its_field(request: StaffRequest, patient: Patient, wish: WishForm, refusal: Refusal) -> HttpResponse:
    if refusal.field in wish.fields:
        wish.add_error(refusal.field, refusal.sentence)
        return show_booking(request, patient, wish, status=422)
    return show_booking(request, patient, wish, status=422, refused=refusal.sentence)


def _with_defaults(given: QueryDict, patient: Patient, request: StaffRequest) -> QueryDict:
    """Fill in what was not chosen: the next session that waits, its usual kind of visit, its ideal day."""
    data = given.copy()
    if "visit_type" not in data:
        waiting = list(unbooked_of(patient))
        asked = [session for session in waiting if str(session.uuid) in data.getlist("session")] or waiting[:1]
        data.setlist("session", [str(session.uuid) for session in asked])
        kind = usual_type(asked)
        data["visit_type"] = kind.key if kind else ""
        data.setdefault("day", ideal_day(asked, request.location).isoformat())
        data.setdefault("practitioner", _usual_practitioner(asked, request))
    data.setdefault("day", ideal_day([], request.location).isoformat())
    return data


def _usual_practitioner(sessions: list[Session], request: StaffRequest) -> str:
    """Return who answers for the plan, if they see patients here; "" for anybody."""
    here = {user.pk: user for user in practitioners_at(request.location)}
    usual = [here[one.course.plan.clinician_id] for one in sessions if one.course.plan.clinician_id in here]
    return str(usual[0].uuid) if usual else ""


def _hidden(wish: WishForm, patient: Patient) -> list[tuple[str, str]]:
    """Return the choices once more, for the form with the times."""
    chosen = [(name, str(value)) for name in wish.fields for value in _values(wish, name) if value]
    return [("patient", str(patient.uuid)), *chosen]


def _values(wish: PlaceForm, name: str) -> list[Any]:
    return wish.data.getlist(name) if hasattr(wish.data, "getlist") else [wish.data.get(name)]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
