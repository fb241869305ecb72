"""Messages in a browser: nothing for axe to find, no complaint about styles, on the page and in the mail itself."""

import pytest
from django.urls import reverse

from clinic.post.delivery.sweep import sweep
from clinic.post.tests.factories import OutgoingMessageFactory
from clinic.practice.tests.factories import LocationFactory, PracticeFactory, PractitionerFactory
from clinic.tests.support.browsing import findings_in_light_and_dark
from patients.tests.factories import DocumentFactory, PatientFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sent(sink):
    PracticeFactory()
    location = LocationFactory()
    message = OutgoingMessageFactory(location=location, patient__name="Zoë Kowalczyk-Öztürk")
    sweep()
    for state in ("scheduled", "failed", "ambiguous", "cancelled", "expired"):
        OutgoingMessageFactory(location=location, state=state, patient=PatientFactory(location=location))
    OutgoingMessageFactory(location=location, document=DocumentFactory())
    return message


@pytest.fixture
def page(new_context, sign_in, sent):
    context = new_context()
    sign_in(context, PractitionerFactory(works_at=sent.location))
    return context.new_page()


@pytest.mark.parametrize("name", ["messages", "message", "words"])
def test_page_is_clean(page, sent, name):
    page.goto(reverse(f"post:{name}", args=[] if name == "messages" else [sent.uuid]))

    assert findings_in_light_and_dark(page) == []


def test_message_wears_the_clinics_colours(page, sent):
    page.goto(reverse("post:words", args=[sent.uuid]))

    assert page.locator(".sheet").evaluate("sheet => getComputedStyle(sheet).maxWidth") == "560px"
