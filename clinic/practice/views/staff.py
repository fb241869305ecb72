"""Who works at this location."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.kit.errors import Refusal
from clinic.practice.access import MANAGING, StaffRequest, get_colleague, staff_only
from clinic.practice.domain.hours import set_staff_hours
from clinic.practice.domain.staff import add_staff, change_staff, end_work
from clinic.practice.forms.hours import Spans, WeekForm
from clinic.practice.forms.staff import NewStaffForm, StaffForm, as_written
from clinic.practice.invitations import invite
from clinic.practice.models import Location, User
from clinic.practice.queries import staff_of


@staff_only(*MANAGING)
def staff(request: StaffRequest) -> HttpResponse:
    """The list of who works here."""
    return render(request, "practice/staff.html", {"people": staff_of(request.location)})


@staff_only(*MANAGING)
def add(request: StaffRequest) -> HttpResponse:
    """Add somebody and send them the link to choose a password."""
    form = NewStaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (user := _add(request, form)):
        _send_link(request, user)
        return redirect("practice:staff_hours", user.uuid)
    return render(request, "practice/add_staff.html", {"form": form})


@staff_only(*MANAGING)
def change(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Change what somebody is here and may do."""
    user = get_colleague(request, uuid)
    form = StaffForm(request.POST or None, initial=as_written(user, request.location))
    if request.method == "POST" and form.is_valid():
        try:
            change_staff(user=user, location=request.location, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("practice:staff")
    return render(request, "practice/change_staff.html", {"form": form, "colleague": user})


@staff_only(*MANAGING)
def hours(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """When somebody works here. Nobody is offered for booking outside these hours."""
    user = get_colleague(request, uuid)
    form = WeekForm(request.POST or None, week=_week(user, request.location))
    if request.method == "POST" and form.is_valid():
        set_staff_hours(user=user, location=request.location, week=form.week(), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("practice:staff")
    return render(request, "practice/staff_hours.html", {"form": form, "colleague": user})


@require_POST
@staff_only(*MANAGING)
def send_link(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Send the link to choose a password once more."""
    _send_link(request, get_colleague(request, uuid))
    return redirect("practice:staff")


@require_POST
@staff_only(*MANAGING)
def end(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Let somebody work here no more."""
    user = get_colleague(request, uuid)
    try:
        end_work(user=user, location=request.location, by=request.user)
        messages.success(request, _("%(name)s no longer works here.") % {"name": user.name})
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("practice:staff")


def _add(request: StaffRequest, form: NewStaffForm) -> User | None:
    try:
        return add_staff(location=request.location, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return None


def _send_link(request: StaffRequest, user: User) -> None:
    if invite(user, request):
        messages.success(request, _("A link to choose a password went to %(email)s.") % {"email": user.email})
    else:
        messages.error(request, _("The mail server refused the invitation. Send the link again later."))


def _week(user: User, place: Location) -> dict[int, Spans]:
    week: dict[int, Spans] = {}
    for span in user.staff_hours.filter(location=place):
        week.setdefault(span.weekday, []).append((span.starts, span.ends))
    return week
