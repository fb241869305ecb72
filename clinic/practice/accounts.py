import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from clinic.practice.addresses import first_page


class ClosedDoor(DefaultAccountAdapter):
    """Nobody signs up by themselves: staff are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return first_page()

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Ask for the password again before a sensitive step, except just after signing in to enrol a first factor."""
        enrolling = app == "allauth.mfa" and not is_mfa_enabled(self.request.user)
        if enrolling and self._just_signed_in():
            return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def _just_signed_in(self) -> bool:
        records = get_authentication_records(self.request, self.request.user)
        return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
