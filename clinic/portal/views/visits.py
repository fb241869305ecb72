"""The patient's appointment behind a link: when, where, and “I will come”."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clinic.diary.models import Visit
from clinic.kit.errors import Refusal
from clinic.portal.doors import LinkRequest, behind_link
from treatments.domain.visits import confirm_visit


@require_safe
@behind_link("visit")
def visit(request: LinkRequest) -> HttpResponse:
    """Show the appointment; nothing clinical."""
    booked = _visit_behind(request)
    place = booked.location
    phone = place.phone.as_international if place.phone else ""
    with timezone.override(place.tzinfo):
        context = {"visit": booked, "emergency_number": place.emergency_number, "clinic_phone": phone}
        return render(request, "portal/visit.html", context)


@require_POST
@behind_link("visit")
def confirm(request: LinkRequest) -> HttpResponse:
    """The patient will come."""
    try:
        confirm_visit(visit=_visit_behind(request), by=request.link)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Thank you, we expect you."))
    return redirect("portal:visit")


def _visit_behind(request: LinkRequest) -> Visit:
    uuid = request.link.about.removeprefix("visit:")
    known = Visit.objects.select_related("location", "practitioner", "patient", "visit_type")
    found = known.filter(uuid=uuid, patient=request.link.patient).first()
    if found is None:
        raise Http404
    return found
