import pytest
from django.core.management import call_command

from clinic.diary.models import VisitType

pytestmark = pytest.mark.django_db


def test_an_empty_clinic_can_be_booked_in_after_one_command(capsys):
    call_command("make_visit_types")
    assert sorted(VisitType.objects.values_list("key", flat=True)) == ["consultation", "review", "treatment"]


def test_what_the_clinic_changed_stays():
    call_command("make_visit_types")
    VisitType.objects.filter(key="review").update(name="Second look")
    call_command("make_visit_types")
    assert VisitType.objects.get(key="review").name == "Second look"
