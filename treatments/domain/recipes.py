"""Cocktails: drafted by one clinician, approved by another, then fixed; a change is the next version."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import User
from treatments.domain.composition import Composition, rows_of
from treatments.models import Concern, Ingredient, Recipe, RecipeLine, RecipeState, RecipeVersion
from treatments.rules.errors import DoseError


@transaction.atomic
def draft_recipe(
    *, name: str, concern: Concern, composition: Composition, description: str = "", by: User
) -> RecipeVersion:
    """Return version 1 of a new recipe. Raises Refusal for a name in use, or amounts that cannot be worked out."""
    name = " ".join(name.split())
    if not name:
        raise Refusal(_("Give the recipe a name."), field="name")
    if Recipe.objects.filter(name__iexact=name).exists():
        raise Refusal(_("Another recipe has this name."), field="name")
    recipe = Recipe.objects.create(name=name, concern=concern, description=description.strip())
    return _next_version(recipe, composition, by)


@transaction.atomic
def edit_version(*, version: RecipeVersion, composition: Composition, by: User) -> RecipeVersion:
    """Keep `composition`: in the version itself while it is a draft, else as the next draft of the recipe.

    A version that was submitted, approved or used is not touched. Raises Refusal for amounts that cannot be worked
    out.
    """
    if version.variation_of_id:
        raise Refusal(_("This composition was made for one patient: change it in the plan."))
    locked = RecipeVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    if locked.state != RecipeState.DRAFT or locked.frozen_at:
        return _next_version(locked.recipe, composition, by)
    _fill(locked, composition)
    _write_down("recipe.edit", locked, by)
    return locked


@transaction.atomic
def submit(*, version: RecipeVersion, by: User) -> RecipeVersion:
    """Ask for approval of a draft. Raises Refusal when it is no draft any more."""
    _claim(version, RecipeState.DRAFT, state=RecipeState.SUBMITTED)
    _write_down("recipe.submit", version, by)
    return version


@transaction.atomic
def approve(*, version: RecipeVersion, by: User) -> RecipeVersion:
    """Approve a submitted version; from now on plans may start from it and it does not change.

    Raises Refusal unless `by` may approve, is not its author, and every ingredient is approved and offered.
    """
    if not by.may_approve:
        raise Refusal(_("Only somebody who may approve can approve a recipe."))
    if version.author_id == by.pk:
        raise Refusal(_("You wrote this version: somebody else approves it."))
    refuse_unoffered(Ingredient.objects.filter(recipe_lines__version=version))
    now = timezone.now()
    _claim(version, RecipeState.SUBMITTED, state=RecipeState.APPROVED, approved_by=by, approved_at=now)
    _write_down("recipe.approve", version, by)
    return version


@transaction.atomic
def return_to_draft(*, version: RecipeVersion, by: User) -> RecipeVersion:
    """Hand a submitted version back to its author. Raises Refusal when it is not waiting for approval."""
    _claim(version, RecipeState.SUBMITTED, state=RecipeState.DRAFT)
    _write_down("recipe.return", version, by)
    return version


@transaction.atomic
def retire(*, version: RecipeVersion, by: User) -> RecipeVersion:
    """Offer an approved version no longer; plans that hold it keep it. Raises Refusal unless it is approved."""
    if not by.may_approve:
        raise Refusal(_("Only somebody who may approve can retire a recipe."))
    _claim(version, RecipeState.APPROVED, state=RecipeState.RETIRED)
    _write_down("recipe.retire", version, by)
    return version


@transaction.atomic
def vary_for_patient(*, version: RecipeVersion, composition: Composition, by: User) -> RecipeVersion:
    """Return a composition of its own for one patient's plan; its master stays as it is.

    `version` is the master or an earlier variation of it. Raises Refusal for an ingredient that may not reach a
    patient, or amounts that cannot be worked out.
    """
    refuse_unoffered(composition.ingredients)
    master = version.variation_of or version
    variation = RecipeVersion(recipe=master.recipe, number=master.number, variation_of=master, author=by)
    _fill(variation, composition)
    _write_down("recipe.vary", variation, by)
    return variation


def freeze(*, version: RecipeVersion) -> RecipeVersion:
    """Mark the version as used: it never changes again. Freezing twice keeps the first moment."""
    RecipeVersion.objects.filter(pk=version.pk, frozen_at=None).update(frozen_at=timezone.now())
    version.refresh_from_db(fields=["frozen_at"])
    return version


def refuse_unoffered(ingredients: Any) -> None:
    """Raise Refusal naming each ingredient that is not approved, blocked, or kept for reference."""
    unoffered = sorted({entry.name for entry in ingredients if not entry.is_offered})
    if unoffered:
        raise Refusal(
            _("Not approved for patients in this clinic: %(names)s.") % {"names": ", ".join(unoffered)},
            code="unoffered",
        )


def _next_version(recipe: Recipe, composition: Composition, by: User) -> RecipeVersion:
    last = recipe.versions.masters().aggregate(last=Max("number"))["last"] or 0
    version = RecipeVersion(recipe=recipe, number=last + 1, author=by)
    _fill(version, composition)
    _write_down("recipe.draft", version, by)
    return version


def _fill(version: RecipeVersion, composition: Composition) -> None:
    _refuse_impossible(composition)
    for name, value in composition.volumes.items():
        setattr(version, name, value)
    version.save()
    version.lines.all().delete()
    RecipeLine.objects.bulk_create(rows_of(version, composition.lines))


def _refuse_impossible(composition: Composition) -> None:
    try:
        composition.work_out()
    except DoseError as error:
        raise Refusal(error.sentence, field=error.field or None, code="dose") from error


def _claim(version: RecipeVersion, was: str, **now: Any) -> None:
    if not RecipeVersion.objects.filter(pk=version.pk, state=was).update(**now):
        raise Refusal(_("This version has changed in the meantime: look again."), code="conflict")
    version.refresh_from_db()


def _write_down(verb: str, version: RecipeVersion, by: User) -> None:
    audit.record(verb=verb, about=f"recipe:{version.uuid}", by=by, details={"number": version.number})
