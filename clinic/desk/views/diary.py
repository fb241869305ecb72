from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clinic.desk.queries.diary import day_columns, week
from clinic.desk.queries.today import today_at
from clinic.practice.access import StaffRequest, staff_only

WEEK = "week"


@require_safe
@staff_only()
def diary(request: StaffRequest) -> HttpResponse:
    """A day by practitioner, or a week by day."""
    today = today_at(request.location)
    day = _day(request.GET.get("day", ""), today)
    if request.GET.get("view") == WEEK:
        return _week(request, day - timedelta(days=day.weekday()), today)
    shown = {"day": day, "today": today, "columns": day_columns(request.location, day), "view": "day"}
    return render(request, "desk/diary.html", shown | _around(day, timedelta(days=1)))


def _week(request: StaffRequest, monday: date, today: date) -> HttpResponse:
    shown = {"day": monday, "today": today, "days": week(request.location, monday), "view": WEEK}
    return render(request, "desk/diary.html", shown | _around(monday, timedelta(days=7)))


def _around(day: date, step: timedelta) -> dict[str, date]:
    return {"before": day - step, "after": day + step}


def _day(text: str, today: date) -> date:
    """Return the day written as 2026-11-26 within ten years of today, else today."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs(day - today) < timedelta(days=3650) else today
