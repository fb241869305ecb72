"""A recipe on paper: the sheet for the file, and the card somebody draws it up by."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import get_language

from clinic.kit.errors import Refusal
from clinic.kit.pdf import refuse_without_engine, render_pdf
from clinic.practice.access import CLINICAL, StaffRequest, staff_only
from clinic.practice.domain import audit
from treatments.access import get_drawable_version
from treatments.queries.papers import papers_of


@staff_only(*CLINICAL)
def sheet(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The recipe with everything that was answered for, as a PDF."""
    return _paper(request, uuid, "sheet")


@staff_only(*CLINICAL)
def card(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """How to draw it up, one ingredient a step, as a PDF."""
    return _paper(request, uuid, "card")


def _paper(request: StaffRequest, uuid: UUID, kind: str) -> HttpResponse:
    version = get_drawable_version(request, uuid)
    try:
        refuse_without_engine()
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("treatments:recipe", version.uuid)
    shown = papers_of(version, request.location)
    pdf = render_pdf(f"print/recipe_{kind}.html", shown, language=get_language() or "en")
    about = f"recipe:{version.uuid}"
    audit.record(verb=f"recipe.print_{kind}", about=about, by=request.user, location=request.location)
    answer = HttpResponse(pdf, content_type="application/pdf")
    name = f"{slugify(version.recipe.name)}-v{version.number}-{kind}.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
