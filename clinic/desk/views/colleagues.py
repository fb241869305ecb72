"""Before a colleague's work ends: whom they have yet to see. The practice's own page knows nothing of visits."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clinic.desk.queries.colleague import visits_ahead
from clinic.practice.access import MANAGING, StaffRequest, get_colleague, staff_only

PAGE = 50


@require_safe
@staff_only(*MANAGING)
def end_of_work(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Name the visits that stay booked with somebody, then ask whether their work ends."""
    colleague = get_colleague(request, uuid)
    page = Paginator(visits_ahead(colleague, request.location), PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/end_of_work.html", {"colleague": colleague, "page": page})
