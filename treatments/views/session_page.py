"""The page of a session, and the two ways of doing something on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.access import StaffRequest
from treatments.forms.session_page import session_forms
from treatments.models import Session
from treatments.queries.sessions import session_page


def show_page(request: StaffRequest, session: Session, **bound: Form) -> HttpResponse:
    """Show the page; `bound` are forms to show again with their errors."""
    page = session_page(session)
    forms = session_forms(session, worked=page["worked"], open_lines=page["open_lines"])
    return render(request, "treatments/session.html", {**page, **forms, **bound}, status=422 if bound else 200)


def back_to(session: Session) -> HttpResponse:
    """Send the browser to the page of `session`."""
    return redirect("treatments:session", uuid=session.uuid)


def do(request: StaffRequest, session: Session, verb: Callable[..., Any], **said: Any) -> HttpResponse:
    """Do `verb` with the session; what is refused is said on its page."""
    try:
        verb(session=session, by=request.user, **said)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return back_to(session)


def submit(request: StaffRequest, session: Session, name: str, form: Form, verb: Callable[..., Any]) -> HttpResponse:
    """Do `verb` with what the form says; what is refused is shown at its field and nothing typed is lost."""
    if form.is_valid():
        try:
            verb(session, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return back_to(session)
    return show_page(request, session, **{name: form})


def blame(form: Form, refusal: Refusal) -> None:
    """Show the refusal at the field it belongs to, else above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
