from hashlib import sha256
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from patients.models import Document
from patients.models.documents import DocumentState
from treatments.domain import sessions
from treatments.domain.documents import fill_requested
from treatments.tests.factories.care import an_arrived_patient

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def document():
    treatment = an_arrived_patient()
    sessions.start_session(session=treatment.session, by=treatment.by)
    sessions.end_treatment(session=treatment.fresh(), by=treatment.by)
    fill_requested()
    return Document.objects.get(about=treatment.session.key)


def test_the_sheet_is_kept_with_its_hash(document):
    assert (document.state, document.sha256) == (DocumentState.READY, sha256(document.read()).hexdigest())


def test_the_sheet_has_two_pages_a_title_and_a_language(document):
    reader = PdfReader(BytesIO(document.read()))
    day = timezone.localtime().strftime("%a %-d %b %Y")
    assert (len(reader.pages), reader.metadata.title, reader.trailer["/Root"]["/Lang"]) == (
        2,
        f"Your aftercare, {day}",
        "en",
    )


def test_the_first_page_says_until_when(document):
    words = " ".join(PdfReader(BytesIO(document.read())).pages[0].extract_text().split())
    told = [words.index(text) for text in ("No direct sun and no sunbed until", "Stay out of direct sun.", "Emergency")]
    assert told == sorted(told)


def test_the_second_page_never_calls_a_late_lump_normal(document):
    words = " ".join(PdfReader(BytesIO(document.read())).pages[1].extract_text().split())
    assert "A lump after two weeks is never normal: call us" in words


def test_filling_twice_changes_nothing(document):
    before = document.sha256
    assert (fill_requested(), Document.objects.get().sha256) == (0, before)
