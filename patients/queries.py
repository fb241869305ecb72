"""What pages need to know of patients, each in a stated number of queries."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from patients.models import Allergy, Answer, Condition, Medication, Patient
from patients.models.facts import Fact


@dataclass(frozen=True)
class Facts:
    """The current answers about one patient, whatever they are: yes, no or not asked."""

    allergies: tuple[Allergy, ...]
    conditions: tuple[Condition, ...]
    medications: tuple[Medication, ...]
    weight_kg: Decimal | None
    weighed_on: date | None
    phototype: int | None

    @property
    def no_known_allergies(self) -> bool:
        """Somebody asked, and none is known."""
        return any(fact.code == Allergy.NONE_KNOWN and fact.answer == Answer.YES for fact in self.allergies)

    @property
    def standing_allergies(self) -> tuple[Fact, ...]:
        """The named allergies answered with yes."""
        return _named(self.allergies, Allergy.NONE_KNOWN)

    @property
    def standing_medications(self) -> tuple[Fact, ...]:
        """The named medicines taken now."""
        return _named(self.medications, Medication.NONE)

    @property
    def standing_conditions(self) -> tuple[Fact, ...]:
        """The conditions answered with yes."""
        return _named(self.conditions, "")

    def condition(self, code: str) -> Condition | None:
        """Return the current answer about `code`, or None when it was never asked."""
        return next((fact for fact in self.conditions if fact.code == code), None)


def current_facts(patient: Patient) -> Facts:
    """Return what is known of `patient` now. Three queries."""
    return Facts(
        allergies=tuple(Allergy.objects.filter(patient=patient).current()),
        conditions=tuple(Condition.objects.filter(patient=patient).current()),
        medications=tuple(Medication.objects.filter(patient=patient).current()),
        weight_kg=patient.weight_kg,
        weighed_on=patient.weighed_on,
        phototype=patient.phototype,
    )


def _named(facts: tuple[Fact, ...], none: str) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.answer == Answer.YES and fact.code != none)
