"""Cocktails: drafted by one clinician, approved by another, then fixed; a change is the next version."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from clinic.practice.domain import audit
from clinic.practice.models import User
from treatments.domain.composition import Composition, composition_of, rows_of
from treatments.models import Concern, Recipe, RecipeLine, RecipeState, RecipeVersion
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
def edit_version(*, version: RecipeVersion, composition: Composition, by: User, seen: str = "") -> RecipeVersion:
    """Keep `composition`: in the version itself while it is a draft, else as the next draft of the recipe.

    A version that was submitted, approved or used is not touched. `seen` is the fingerprint of what `by` started from:
    of two on one draft the second is told. Raises Refusal for amounts that cannot be worked out.
    """
    if version.variation_of_id:
        raise Refusal(_("This composition was made for one patient: change it in the plan."))
    locked = RecipeVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    if locked.state != RecipeState.DRAFT or locked.frozen_at:
        return _next_version(locked.recipe, composition, by)
    refuse_changed(composition_of(locked), seen)
    _fill(locked, composition)
    write_down("recipe.edit", locked, by)
    return locked


@transaction.atomic
def vary_for_patient(*, version: RecipeVersion, composition: Composition, by: User) -> RecipeVersion:
    """Return a composition of its own for one patient's plan; its master stays as it is.

    `version` is the master or an earlier variation of it. Raises Refusal for an ingredient that may not reach a
    patient, or amounts that cannot be worked out.
    """
    refuse_unoffered([*composition.ingredients, *composition.products])
    master = version.variation_of or version
    variation = RecipeVersion(recipe=master.recipe, number=master.number, variation_of=master, author=by)
    _fill(variation, composition)
    write_down("recipe.vary", variation, by)
    return variation


def freeze(*, version: RecipeVersion) -> RecipeVersion:
    """Mark the version as used: it never changes again. Freezing twice keeps the first moment."""
    RecipeVersion.objects.filter(pk=version.pk, frozen_at=None).update(frozen_at=timezone.now())
    version.refresh_from_db(fields=["frozen_at"])
    return version


def refuse_unoffered(entries: Any) -> None:
    """Raise Refusal naming each ingredient or product that is not approved, blocked, or kept for reference."""
    unoffered = sorted({entry.name for entry in entries if not entry.is_offered})
    if unoffered:
        raise Refusal(
            _("Not approved for patients in this clinic: %(names)s.") % {"names": ", ".join(unoffered)},
            code="unoffered",
        )


def _next_version(recipe: Recipe, composition: Composition, by: User) -> RecipeVersion:
    last = recipe.versions.masters().aggregate(last=Max("number"))["last"] or 0
    version = RecipeVersion(recipe=recipe, number=last + 1, author=by)
    _fill(version, composition)
    write_down("recipe.draft", version, by)
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
        composition.check()
        composition.work_out()
    except DoseError as error:
        raise Refusal(error.sentence, field=error.field or None, code="dose") from error


def refuse_changed(composition: Composition, seen: str) -> None:
    """Raise Refusal when somebody saw another composition than this one; `seen` empty: nobody asks."""
    if seen and seen != composition.fingerprint:
        raise Refusal(_("Somebody else has changed this version since you opened it: compare first."), code="conflict")


def write_down(verb: str, version: RecipeVersion, by: User, **details: Any) -> None:
    """Keep a step of a version in the audit trail."""
    about = f"recipe:{version.uuid}"
    audit.record(verb=verb, about=about, by=by, details={"number": version.number, **details})
