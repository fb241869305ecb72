import pytest

from clinic.practice.tests.factories import DirectorFactory, LocationFactory, PracticeFactory, PractitionerFactory
from treatments.tests.factories.catalogue import SourceFactory

PASSWORD = "a long enough password"


@pytest.fixture
def location(db):
    PracticeFactory()
    return LocationFactory()


@pytest.fixture
def doctor(client, location):
    """Somebody who reads the catalogue and may not decide on it."""
    client.force_login(PractitionerFactory(works_at=location))
    return client


@pytest.fixture
def director(client, location):
    """Somebody who may approve, signed in; the sources are there."""
    SourceFactory(key="editorial")
    client.force_login(DirectorFactory(works_at=location, name="Dora Director", password=PASSWORD))
    return client
