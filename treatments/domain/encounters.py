"""A consultation: opened at the first words, written step by step, closed with its outcome."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import Location, User
from patients.models import Patient
from treatments.models import Concern, Encounter


def open_consultation(*, patient: Patient, by: User) -> Encounter | None:
    """Return the consultation that `by` has begun with the patient and not closed, or None."""
    mine = Encounter.objects.open().filter(patient=patient, practitioner=by, kind=Encounter.Kind.CONSULTATION)
    return mine.select_related("concern").first()


@transaction.atomic
def begin_consultation(*, patient: Patient, location: Location, shown: UUID | None = None, by: User) -> Encounter:
    """Return the consultation under way between `by` and the patient, begun now if there is none.

    It holds the patient until the transaction ends: two who keep at one moment follow each other. `shown` is the
    consultation that a page was made from: Raises Refusal (conflict) where that one is closed meanwhile.
    """
    Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    under_way = open_consultation(patient=patient, by=by)
    if shown and (under_way is None or under_way.uuid != shown):
        sentence = _("This consultation was closed meanwhile. Keep what you typed once more, and it begins a new one.")
        raise Refusal(sentence, code="conflict")
    if under_way:
        return under_way
    encounter = Encounter.objects.create(patient=patient, location=location, practitioner=by)
    _write_down("consultation.begin", encounter, by)
    return encounter


@transaction.atomic
def note_consultation(
    *, encounter: Encounter, reason: str, findings: str, concern: Concern | None, by: User
) -> Encounter:
    """Keep reason, findings and concern. Raises Refusal once the consultation is closed."""
    changes = {"reason": reason.strip(), "findings": findings.strip(), "concern": concern}
    if all(getattr(encounter, name) == value for name, value in changes.items()):
        return encounter
    _claim(encounter, **changes)
    _write_down("consultation.note", encounter, by)
    return encounter


@transaction.atomic
def close_consultation(*, encounter: Encounter, outcome: str, by: User) -> Encounter:
    """Write down the outcome: a plan, thinking, or not suitable. Raises Refusal for none, or if closed."""
    if outcome not in Encounter.Outcome.values:
        raise Refusal(_("Choose the outcome."), field="outcome")
    _claim(encounter, outcome=outcome, closed_at=timezone.now())
    _write_down("consultation.close", encounter, by, outcome=outcome)
    return encounter


def _claim(encounter: Encounter, **changes: Any) -> None:
    if not Encounter.objects.open().filter(pk=encounter.pk).update(**changes):
        raise Refusal(_("This consultation is closed."), code="conflict")
    encounter.refresh_from_db()


def _write_down(verb: str, encounter: Encounter, by: User, **details: Any) -> None:
    audit.record(verb=verb, about=encounter.key, by=by, location=encounter.location, details=details)
