"""Booking: choices by GET, the tapped time by POST. Works without JavaScript."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinic.desk.forms import BookForm, Chosen, SlotForm, WishForm
from clinic.desk.queries.booking import ideal_day, practitioners_at, unbooked_of, usual_type, visit_of_sessions
from clinic.desk.queries.booking import to_book as waiting_sessions
from clinic.desk.queries.today import today_at
from clinic.desk.views.offering import show_booking
from clinic.diary.errors import SlotTaken
from clinic.diary.models import Visit
from clinic.diary.models.visits import BUSY_STATES
from clinic.kit.errors import Refusal
from clinic.kit.nonces import NonceForm
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
        return _once_more(request, patient, first)
    already = visit_of_sessions(patient, given.getlist("session"))
    if request.method == "GET" and already:
        return show_booking(request, patient, _wish_for_another(request, patient), already=already)
    wish = WishForm(_with_defaults(given, patient, request), location=request.location, patient=patient)
    if request.method == "POST" and wish.is_valid():
        return _book(request, patient, wish)
    return show_booking(request, patient, wish, status=200 if wish.is_valid() else 422, already=already)


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


def _once_more(request: StaffRequest, patient: Patient, first: Visit) -> HttpResponse:
    """Sent twice, a form leads to what it booked. With another time (the browser's Back) it says what stands."""
    form = SlotForm(request.POST, location=request.location)
    asked = form.cleaned_data["slot"] if form.is_valid() else None
    if first.state in BUSY_STATES and asked == Chosen(first.starts_at, first.practitioner, first.room):
        return redirect("desk:visit", first.uuid)
    wish = _wish_for_another(request, patient)
    return show_booking(request, patient, wish, status=409, already=first, asked=asked)


def _wish_for_another(request: StaffRequest, patient: Patient) -> WishForm:
    """Return the wish without the sessions that have a time by now: a time tapped next books another visit."""
    given = (request.POST if request.method == "POST" else request.GET).copy()
    waiting = {str(session.uuid) for session in unbooked_of(patient)}
    given.setlist("session", [uuid for uuid in given.getlist("session") if uuid in waiting])
    if "visit_type" not in given:
        given = _with_defaults(given, patient, request)
    return WishForm(given, location=request.location, patient=patient)


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


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
