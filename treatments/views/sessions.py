"""The page of one session: what stands before the start, the treatment, what was given, the signature."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clinic.kit.errors import Refusal
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from treatments.access import get_session
from treatments.domain import sessions as verbs
from treatments.domain.checklists import answer_before_care, answer_today
from treatments.forms.sessions import AddendumForm, CorrectEndForm, GivenForm, NotTreatedForm, PastTreatmentForm
from treatments.models import CareItem, Session
from treatments.queries.sessions import asked_today, given_lines, session_page

clinicians = staff_only(*CLINICAL)


@require_GET
@clinicians
def session(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Show the session and what can be done next."""
    return _page(request, get_session(request, uuid))


@require_POST
@clinicians
def start(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Begin the treatment."""
    return _do(request, uuid, lambda session: verbs.start_session(session=session, by=request.user))


@require_POST
@clinicians
def end(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The one large tap: the aftercare clock starts."""
    return _do(request, uuid, lambda session: verbs.end_treatment(session=session, by=request.user))


@require_POST
@clinicians
def sign(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Sign the record."""
    return _do(request, uuid, lambda session: verbs.sign_session(session=session, by=request.user))


@require_POST
@clinicians
def today(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take the answers that count only when given today, and screen anew."""
    session = get_session(request, uuid)
    given = {asked.key: request.POST.get(f"today-{asked.key}", "") for asked in asked_today(session)}
    answer_today(session=session, answers=given, by=request.user)
    return redirect("treatments:session", uuid=session.uuid)


@require_POST
@clinicians
def checklist(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take the answers to the before-care checklist, all at once."""
    session = get_session(request, uuid)
    try:
        _answer_all(request, session)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("treatments:session", uuid=session.uuid)


@require_POST
@clinicians
def given(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Write down what was given."""
    session = get_session(request, uuid)
    form = GivenForm(request.POST, session=session)
    return _submit(request, session, "given_form", form, _record_given)


@require_POST
@clinicians
def not_treated(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Close the session without a treatment."""
    return _submit(
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
    return _submit(
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
    return _submit(
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
    return _submit(
        request,
        get_session(request, uuid),
        "addendum_form",
        AddendumForm(request.POST, prefix="add"),
        lambda session, by, text: verbs.add_addendum(session=session, text=text, by=by),
    )


def _page(request: StaffRequest, session: Session, **forms: Form) -> HttpResponse:
    status = 422 if forms else 200
    return render(request, "treatments/session.html", session_page(session, forms=forms), status=status)


def _do(request: StaffRequest, uuid: UUID, verb: Callable[[Session], Any]) -> HttpResponse:
    session = get_session(request, uuid)
    try:
        verb(session)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("treatments:session", uuid=session.uuid)


def _submit(request: StaffRequest, session: Session, name: str, form: Form, verb: Callable[..., Any]) -> HttpResponse:
    """Do `verb` with what the form says; what is refused is shown at its field and nothing typed is lost."""
    if form.is_valid():
        try:
            verb(session, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("treatments:session", uuid=session.uuid)
    return _page(request, session, **{name: form})


def _record_given(session: Session, *, by: Any, zones: Any, **said: Any) -> Session:
    return verbs.record_given(session=session, zones=list(zones), given=given_lines(session), by=by, **said)


def _answer_all(request: StaffRequest, session: Session) -> None:
    for item in CareItem.objects.filter(phase="pre", key__in=request.POST.getlist("item")):
        answer = request.POST.get(f"answer-{item.key}")
        if answer in ("yes", "no"):
            decision = request.POST.get(f"decision-{item.key}", "")
            answer_before_care(session=session, item=item, done=answer == "yes", decision=decision, by=request.user)
