from collections.abc import Iterator

import pytest
from django.db import transaction

from treatments.catalogue.loading import Report, load


@pytest.fixture(scope="module")
def shipped_catalogue(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Report]:
    """The shipped catalogue, loaded once for the module and rolled back after it. Nobody has approved it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)
