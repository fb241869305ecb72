"""The shipped catalogue in the words that reach a patient."""

import pytest
from django.utils import timezone

from clinic.post.delivery.words import render_words
from clinic.post.models import OutgoingMessage
from treatments.domain import sessions
from treatments.models import AdverseEvent, CareItem, Ingredient
from treatments.tests.factories.care import an_arrived_patient, as_if_given
from treatments.tests.factories.catalogue import approver

pytestmark = pytest.mark.django_db


def test_the_hours_are_over_in_whole_hours(shipped_catalogue):
    for model in (CareItem, AdverseEvent, Ingredient):
        model.objects.update(approved_by=approver(), approved_at=timezone.now())
    treatment = an_arrived_patient(shipped_care=True)
    times = as_if_given(treatment)
    sessions.record_past_treatment(session=treatment.session, **times, reason="On paper.", by=treatment.by)

    said = render_words(OutgoingMessage.objects.get(about=treatment.session.key, kind="window_over"), links={})
    assert ("The 48 hours are over." in said.text, "The 48 hours are over." in said.html) == (True, True)


def test_the_words_for_patients_are_plain(shipped_catalogue):
    names = AdverseEvent.objects.filter(severity="expected").values_list("name", flat=True)
    assert [name for name in names if "/" in name or "wheal" in name.lower()] == []
    assert CareItem.objects.get(key="POST-16").patient_text.startswith("Call us if")
