"""Writing down what is known of a patient. A fact never changes: the newer answer to the same question counts."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import Location, User
from patients.models import Allergy, Answer, Condition, Medication, Patient
from patients.models.facts import Fact, SaidBy

F = TypeVar("F", bound=Fact)

WEIGHED_WITHIN = timedelta(days=5 * 366)
NOTHING = re.compile(
    r"n-?a|nil|nkd?a|not-(any|known)"
    r"|(takes-)?(no|none|nothing)(-known)?(-drug)?(-(allerg(y|ies)|drugs?|medic(ines?|ations?)))?"
)


@transaction.atomic
def record_fact(
    kind: type[F],
    *,
    patient: Patient,
    answer: str,
    code: str = "",
    text: str = "",
    since: date | None = None,
    said_by: str = SaidBy.PATIENT,
    by: Any,
    location: Location | None = None,
    **more: Any,
) -> F:
    """Write down one answer of `kind` (Allergy, Condition, Medication) and return it.

    `code` is a catalogue key; without one the words of `text` become it. What a member of staff records counts as
    reviewed by them, what comes through a patient's link is as stated. Raises Refusal when neither is given, when
    `text` holds no letter, when the answer is not one of yes / no / not_asked, or when `since` lies in the future.
    """
    code = code or slugify(text, allow_unicode=True)[:80]
    if not code:
        raise Refusal(_("Write it in letters.") if text.strip() else _("Write what it is."), field="text")
    if answer not in Answer.values:
        raise Refusal(_("Answer yes, no or not asked."), field="answer")
    if since and since > timezone.localdate():
        raise Refusal(_("“Since” lies in the future."), field="since")
    fact = kind(
        patient=patient, code=code, text=text.strip(), answer=answer, since=since, said_by=said_by, **_seen(by), **more
    )
    fact.save(force_insert=True)
    audit.record(
        verb=f"{kind._meta.model_name}.record", about=patient.key, by=by, location=location, details={"id": fact.pk}
    )
    return fact


@transaction.atomic
def record_allergy(
    *, patient: Patient, answer: str, code: str = "", text: str = "", reaction: str = "", by: Any, **more: Any
) -> Allergy:
    """Write down an allergy (or its absence); see record_fact for the other arguments.

    The code `none_known` says that none is known: refused while an allergy stands. A new allergy ends it. To write
    "none" as if it were an allergy's name is refused.
    """
    _refuse_nothing(code, text, _("Tick “No known allergies” instead of writing it."))
    _hold_apart(Allergy, Allergy.NONE_KNOWN, _("no known allergies"), patient, answer, code, by)
    return record_fact(Allergy, patient=patient, answer=answer, code=code, text=text, reaction=reaction, by=by, **more)


@transaction.atomic
def record_medication(
    *, patient: Patient, answer: str, code: str = "", text: str = "", dose: str = "", by: Any, **more: Any
) -> Medication:
    """Write down a medicine taken now (or not); see record_fact for the other arguments.

    The code `none` says that none is taken: refused while a medicine stands. A new medicine ends it. To write
    "none" as if it were a medicine's name is refused.
    """
    _refuse_nothing(code, text, _("Tick “Takes no medicines” instead of writing it."))
    _hold_apart(Medication, Medication.NONE, _("no medicines"), patient, answer, code, by)
    return record_fact(Medication, patient=patient, answer=answer, code=code, text=text, dose=dose, by=by, **more)


def record_condition(
    *, patient: Patient, answer: str, code: str = "", text: str = "", by: Any, **more: Any
) -> Condition:
    """Write down a condition such as pregnancy, breastfeeding or keloid tendency; see record_fact."""
    return record_fact(Condition, patient=patient, answer=answer, code=code, text=text, by=by, **more)


@transaction.atomic
def record_weight(
    *, patient: Patient, kg: Decimal, weighed_on: date | None = None, by: Any, location: Location | None = None
) -> Patient:
    """Keep the weight in kilograms and the day it was taken (today if not said).

    Raises Refusal outside 2–400 kg, for more than one decimal (nothing is rounded), and for a day in the future,
    before the birth date, or more than five years back.
    """
    weighed_on = weighed_on or timezone.localdate()
    if not Decimal(2) <= kg <= Decimal(400):
        raise Refusal(_("A weight lies between 2 and 400 kg."), field="weight_kg")
    if kg != round(kg, 1):
        raise Refusal(_("Write the weight with at most one decimal: nothing is rounded here."), field="weight_kg")
    _refuse_day_of_weighing(weighed_on, patient.birth_date)
    patient.weight_kg, patient.weighed_on = kg, weighed_on
    patient.save(update_fields=["weight_kg", "weighed_on"])
    audit.record(verb="weight.record", about=patient.key, by=by, location=location)
    return patient


@transaction.atomic
def record_phototype(*, patient: Patient, phototype: int | None, by: Any, location: Location | None = None) -> Patient:
    """Keep the Fitzpatrick phototype, 1–6, or None for not asked. Raises Refusal for another number."""
    if phototype is not None and phototype not in range(1, 7):
        raise Refusal(_("The phototype is I to VI."), field="phototype")
    patient.phototype = phototype
    patient.save(update_fields=["phototype"])
    audit.record(verb="phototype.record", about=patient.key, by=by, location=location)
    return patient


def _refuse_day_of_weighing(day: date, birth_date: date | None) -> None:
    today = timezone.localdate()
    if day > today:
        raise Refusal(_("The day of weighing lies in the future."), field="weighed_on")
    if birth_date and day < birth_date:
        raise Refusal(_("The day of weighing lies before the birth date."), field="weighed_on")
    if day < today - WEIGHED_WITHIN:
        raise Refusal(_("A weight of more than five years ago says nothing today. Weigh again."), field="weighed_on")


def _refuse_nothing(code: str, text: str, sentence: str) -> None:
    """Keep "none" in words from becoming the name of an allergy or a medicine."""
    if not code and NOTHING.fullmatch(slugify(text).replace("_", "-")):
        raise Refusal(sentence, field="text")


def _seen(by: Any) -> dict[str, Any]:
    if not isinstance(by, User):
        return {}
    return {"recorded_by": by, "reviewed_by": by, "reviewed_at": timezone.now()}


def _hold_apart(
    kind: type[Fact], none: str, none_in_words: str, patient: Patient, answer: str, code: str, by: Any
) -> None:
    """Keep "none at all" and a named one from standing beside each other."""
    if answer != Answer.YES:
        return
    standing = kind.objects.filter(patient=patient).current().positive()
    if code != none:
        if standing.filter(code=none).exists():
            record_fact(kind, patient=patient, code=none, answer=Answer.NO, by=by)
        return
    if named := standing.exclude(code=none).first():
        raise Refusal(
            _("“%(none)s” contradicts what is on file: %(named)s. Answer “no” to that first.")
            % {"none": none_in_words, "named": named.text or named.code},
            field="answer",
        )
