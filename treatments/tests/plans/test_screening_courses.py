"""What a course brings with it and what stands around it, from the rows to the findings."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from clinic.diary.tests.factories import VisitFactory
from patients.domain.facts import record_allergy, record_medication, record_weight
from treatments.domain.screening import latest_findings, open_findings, screen_plan
from treatments.models import CoursePhase, DoseLimit, Product, TopicalAnaesthetic
from treatments.models import TestInjection as Injected
from treatments.tests.factories.catalogue import (
    AllergyGroupFactory,
    IngredientFactory,
    ProtocolFactory,
    ZoneFactory,
    approver,
)
from treatments.tests.factories.plans import CourseFactory, PlanFactory, RecipeVersionFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(patient, location, practitioner):
    record_allergy(patient=patient, code="none_known", answer="yes", by=practitioner)
    record_medication(patient=patient, code="none", answer="yes", by=practitioner)
    record_weight(patient=patient, kg=Decimal(70), weighed_on=timezone.localdate(), by=practitioner)
    return PlanFactory(patient=patient, location=location, accepted=True)


@pytest.fixture
def lidocaine(shelf):
    """At most 300 mg, 4.5 mg/kg, in a visit."""
    shelf.anaesthetic.dose_limits.create(key="lido", purpose="session_limit", mg_per_kg="4.5", cap_mg="300", formula="")
    return shelf.anaesthetic


def a_course(plan, ingredient, *, mg=200, **more):
    """A course that gives so much of the ingredient in 20 mL, in a zone of its own."""
    line = {"ingredient": ingredient, "entered_as": "total_dose", "amount": Decimal(mg), "amount_unit": "mg"}
    version = RecipeVersionFactory(target_volume_ml=Decimal(20), lines=[line | {"stock_value": Decimal(20)}])
    return CourseFactory(plan=plan, recipe_version=version, **more)


def screened(plan) -> list[str]:
    screen_plan(plan=plan, by=None)
    return [f"{finding.rule} {finding.level}" for finding in open_findings(plan)]


@pytest.mark.parametrize(("grams", "expected"), [("2", []), ("3", ["dose_limit/lido stop"])])
def test_numbing_cream_is_added_to_the_syringe(plan, lidocaine, grams, expected):
    course = a_course(plan, lidocaine)
    TopicalAnaesthetic.objects.create(
        course=course, ingredient=lidocaine, strength_percent=Decimal(4), grams=Decimal(grams), minutes=30
    )
    assert screened(plan) == expected


def test_allergy_to_the_cream_stops(plan, lidocaine, patient, practitioner, shelf):
    course = a_course(plan, shelf.vitamin)
    TopicalAnaesthetic.objects.create(course=course, ingredient=lidocaine, strength_percent=4, grams=1)
    record_allergy(patient=patient, code=lidocaine.key, answer="yes", by=practitioner)

    assert screened(plan) == ["allergy/ingredient stop"]


@pytest.mark.parametrize(
    ("case", "share_a_visit", "rides", "expected"),
    [
        ("two courses apart", False, False, []),
        ("booked for one visit", True, False, ["dose_limit/lido stop"]),
        ("one rides with the other, nothing booked yet", False, True, ["dose_limit/lido stop"]),
    ],
)
def test_courses_of_one_visit_are_added(plan, lidocaine, patient, case, share_a_visit, rides, expected):
    first = a_course(plan, lidocaine)
    second = a_course(plan, lidocaine, rides_with=first if rides else None)
    visit = VisitFactory(patient=patient, location=plan.location) if share_a_visit else None
    for course in (first, second):
        SessionFactory(course=course, visit=visit)
    assert screened(plan) == expected


def test_course_of_another_plan_in_the_same_visit_is_added(plan, lidocaine, patient):
    other = PlanFactory(patient=patient, location=plan.location, accepted=True)
    visit = VisitFactory(patient=patient, location=plan.location)
    for where in (plan, other):
        SessionFactory(course=a_course(where, lidocaine), visit=visit)

    assert screened(plan) == ["dose_limit/lido stop"]


def test_volume_of_a_session_above_one_batch_counts(plan, lidocaine):
    a_course(plan, lidocaine, volume_ml=Decimal(40))

    assert screened(plan) == ["dose_limit/lido stop"]


def shelved(ingredient, *, read=True, allergens=(), **more) -> Product:
    signed = {"approved_by": approver(), "approved_at": timezone.now(), "sources": ["editorial"]}
    product = Product.objects.create(
        key="maker", name="Maker 2 %", ingredient=ingredient, excipients_read=read, **signed, **more
    )
    product.allergens.set(allergens)
    return product


@pytest.mark.parametrize(
    ("case", "read", "contains", "expected"),
    [
        ("nobody has read the label", False, False, ["allergy/sulfites stop"]),
        ("the label was read without it", True, False, []),
        ("the label was read with it", True, True, ["allergy/sulfites stop"]),
    ],
)
def test_label_of_the_shelf_product_judges(plan, shelf, patient, practitioner, case, read, contains, expected):
    group = AllergyGroupFactory(key="sulfites", words=["sulfite"])
    group.possible_members.add(shelf.vitamin)
    course = a_course(plan, shelf.vitamin)
    product = shelved(shelf.vitamin, read=read, allergens=[group] if contains else [])
    course.recipe_version.lines.update(shelf_product=product)
    record_allergy(patient=patient, code="sulfites", answer="yes", by=practitioner)

    assert screened(plan) == expected


def test_product_nobody_approved_stops(plan, shelf):
    product = shelved(shelf.vitamin)
    Product.objects.update(approved_by=None, approved_at=None)
    a_course(plan, shelf.vitamin).recipe_version.lines.update(shelf_product=product)

    assert screened(plan) == ["ingredient_status stop"]


def test_product_in_oil_stops(plan, shelf):
    product = shelved(shelf.vitamin, vehicle="oil")
    a_course(plan, shelf.vitamin).recipe_version.lines.update(shelf_product=product)

    assert screened(plan) == ["vehicle stop"]


def given(course, days_ago: int, **more):
    at = timezone.now() - timedelta(days=days_ago)
    return SessionFactory(course=course, number=50, state="ended", outcome="treated", treatment_ended_at=at, **more)


def week_limit(ingredient):
    DoseLimit.objects.create(
        key="week", ingredient=ingredient, purpose="session_limit", window_days=7, mg_per_kg=100, cap_mg=300
    )


WRITTEN = {"key": "vit_c", "ingredient": "Vit c", "volume": "10 mL", "dose": "200 mg"}


@pytest.mark.parametrize(
    ("case", "days_ago", "written", "expected"),
    [
        ("not written down yet: as planned", 6, {}, ["cumulative_dose/week stop"]),
        ("out of the window", 7, {}, []),
        ("written down: 200 mg", 6, {"given": [WRITTEN]}, ["cumulative_dose/week stop"]),
        ("written down: 90 mg", 6, {"given": [WRITTEN | {"dose": "90 mg"}]}, []),
        ("written down in microgram", 6, {"given": [WRITTEN | {"dose": "900 microgram"}]}, []),
        ("a quarter of it was given", 6, {"given": [WRITTEN], "given_volume_ml": Decimal(5)}, []),
        ("three quarters were given", 6, {"given": [WRITTEN], "given_volume_ml": Decimal(15)},
         ["cumulative_dose/week stop"]),
        ("written down before keys were kept", 6,
         {"given": [{"ingredient": "Vit c", "volume": "10 mL", "dose": "200 mg"}]}, ["cumulative_dose/week stop"]),
        ("in units", 6, {"given": [WRITTEN | {"dose": "1500 units"}]}, ["cumulative_dose/week decide"]),
    ],
)  # fmt: skip
def test_what_was_given_within_the_window_counts(plan, patient, shelf, case, days_ago, written, expected):
    week_limit(shelf.vitamin)
    before = PlanFactory(patient=patient, location=plan.location, state="completed")
    given(a_course(before, shelf.vitamin), days_ago, **written)
    a_course(plan, shelf.vitamin, starts_on=None)

    assert screened(plan) == expected


@pytest.mark.parametrize(("days_ago", "expected"), [(599, ["cumulative_dose/week stop"]), (600, [])])
def test_a_window_of_600_days_reaches_back_600_days(plan, patient, shelf, days_ago, expected):
    week_limit(shelf.vitamin)
    DoseLimit.objects.update(window_days=600)
    before = PlanFactory(patient=patient, location=plan.location, state="completed")
    given(a_course(before, shelf.vitamin), days_ago)
    a_course(plan, shelf.vitamin, starts_on=None)

    assert screened(plan) == expected


@pytest.mark.parametrize(("zone", "expected"), [("same", ["zone_overlap decide"]), ("other", [])])
def test_two_open_courses_on_one_zone_are_decided_once(plan, shelf, patient, zone, expected):
    cheek = ZoneFactory(name="Cheek")
    a_course(plan, shelf.vitamin, zones=[cheek])
    a_course(plan, shelf.vitamin, zones=[cheek if zone == "same" else ZoneFactory()])

    assert screened(plan) == expected


def test_zone_given_three_days_ago_in_a_finished_plan_is_decided(plan, shelf, patient):
    cheek = ZoneFactory(name="Cheek")
    before = PlanFactory(patient=patient, location=plan.location, state="completed")
    given(a_course(before, shelf.vitamin, zones=[cheek]), 3)
    a_course(plan, shelf.vitamin, zones=[cheek], starts_on=None)

    screen_plan(plan=plan, by=None)

    (overlap,) = latest_findings(plan)
    assert "Cheek: two courses, Anti-ageing and Anti-ageing, 3 days apart" in overlap.sentence


@pytest.mark.parametrize(
    ("result", "expected"),
    [(None, ["test_injection/missing decide"]), ("negative", []), ("positive", ["test_injection/reaction stop"])],
)
def test_ingredient_that_needs_a_test_injection(plan, patient, practitioner, result, expected):
    enzyme = IngredientFactory(key="enzyme", needs_test_injection=True, approved=True)
    a_course(plan, enzyme)
    today = timezone.localdate()
    if result:
        Injected.objects.create(
            patient=patient, ingredient=enzyme, given_on=today, read_on=today, result=result, by=practitioner
        )
    assert screened(plan) == expected


def test_volume_far_from_the_protocol_s_is_decided(plan, shelf):
    protocol = ProtocolFactory(total_volume_ml_min=2, total_volume_ml_max=2)
    a_course(plan, shelf.vitamin, protocol=protocol)

    assert screened(plan) == ["plausible_amount decide"]


def test_phase_faster_than_the_protocol_is_decided(plan, shelf):
    course = a_course(plan, shelf.vitamin, protocol=ProtocolFactory())
    CoursePhase.objects.create(course=course, sessions=2, interval_min_days=5, interval_days=7, interval_max_days=9)
    assert screened(plan) == ["interval decide"]
