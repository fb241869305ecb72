"""Consent: the exact words a person agreed to, and what they cover. Signed ones do not change."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import Location, User
from patients.models import Consent, ConsentText, Patient
from patients.models.consents import ConsentPurpose


@transaction.atomic
def publish_text(*, purpose: str, language: str, text: str, by: Any) -> ConsentText:
    """Make `text` the words for `purpose` in `language`: a new version; what was signed before keeps its own.

    Publishing the same words again changes nothing. Raises Refusal for an empty text.
    """
    if not text.strip():
        raise Refusal(_("Write the text of the consent."), field="text")
    versions = ConsentText.objects.filter(purpose=purpose, language=language)
    newest = versions.order_by("-version").first()
    if newest and newest.text == text:
        return newest
    number = (versions.aggregate(last=Max("version"))["last"] or 0) + 1
    published = ConsentText.objects.create(purpose=purpose, language=language, text=text, version=number)
    audit.record(verb="consent_text.publish", about=f"consent_text:{published.pk}", by=by)
    return published


def text_for(*, purpose: str, language: str) -> ConsentText | None:
    """Return the newest words for `purpose` in `language`, or None: another language's words are not consent."""
    return ConsentText.objects.filter(purpose=purpose, language=language).order_by("-version").first()


def standard_text(*, purpose: str, language: str) -> str:
    """Return the words that come with the software, for a medical director to change and publish; "" if none do."""
    try:
        return str(get_template(f"patients/consent_texts/{purpose}.{language}.txt").render()).strip()
    except TemplateDoesNotExist:
        return ""


@transaction.atomic
def publish_standard_texts(*, by: Any) -> list[ConsentText]:
    """Publish the standard text of every purpose and language that has no text yet; return what was published."""
    missing = [
        (purpose, language)
        for purpose in ConsentPurpose.values
        for language, _name in settings.LANGUAGES
        if text_for(purpose=purpose, language=language) is None
    ]
    texts = {key: standard_text(purpose=key[0], language=key[1]) for key in missing}
    return [
        publish_text(purpose=purpose, language=language, text=text, by=by)
        for (purpose, language), text in texts.items()
        if text
    ]


@transaction.atomic
def record_consent(
    *,
    patient: Patient,
    purpose: str,
    text: ConsentText,
    covers: dict[str, str],
    signed_name: str,
    by: Any,
    location: Location | None = None,
) -> Consent:
    """Keep that `patient` agreed to exactly `text`, signed as `signed_name`.

    `covers` names what it covers: each key (such as "plan:<uuid>") and the hash of what stood behind it when it was
    signed. Raises Refusal without a signature, or for a text of another purpose.
    """
    if not signed_name.strip():
        raise Refusal(_("Write the name of who signs."), field="signed_name")
    if text.purpose != purpose:
        raise Refusal(_("This text is about something else."), field="text")
    consent = Consent.objects.create(
        patient=patient,
        purpose=purpose,
        text=text.text,
        text_sha256=sha256(text.text.encode()).hexdigest(),
        text_version=f"{text.language} v{text.version}",
        language=text.language,
        covers=covers,
        signed_name=" ".join(signed_name.split()),
        recorded_by=by if isinstance(by, User) else None,
    )
    audit.record(
        verb="consent.record",
        about=patient.key,
        by=by,
        location=location,
        details={"consent": str(consent.uuid), "purpose": purpose},
    )
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Any, location: Location | None = None) -> bool:
    """Mark a standing consent as withdrawn now. True if it still stood."""
    withdrawn = Consent.objects.standing().filter(pk=consent.pk).update(withdrawn_at=timezone.now())
    if withdrawn:
        audit.record(
            verb="consent.withdraw",
            about=consent.patient.key,
            by=by,
            location=location,
            details={"consent": str(consent.uuid)},
        )
        consent.refresh_from_db()
    return bool(withdrawn)


def standing_hashes(*, patients: Iterable[int], purpose: str) -> dict[tuple[int, str], str]:
    """Return what the consents of `patients` (primary keys) to `purpose` cover, those withdrawn left out. One query.

    Each patient and key that is covered, with the hash the latest consent covering it was signed for. Whether the
    covered thing changed since is the caller's question: compare with its hash now.
    """
    standing = Consent.objects.standing().filter(patient__in=list(patients), purpose=purpose)
    signed = standing.order_by("given_at", "pk").values_list("patient", "covers")
    return {(patient, key): value for patient, covers in signed for key, value in covers.items()}
