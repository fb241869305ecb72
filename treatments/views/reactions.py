"""A patient's report: what they said, what they were told, and who has seen it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from treatments.access import get_reaction
from treatments.domain.reactions import acknowledge_reaction
from treatments.sign_words import sign_words


@require_GET
@staff_only(*CLINICAL)
def reaction(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Show one report."""
    report = get_reaction(request, uuid)
    context = {"report": report, "signs": [sign_words(key) for key in report.signs]}
    return render(request, "treatments/reaction.html", context)


@require_POST
@staff_only(*CLINICAL)
def acknowledge(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """A clinician has seen it, and should call: only who may read a report may say so."""
    if acknowledge_reaction(reaction=get_reaction(request, uuid), by=request.user):
        messages.success(request, _("The patient now reads that you have seen it. Call them."))
    else:
        messages.info(request, _("A colleague has seen it already."))
    return redirect("desk:today")
