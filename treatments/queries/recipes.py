"""Recipes for pages, each in a stated number of queries."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from clinic.practice.models import User
from treatments.domain.approval import may_approve_alone
from treatments.domain.blind import unchecked_lines
from treatments.domain.composition import composition_of
from treatments.domain.dossier import Judged, judge
from treatments.forms.approving import DossierForm, RetireForm
from treatments.models import DossierEntry, RecipeLine, RecipeState, RecipeVersion
from treatments.queries.published import Published, sources_by_key
from treatments.queries.worked import Worked, worked_for_page


def recipe_list(*, state: str = "", concern: str = "", search: str = "") -> QuerySet[RecipeVersion]:
    """Return the newest version of each recipe (of those in `state`, if given), with `plan_count`. One query."""
    versions = RecipeVersion.objects.masters()
    versions = versions.filter(state=state) if state else versions
    newer = versions.filter(recipe=OuterRef("recipe"), number__gt=OuterRef("number"))
    found = versions.filter(~Exists(newer)).select_related("recipe__concern", "author", "approved_by")
    found = found.annotate(plan_count=Count("recipe__versions__courses__plan", distinct=True))
    if concern:
        found = found.filter(recipe__concern__key=concern)
    if search:
        inside = RecipeLine.objects.filter(version=OuterRef("pk"), ingredient__name__icontains=search)
        found = found.filter(Q(recipe__name__icontains=search) | Exists(inside))
    return found.order_by("recipe__concern__order", "recipe__name", "-number")


def recipe_page(version: RecipeVersion, *, by: User) -> dict[str, Any]:
    """Return the context of treatments/recipe.html. Nine queries; the rule rows more while it waits for approval."""
    worked = version_page(version)
    waits = version.state == RecipeState.SUBMITTED
    judged = judge(version) if waits else None
    steps = steps_open(version, by)
    dossier = [] if waits else list(version.dossier.select_related("by"))
    return {
        "version": version,
        "worked": worked,
        "versions": versions_of(version),
        "dossier": dossier,
        "doubted": Published(sources=sources_by_key(_cited(judged, dossier))),
        "steps": steps,
        "judged": judged,
        "answering": DossierForm(doubts=judged.doubts) if judged and steps["approve"] else None,
        "retiring": RetireForm(prefix="retire"),
        "seen": composition_of(version).fingerprint,
    }


def _cited(judged: Judged | None, dossier: list[DossierEntry]) -> set[str]:
    doubted = {key for doubt in judged.doubts for key in doubt.finding.sources} if judged else set()
    return doubted | {key for entry in dossier for key in entry.sources}


def steps_open(version: RecipeVersion, by: User) -> dict[str, bool]:
    """Which steps this person may take now; alone only where the practice works so, after the blind second entry."""
    waits, own = version.state == RecipeState.SUBMITTED, version.author_id == by.pk
    alone = waits and own and by.may_approve and may_approve_alone()
    blind = alone and bool(unchecked_lines(version, by=by))
    return {
        "submit": version.state == RecipeState.DRAFT,
        "approve": waits and by.may_approve and (not own or (alone and not blind)),
        "return": waits,
        "retire": version.state == RecipeState.APPROVED and by.may_approve,
        "own": waits and by.may_approve and own and not alone,
        "alone": alone,
        "blind": blind,
    }


def version_page(version: RecipeVersion, *, weight_kg: Decimal | None = None) -> Worked:
    """Return a version worked out. Six queries: its lines with what is published, the limits, the sources."""
    return worked_for_page(composition_of(with_lines(version)), weight_kg=weight_kg)


def with_lines(version: RecipeVersion) -> RecipeVersion:
    """Bring the lines at hand, with their ingredients and what is published of them. Three queries."""
    lines = RecipeLine.objects.prefetch_related("ingredient__strengths", "ingredient__doses")
    prefetch_related_objects([version], Prefetch("lines", queryset=lines))
    return version


def versions_of(version: RecipeVersion) -> QuerySet[RecipeVersion]:
    """Return all master versions of the same recipe, newest first. One query."""
    return version.recipe.versions.masters().select_related("recipe", "author", "approved_by").order_by("-number")
