"""Changes of a draft plan that can be taken back: how it was is kept before each."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import User
from treatments.domain.content import Content, content_of, put_content
from treatments.domain.plans import claim
from treatments.domain.screening import screen_plan
from treatments.models import Plan, PlanSnapshot, PlanState


def begin_change(plan: Plan, *, edition: int | None, what: str, by: User | None) -> None:
    """Claim a draft plan for one change and keep how it is now: the first line of every verb that can be undone.

    Raises Refusal with code "conflict" when somebody was first, "state" when the plan is no draft.
    """
    claim(plan, edition=edition, states=[PlanState.DRAFT])
    _keep(plan, content_of(plan), what, by)


@transaction.atomic
def undo(*, plan: Plan, edition: int | None, by: User) -> PlanSnapshot:
    """Take the latest change of a draft plan back; return what was taken back (`what`, `by`, `at`).

    Pressed again, it goes one further back. A change that left everything as it was is passed over. How the plan was
    before is kept too. Raises Refusal when there is nothing to take back, and as every change of a draft does.
    """
    claim(plan, edition=edition, states=[PlanState.DRAFT])
    now = content_of(plan)
    back_to = _last_difference(plan, now)
    put_content(plan=plan, content=back_to.content)
    kept = _keep(plan, now, _("Undone: %(what)s") % {"what": back_to.what}, by)
    PlanSnapshot.objects.filter(pk=kept.pk).update(undone_at=kept.at)
    audit.record(
        verb="plan.undo",
        about=plan.key,
        by=by,
        location=plan.location,
        details={"what": back_to.what, "edition": plan.edition},
    )
    screen_plan(plan=plan, by=by)
    return back_to


def _last_difference(plan: Plan, now: Content) -> PlanSnapshot:
    """Mark the latest change, and those after it that changed nothing, as taken back."""
    for snapshot in plan.snapshots.filter(undone_at=None).select_related("by").iterator(chunk_size=10):
        PlanSnapshot.objects.filter(pk=snapshot.pk).update(undone_at=timezone.now())
        if snapshot.content != now:
            return snapshot
    raise Refusal(_("There is nothing to take back."), code="nothing")


def _keep(plan: Plan, content: Content, what: str, by: User | None) -> PlanSnapshot:
    return PlanSnapshot.objects.create(plan=plan, edition=plan.edition - 1, content=content, what=what[:120], by=by)
