"""The five-second strip never says less than the rules read."""

import pytest

from patients.tests.factories import MedicationFactory
from treatments.models import MedicineGroup
from treatments.queries import safety_strip

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups(db):
    return MedicineGroup.objects.create(key="vka", label="Vitamin K antagonists", words=["warfarin"])


@pytest.mark.parametrize(
    ("medicine", "said"),
    [
        ({"code": "vka"}, "vka"),
        ({"code": "", "text": "Warfarin 5 mg"}, "Warfarin 5 mg"),
        ({"code": "", "text": "vitamin D"}, "no"),
        ({"code": "none"}, "no"),
    ],
)
def test_a_blood_thinner_is_named_however_it_was_written_down(patient, groups, medicine, said):
    MedicationFactory(patient=patient, **medicine)

    facts = {fact["label"]: fact["value"] for fact in safety_strip(patient)["facts"]}

    assert facts["Anticoagulant"] == said
