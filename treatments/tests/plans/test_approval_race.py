"""Two approvers at one moment."""

import pytest

from clinic.diary.tests.crowd import at_once
from clinic.kit.errors import Refusal
from clinic.practice.tests.factories import DirectorFactory, LocationFactory
from treatments.domain.approval import approve_recipe
from treatments.models import RecipeState
from treatments.tests.factories.plans import RecipeVersionFactory

pytestmark = pytest.mark.django_db(transaction=True)


def sentence(version, by):
    """What the approver reads: nothing, or why not."""
    try:
        approve_recipe(version=type(version).objects.get(pk=version.pk), by=by)
    except Refusal as refusal:
        return refusal.sentence
    return ""


def test_of_two_approvers_at_once_one_approves_and_the_other_reads_who_was_first():
    directors = DirectorFactory.create_batch(2, works_at=LocationFactory())
    version = RecipeVersionFactory(draft=True, state="submitted", lines=[{"ingredient__dose_data": "published"}])

    told = at_once([lambda by=by: sentence(version, by) for by in directors])

    version.refresh_from_db()
    second = next(words for words in told if words)
    assert (version.state, sorted(map(bool, told)), second) == (
        RecipeState.APPROVED,
        [False, True],
        f"{version.approved_by} has approved this version already.",
    )
