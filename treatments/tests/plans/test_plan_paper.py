"""The plan on paper says what, where, how often, when and how much, and nothing that may not reach a patient."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from clinic.practice.models import AuditEntry
from clinic.practice.tests.factories import FrontDeskFactory, LocationFactory, PracticeFactory, PractitionerFactory
from treatments.domain import courses, phases, reviews
from treatments.domain.riding import ride_with
from treatments.queries.plan_paper import pace_in_words, plan_paper
from treatments.rules.schedule import Outline, Pace, Phase
from treatments.templatetags.money import money
from treatments.tests.factories.plans import CourseFactory, PlanFactory, RecipeVersionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

START = date(2026, 12, 1)


@pytest.fixture
def signed_in(client, practitioner):
    PracticeFactory()
    client.force_login(practitioner)
    return client


@pytest.fixture
def plan(draft, face, scalp, shelf, location, practitioner):
    """Two courses, the second in the visits of the first, with maintenance, cream, a review, results and prices."""
    location.currency = "GBP"
    location.save(update_fields=["currency"])
    courses.change_course(course=face, price=Decimal("120.50"), results_after_weeks=12, by=practitioner)
    phases.set_phases(course=face, phases=[Phase("maintenance", 2, Pace(84, 91, 105))], by=practitioner)
    cream = phases.Cream(shelf.anaesthetic, Decimal(5), Decimal(10), minutes=45)
    phases.set_topical(course=face, cream=cream, by=practitioner)
    reviews.plan_review(course=face, after_session=4, days_after=30, purpose="photographs", by=practitioner)
    ride_with(course=scalp, host=face, by=practitioner)
    draft.refresh_from_db()
    return draft


def words(answer):
    pages = PdfReader(BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def paper(client, plan):
    return client.get(reverse("treatments:plan_pdf", args=[plan.uuid]))


def test_the_paper_is_a_pdf_kept_nowhere(signed_in, plan):
    answer = paper(signed_in, plan)

    assert (answer["Content-Type"], answer["Cache-Control"], answer.content[:4]) == (
        "application/pdf",
        "no-store",
        b"%PDF",
    )


def test_the_paper_says_what_where_how_often_when_and_how_much(signed_in, plan, face):
    told = words(paper(signed_in, plan))

    expected = [
        "A draft: it may still change",
        "Your treatment plan and estimate",
        f"For {plan.patient.name}",
        "Anti-ageing",
        face.recipe_version.recipe.name,
        "numbing cream with Lidocaine",
        face.zones.get().name,
        "4 sessions, best every 2 weeks (10 to 21 days)",
        "then maintenance: 2 sessions, best every 13 weeks (84 to 105 days)",
        "expected from about February 2027",
        "in the same visits as Anti-ageing where the days allow",
        "Tue 1 Dec 2026",
        "session 1 of 6",
        "11 Dec to 22 Dec 2026",
        "review: photographs",
        "120.50 GBP",
        "723.00 GBP",
        "1 treatment has no price yet",
    ]
    assert [text for text in expected if text not in told] == []


def test_the_paper_has_a_title_and_a_language(signed_in, plan):
    reader = PdfReader(BytesIO(paper(signed_in, plan).content))

    assert (reader.metadata.title, reader.trailer["/Root"]["/Lang"]) == ("Your treatment plan and estimate", "en")


def test_a_plan_without_courses_is_not_printed(signed_in, draft):
    answer = paper(signed_in, draft)

    assert (answer.status_code, answer.url) == (302, reverse("treatments:plan", args=[draft.uuid]))


def test_an_ingredient_blocked_since_is_not_printed(signed_in, plan, face):
    ingredient = face.recipe_version.lines.get().ingredient
    type(ingredient).objects.filter(pk=ingredient.pk).update(status="blocked")

    answer = signed_in.get(reverse("treatments:plan_pdf", args=[plan.uuid]), follow=True)

    assert [str(message) for message in answer.context["messages"]] == [
        f"Not approved for patients in this clinic: {ingredient.name}."
    ]


def test_a_cream_blocked_since_is_not_printed(signed_in, plan, shelf):
    type(shelf.anaesthetic).objects.filter(pk=shelf.anaesthetic.pk).update(status="blocked")

    assert paper(signed_in, plan).status_code == 302


def test_printing_stands_in_the_audit_trail(signed_in, plan):
    paper(signed_in, plan)

    assert AuditEntry.objects.filter(verb="plan.print", about=plan.key).count() == 1


def test_another_locations_plan_is_not_there(client, plan):
    client.force_login(PractitionerFactory(works_at=LocationFactory()))

    assert paper(client, plan).status_code == 404


def test_the_front_desk_does_not_print_it(client, plan, location):
    client.force_login(FrontDeskFactory(works_at=location))

    assert paper(client, plan).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_paper_costs_the_same_however_many_courses(count, django_assert_num_queries):
    plan = PlanFactory()
    CourseFactory.create_batch(count, plan=plan)
    plan.refresh_from_db()

    with django_assert_num_queries(12):
        plan_paper(plan, today=START)


@pytest.mark.parametrize(
    ("outline", "said"),
    [
        (Outline(1), ["1 session"]),
        (Outline(4, Pace(7, 7, 7)), ["4 sessions, every week"]),
        (Outline(3, Pace(10, 15, 20)), ["3 sessions, best every 15 days (10 to 20 days)"]),
        (
            Outline(1, None, (Phase("maintenance", 1, Pace(84, 91, 98)),)),
            ["1 session", "then maintenance: 1 session, best every 13 weeks (84 to 98 days)"],
        ),
        (Outline(0), []),
    ],
)
def test_pace_in_words(outline, said):
    assert pace_in_words(outline) == said


@pytest.mark.parametrize(
    ("amount", "currency", "language", "shown"),
    [
        (Decimal("1234.5"), "GBP", "en", "1,234.50 GBP"),
        (Decimal("0"), "", "en", "0.00"),
        (None, "GBP", "en", ""),
        (Decimal("1234.5"), "EUR", "fr", "1\xa0234,50 EUR"),
    ],
)
def test_money(amount, currency, language, shown):
    with translation.override(language):
        assert money(amount, currency) == shown


def test_twelve_sessions_fill_no_more_than_two_pages(signed_in, location):
    plan = PlanFactory(location=location)
    CourseFactory(plan=plan, sessions_planned=12, starts_on=START + timedelta(days=3))

    assert len(PdfReader(BytesIO(paper(signed_in, plan).content)).pages) <= 2


def test_two_courses_for_one_concern_are_told_apart(draft, face, practitioner):
    other = courses.add_course(plan=draft, concern=face.concern, recipe_version=RecipeVersionFactory(), by=practitioner)

    assert [one.name for one in plan_paper(draft, today=START)["courses"]] == [
        f"Anti-ageing ({face.recipe_version.recipe.name})",
        f"Anti-ageing ({other.recipe_version.recipe.name})",
    ]
