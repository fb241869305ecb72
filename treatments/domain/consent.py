"""What a consent to a plan covers: its substances, doses, zones and techniques, in words and as a fingerprint."""

import json
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from patients.domain.consents import standing_hashes
from patients.models.consents import ConsentPurpose
from treatments.models import Course, Plan, PlanState, RecipeLine
from treatments.rules.numbers import show_number

MAY_BE_SIGNED = (PlanState.PROPOSED, PlanState.ACCEPTED, PlanState.ACTIVE)


def plan_fingerprint(plan: Plan) -> str:
    """Return a hash of everything the patient agrees to.

    It changes with any substance, amount, zone, technique, cream, phase or volume a session.
    """
    return _fingerprint(_courses([plan]))


def plan_in_words(plan: Plan) -> list[str]:
    """Return what the patient agrees to, one line a course."""
    return [_in_words(course) for course in _courses([plan])]


def consent_gap(plan: Plan) -> str:
    """Return what is missing of the consent to `plan` as a sentence; empty when it stands for the plan as it is now."""
    return consent_gaps([plan])[plan.pk]


def consent_gaps(plans: Iterable[Plan]) -> dict[int, str]:
    """Return `consent_gap` of each plan by its primary key. At most five queries, however many plans."""
    plans = list(plans)
    hashes = standing_hashes(patients={plan.patient_id for plan in plans}, purpose=ConsentPurpose.TREATMENT)
    signed = {plan: hashes[plan.patient_id, plan.key] for plan in plans if (plan.patient_id, plan.key) in hashes}
    courses = defaultdict(list)
    for course in _courses(signed):
        courses[course.plan_id].append(course)
    return {plan.pk: _gap(signed.get(plan), _fingerprint(courses[plan.pk])) for plan in plans}


def _gap(signed: str | None, now: str) -> str:
    if signed is None:
        return _("There is no signed consent for this plan.")
    if signed != now:
        return _("The plan changed after the consent was signed: it needs a new signature.")
    return ""


def _courses(plans: Iterable[Plan]) -> list[Course]:
    rows = Course.objects.filter(plan__in=list(plans)).select_related(
        "concern", "technique", "recipe_version__recipe", "topical__ingredient"
    )
    lines = Prefetch("recipe_version__lines", RecipeLine.objects.select_related("ingredient"))
    return list(rows.prefetch_related("zones", "phases", lines))


def _fingerprint(courses: Iterable[Course]) -> str:
    told = [_as_told(course) for course in courses]
    return sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def _as_told(course: Course) -> dict[str, Any]:
    version = course.recipe_version
    return {
        "concern": course.concern.key,
        "technique": course.technique.key if course.technique else "",
        "zones": sorted(zone.key for zone in course.zones.all()),
        "target": version.target_volume_ml.normalize() if version and version.target_volume_ml else "",
        "lines": [_line(line) for line in version.lines.all()] if version else [],
        **_beside(course),
    }


def _beside(course: Course) -> dict[str, Any]:
    """What a course may have beside its recipe; nothing is said of what it has not, so that older consents stand."""
    cream, phases = getattr(course, "topical", None), list(course.phases.all())
    told: dict[str, Any] = {}
    if cream:
        numbers = (cream.strength_percent, cream.grams, cream.area_cm2)
        told["cream"] = [cream.ingredient.key, *(number and number.normalize() for number in numbers), cream.minutes]
    if phases:
        told["phases"] = [course.sessions_planned, *([row.kind, row.sessions, row.interval_days] for row in phases)]
    if course.volume_ml is not None:
        told["volume"] = course.volume_ml.normalize()
    return told


def _line(line: Any) -> dict[str, Any]:
    typed = {"stock": line.stock_value, "powder": line.powder_value, "dissolved": line.dissolved_in_ml}
    typed["amount"] = line.amount
    amounts = {name: value.normalize() for name, value in typed.items() if value}
    units = {"stock_unit": line.stock_unit, "amount_unit": line.amount_unit, "entered_as": line.entered_as}
    if line.powder_unit:
        units["powder_unit"] = line.powder_unit
    if line.with_epinephrine:
        units["with"] = "epinephrine"
    return {"ingredient": line.ingredient.key, **amounts, **units}


def _in_words(course: Course) -> str:
    version = course.recipe_version
    names = [line.ingredient.name for line in version.lines.all()] if version else []
    zones = [zone.name for zone in course.zones.all()]
    parts = [", ".join(names), ", ".join(zones), _cream_in_words(course), _sessions_in_words(course)]
    return ": ".join(filter(None, [course.concern.name, "; ".join(filter(None, parts))]))


def _cream_in_words(course: Course) -> str:
    cream = getattr(course, "topical", None)
    if cream is None:
        return ""
    strength, grams = show_number(cream.strength_percent), show_number(cream.grams)
    return _("numbing cream before each session: %(name)s %(strength)s %%, %(grams)s g") % {
        "name": cream.ingredient.name,
        "strength": strength,
        "grams": grams,
    }


def _sessions_in_words(course: Course) -> str:
    """How many sessions there are, where phases follow the first series."""
    if not course.phases.all():
        return ""
    return _("%(all)s sessions, of which %(more)s after the first series") % {
        "all": course.sessions_total,
        "more": course.sessions_total - (course.sessions_planned or 0),
    }
