"""What only the patient can answer today, asked at the page of the session: grouped, one tap an answer."""

import pytest
from django.urls import reverse

from patients.models import Condition
from treatments.domain.screening import open_findings, screen_plan
from treatments.tests.factories.care import an_arrived_patient
from treatments.tests.factories.catalogue import ContraindicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def treatment(client):
    """An arrived patient whom nobody has asked anything of what the clinic asks."""
    for key, more in (
        ("epilepsy", {}),
        ("immunosuppression", {"medicine_keys": ["systemic_steroid"]}),
        ("sunburn", {"valid_days": 0}),
        ("stroke_history", {}),
    ):
        ContraindicationFactory(condition_key=key, label=key, question=f"{key}?", ask=True, order=1, **more)
    treatment = an_arrived_patient()
    screen_plan(plan=treatment.session.course.plan, by=treatment.by)
    client.force_login(treatment.by)
    return treatment


def asked(client, treatment):
    page = client.get(reverse("treatments:session", args=[treatment.session.uuid]))
    return {topic.label: [one.key for one in questions] for topic, questions in page.context["asked_today"]}


def answer(client, treatment, **given):
    page = reverse("treatments:session_today", args=[treatment.session.uuid])
    return client.post(page, {f"today-{key}": word for key, word in given.items()})


def test_questions_stand_under_their_topic_the_visit_first(client, treatment):
    assert list(asked(client, treatment).items()) == [
        ("At every visit", ["sunburn"]),
        ("Medicines", ["immunosuppression"]),
        ("Illnesses and history", ["epilepsy", "stroke_history"]),
    ]


def test_what_is_answered_is_asked_no_more_and_the_rest_stays(client, treatment):
    answer(client, treatment, sunburn="no", epilepsy="no")

    assert asked(client, treatment) == {"Medicines": ["immunosuppression"], "Illnesses and history": ["stroke_history"]}
    assert sorted(Condition.objects.values_list("code", "answer")) == [("epilepsy", "no"), ("sunburn", "no")]


def test_a_yes_is_judged_at_once(client, treatment):
    answer(client, treatment, sunburn="no", epilepsy="yes", immunosuppression="no", stroke_history="no")

    assert [finding.subject for finding in open_findings(treatment.session.course.plan)] == ["epilepsy"]


def test_nothing_to_ask_shows_no_card(client, treatment):
    answer(client, treatment, **dict.fromkeys(["sunburn", "epilepsy", "immunosuppression", "stroke_history"], "no"))

    page = client.get(reverse("treatments:session", args=[treatment.session.uuid]))
    assert "Ask today" not in page.content.decode()
