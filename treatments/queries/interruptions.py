"""How often a healthy patient is interrupted: the rules are only read where they speak up rarely."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from patients.models import Answer, Patient
from patients.queries import current_facts
from treatments.domain.rule_rows import one_reading
from treatments.domain.screening import findings_today
from treatments.models import AskedCondition, Contraindication, Plan
from treatments.rules.findings import Finding

NO_ILLNESS = frozenset({"child_bearing_potential", "contraception_documented"})


@dataclass(frozen=True)
class Interruptions:
    """The healthy patients screened today, and every stop and decide that they were met with."""

    patients: int
    found: tuple[Finding, ...]

    @property
    def per_patient(self) -> Decimal:
        """Interruptions of one patient, on average; 0 without patients."""
        return Decimal(len(self.found)) / self.patients if self.patients else Decimal(0)


def interruptions_of_the_healthy() -> Interruptions:
    """Screen today, keeping nothing, the open plans of every patient who was asked everything and has nothing."""
    plans = Plan.objects.open().select_related("patient", "location")
    with one_reading():
        asked = _asked_of_everybody()
        healthy = [plan for plan in plans if _is_healthy(plan.patient, asked)]
        found = tuple(item for plan in healthy for item in findings_today(plan) if item.interrupts)
    return Interruptions(len({plan.patient_id for plan in healthy}), found)


def _asked_of_everybody() -> frozenset[str]:
    general = Contraindication.objects.in_force().exclude(condition_key="").values_list("condition_key", flat=True)
    return frozenset({*general, *AskedCondition.objects.in_force().values_list("key", flat=True)})


def _is_healthy(patient: Patient, asked: Iterable[str]) -> bool:
    """No allergy, no medicine, no condition, an adult; everything asked today or, if it does not age, ever."""
    facts = current_facts(patient)
    no = {fact.code for fact in facts.conditions if fact.answer == Answer.NO}
    medicines = any(fact.answer == Answer.YES and fact.code != "none" for fact in facts.medications)
    clear = facts.no_known_allergies and not facts.standing_allergies and not medicines
    age = patient.age_on(timezone.localdate())
    return clear and age is not None and age >= 18 and set(asked) - NO_ILLNESS <= no
