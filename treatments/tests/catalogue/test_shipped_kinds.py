"""Every kind with the entries that are shipped: each can be read, edited and kept from patients."""

import pytest
from django.urls import reverse

from treatments.models import Status
from treatments.queries.catalogue_faces import REVIEWED
from treatments.tests.factories import catalogue as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_catalogue"), pytest.mark.slow]


@pytest.mark.parametrize("kind", REVIEWED, ids=lambda kind: kind.file)
def test_a_shipped_entry_of_every_kind_can_be_read_and_edited(director, kind):
    row = kind.model.objects.last() or made.ProductFactory()
    args = [kind.file, row.key]
    pages = [reverse("treatments:entry", args=args), reverse("treatments:entry_edit", args=args)]
    assert [director.get(page).status_code for page in pages] == [200, 200]


@pytest.mark.parametrize("kind", REVIEWED, ids=lambda kind: kind.file)
def test_no_kind_offers_what_nobody_approved_or_what_is_blocked(kind):
    rows = kind.model.objects.order_by("key")
    waiting = rows.offered().count()
    approved = {"approved_by": made.approver(), "approved_at": "2026-01-01T12:00Z"}
    rows.update(**approved, status=Status.BLOCKED)
    assert (waiting, rows.offered().count()) == (0, 0)
