"""The document the project starts from, line by line: where a patient meets it.

That the catalogue carries each line is shown by treatments/tests/test_catalogue_source_document.py; here it is read
where the patient reads it: in the mail before the visit, on the printed sheet after it, on the page behind the link.
"""

from io import BytesIO

import pytest
from django.db import transaction
from django.utils import timezone
from pypdf import PdfReader

from clinic.portal.care_page import care_page
from clinic.post.delivery.words import render_words
from clinic.post.models import OutgoingMessage
from patients.models import Document
from treatments.catalogue.loading import load
from treatments.domain import sessions
from treatments.domain.aftercare_sheet import aftercare_pdf
from treatments.domain.documents import fill_requested
from treatments.models import AdverseEvent, CareItem, Concern, Course, Ingredient, Zone
from treatments.tests.factories.care import an_arrived_patient, as_if_given
from treatments.tests.factories.catalogue import approver

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def treatment(django_db_setup, django_db_blocker):
    """A treated cheek, after the shipped care set, approved. Made once for all lines, and taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _treated()
        transaction.set_rollback(True)


def _treated():
    load()
    for model in (AdverseEvent, CareItem, Ingredient):
        model.objects.update(approved_by=approver(), approved_at=timezone.now())
    treatment = an_arrived_patient(shipped_care=True)
    treatment.session.course.zones.set([Zone.objects.get(key="cheek_l")])
    times = as_if_given(treatment)
    sessions.record_past_treatment(session=treatment.session, **times, reason="Written down later.", by=treatment.by)
    fill_requested()
    return treatment


@pytest.fixture
def before(treatment):
    """The words of the mail before the visit."""
    return _words(OutgoingMessage.objects.get(about=treatment.visit.key, kind="pre_care"))


@pytest.fixture
def after(treatment):
    """The words of the printed sheet."""
    pages = PdfReader(BytesIO(Document.objects.get().read())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _words(message):
    return " ".join(render_words(message, links={}).text.split())


@pytest.mark.parametrize(
    "line",
    [
        "Do not drink alcohol.",
        "Do not take aspirin, ibuprofen or other anti-inflammatory medicines for pain, unless a doctor prescribed them",
        "Never stop a prescribed medicine yourself: ask the doctor who prescribed it.",
        "Cleanse your skin thoroughly and come without make-up.",
    ],
)
def test_each_rule_before_treatment_is_in_the_mail(before, line):
    assert line in before


@pytest.mark.parametrize(
    "line",
    [
        "Stay out of direct sun and do not use tanning beds.",
        "Use sunscreen and moisturiser regularly.",
        "Do not use harsh skincare such as acids, retinoids or scrubs.",
        "Follow your practitioner's instructions.",
        "Itching usually lasts 2 to 3 hours.",
        "Pain or burning can last for minutes to hours.",
        "Allergic reactions are rare.",
        "Bruises usually fade in 1 to 3 days",
        "Swelling usually lasts 1 to 2 days.",
    ],
)
def test_each_rule_and_side_effect_after_treatment_is_on_the_sheet(after, line):
    assert line in after


def test_the_sheet_is_two_pages_with_the_whole_care_set(after):
    assert len(PdfReader(BytesIO(Document.objects.get().read())).pages) == 2


def test_each_rule_after_treatment_is_on_the_page_behind_the_link(treatment):
    shown = care_page(treatment.fresh())
    keys = {item["key"] for ending in shown["endings"] for item in ending["care"]}
    assert {"POST-01", "POST-02", "POST-03", "POST-26"} <= keys | {item["key"] for item in shown["ongoing"]}


@pytest.mark.parametrize("key", ["anti_aging", "acne_scarring", "hair_loss", "skin_brightening"])
def test_each_concern_names_the_treatment_on_the_sheet(treatment, key):
    concern = Concern.objects.get(key=key)
    Course.objects.filter(pk=treatment.session.course_id).update(concern=concern)
    page = PdfReader(BytesIO(aftercare_pdf(Document.objects.get()))).pages[1]
    assert f"Treatment {concern.name}" in " ".join(page.extract_text().split())
