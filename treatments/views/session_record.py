"""The record of a session: what was given, the signature, what is corrected and what is added."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.kit.errors import Refusal
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from treatments.access import get_session
from treatments.domain import sessions as verbs
from treatments.domain.readiness import unanswered_before_care
from treatments.domain.session_record import WrittenMeanwhile, what_is_written
from treatments.forms.sessions import AddendumForm, CorrectEndForm, GivenForm, NotTreatedForm, PastTreatmentForm
from treatments.models import Session, SessionOutcome
from treatments.queries.session_recipe import given_lines
from treatments.views.session_page import back_to, blame, do, show_page, submit

clinicians = staff_only(*CLINICAL)


@require_POST
@clinicians
def given(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Write down what was given."""
    session = get_session(request, uuid)
    form = _given_form(request, session)
    if not _is_written(request, session, form):
        return show_page(request, session, given_form=form)
    messages.success(request, _("Saved."))
    return back_to(session)


@require_POST
@clinicians
def sign(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Keep what stands typed above the signature, then sign: what was typed stays, whatever the signature meets."""
    session = get_session(request, uuid)
    if session.outcome == SessionOutcome.NOT_TREATED:
        return do(request, session, verbs.sign_session)
    form = _given_form(request, session)
    if _is_written(request, session, form):
        try:
            verbs.sign_session(session=session, by=request.user)
        except Refusal as refusal:
            blame(form, refusal)
            form.see_again(what_is_written(session))
        else:
            messages.success(request, _("Signed."))
            return back_to(session)
    return show_page(request, session, given_form=form)


@require_POST
@clinicians
def not_treated(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Close the session without a treatment."""
    return submit(
        request,
        get_session(request, uuid),
        "not_treated_form",
        NotTreatedForm(request.POST, prefix="not"),
        lambda session, by, reason: verbs.do_not_treat(session=session, reason=reason, by=by),
    )


@require_POST
@clinicians
def past(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Record a treatment that was not started here."""
    return submit(
        request,
        get_session(request, uuid),
        "past_form",
        PastTreatmentForm(request.POST, prefix="past"),
        lambda session, by, **said: verbs.record_past_treatment(session=session, by=by, **said),
    )


@require_POST
@clinicians
def correct_end(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Correct the end of treatment."""
    return submit(
        request,
        get_session(request, uuid),
        "correct_form",
        CorrectEndForm(request.POST, prefix="correct"),
        lambda session, by, **said: verbs.correct_end(session=session, by=by, **said),
    )


@require_POST
@clinicians
def addendum(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Add words to a signed session."""
    return submit(
        request,
        get_session(request, uuid),
        "addendum_form",
        AddendumForm(request.POST, prefix="add"),
        lambda session, by, text: verbs.add_addendum(session=session, text=text, by=by),
    )


def _given_form(request: StaffRequest, session: Session) -> GivenForm:
    return GivenForm(request.POST, session=session, open_lines=unanswered_before_care(session))


def _is_written(request: StaffRequest, session: Session, form: GivenForm) -> bool:
    """Write down what the form says; False with the reason in the form where it cannot be."""
    if not form.is_valid():
        return False
    said: dict[str, Any] = {**form.cleaned_data, "zones": list(form.cleaned_data["zones"])}
    try:
        verbs.record_given(session=session, given=given_lines(session), by=request.user, **said)
    except Refusal as refusal:
        blame(form, refusal)
        if isinstance(refusal, WrittenMeanwhile):
            session.refresh_from_db()
            form.see_again(what_is_written(session), overtaken=True)
        return False
    return True
