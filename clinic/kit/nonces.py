"""A form's own name: a double tap does once what the form asks, because the row it makes keeps the nonce, uniquely."""

from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict


class NonceForm(forms.Form):
    """Names the form itself, so that it does once what it asks."""

    nonce = forms.UUIDField()


def nonce_of(posted: QueryDict) -> UUID:
    """Return the nonce of a posted form; a new one if it carries none, so that nothing a person says is lost for it."""
    form = NonceForm(posted)
    return form.cleaned_data["nonce"] if form.is_valid() else uuid4()
