import re

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from clinic.practice.access import StaffRequest, signed_in
from clinic.practice.addresses import first_page

OBJECT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|\?")


@require_POST
@signed_in
def work_at(request: StaffRequest) -> HttpResponse:
    """Go on working at another of one's locations. A page about one patient or visit is left for the first page."""
    chosen = request.POST.get("location", "")
    place = next((place for place in request.locations if str(place.pk) == chosen), None)  # type: ignore[attr-defined]
    if place is None:
        raise Http404
    request.session["location"] = place.pk
    return redirect(_where_next(request))


def _where_next(request: StaffRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and not OBJECT.search(wanted) else first_page()
