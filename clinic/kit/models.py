import uuid

from django.db import models


class Record(models.Model):
    """A row that people can meet: it has an address of its own that says nothing about how many there are."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class OncePerForm(models.Model):
    """A row that a form makes once, however often it is sent: `get_or_create(nonce=…)`."""

    nonce = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="Of the form that made it: the same form, once."
    )

    class Meta:
        abstract = True
