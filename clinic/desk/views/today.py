from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clinic.desk.queries.today import attention, stages_of_day, today_at
from clinic.practice.access import StaffRequest, is_clinical, staff_only


@require_safe
@staff_only()
def today(request: StaffRequest) -> HttpResponse:
    """Who is expected, here, in treatment, leaving; and, on top, what waits for somebody."""
    day = today_at(request.location)
    clinical = is_clinical(request)
    shown = {
        "day": day,
        "clinical": clinical,
        "stages": stages_of_day(request.location, day),
        "attention": attention(request.location, clinical=clinical),
    }
    return render(request, "desk/today.html", shown)
