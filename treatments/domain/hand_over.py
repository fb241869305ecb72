"""A plan goes from the hands of one clinician into those of another."""

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.access import CLINICAL
from clinic.practice.domain import audit
from clinic.practice.models import User
from treatments.domain.plans import claim
from treatments.models import HandOver, Plan
from treatments.models.plans import OPEN_STATES


@transaction.atomic
def hand_over(*, plan: Plan, to: User, note: str, edition: int | None = None, by: User) -> HandOver:
    """Make `to` answer for an open plan, with a note for them.

    Raises Refusal at `to` for the same person or somebody who does not treat at the plan's location, at `note` for an
    empty one.
    """
    if not note.strip():
        raise Refusal(_("Write a note for who takes over."), field="note")
    if not to.is_active or not to.memberships.filter(location=plan.location_id, role__in=CLINICAL).exists():
        raise Refusal(_("Choose somebody who treats patients at this location."), field="to")
    claim(plan, edition=edition, states=OPEN_STATES)
    before = plan.clinician
    if to == before:
        raise Refusal(_("%(name)s answers for this plan already.") % {"name": to}, field="to")
    Plan.objects.filter(pk=plan.pk).update(clinician=to)
    plan.clinician = to
    made = HandOver.objects.create(plan=plan, from_clinician=before, to_clinician=to, note=note.strip(), by=by)
    details = {"from": str(before.uuid), "to": str(to.uuid), "edition": plan.edition}
    audit.record(verb="plan.hand_over", about=plan.key, by=by, location=plan.location, details=details)
    return made
