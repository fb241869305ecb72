from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from clinic.practice.access import MANAGING, StaffRequest, staff_only
from clinic.practice.queries import trail

PAGE = 50


@staff_only(*MANAGING)
def audit(request: StaffRequest) -> HttpResponse:
    """Who read and who changed what at this location; with `?about=patient:…`, everything about that key."""
    about = request.GET.get("about", "").strip()[:80]
    page = Paginator(trail(request.location, about), PAGE).get_page(request.GET.get("page"))
    return render(request, "practice/audit.html", {"page": page, "about": about})
