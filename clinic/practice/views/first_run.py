from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clinic.kit.errors import Refusal
from clinic.practice.access import while_empty
from clinic.practice.domain.opening import open_practice
from clinic.practice.forms.first_run import FirstRunForm
from clinic.practice.forms.places import zones


@while_empty
def first_run(request: HttpRequest) -> HttpResponse:
    """Set the clinic up: shown until it is done, and never again."""
    form = FirstRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            open_practice(**form.facts(), week=form.week())
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            return redirect(settings.LOGIN_URL)
    return render(request, "practice/first_run.html", {"form": form, "zones": zones()})
