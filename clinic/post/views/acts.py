"""What staff do with a message: cancel, send once more, tick off, send a test to themselves."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.contrib import messages as toasts
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.kit.errors import Refusal
from clinic.kit.nonces import nonce_of
from clinic.post import domain
from clinic.post.access import get_message, may_read, note
from clinic.post.models import OutgoingMessage
from clinic.practice.access import StaffRequest, staff_only
from clinic.practice.models import Role


@require_POST
@staff_only()
def cancel(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Call a message back. Who may not read it may not stop it either: it may be what keeps a patient safe."""
    message = get_message(request, uuid)
    if not may_read(request, message):
        raise Http404
    if domain.cancel_message(message=message, reason=_("cancelled by %(who)s") % {"who": request.user.name}):
        note(request, message, "message.cancel")
        toasts.success(request, _("The message is cancelled."))
    else:
        toasts.error(request, _("It is too late: this message is already on its way, or gone."))
    return redirect("post:message", uuid)


@require_POST
@staff_only()
def resend(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Send the same content once more, as a new message; a form sent twice leads to the message it made."""
    message = get_message(request, uuid)
    verb = partial(domain.resend, nonce=nonce_of(request.POST))
    return _do(request, message, _("It goes once more within a minute."), verb)


@require_POST
@staff_only()
def done(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Tick off a task of the desk."""
    message = get_message(request, uuid)
    return _do(request, message, _("Done. It is kept with the patient's messages."), domain.mark_done)


@require_POST
@staff_only(Role.MANAGER, Role.MEDICAL_DIRECTOR)
def send_test(request: StaffRequest) -> HttpResponse:
    """Send a test message to the person who asks, to see whether the clinic's mail works."""
    now = timezone.now()
    message = domain.plan_message(
        content=domain.Content(kind="test", context={"asked_at": now.isoformat()}),
        timing=domain.Timing(due_at=now, expires_at=now + timedelta(hours=1), ignores_quiet_hours=True),
        about=f"user:{request.user.uuid}",
        location=request.location,
        user=request.user,
    )
    toasts.success(request, _("A test message to you goes within a minute. This page shows what became of it."))
    return redirect("post:message", message.uuid)


def _do(
    request: StaffRequest, message: OutgoingMessage, sentence: str, verb: Callable[..., OutgoingMessage]
) -> HttpResponse:
    try:
        message = verb(message=message, by=request.user)
    except Refusal as refusal:
        toasts.error(request, refusal.sentence)
    else:
        toasts.success(request, sentence)
    return redirect("post:message", message.uuid)
