"""The five-second strip: what a clinician must know of a patient before anything else."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.practice.models import Location
from patients.addresses import patient_url
from patients.models import Answer, Patient
from patients.queries import Facts, current_facts
from treatments.models import Finding, Level, MedicineGroup, Plan, PlanState, Reaction, Session, SessionState
from treatments.models.plans import OPEN_STATES
from treatments.rules.recognise import names

BLOOD_THINNERS = frozenset({"vka", "anticoagulant_other"})
OLDEST_ASKED = 60


def safety_strip(patient: Patient, plan: Plan | None = None, *, location: Location | None = None) -> dict[str, Any]:
    """Return what components/patient_strip.html shows: name, age, open stops and decides in words, allergies,
    anticoagulant, pregnancy (asked today?), phototype, session x of y and days since the last.

    Of `plan`, or of all the patient's open plans. "Today" is the day at `location` (the plan's, if not given), else
    of the request. Six queries, one more with medicines.
    """
    place = location or (plan.location if plan else None)
    today = timezone.localdate(timezone=place.tzinfo if place else None)
    facts = current_facts(patient)
    findings = _open_findings(patient, plan)
    return {
        "name": patient.name,
        "age": _age(patient, today),
        "url": patient_url(patient),
        "initials": _initials(patient.name),
        "stops": [finding.brief for finding in findings if finding.level == Level.STOP],
        "decides": [finding.brief for finding in findings if finding.level == Level.DECIDE],
        "facts": [fact for fact in (*_facts(patient, facts, today), _last_reaction(patient)) if fact],
        **_progress(patient, plan, today),
    }


def _open_findings(patient: Patient, plan: Plan | None) -> list[Finding]:
    of_these = {"screening__plan": plan} if plan else {"screening__plan__patient": patient}
    found = Finding.objects.filter(**of_these, screening__plan__state__in=OPEN_STATES).open().order_by("order")
    return list({(finding.rule, finding.inputs_hash): finding for finding in found}.values())


def _age(patient: Patient, today: date) -> str:
    age = patient.age_on(today)
    return "" if age is None else ngettext("%(age)s year", "%(age)s years", age) % {"age": age}


def _initials(name: str) -> str:
    return "".join(part[0] for part in name.split()[:2])


def _facts(patient: Patient, facts: Facts, today: date) -> list[dict[str, str] | None]:
    return [
        _allergies(facts),
        _anticoagulant(facts),
        _pregnancy(patient, facts, today),
        _said(_("Phototype"), patient.get_phototype_display() if patient.phototype else _("not asked")),
    ]


def _said(label: str, value: str, tone: str = "") -> dict[str, str]:
    return {"label": label, "value": value, "tone": tone}


def _allergies(facts: Facts) -> dict[str, str]:
    if facts.standing_allergies:
        return _said(_("Allergies"), ", ".join(fact.text or fact.code for fact in facts.standing_allergies), "stop")
    if facts.no_known_allergies:
        return _said(_("Allergies"), _("none known"))
    return _said(_("Allergies"), _("not asked"), "decide")


def _anticoagulant(facts: Facts) -> dict[str, str]:
    taken = _blood_thinners(facts)
    answer = facts.condition("anticoagulant")
    if taken or (answer and answer.answer == Answer.YES):
        return _said(_("Anticoagulant"), ", ".join(fact.text or fact.code for fact in taken) or _("yes"), "stop")
    if (answer and answer.answer == Answer.NO) or facts.medications:
        return _said(_("Anticoagulant"), _("no"))
    return _said(_("Anticoagulant"), _("not asked"), "decide")


def _blood_thinners(facts: Facts) -> list[Any]:
    """The medicines taken that are listed as one, or that somebody's own words name."""
    named = facts.standing_medications
    if all(fact.code in BLOOD_THINNERS for fact in named):
        return list(named)
    groups = MedicineGroup.objects.in_force().filter(key__in=BLOOD_THINNERS).values_list("words", flat=True)
    words = [word for group in groups for word in group]
    return [fact for fact in named if fact.code in BLOOD_THINNERS or names(fact.text or fact.code, words)]


def _pregnancy(patient: Patient, facts: Facts, today: date) -> dict[str, str] | None:
    age = patient.age_on(today)
    if patient.sex == "male" or (age is not None and age >= OLDEST_ASKED):
        return None
    answer = facts.condition("pregnancy")
    if answer and answer.answer == Answer.YES:
        return _said(_("Pregnancy"), _("yes"), "stop")
    asked_on = timezone.localdate(answer.recorded_at) if answer and answer.answer == Answer.NO else None
    if asked_on == today:
        return _said(_("Pregnancy"), _("no, asked today"))
    if asked_on:
        return _said(
            _("Pregnancy"), _("not asked today (no on %(day)s)") % {"day": date_format(asked_on, "D j M")}, "decide"
        )
    return _said(_("Pregnancy"), _("not asked"), "decide")


def _last_reaction(patient: Patient) -> dict[str, str] | None:
    last = Reaction.objects.filter(patient=patient).first()
    if last is None:
        return None
    day = date_format(timezone.localtime(last.reported_at), "D j M Y")
    return _said(_("Last reaction"), f"{last.get_urgency_display()}, {day}", "decide")


def _progress(patient: Patient, plan: Plan | None, today: date) -> dict[str, str]:
    of_these = {"course__plan": plan} if plan else {"course__plan__patient": patient}
    sessions = list(Session.objects.filter(**of_these, course__plan__state__in=[*OPEN_STATES, PlanState.COMPLETED]))
    counted = [session for session in sessions if session.state != SessionState.DROPPED]
    given = [session for session in counted if session.treatment_ended_at]
    words = {"session": "", "since": ""}
    if plan and counted:
        number = min(len(given) + 1, len(counted))
        words["session"] = _("Session %(number)s of %(all)s") % {"number": number, "all": len(counted)}
    if given:
        days = (today - max(timezone.localdate(session.treatment_ended_at) for session in given)).days
        words["since"] = _("last one today") if days == 0 else _since(days)
    return words


def _since(days: int) -> str:
    return ngettext("%(days)s day since the last", "%(days)s days since the last", days) % {"days": days}
