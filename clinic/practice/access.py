"""Who of the staff may see a page. First line of every staff view."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django_htmx.middleware import HtmxDetails

from clinic.kit.access import View, audience
from clinic.practice.models import Location, Practice, Role, User

ANY_ROLE = frozenset(Role.values)
CLINICAL = frozenset({Role.PRACTITIONER, Role.MEDICAL_DIRECTOR})
DESK = frozenset({Role.FRONT_DESK, Role.MANAGER})
MANAGING = frozenset({Role.MANAGER, Role.MEDICAL_DIRECTOR})


class SettledRequest(HttpRequest):
    """A request as WorkAtLocation leaves it: whoever asks, with the location they work at, if any."""

    location: Location | None
    locations: list[Location]
    roles: set[str]


class StaffRequest(HttpRequest):
    """A request after `staff_only` let it pass: somebody signed in, at work at a location, in some roles."""

    user: User
    location: Location
    roles: set[str]
    htmx: HtmxDetails


def staff_only(*roles: str) -> Callable[[View], View]:
    """Let pass who is signed in and holds one of `roles` (none given: any role) at the location they work at."""
    wanted = frozenset(roles) or ANY_ROLE

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: SettledRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.location is None or not wanted & request.roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return audience("staff: " + ", ".join(sorted(wanted)))(guarded)

    return wrap


def signed_in(view: View) -> View:
    """Let pass whoever is signed in, wherever they work. For pages about one's own account."""

    @wraps(view)
    def guarded(request: SettledRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return audience("signed in")(guarded)


def owner_only(view: View) -> View:
    """Let pass the owner of the practice."""

    @wraps(view)
    def guarded(request: SettledRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_owner:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return audience("owner")(guarded)


def while_empty(view: View) -> View:
    """Let pass anybody, but only as long as there is no practice; afterwards the page is not there."""

    @wraps(view)
    def guarded(request: SettledRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_empty():
            raise Http404
        return view(request, *args, **kwargs)

    return audience("empty clinic")(guarded)


def is_empty() -> bool:
    """Tell whether nobody has set the clinic up yet."""
    return not Practice.objects.exists() and not Location.objects.exists()


def get_colleague(request: StaffRequest, uuid: UUID) -> User:
    """Return who works where this person does, else raise Http404."""
    here = User.objects.filter(memberships__location=request.location).distinct()
    return get_object_or_404(here, uuid=uuid)


def is_clinical(request: StaffRequest) -> bool:
    """Tell whether this person may read clinical facts at the location they work at."""
    return bool(CLINICAL & request.roles)
