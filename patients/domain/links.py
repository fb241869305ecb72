"""Doors for patients: one link, one patient, one purpose. Expired, revoked and unknown look alike."""

import hmac
import secrets
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.practice.domain import audit
from patients.models import DoorCount, Patient, PatientLink

WRONG_ANSWERS = 5
WINDOW = timedelta(minutes=15)


@transaction.atomic
def issue_link(
    *, patient: Patient, purpose: str, about: str, expires_at: datetime, by: Any = None
) -> tuple[PatientLink, str]:
    """Return a new link and its token. The token is kept nowhere: put it in the message now."""
    token = secrets.token_urlsafe(32)
    link = PatientLink.objects.create(
        patient=patient, purpose=purpose, about=about, token_hash=_hash(token), expires_at=expires_at
    )
    audit.record(verb="link.issue", about=patient.key, by=by, details={"link": str(link.uuid), "purpose": purpose})
    return link, token


def find_link(*, token: str, purpose: str | None = None) -> PatientLink | None:
    """Return the living link of `token`, or None: unknown, expired, revoked and of another purpose look alike.

    One query whatever the answer; nothing is written.
    """
    link = PatientLink.objects.select_related("patient").filter(token_hash=_hash(token)).first()
    if link is None or link.revoked_at is not None or link.expires_at <= timezone.now():
        return None
    return link if purpose in (None, link.purpose) else None


@transaction.atomic
def revoke_links(*, about: str, purpose: str | None = None, by: Any) -> int:
    """Close every living link that hangs on the key `about`; return how many."""
    links = PatientLink.objects.filter(about=about, revoked_at=None)
    if purpose:
        links = links.filter(purpose=purpose)
    closed = links.update(revoked_at=timezone.now())
    if closed:
        audit.record(verb="link.revoke", about=about, by=by, details={"links": closed})
    return closed


@transaction.atomic
def check_birth_date(*, link: PatientLink, birth_date: date) -> bool:
    """Tell whether `birth_date` is the patient's. After five wrong answers in 15 minutes the door stays shut.

    A shut door says False even to the right date; `is_shut` tells the page why. A right answer marks the link as
    opened. A patient without a birth date on file never gets in this way.
    """
    door = _lock_door(link)
    if door.wrong >= WRONG_ANSWERS:
        return False
    known = link.patient.birth_date
    if known is None or not hmac.compare_digest(known.isoformat(), birth_date.isoformat()):
        door.wrong += 1
        door.save(update_fields=["wrong"])
        return False
    PatientLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())
    return True


def is_shut(link: PatientLink) -> bool:
    """Tell whether too many wrong answers keep this link's door shut just now."""
    return DoorCount.objects.filter(
        link=link, wrong__gte=WRONG_ANSWERS, window_from__gt=timezone.now() - WINDOW
    ).exists()


def _lock_door(link: PatientLink) -> DoorCount:
    DoorCount.objects.get_or_create(link=link)
    door = DoorCount.objects.select_for_update().get(link=link)
    if door.window_from <= timezone.now() - WINDOW:
        door.window_from, door.wrong = timezone.now(), 0
        door.save(update_fields=["window_from", "wrong"])
    return door


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
