"""What a consent to a plan covers: its substances, doses, zones and techniques, in words and as a fingerprint."""

import json
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from patients.domain.consents import standing_consent
from patients.models.consents import ConsentPurpose
from treatments.models import Course, Plan, PlanState

MAY_BE_SIGNED = (PlanState.PROPOSED, PlanState.ACCEPTED, PlanState.ACTIVE)


def plan_fingerprint(plan: Plan) -> str:
    """Return a hash of everything the patient agrees to. It changes with any substance, amount, zone or technique."""
    told = [_as_told(course) for course in _courses(plan)]
    return sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def plan_in_words(plan: Plan) -> list[str]:
    """Return what the patient agrees to, one line a course."""
    return [_in_words(course) for course in _courses(plan)]


def consent_gap(plan: Plan) -> str:
    """Return what is missing of the consent to `plan` as a sentence; empty when it stands for the plan as it is now."""
    consent = standing_consent(patient=plan.patient, purpose=ConsentPurpose.TREATMENT, covering=plan.key)
    if consent is None:
        return _("There is no signed consent for this plan.")
    if consent.covers[plan.key] != plan_fingerprint(plan):
        return _("The plan changed after the consent was signed: it needs a new signature.")
    return ""


def _courses(plan: Plan) -> list[Course]:
    rows = plan.courses.select_related("concern", "technique", "recipe_version__recipe")
    return list(rows.prefetch_related("zones", "recipe_version__lines__ingredient"))


def _as_told(course: Course) -> dict[str, Any]:
    version = course.recipe_version
    return {
        "concern": course.concern.key,
        "technique": course.technique.key if course.technique else "",
        "zones": sorted(zone.key for zone in course.zones.all()),
        "target": version.target_volume_ml.normalize() if version and version.target_volume_ml else "",
        "lines": [_line(line) for line in version.lines.all()] if version else [],
    }


def _line(line: Any) -> dict[str, Any]:
    amounts = {
        name: value.normalize() for name, value in (("stock", line.stock_value), ("amount", line.amount)) if value
    }
    units = {"stock_unit": line.stock_unit, "amount_unit": line.amount_unit, "entered_as": line.entered_as}
    return {"ingredient": line.ingredient.key, **amounts, **units}


def _in_words(course: Course) -> str:
    version = course.recipe_version
    names = [line.ingredient.name for line in version.lines.all()] if version else []
    zones = [zone.name for zone in course.zones.all()]
    return ": ".join(filter(None, [course.concern.name, "; ".join(filter(None, [", ".join(names), ", ".join(zones)]))]))
