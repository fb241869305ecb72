"""Messages to test with."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from clinic.post.models import OutgoingMessage
from clinic.practice.tests.factories import LocationFactory
from patients.tests.factories import PatientFactory


class OutgoingMessageFactory(DjangoModelFactory[OutgoingMessage]):
    """An e-mail to a patient, due since a minute and good for a day. `state="sent"` and others fill what they need."""

    class Meta:
        model = OutgoingMessage

    uuid = factory.LazyFunction(uuid4)
    kind = "test"
    channel = "email"
    location = factory.SubFactory(LocationFactory)
    patient = factory.SubFactory(PatientFactory, location=factory.SelfAttribute("..location"))
    about = factory.Sequence(lambda n: f"visit:{n}")
    context: Any = {"asked_at": "2026-11-26T14:30:00+00:00"}
    due_at = factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1))
    expires_at = factory.LazyAttribute(lambda message: message.due_at + timedelta(days=1))
    message_id = factory.LazyAttribute(lambda message: f"<{message.uuid}@example.test>")
    lease_until = factory.LazyAttribute(
        lambda message: timezone.now() + timedelta(minutes=5) if message.state in ("claimed", "sending") else None
    )
    sent_at = factory.LazyAttribute(lambda message: message.due_at if message.state == "sent" else None)
    state = "scheduled"
