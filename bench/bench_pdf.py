"""The aftercare sheet: from the session to the PDF, against bare WeasyPrint on the same finished HTML."""

from django.utils import timezone
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from bench.measures import Measure, Rounds, interleaved


def rounds(count: int = 15) -> Rounds:
    """Yield the seconds of "ours" (rows, words, code, PDF) and of "bare" (the same HTML, style and fonts kept too)."""
    from clinic.kit.pdf_engine import STYLE
    from patients.models import Document
    from treatments.domain.aftercare_sheet import aftercare_pdf

    document = Document.objects.get(about=_ended_session().key)
    html = _html_of(document)
    fonts = FontConfiguration()
    style = CSS(filename=str(STYLE), font_config=fonts)
    yield from interleaved(
        count,
        ours=lambda: aftercare_pdf(document),
        bare=lambda: HTML(string=html).write_pdf(stylesheets=[style], font_config=fonts, pdf_tags=True),
    )


def _ended_session():
    from treatments.domain import sessions
    from treatments.tests.factories.care import an_arrived_patient, as_if_given

    _approve_the_shipped_care()
    treatment = an_arrived_patient(shipped_care=True)
    times = as_if_given(treatment)
    return sessions.record_past_treatment(
        session=treatment.session, **times, reason="Written down later.", by=treatment.by
    )


def _approve_the_shipped_care() -> None:
    """Make the sheet as long as patients get it."""
    from treatments.catalogue.loading import load
    from treatments.models import AdverseEvent, CareItem, Ingredient
    from treatments.tests.factories.catalogue import approver

    load()
    for model in (AdverseEvent, CareItem, Ingredient):
        model.objects.update(approved_by=approver(), approved_at=timezone.now())


def _html_of(document) -> str:
    from django.template.loader import render_to_string

    from treatments.domain.aftercare_sheet import session_of, sheet_context

    context = sheet_context(session_of(document), document)
    return render_to_string("print/aftercare.html", {**context, "language": "en"})


MEASURES = [Measure("Aftercare sheet, against bare WeasyPrint", rounds, "ours", "bare", 1.15)]
