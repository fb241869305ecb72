from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction

from clinic.kit.errors import Refusal
from patients.domain.documents import ask_again, fail_document, fill_document, request_document
from patients.models import Document
from patients.tests.factories import DocumentFactory, PatientFactory


@pytest.mark.django_db
def test_a_requested_document_is_filled_with_its_hash():
    patient = PatientFactory()
    document = request_document(
        patient=patient,
        kind="aftercare",
        about="visit:1",
        title="Aftercare",
        file_name="aftercare-2026-11-26.pdf",
        language="en",
    )
    filled = fill_document(document=document, content=b"%PDF one")
    assert (filled.state, filled.sha256, filled.read()) == ("ready", sha256(b"%PDF one").hexdigest(), b"%PDF one")


@pytest.mark.django_db
def test_the_stored_name_says_nothing_about_the_patient():
    document = fill_document(document=DocumentFactory(patient__name="Ada"), content=b"x")
    folder, name = document.file.name.split("/")
    assert (folder, len(name), name.endswith(".pdf")) == ("documents", 36, True)


@pytest.mark.django_db
def test_the_second_filling_changes_nothing_and_leaves_no_file():
    document = fill_document(document=DocumentFactory(), content=b"one")
    folder = document.file.storage.listdir("documents")[1]
    again = fill_document(document=Document.objects.get(pk=document.pk), content=b"two")
    assert (again.read(), document.file.storage.listdir("documents")[1]) == (b"one", folder)


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"title": "Other"}, {"sha256": "0" * 64}, {"state": "requested"}])
def test_the_database_refuses_to_change_a_ready_document(change):
    document = DocumentFactory(ready=True)
    with pytest.raises(IntegrityError, match="a ready document does not change"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


@pytest.mark.django_db
def test_the_database_refuses_to_delete_a_ready_document():
    document = DocumentFactory(ready=True)
    with pytest.raises(IntegrityError, match="a ready document is kept"), transaction.atomic():
        document.delete()


@pytest.mark.django_db
def test_a_failed_document_is_filled_only_after_asking_again():
    document = DocumentFactory()
    assert fail_document(document=document, why="Pango is missing") is True
    with pytest.raises(Refusal):
        fill_document(document=document, content=b"x")
    assert ask_again(document=document) is True
    assert fill_document(document=document, content=b"x").failure == ""


@pytest.mark.django_db
def test_a_ready_document_cannot_fail():
    assert fail_document(document=DocumentFactory(ready=True), why="late") is False


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["../etc/passwd", 'a".pdf', "a\r\nb.pdf", "no-ending", ""])
def test_a_file_name_that_is_none_is_not_accepted(name):
    with pytest.raises(ValueError, match="plain file name"):
        request_document(patient=PatientFactory(), kind="k", about="visit:1", title="T", file_name=name, language="en")
