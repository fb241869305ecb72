"""“Something is wrong”: the short form, and what to do now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from clinic.kit.errors import Refusal
from clinic.kit.nonces import nonce_of
from clinic.portal.care_page import clinic_context, most_urgent, session_behind
from clinic.portal.doors import LinkRequest, behind_link, known_only
from clinic.portal.forms import ReportForm
from treatments.domain.reactions import report_reaction
from treatments.models import Session


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link("care")
@known_only
def report(request: LinkRequest) -> HttpResponse:
    """Ask what is wrong, and keep the answer; the same one sent twice is one report."""
    session = session_behind(request.link)
    form = ReportForm(request.POST if request.method == "POST" else None)
    with timezone.override(session.visit.location.tzinfo):
        if request.method == "POST" and form.is_valid() and _kept(form, session, request):
            return redirect("portal:reported")
        shown = {**clinic_context(session), "form": form, "nonce": nonce_of(request.POST)}
        return render(request, "portal/report.html", shown, status=422 if form.errors else 200)


@require_safe
@behind_link("care")
@known_only
def reported(request: HttpRequest) -> HttpResponse:
    """Say what to do now, and whether the clinic has seen it."""
    session = session_behind(request.link)  # type: ignore[attr-defined]
    latest = most_urgent(session)
    if latest is None:
        return redirect("portal:report")
    with timezone.override(session.visit.location.tzinfo):
        return render(request, "portal/reported.html", {**clinic_context(session), "report": latest})


def _kept(form: ReportForm, session: Session, request: LinkRequest) -> bool:
    try:
        report_reaction(session=session, nonce=nonce_of(request.POST), by=request.link, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return False
    return True
