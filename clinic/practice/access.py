"""Who of the staff may see a page. First line of every staff view."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from clinic.kit.access import View, audience
from clinic.practice.models import Location, Role, User

ANY_ROLE = frozenset(Role.values)
CLINICAL = frozenset({Role.PRACTITIONER, Role.MEDICAL_DIRECTOR})
DESK = frozenset({Role.FRONT_DESK, Role.MANAGER})


class StaffRequest(HttpRequest):
    """A request after `staff_only` let it pass: somebody signed in, at work at a location, in some roles."""

    user: User
    location: Location
    roles: set[str]


def staff_only(*roles: str) -> Callable[[View], View]:
    """Let pass who is signed in and holds one of `roles` (none given: any role) at the location they work at."""
    wanted = frozenset(roles) or ANY_ROLE

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.location is None or not wanted & request.roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return audience("staff: " + ", ".join(sorted(wanted)))(guarded)

    return wrap


def is_clinical(request: StaffRequest) -> bool:
    """Tell whether this person may read clinical facts at the location they work at."""
    return bool(CLINICAL & request.roles)
