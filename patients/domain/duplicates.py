"""Is this person on file already? Shown beside the form, never forced: a mother and daughter may share an address."""

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.db.models import Q
from django.utils.translation import gettext as _

from clinic.practice.models import Location
from patients.domain.names import fold
from patients.models import Patient

ALIKE = 0.8
SHOWN = 5
LOOKED_AT = 50


@dataclass(frozen=True)
class Candidate:
    """A patient on file who may be the same person, and why we think so."""

    patient: Patient
    reasons: tuple[str, ...]

    @property
    def why(self) -> str:
        """The reasons as one line."""
        return " · ".join(self.reasons)


def likely_duplicates(
    *,
    name: str,
    email: str = "",
    phone: str = "",
    birth_date: date | None = None,
    location: Location,
) -> list[Candidate]:
    """Return up to five patients of `location` who may be this person, the likeliest first. One query."""
    folded, email = fold(name), email.strip().lower()
    alike = Q(name_folded__in=[folded, " ".join(reversed(folded.split()))]) if folded else Q(pk=None)
    if email:
        alike |= Q(email__iexact=email)
    if phone:
        alike |= Q(phone=phone)
    if birth_date:
        alike |= Q(birth_date=birth_date)
    found = [
        Candidate(patient, tuple(_reasons(patient, folded, email, phone, birth_date)))
        for patient in Patient.objects.known_at(location).filter(alike)[:LOOKED_AT]
    ]
    return sorted((one for one in found if one.reasons), key=lambda one: -len(one.reasons))[:SHOWN]


def _reasons(patient: Patient, folded: str, email: str, phone: str, birth_date: date | None) -> list[str]:
    same_birthday = bool(birth_date) and patient.birth_date == birth_date
    same_name = _same_words(patient.name_folded, folded)
    reasons = []
    if same_name:
        reasons.append(_("same name"))
    elif same_birthday and _similar(patient.name_folded, folded):
        reasons.append(_("similar name"))
    if same_birthday and reasons:
        reasons.append(_("same birth date"))
    if email and patient.email.lower() == email:
        reasons.append(_("same e-mail address (families may share one)"))
    if phone and patient.phone == phone:
        reasons.append(_("same telephone number (families may share one)"))
    return reasons


def _same_words(one: str, other: str) -> bool:
    return bool(one) and sorted(one.split()) == sorted(other.split())


def _similar(one: str, other: str) -> bool:
    shares_a_word = bool({word for word in one.split() if len(word) > 2} & set(other.split()))
    return shares_a_word or SequenceMatcher(None, one, other).ratio() >= ALIKE
