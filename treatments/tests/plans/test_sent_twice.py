"""A plan begun twice by one form, words that are too long, numbers no page of ours ever sent."""

from uuid import uuid4

import pytest
from django.urls import reverse

from clinic.kit.errors import Refusal
from treatments.domain import plans
from treatments.models import Plan
from treatments.tests.factories.catalogue import ConcernFactory

pytestmark = pytest.mark.django_db
DIGITS = "9" * 5000


@pytest.fixture
def plan(patient, location, practitioner):
    return plans.start_plan(patient=patient, location=location, by=practitioner)


@pytest.fixture
def signed_in(client, practitioner):
    client.force_login(practitioner)
    return client


def test_back_and_start_the_plan_again_leads_to_the_plan_it_began(signed_in, patient):
    form = {"concern": ConcernFactory().key, "goal": "Calmer skin", "nonce": str(uuid4())}
    address = reverse("treatments:plan_new", args=[patient.uuid])

    answers = [signed_in.post(address, form) for _ in range(2)]

    assert Plan.objects.get().courses.count() == 1
    assert answers[1]["Location"].startswith(reverse("treatments:plan", args=[Plan.objects.get().uuid]))


def test_the_page_gives_each_new_plan_a_name_of_its_form(signed_in, patient):
    page = reverse("treatments:plan_new", args=[patient.uuid])

    assert 'name="nonce"' in signed_in.get(page).content.decode()


def test_a_reason_that_would_be_cut_is_refused_and_the_plan_stays(plan, practitioner):
    with pytest.raises(Refusal, match="At most 300 characters; this has 703"):
        plans.stop(plan=plan, reason="x" * 703, by=practitioner)

    plan.refresh_from_db()
    assert plan.state == "draft"


def test_a_goal_as_long_as_a_book_is_refused(plan, practitioner):
    with pytest.raises(Refusal, match="At most 2000 characters"):
        plans.set_goal(plan=plan, goal="x" * 1_000_000, edition=plan.edition, by=practitioner)


def test_an_edition_of_five_thousand_digits_is_a_page_that_is_too_old(signed_in, plan):
    answer = signed_in.post(reverse("treatments:plan_step", args=[plan.uuid, "goal"]), {"goal": "x", "edition": DIGITS})

    assert answer.status_code < 500
    plan.refresh_from_db()
    assert plan.goal == ""
