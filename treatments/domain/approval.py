"""The way of a recipe version from its author's draft to where plans may start from it, and out again."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal, whole
from clinic.practice.models import Practice, User
from treatments.domain.blind import unchecked_lines
from treatments.domain.composition import composition_of
from treatments.domain.dossier import judge
from treatments.domain.recipes import refuse_changed, refuse_unoffered, write_down
from treatments.models import RecipeState, RecipeVersion


@transaction.atomic
def submit(*, version: RecipeVersion, by: User) -> RecipeVersion:
    """Ask for approval of a draft. Raises Refusal when it is no draft any more."""
    _claim(version, RecipeState.DRAFT, state=RecipeState.SUBMITTED, submitted_at=timezone.now())
    write_down("recipe.submit", version, by)
    return version


@transaction.atomic
def approve_recipe(*, version: RecipeVersion, by: User, seen: str = "") -> RecipeVersion:
    """Approve a submitted version; from now on plans may start from it and it does not change.

    `seen` is the fingerprint of the composition that `by` read. Raises Refusal unless `by` may approve and is not its
    author (in single-practitioner mode: the author, after the blind second entry), everything in it is approved and
    offered, no stop stands in its way and every doubt is settled.
    """
    if not by.may_approve:
        raise Refusal(_("Only somebody who may approve can approve a recipe."))
    locked = RecipeVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    alone = locked.author_id == by.pk
    _refuse_unless_waiting(locked)
    composition = composition_of(locked)
    refuse_changed(composition, seen)
    if alone:
        _refuse_alone(locked, by)
    refuse_unoffered([*composition.ingredients, *composition.products])
    _refuse_doubtful(locked)
    now = timezone.now()
    _claim(
        version,
        RecipeState.SUBMITTED,
        state=RecipeState.APPROVED,
        approved_by=by,
        approved_at=now,
        approved_alone=alone,
    )
    write_down("recipe.approve", version, by, alone=alone)
    return version


@transaction.atomic
def return_to_draft(*, version: RecipeVersion, by: User) -> RecipeVersion:
    """Hand a submitted version back to its author. Raises Refusal when it is not waiting for approval."""
    _claim(version, RecipeState.SUBMITTED, state=RecipeState.DRAFT, submitted_at=None)
    write_down("recipe.return", version, by)
    return version


@transaction.atomic
def retire(*, version: RecipeVersion, reason: str, by: User) -> RecipeVersion:
    """Offer an approved version no longer, saying why; plans that hold it keep it.

    Raises Refusal without a reason, by who may not approve, or unless it is approved.
    """
    if not by.may_approve:
        raise Refusal(_("Only somebody who may approve can retire a recipe."))
    if not reason.strip():
        raise Refusal(_("Say why it is retired."), field="reason")
    why = {"retired_at": timezone.now(), "retired_by": by, "retired_reason": whole(reason, most=300)}
    _claim(version, RecipeState.APPROVED, state=RecipeState.RETIRED, **why)
    write_down("recipe.retire", version, by)
    return version


def may_approve_alone() -> bool:
    """Whether the practice works in single-practitioner mode. One query."""
    return Practice.objects.filter(single_practitioner=True).exists()


def _refuse_unless_waiting(version: RecipeVersion) -> None:
    if version.state == RecipeState.SUBMITTED:
        return
    if version.state == RecipeState.APPROVED:
        raise Refusal(_("%(name)s has approved this version already.") % {"name": version.approved_by}, code="conflict")
    raise Refusal(_("This version is no longer waiting for approval."), code="conflict")


def _refuse_alone(version: RecipeVersion, by: User) -> None:
    if not may_approve_alone():
        raise Refusal(_("You wrote this version: somebody else approves it."))
    if waiting := unchecked_lines(version, by=by):
        names = ", ".join(str(line.ingredient) for line in waiting)
        raise Refusal(_("Enter strength and volume a second time first: %(names)s.") % {"names": names}, code="blind")


def _refuse_doubtful(version: RecipeVersion) -> None:
    found = judge(version)
    if found.final_stops:
        raise Refusal(
            _("This recipe can never be given: %(why)s") % {"why": found.final_stops[0].sentence}, code="stop"
        )
    if found.open:
        raise Refusal(_("Answer every doubt first."), field=found.open[0].key, code="doubt")


def _claim(version: RecipeVersion, was: str, **now: Any) -> None:
    if not RecipeVersion.objects.filter(pk=version.pk, state=was).update(**now):
        raise Refusal(_("This version has changed in the meantime: look again."), code="conflict")
    version.refresh_from_db()
