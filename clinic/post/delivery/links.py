"""A patient's addresses in a message: a fresh door each time it is prepared, and never its token in what is kept."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from clinic.post.delivery.words import Words
from clinic.post.models import OutgoingMessage
from patients.domain.links import issue_link
from patients.models import Patient

MASK = "••••"


@dataclass(frozen=True)
class IssuedLinks:
    """The addresses by name as the templates get them, and the tokens in them."""

    addresses: dict[str, str]
    tokens: tuple[str, ...]

    def masked(self, words: Words) -> Words:
        """Return `words` as they may be kept: whoever reads the database must not get through a patient's door."""
        text, html = words.text, words.html
        for token in self.tokens:
            text, html = text.replace(token, MASK), html.replace(token, MASK)
        return replace(words, text=text, html=html)


def issue_links(message: OutgoingMessage) -> IssuedLinks:
    """Issue the links that the message's context asks for."""
    wanted: dict[str, dict[str, Any]] = message.context.get("links", {})
    tokens = {name: _issue(message.patient, **link) for name, link in wanted.items() if message.patient}
    return IssuedLinks({name: _address(token) for name, token in tokens.items()}, tuple(tokens.values()))


def _issue(patient: Patient, *, purpose: str, about: str, expires_at: str) -> str:
    _link, token = issue_link(
        patient=patient, purpose=purpose, about=about, expires_at=datetime.fromisoformat(expires_at)
    )
    return token


def _address(token: str) -> str:
    return settings.PUBLIC_URL + reverse("portal:enter", args=[token])
