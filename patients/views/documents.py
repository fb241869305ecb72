from uuid import UUID

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from clinic.practice.access import StaffRequest, is_clinical, staff_only
from clinic.practice.domain import audit
from patients.models import Document
from patients.models.documents import DocumentState

FRONT_DESK_PRINTS = ("aftercare",)


@require_safe
@staff_only()
def document(request: StaffRequest, uuid: UUID) -> FileResponse:
    """Hand out a private file, never cached. The front desk gets only what it prints for the patient."""
    found = Document.objects.filter(uuid=uuid, patient__locations=request.location, state=DocumentState.READY)
    if not is_clinical(request):
        found = found.filter(kind__in=FRONT_DESK_PRINTS)
    this = found.select_related("patient").first()
    if this is None:
        raise Http404
    audit.record(
        verb="document.read",
        about=this.patient.key,
        by=request.user,
        location=request.location,
        details={"document": str(this.uuid)},
    )
    return send(this)


def send(document: Document) -> FileResponse:
    """Return the stored file under its plain name. Whoever calls this has checked that the reader may have it."""
    answer = FileResponse(document.file.open("rb"), filename=document.file_name, content_type=_kind_of(document))
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _kind_of(document: Document) -> str:
    return "application/pdf" if document.file_name.endswith(".pdf") else "application/octet-stream"
