from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clinic.kit.models import Record
from patients.models.people import Patient


class DocumentState(models.TextChoices):
    REQUESTED = "requested"
    READY = "ready"
    FAILED = "failed"


def private_name(document: "Document", filename: str) -> str:
    """Return a storage name that tells nothing about whose file it is."""
    return f"documents/{uuid4().hex}{'.pdf' if filename.endswith('.pdf') else ''}"


class DocumentQuerySet(models.QuerySet["Document"]):
    def waiting(self, kind: str) -> "DocumentQuerySet":
        return self.filter(kind=kind, state=DocumentState.REQUESTED)


class Document(Record):
    """A private file about a patient. Requested first, filled by the layer that knows its content, then immutable."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=80, db_index=True)
    title = models.CharField(max_length=160)
    file_name = models.CharField(max_length=80, help_text="As sent: care and date only, never a name.")
    language = models.CharField(max_length=8, default="en")
    state = models.CharField(max_length=10, choices=DocumentState, default=DocumentState.REQUESTED)
    requested_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True)
    file = models.FileField(upload_to=private_name, max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | (~Q(file="") & ~Q(sha256="") & Q(ready_at__isnull=False)),
                name="ready_document_has_file_and_hash",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def read(self) -> bytes:
        """Return the stored bytes."""
        with self.file.open("rb") as stored:
            return bytes(stored.read())
