"""People and entries that the stories about plans share."""

from datetime import date
from types import SimpleNamespace

import pytest

from clinic.practice.tests.factories import DirectorFactory, LocationFactory, PractitionerFactory
from patients.tests.factories import PatientFactory
from treatments.domain.course_changes import changed
from treatments.domain.plans import start_plan
from treatments.domain.undo import begin_change
from treatments.tests.factories.catalogue import ConcernFactory, IngredientFactory
from treatments.tests.factories.plans import CourseFactory, RecipeVersionFactory

START = date(2026, 12, 1)


@pytest.fixture
def location(db):
    return LocationFactory()


@pytest.fixture
def practitioner(location):
    return PractitionerFactory(works_at=location)


@pytest.fixture
def director(location):
    return DirectorFactory(works_at=location)


@pytest.fixture
def patient(location):
    return PatientFactory(location=location, sex="female")


@pytest.fixture
def shelf(db):
    """Two approved ingredients and a concern."""
    return SimpleNamespace(
        concern=ConcernFactory(),
        vitamin=IngredientFactory(key="vit_c", approved=True),
        anaesthetic=IngredientFactory(key="lidocaine", approved=True),
    )


@pytest.fixture
def draft(patient, location, practitioner):
    """A draft plan without courses."""
    return start_plan(patient=patient, location=location, by=practitioner)


@pytest.fixture
def face(draft, shelf, practitioner):
    """A course of the draft: four sessions, one every 14 days (10 to 21), of one zone."""
    return a_course(draft, shelf.concern, practitioner)


@pytest.fixture
def scalp(draft, face, practitioner):
    """A second course of the draft: three sessions, one every 28 days (24 to 35)."""
    concern = ConcernFactory(key="hair_loss", name="Hair loss")
    pace = {"interval_min_days": 24, "interval_days": 28, "interval_max_days": 35}
    return a_course(draft, concern, practitioner, sessions_planned=3, **pace)


def a_course(plan, concern, by, **numbers):
    """Add a course with its numbers and zone as one change: one step to take back, one screening."""
    version = RecipeVersionFactory(recipe__concern=concern)
    pace = {"sessions_planned": 4, "interval_min_days": 10, "interval_days": 14, "interval_max_days": 21}
    begin_change(plan, edition=None, what=f"Added: {concern}", by=by)
    given = {"order": plan.courses.count() + 1, "starts_on": START, **pace, **numbers}
    course = CourseFactory(plan=plan, recipe_version=version, **given)
    return changed("course.add", course, by)
