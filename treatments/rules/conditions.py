"""Whether a contraindication holds for a patient: yes, no, or cannot be judged."""

from treatments.rules.facts import Answer, Contraindication
from treatments.rules.kind import Case

# Conditions that a medicines list answers in full: asked, and none of their classes on it, is a no.
NOTHING_BUT_A_MEDICINE = frozenset({"anticoagulant", "antiplatelet_or_nsaid"})


def relevant(row: Contraindication, case: Case) -> bool:
    """Whether this row matters to this recipe and plan."""
    if not row.condition_key:
        return False
    if row.ingredients and not row.ingredients & case.contents:
        return False
    return not row.concerns or case.plan.concern in row.concerns


def answer(row: Contraindication, case: Case) -> Answer:
    """YES, NO or NOT_ASKED, from the condition's own answer and, where the row says so, from the medicines list."""
    own = case.patient.answer(row.condition_key, valid_days=row.valid_days)
    if own == Answer.YES or row.medicine_keys & case.medicines_taken:
        return Answer.YES
    if own == Answer.NO or (row.condition_key in NOTHING_BUT_A_MEDICINE and case.patient.medicines.asked):
        return Answer.NO
    return Answer.NOT_ASKED


def must_ask(row: Contraindication, case: Case) -> bool:
    """Whether an unanswered row is a gap: asked of this patient at all, and not where a pregnancy is impossible."""
    return row.ask and (case.patient.may_be_pregnant or not row.women_only)


def words(row: Contraindication) -> str:
    """The condition as a person reads it."""
    return row.label or row.text
