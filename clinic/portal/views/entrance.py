"""The first hop: from the address in a message to a page without a token."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from clinic.kit.access import public
from clinic.portal.doors import closed_door, open_door, private
from patients.domain.links import find_link


@require_safe
@public
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address; nothing is changed, and an unknown one looks like an expired one."""
    link = find_link(token=token)
    if link is None:
        return private(closed_door(request), referrer="no-referrer")
    return private(open_door(redirect(f"portal:{link.purpose}"), link), referrer="no-referrer")
