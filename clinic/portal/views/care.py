"""The patient's aftercare page: what to avoid until when, the checklist, all fine."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clinic.kit.nonces import nonce_of
from clinic.portal.care_page import care_page, clinic_context, session_behind, ticked_items, told_items
from clinic.portal.doors import LinkRequest, behind_link, is_known, known_only, remember
from clinic.portal.forms import BirthDateForm
from patients.domain.links import check_birth_date, is_shut
from treatments.domain.checklists import tick_aftercare
from treatments.domain.reactions import say_all_is_well


@require_safe
@behind_link("care")
def care(request: LinkRequest) -> HttpResponse:
    """Show the aftercare, or the question for the birth date with the emergency number above it."""
    session = session_behind(request.link)
    if not is_known(request, request.link):
        return _ask(request, BirthDateForm())
    with timezone.override(session.visit.location.tzinfo):
        return render(request, "portal/care.html", care_page(session))


@require_POST
@behind_link("care")
def identify(request: LinkRequest) -> HttpResponse:
    """Check the birth date."""
    form = BirthDateForm(request.POST)
    if form.is_valid() and check_birth_date(link=request.link, birth_date=form.cleaned_data["birth_date"]):
        return remember(redirect("portal:care"), request.link)
    if form.is_valid():
        form.add_error("birth_date", _refusal(request))
    return _ask(request, form, status=422)


@require_POST
@behind_link("care")
@known_only
def tick(request: LinkRequest) -> HttpResponse:
    """Keep what changed on the checklist."""
    session = session_behind(request.link)
    before, now = ticked_items(session), set(request.POST.getlist("done"))
    for item in told_items(session):
        if (item.key in before) != (item.key in now):
            tick_aftercare(session=session, item=item, done=item.key in now, link=request.link)
    messages.success(request, _("Saved. Thank you."))
    return redirect("portal:care")


@require_POST
@behind_link("care")
@known_only
def fine(request: LinkRequest) -> HttpResponse:
    """All is well."""
    say_all_is_well(session=session_behind(request.link), nonce=nonce_of(request.POST), by=request.link)
    messages.success(request, _("Thank you. Come back to this page if anything changes."))
    return redirect("portal:care")


def _ask(request: LinkRequest, form: BirthDateForm, *, status: int = 200) -> HttpResponse:
    session = session_behind(request.link)
    context = {**clinic_context(session), "form": form, "has_birth_date": request.link.patient.birth_date is not None}
    return render(request, "portal/birth_date.html", context, status=status)


def _refusal(request: LinkRequest) -> str:
    if is_shut(request.link):
        return _("Too many tries. Wait 15 minutes, or call the clinic.")
    return _("This is not the birth date we have. Check it, or call the clinic.")
