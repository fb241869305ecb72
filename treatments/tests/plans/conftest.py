"""People and entries that the stories about plans share."""

from types import SimpleNamespace

import pytest

from clinic.practice.tests.factories import DirectorFactory, LocationFactory, PractitionerFactory
from patients.tests.factories import PatientFactory
from treatments.tests.factories.catalogue import ConcernFactory, IngredientFactory


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
