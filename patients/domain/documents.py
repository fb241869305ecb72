"""Documents: asked for by whoever needs one, filled by the layer that knows the content, unchangeable from then on."""

import re
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from patients.models import Document, Patient
from patients.models.documents import DocumentState, private_name

FILE_NAME = re.compile(r"[\w][\w .-]*\.[a-z0-9]{2,5}")


@transaction.atomic
def request_document(
    *,
    patient: Patient,
    kind: str,
    about: str,
    title: str,
    file_name: str,
    language: str,
    replaces: Document | None = None,
    by: Any = None,
) -> Document:
    """Return a requested document for its layer's task to fill.

    `file_name` is what the patient's mail program shows: care and date, never a name. Raises ValueError for one that
    is not a plain file name.
    """
    if not FILE_NAME.fullmatch(file_name):
        raise ValueError("a document needs a plain file name such as aftercare-2026-11-26.pdf")
    document = Document.objects.create(
        patient=patient,
        kind=kind,
        about=about,
        title=title,
        file_name=file_name,
        language=language,
        replaces=replaces,
    )
    audit.record(verb="document.request", about=patient.key, by=by, details={"document": str(document.uuid)})
    return document


def fill_document(*, document: Document, content: bytes) -> Document:
    """Keep `content` as the document's private file, with its SHA-256; from now on it does not change.

    The file is written first and claimed by one conditional update: of two workers one wins, the other's copy is
    thrown away and the winner's document is returned. Raises Refusal when the document had failed and was not asked
    for again.
    """
    storage = document.file.storage
    stored = storage.save(private_name(document, document.file_name), ContentFile(content))
    claimed = Document.objects.filter(pk=document.pk, state=DocumentState.REQUESTED).update(
        state=DocumentState.READY,
        file=stored,
        sha256=sha256(content).hexdigest(),
        ready_at=timezone.now(),
        failure="",
    )
    if not claimed:
        storage.delete(stored)
    document.refresh_from_db()
    if document.state == DocumentState.FAILED:
        raise Refusal("This document had failed: ask for it again first.")
    return document


def fail_document(*, document: Document, why: str) -> bool:
    """Say that a requested document cannot be made; True if it was waiting. `why` holds no personal data."""
    waiting = Document.objects.filter(pk=document.pk, state=DocumentState.REQUESTED)
    return bool(waiting.update(state=DocumentState.FAILED, failure=why[:300]))


def ask_again(*, document: Document) -> bool:
    """Put a failed document back in the queue. True if it was failed."""
    failed = Document.objects.filter(pk=document.pk, state=DocumentState.FAILED)
    return bool(failed.update(state=DocumentState.REQUESTED, failure="", requested_at=timezone.now()))
