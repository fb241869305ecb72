"""Today's page: who is where, what waits for somebody, one tap to arrive."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.desk.queries.today import Line
from clinic.diary.models import Visit, VisitState
from clinic.diary.tests.factories import VisitFactory
from clinic.practice.models import Role
from clinic.practice.tests.factories import FrontDeskFactory, LocationFactory, PractitionerFactory, UserFactory
from patients.tests.factories import ConsentFactory, PatientFactory
from treatments.domain.consent import consent_gap, plan_fingerprint
from treatments.models import Finding, Reaction, Screening, SessionState
from treatments.tests.factories.catalogue import ZoneFactory
from treatments.tests.factories.plans import CourseFactory, PlanFactory, RecipeVersionFactory, SessionFactory

pytestmark = pytest.mark.django_db
TODAY = "desk:today"


@pytest.fixture
def here():
    return LocationFactory()


@pytest.fixture
def desk(client, here):
    client.force_login(FrontDeskFactory(works_at=here))
    return client


def a_visit(here, **more):
    noon = timezone.localtime(timezone.now(), here.tzinfo).replace(hour=12, minute=0, second=0, microsecond=0)
    known = {"starts_at": noon, "location": here, "patient": PatientFactory(location=here)} | more
    return VisitFactory(**known)


def a_session(visit, recipe=None, **more):
    plan = PlanFactory(patient=visit.patient, location=visit.location, clinician=visit.practitioner, accepted=True)
    recipe = {"recipe_version": recipe} if recipe else {}
    return SessionFactory(course=CourseFactory(plan=plan, zones=[], **recipe), visit=visit, **more)


def stages(answer):
    return {stage.key: [line.visit.patient.name for line in stage.lines] for stage in answer.context["stages"]}


def marks(desk):
    return [line.marks for stage in desk.get(reverse(TODAY)).context["stages"] for line in stage.lines]


def sign(plan, **more):
    """Sign the plan as it is now."""
    return ConsentFactory(patient=plan.patient, covers={plan.key: plan_fingerprint(plan)}, **more)


def test_each_visit_stands_in_its_stage(desk, here):
    names = {state: a_visit(here, state=state).patient.name for state in ("booked", "arrived", "completed", "no_show")}
    ended = a_visit(here, state="in_treatment")
    a_session(ended, state=SessionState.ENDED, treatment_ended_at=timezone.now())

    assert stages(desk.get(reverse(TODAY))) == {
        "here": [names["arrived"]],
        "leaving": [ended.patient.name],
        "expected": [names["booked"]],
        "done": [names["completed"]],
        "not_come": [names["no_show"]],
    }


def test_the_badge_of_who_is_leaving_says_so(desk, here):
    a_session(a_visit(here, state="in_treatment"), state=SessionState.ENDED, treatment_ended_at=timezone.now())

    page = desk.get(reverse(TODAY)).content.decode()

    assert ("treatment ended" in page, "in treatment" in page) == (True, False)


def test_tomorrow_and_elsewhere_are_not_today(desk, here):
    a_visit(here, starts_at=timezone.now() + timedelta(days=1))
    a_visit(LocationFactory())

    assert stages(desk.get(reverse(TODAY))) == {}


def test_arrived_is_one_tap(desk, here):
    visit = a_visit(here)

    answer = desk.post(reverse("desk:visit_step", args=[visit.uuid, "arrive"]), {"next": "today"})

    assert (answer.headers["Location"], Visit.objects.get(pk=visit.pk).state) == (reverse(TODAY), VisitState.ARRIVED)


def test_marks_say_what_is_missing_and_nothing_clinical(desk, here):
    visit = a_visit(here)
    session = a_session(visit)
    finding_on(session)

    page = desk.get(reverse(TODAY)).content.decode()

    assert ("consent missing" in page, "decision open" in page) == (True, True)
    assert ("lidocaine" in page, str(session.course.concern) in page) == (False, False)


def test_a_consented_and_decided_session_is_cleared(desk, here):
    visit = a_visit(here)
    session = a_session(visit)
    sign(session.course.plan)

    assert marks(desk) == [["cleared"]]


def test_a_plan_changed_after_the_consent_is_signed_again(desk, here):
    session = a_session(a_visit(here))
    plan = session.course.plan
    sign(plan)
    session.course.zones.add(ZoneFactory())
    changed, gap = marks(desk), consent_gap(plan)

    sign(plan)

    assert (changed, bool(gap), marks(desk), consent_gap(plan)) == ([["consent"]], True, [["cleared"]], "")


def test_a_withdrawn_consent_is_missing_again(desk, here):
    session = a_session(a_visit(here))
    sign(session.course.plan, withdrawn_at=timezone.now())

    assert marks(desk) == [["consent"]]


def test_a_report_stays_until_somebody_has_seen_it(desk, here):
    patient = PatientFactory(location=here)
    reaction = Reaction.objects.create(patient=patient, location=here, urgency="today", advice="Call us.")
    before = [one.patient for one in desk.get(reverse(TODAY)).context["attention"].reactions]

    Reaction.objects.filter(pk=reaction.pk).update(acknowledged_at=timezone.now())

    assert (before, desk.get(reverse(TODAY)).context["attention"].reactions) == ([patient], [])


def test_unsigned_sessions_wait_for_clinicians_only(client, here):
    visit = a_visit(here, state="completed")
    session = a_session(visit, state=SessionState.ENDED, treatment_ended_at=timezone.now())
    seen = {}
    for factory in (FrontDeskFactory, PractitionerFactory):
        client.force_login(factory(works_at=here))
        seen[factory] = [one.pk for one in client.get(reverse(TODAY)).context["attention"].unsigned]

    assert seen == {FrontDeskFactory: [], PractitionerFactory: [session.pk]}


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_page_costs_the_same_whatever_the_day_holds(client, here, count, django_assert_num_queries):
    client.force_login(UserFactory(works_at=here, role=Role.PRACTITIONER))
    recipe, kind = RecipeVersionFactory(), VisitFactory(location=here, starts_at=timezone.now() - timedelta(days=9))
    for number in range(count):
        visit = a_visit(here, visit_type=kind.visit_type, practitioner=kind.practitioner, overbooked=True,
                        overbooked_reason="many", room=kind.room)  # fmt: skip
        session = a_session(visit, recipe, number=number + 1)
        finding_on(session)
        sign(session.course.plan)
        Reaction.objects.create(patient=visit.patient, location=here, urgency="watch", advice="Look.")

    with django_assert_num_queries(16):
        client.get(reverse(TODAY))


def finding_on(session):
    screening = Screening.objects.create(plan=session.course.plan)
    return Finding.objects.create(
        screening=screening, rule="r", level="decide", sentence="allergy to lidocaine", inputs_hash="x"
    )


@pytest.mark.parametrize(
    ("stage", "minutes", "late"),
    [("expected", -1, True), ("expected", 1, False), ("here", -1, False), ("not_come", -1, False)],
)
def test_who_is_expected_and_not_here_in_time_is_late(here, stage, minutes, late):
    visit = Visit(location=here, starts_at=timezone.now() + timedelta(minutes=minutes))

    assert Line(visit, [], stage, []).is_late is late


@pytest.mark.parametrize(("factory", "may"), [(FrontDeskFactory, False), (PractitionerFactory, True)])
def test_only_who_may_answer_a_report_is_offered_to(client, here, factory, may):
    patient = PatientFactory(location=here)
    reaction = Reaction.objects.create(patient=patient, location=here, urgency="today", advice="Call us.")
    client.force_login(factory(works_at=here))

    page = client.get(reverse(TODAY)).content.decode()

    offered = reverse("treatments:reaction_acknowledge", args=[reaction.uuid])
    assert (offered in page, "Tell a clinician now" in page) == (may, not may)
