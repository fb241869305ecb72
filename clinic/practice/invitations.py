"""The e-mail with which somebody chooses their password."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from clinic.practice.access import StaffRequest
from clinic.practice.models import User

log = logging.getLogger(__name__)


def invite(user: User, request: StaffRequest) -> bool:
    """Send `user` a link with which to choose a password. False, and a line in the log, when the server refused it."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    address = settings.PUBLIC_URL + reverse("account_reset_password_from_key", args=key.split("-", 1))
    words = {"user": user, "address": address, "by": request.user, "location": request.location}
    try:
        get_adapter().send_mail("practice/mail/invitation", user.email, words)
    except (SMTPException, OSError):
        log.exception("An invitation was not accepted by the mail server: user %s", user.uuid)
        return False
    return True
