import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.practice.tests.factories import LocationFactory
from patients.models import PatientLink
from treatments.domain.reactions import acknowledge_reaction, advice_for
from treatments.models import ChecklistTick, Reaction

pytestmark = pytest.mark.django_db


def test_the_token_leaves_the_address_at_the_first_hop(client, link):
    answer = client.get(reverse("portal:enter", args=[link[1]]))
    assert (answer["Location"], answer["Referrer-Policy"], "no-store" in answer["Cache-Control"]) == (
        "/my/care/",
        "no-referrer",
        True,
    )


def test_a_page_with_a_form_lets_the_browser_name_its_origin(at_the_door):
    assert at_the_door.get(reverse("portal:care"))["Referrer-Policy"] == "same-origin"


def test_a_revoked_link_and_an_unknown_one_look_alike(client, link):
    PatientLink.objects.update(revoked_at=timezone.now())
    revoked = client.get(reverse("portal:enter", args=[link[1]]))
    unknown = client.get(reverse("portal:enter", args=["nobody-knows"]))
    assert (revoked.status_code, revoked.content) == (unknown.status_code, unknown.content)


def test_before_the_birth_date_the_emergency_number_stands_and_no_health_data(at_the_door):
    page = at_the_door.get(reverse("portal:care")).content.decode()
    assert ("tel:112" in page, "Stay out of direct sun." in page) == (True, False)


def test_the_wrong_birth_date_opens_nothing(at_the_door):
    at_the_door.post(reverse("portal:identify"), {"birth_date": "1985-04-13"})
    assert "Stay out of direct sun." not in at_the_door.get(reverse("portal:care")).content.decode()


def test_the_right_birth_date_shows_until_when(patient, treatment):
    page = patient.get(reverse("portal:care")).content.decode()
    assert ("Stay out of direct sun." in page, "data-until" in page) == (True, True)


def test_looking_changes_no_row(patient):
    with CaptureQueriesContext(connection) as seen:
        patient.get(reverse("portal:care"))
        patient.head(reverse("portal:care"))
        patient.get(reverse("portal:report"))
    assert [query["sql"] for query in seen.captured_queries if not query["sql"].startswith("SELECT")] == []


def test_a_tick_is_kept_and_can_be_taken_back(patient):
    patient.post(reverse("portal:tick"), {"done": ["POST-01"]})
    patient.post(reverse("portal:tick"), {"done": []})
    assert list(ChecklistTick.objects.values_list("care_item__key", "done")) == [("POST-01", True), ("POST-01", False)]


def test_something_is_wrong_says_what_to_do_now(patient):
    answer = patient.post(reverse("portal:report"), {"signs": ["breathing"]}, follow=True)
    assert "Call 112 now." in answer.content.decode()


def test_an_empty_report_is_asked_again(patient):
    answer = patient.post(reverse("portal:report"), {})
    assert (answer.status_code, Reaction.objects.count()) == (422, 0)


def test_a_milder_report_does_not_hide_what_an_emergency_needs(patient):
    patient.post(reverse("portal:report"), {"signs": ["breathing"]})
    answer = patient.post(reverse("portal:report"), {"signs": ["bruise"]}, follow=True)
    assert "Call 112 now." in answer.content.decode()


def test_the_patient_sees_that_the_report_was_seen(patient, treatment):
    patient.post(reverse("portal:report"), {"words": "It hurts more every hour."})
    acknowledge_reaction(reaction=Reaction.objects.get(), by=treatment.by)
    assert "Seen" in patient.get(reverse("portal:reported")).content.decode()


def test_who_has_not_given_the_birth_date_cannot_report_or_tick(at_the_door):
    for page in ("tick", "fine", "report"):
        at_the_door.post(reverse(f"portal:{page}"), {"signs": ["breathing"], "done": ["POST-01"]})
    assert (Reaction.objects.count(), ChecklistTick.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("urgency", "told"),
    [
        ("today", "Come to us or see another doctor today. If you cannot and it gets worse, call 112."),
        (
            "watch",
            "This can happen in the first days. We look at your report; if it grows or worries you, see a doctor.",
        ),
    ],
)
def test_a_clinic_without_a_telephone_sends_nobody_to_an_empty_number(treatment, urgency, told):
    treatment.session.visit.location.phone = ""
    assert advice_for(urgency, treatment.session) == told


def test_the_red_box_reads_well_without_a_telephone():
    box = render_to_string("print/_red_box.html", {"location": LocationFactory.build(phone="")})
    assert ("Call us today" in box, "Tell us or another doctor today" in box) == (False, True)
