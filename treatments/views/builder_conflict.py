"""Two people on one plan: a page that shows what the other changed and what this person typed. Nothing is lost."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from clinic.kit.errors import Refusal
from clinic.kit.numbers import sent_number
from clinic.practice.access import StaffRequest
from treatments.models import Plan
from treatments.queries.plans import changes_since
from treatments.views.builder import address_of

IN_PLACE = {"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerHTML show:window:top"}
NOT_SENT_AGAIN = frozenset({"csrfmiddlewaretoken", "edition"})


def edition_of(request: StaffRequest) -> int | None:
    """Return the edition of the plan that the page was made from: None if it does not say, 0 for rubbish."""
    given = request.POST.get("edition")
    return None if given is None else sent_number(given)


def conflict_page(
    request: StaffRequest,
    plan: Plan,
    refusal: Refusal,
    *,
    act: Any,
    typed: Iterable[tuple[str, str, str]] = (),
    course: Any = None,
) -> HttpResponse:
    """Answer a change that came second: `act` names it, `typed` is (label, kept now, typed) of each field."""
    edition = edition_of(request)
    plan.refresh_from_db()
    shown = {
        "plan": plan,
        "sentence": refusal.sentence,
        "changes": changes_since(plan, edition) if edition is not None else (),
        "act": act,
        "typed": list(typed),
        "again": [
            (name, value) for name, values in request.POST.lists() if name not in NOT_SENT_AGAIN for value in values
        ],
        "leave": address_of(plan, course),
    }
    answer = render(request, "treatments/builder/conflict.html", shown, status=422)
    if request.htmx:
        for name, value in IN_PLACE.items():
            answer[name] = value
    return answer
