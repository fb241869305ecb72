"""The catalogue: what is in it, one ingredient, and the medical director's approval of a set."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.kit.errors import Refusal
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from treatments.catalogue.kinds import Kind
from treatments.domain.catalogue import approve_entries
from treatments.forms.catalogue import ApprovalForm
from treatments.models import Concern, Ingredient, IngredientClass, Status
from treatments.queries import catalogue as queries

ASKED = ("search", "kind", "concern", "status")


@staff_only(*CLINICAL)
def catalogue(request: StaffRequest) -> HttpResponse:
    """Every kind of the catalogue, with what waits for the medical director."""
    return render(request, "treatments/catalogue.html", {"shelves": queries.shelves()})


@staff_only(*CLINICAL)
def ingredients(request: StaffRequest) -> HttpResponse:
    """The ingredients, searched and filtered."""
    asked = {name: request.GET.get(name, "") for name in ASKED}
    page = Paginator(queries.ingredient_list(**asked), 100).get_page(request.GET.get("page"))
    given = {
        "page": page,
        "asked": asked,
        "query": f"&{urlencode(asked)}",
        "kinds": IngredientClass.choices,
        "concerns": Concern.objects.all(),
        "statuses": Status.choices,
    }
    return render(request, "treatments/ingredients.html", given)


@staff_only(*CLINICAL)
def ingredient(request: StaffRequest, key: str) -> HttpResponse:
    """One ingredient: what is published, with its sources, and what uses it."""
    try:
        shown = queries.ingredient_page(key)
    except Ingredient.DoesNotExist as error:
        raise Http404 from error
    return render(request, "treatments/ingredient.html", {"shown": shown, "ingredient": shown.ingredient})


@staff_only(*CLINICAL)
def review(request: StaffRequest, file: str) -> HttpResponse:
    """All entries of one kind to read; who may approve chooses and signs with a reason."""
    kind = next((kind for kind in queries.REVIEWED if kind.file == file), None)
    if kind is None:
        raise Http404
    form = ApprovalForm(request.POST or None, waiting=queries.entries_of(kind).waiting())
    if request.method == "POST" and form.is_valid() and _approve(request, form):
        return redirect("treatments:review", file)
    return _show_review(request, kind, form)


def _approve(request: StaffRequest, form: ApprovalForm) -> bool:
    given = form.cleaned_data
    try:
        approved = approve_entries(entries=given["entries"], by=request.user, reason=given["reason"])
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return False
    done = ngettext("%(n)d entry approved.", "%(n)d entries approved.", len(approved)) % {"n": len(approved)}
    messages.success(request, done)
    return True


def _show_review(request: StaffRequest, kind: Kind, form: ApprovalForm) -> HttpResponse:
    leaves = queries.leaves(kind)
    given = {
        "form": form,
        "name": queries.name_of(kind),
        "leaves": leaves,
        "waiting": sum(not leaf.entry.is_approved for leaf in leaves),
        "chosen": set(request.POST.getlist("entries")),
        "lead": _("Read each entry with its sources. What you approve may reach patients."),
    }
    return render(request, "treatments/review.html", given, status=422 if form.errors else 200)
