from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from clinic.practice.access import SettledRequest, is_empty
from clinic.practice.models import Location, Role

Next = Callable[[HttpRequest], HttpResponse]


class WelcomeTheFirst:
    """As long as there is no practice, every page leads to the one that sets it up."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        welcome = reverse("practice:first_run")
        if request.path != welcome and not request.user.is_authenticated and is_empty():
            return redirect(welcome)
        return self.get_response(request)


class RequireSecondFactor:
    """Send staff without a second factor to its set-up page before anything else (unless DEBUG)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_enrol(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _must_enrol(self, request: HttpRequest) -> bool:
        if not settings.REQUIRE_SECOND_FACTOR or not request.user.is_authenticated:
            return False
        return not request.path.startswith(reverse("account_login").rsplit("login", 1)[0]) and not is_mfa_enabled(
            request.user
        )


class WorkAtLocation:
    """Give the request its location and roles, and show times in that location's wall time."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: SettledRequest) -> HttpResponse:
        self._settle(request)
        if request.location is None:
            return self.get_response(request)
        with timezone.override(request.location.tzinfo):
            return self.get_response(request)

    def _settle(self, request: SettledRequest) -> None:
        request.location, request.roles, request.locations = None, set(), []
        if not request.user.is_authenticated:
            return
        memberships = list(request.user.memberships.select_related("location").filter(location__active=True))
        places = Location.objects.filter(active=True) if request.user.is_owner else {m.location for m in memberships}
        request.locations = sorted(places, key=lambda place: place.name)
        chosen = request.session.get("location")
        here = next((place for place in request.locations if place.pk == chosen), None)
        request.location = here or (request.locations[0] if request.locations else None)
        request.roles = {m.role for m in memberships if request.location and m.location_id == request.location.pk}
        if request.user.is_owner:
            request.roles.add(Role.MANAGER)
