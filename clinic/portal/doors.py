"""A patient's way in: the token of the address becomes a signed cookie, so that it stands nowhere else.

Reading changes no row. The cookie names the link; a second one says that the birth date was right.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

from clinic.kit.access import View, audience
from clinic.practice.models import Location
from patients.models import PatientLink

DOOR, KNOWN = "door", "known"
STAY = timedelta(hours=12)


class LinkRequest(HttpRequest):
    """A request after `behind_link` let it pass: somebody came in by this link."""

    link: PatientLink


def open_door(response: HttpResponse, link: PatientLink) -> HttpResponse:
    """Let the browser that followed `link` come back without its token."""
    return _keep(response, f"{DOOR}-{link.purpose}", link)


def remember(response: HttpResponse, link: PatientLink) -> HttpResponse:
    """Let the browser that knew the birth date see health data for a while."""
    return _keep(response, f"{KNOWN}-{link.purpose}", link)


def link_of(request: HttpRequest, purpose: str) -> PatientLink | None:
    """Return the living link this browser came in by."""
    uuid = request.get_signed_cookie(f"{DOOR}-{purpose}", None, salt=DOOR, max_age=STAY)
    return PatientLink.objects.alive().select_related("patient").filter(uuid=uuid).first() if uuid else None


def is_known(request: HttpRequest, link: PatientLink) -> bool:
    """Tell whether this browser gave the right birth date for `link`."""
    known = request.get_signed_cookie(f"{KNOWN}-{link.purpose}", None, salt=KNOWN, max_age=STAY)
    return known == str(link.uuid)


def behind_link(purpose: str) -> Callable[[View], View]:
    """Let pass who came in by a living link of `purpose`; anybody else sees the same closed door."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: LinkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            link = link_of(request, purpose)
            if link is None:
                return private(closed_door(request))
            request.link = link
            with translation.override(link.patient.language):
                return private(_behind(view, request, *args, **kwargs))

        return audience(f"link: {purpose}")(guarded)

    return wrap


def known_only(view: View) -> View:
    """Send who has not given the birth date yet back to the page that asks for it."""

    @wraps(view)
    def guarded(request: LinkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_known(request, request.link):
            return redirect(f"portal:{request.link.purpose}")
        return view(request, *args, **kwargs)

    return guarded


def closed_door(request: HttpRequest) -> HttpResponse:
    """Expired, revoked, used and unknown look alike, so the page names every place of the clinic."""
    places = list(Location.objects.filter(active=True))
    numbers = {place.emergency_number for place in places}
    shown = {"places": places, "emergency_number": numbers.pop() if len(numbers) == 1 else ""}
    return render(request, "portal/closed.html", shown, status=404)


def private(response: HttpResponse, *, referrer: str = "same-origin") -> HttpResponse:
    """Keep a patient's page out of caches and its address out of other people's logs.

    Pages with a form say "same-origin": under "no-referrer" browsers post `Origin: null`, which the CSRF check
    refuses. Their address holds no token; the first hop, whose address does, says "no-referrer".
    """
    patch_cache_control(response, no_store=True, private=True)
    response["Referrer-Policy"] = referrer
    response["X-Robots-Tag"] = "noindex"
    return response


def _behind(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer the page, or the closed door when what the link is about is no longer there."""
    try:
        return view(request, *args, **kwargs)
    except Http404:
        return closed_door(request)


def _keep(response: HttpResponse, name: str, link: PatientLink) -> HttpResponse:
    left = max(timedelta(0), min(STAY, link.expires_at - timezone.now()))
    response.set_signed_cookie(
        name,
        str(link.uuid),
        salt=name.split("-", 1)[0],
        max_age=left,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        path="/my/",
    )
    return response
