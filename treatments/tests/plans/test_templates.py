"""Templates and "same as last time": seen before they are applied, and nothing that may not be used."""

import json

import pytest

from clinic.kit.errors import Refusal
from treatments.domain import courses, phases, plans, templates
from treatments.domain.content import content_of
from treatments.domain.riding import ride_with
from treatments.domain.undo import undo
from treatments.models import Assessment, Course, PlanTemplate, RecipeState
from treatments.rules.schedule import Pace, Phase
from treatments.tests.factories.catalogue import IngredientFactory
from treatments.tests.factories.plans import PlanFactory, RecipeVersionFactory
from treatments.tests.plans.test_plans import stronger

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MAINTENANCE = Phase("maintenance", 2, Pace(84, 91, 105))


@pytest.fixture
def template(draft, face, scalp, practitioner):
    """Two courses, the second riding with the first, which has maintenance."""
    phases.set_phases(course=face, phases=[MAINTENANCE], by=practitioner)
    ride_with(course=scalp, host=face, by=practitioner)
    return templates.save_template(plan=draft, name="Face and scalp", by=practitioner)


@pytest.fixture
def other(location, practitioner):
    """Another patient's empty draft."""
    return PlanFactory(location=location, clinician=practitioner)


def bare(content):
    """What a content says without the names of its courses."""
    told = json.loads(json.dumps(content))
    for entry in told["courses"]:
        entry |= {"uuid": "", "rides_with": bool(entry["rides_with"])}
    return told


def test_a_template_becomes_the_same_courses(draft, template, other, practitioner):
    templates.use_template(plan=other, template=template, by=practitioner)

    wanted = bare(content_of(draft))
    for entry in wanted["courses"]:
        entry["starts_on"] = None
    assert bare(content_of(other)) == wanted


def test_the_preview_is_in_words_and_changes_nothing(template, other, face, scalp):
    preview = templates.preview_template(plan=other, template=template)

    zones = [course.zones.get().name for course in (face, scalp)]
    recipes = [course.recipe_version for course in (face, scalp)]
    assert (preview.courses, preview.notes, other.courses.count()) == (
        (
            f"Anti-ageing: 4 sessions, every 14 days; maintenance: 2 × every 91 days; {recipes[0]}; {zones[0]}",
            f"Hair loss: 3 sessions, every 28 days; {recipes[1]}; {zones[1]}",
        ),
        (),
        0,
    )


def test_what_is_previewed_is_what_is_added(template, other, practitioner):
    preview = templates.preview_template(plan=other, template=template)
    templates.use_template(plan=other, template=template, by=practitioner)

    assert bare(content_of(other)) == bare(preview.content)


def test_a_template_used_twice_makes_courses_of_their_own(template, other, practitioner):
    templates.use_template(plan=other, template=template, by=practitioner)
    templates.use_template(plan=other, template=template, by=practitioner)

    hosts = [course.rides_with_id for course in other.courses.filter(rides_with__isnull=False)]
    assert (other.courses.count(), len(set(hosts))) == (4, 2)


def test_a_template_keeps_what_the_plan_has(template, draft, face, practitioner):
    Assessment.objects.create(course=face, severity="mild", by=practitioner)
    added = templates.use_template(plan=draft, template=template, by=practitioner)

    assert ([course.order for course in added], Course.objects.get(pk=face.pk).assessments.count()) == ([3, 4], 1)


def test_a_template_is_taken_back(template, draft, practitioner):
    before = content_of(draft)
    templates.use_template(plan=draft, template=template, by=practitioner)
    undo(plan=draft, edition=draft.edition, by=practitioner)

    assert content_of(draft) == before


def test_a_template_holds_nothing_of_the_patient(draft, face, practitioner):
    master = face.recipe_version
    courses.change_course(course=face, composition=stronger(master), by=practitioner)
    Assessment.objects.create(course=face, severity="mild", note="Says so.", by=practitioner)
    saved = templates.save_template(plan=draft, name="Face", by=practitioner)

    (told,) = saved.content["courses"]
    assert (told["recipe"], told["starts_on"], told["assessments"]) == (str(master.uuid), None, [])


def test_a_template_is_found_by_its_concerns(template, face, scalp):
    assert set(template.concerns.all()) == {face.concern, scalp.concern}


@pytest.mark.parametrize("name", ["Face and scalp", "  face AND  scalp ", ""])
def test_a_name_in_use_or_none_is_refused_at_the_name(template, draft, practitioner, name):
    with pytest.raises(Refusal) as refusal:
        templates.save_template(plan=draft, name=name, by=practitioner)

    assert (refusal.value.field, PlanTemplate.objects.count()) == ("name", 1)


def test_a_plan_without_courses_is_no_template(draft, practitioner):
    with pytest.raises(Refusal, match="Add a course first"):
        templates.save_template(plan=draft, name="Nothing", by=practitioner)


def test_a_retired_template_is_not_used_and_frees_its_name(template, draft, other, practitioner):
    templates.retire_template(template=template, by=practitioner)
    again = templates.save_template(plan=draft, name="Face and scalp", by=practitioner)

    with pytest.raises(Refusal, match="retired"):
        templates.use_template(plan=other, template=template, by=practitioner)

    assert again.name == "Face and scalp"


def test_a_retired_recipe_gives_way_to_its_newest_version(template, other, face):
    version = face.recipe_version
    newer = RecipeVersionFactory(recipe=version.recipe, number=2)
    version.state = RecipeState.RETIRED
    version.save(update_fields=["state"])

    preview = templates.preview_template(plan=other, template=template)

    assert (preview.content["courses"][0]["recipe"], preview.notes) == (
        str(newer.uuid),
        (f"Anti-ageing: {newer} takes the place of {version}.",),
    )


def test_a_recipe_with_an_ingredient_blocked_since_is_left_out(template, other, face):
    ingredient = face.recipe_version.lines.get().ingredient
    ingredient.status = "blocked"
    ingredient.save(update_fields=["status"])

    preview = templates.preview_template(plan=other, template=template)

    assert (preview.content["courses"][0]["recipe"], preview.notes) == (
        None,
        (f"Anti-ageing: {face.recipe_version} may not be used now: choose a recipe.",),
    )


def test_a_blocked_zone_is_left_out(template, other, face):
    zone = face.zones.get()
    zone.status = "blocked"
    zone.save(update_fields=["status"])

    preview = templates.preview_template(plan=other, template=template)

    assert (preview.content["courses"][0]["zones"], preview.notes) == ([], ("Anti-ageing: a zone is blocked.",))


def test_a_template_the_catalogue_no_longer_knows_is_refused(template, other, practitioner):
    PlanTemplate.objects.update(content={"courses": [{"concern": "gone"}]})
    template.refresh_from_db()

    with pytest.raises(Refusal, match="no such concern"):
        templates.use_template(plan=other, template=template, by=practitioner)


def test_a_stale_template_is_a_conflict_and_adds_nothing(template, draft, practitioner):
    with pytest.raises(Refusal) as refusal:
        templates.use_template(plan=draft, template=template, edition=draft.edition - 1, by=practitioner)

    assert (refusal.value.code, draft.courses.count()) == ("conflict", 2)


@pytest.fixture
def next_plan(draft, face, patient, location, practitioner):
    """A new draft of a patient who accepted a plan before, with a variation of their own."""
    courses.change_course(course=face, composition=stronger(face.recipe_version), by=practitioner)
    draft.refresh_from_db()
    plans.propose(plan=draft, edition=draft.edition, by=practitioner)
    plans.accept(plan=draft, by=practitioner)
    return plans.start_plan(patient=patient, location=location, by=practitioner)


def test_same_as_last_time_keeps_the_patients_variation(next_plan, face, practitioner):
    (course,) = templates.same_as_last(plan=next_plan, by=practitioner)

    assert (course.recipe_version, course.sessions_planned, course.starts_on) == (
        Course.objects.get(pk=face.pk).recipe_version,
        4,
        None,
    )


def test_same_as_last_time_has_no_differences_yet(next_plan, practitioner):
    templates.same_as_last(plan=next_plan, by=practitioner)

    assert templates.differences_from_last(next_plan) == []


def test_then_only_the_differences_are_listed(next_plan, practitioner):
    (course,) = templates.same_as_last(plan=next_plan, by=practitioner)
    courses.change_course(course=course, sessions_planned=2, needle="32 G", by=practitioner)

    assert templates.differences_from_last(next_plan) == [
        "Anti-ageing: needle – → 32 G",
        "Anti-ageing: sessions 4 → 2",
    ]


def test_a_patient_without_an_accepted_plan_has_no_last_time(draft, face, practitioner):
    assert templates.preview_same_as_last(plan=draft) is None
    with pytest.raises(Refusal, match="accepted no plan before"):
        templates.same_as_last(plan=draft, by=practitioner)


def test_another_patients_plan_is_not_last_time(next_plan, other):
    assert templates.preview_same_as_last(plan=other) is None


def test_same_as_last_time_leaves_out_what_is_withheld_since(next_plan, face, practitioner):
    ingredient = face.recipe_version.lines.get().ingredient
    ingredient.status = "blocked"
    ingredient.save(update_fields=["status"])

    (course,) = templates.same_as_last(plan=next_plan, by=practitioner)

    assert course.recipe_version is None


def test_a_cream_withheld_since_is_left_out(draft, face, other, shelf, practitioner):
    from decimal import Decimal

    cream = phases.Cream(IngredientFactory(key="prilocaine", approved=True), Decimal(5), Decimal(10))
    phases.set_topical(course=face, cream=cream, by=practitioner)
    saved = templates.save_template(plan=draft, name="With cream", by=practitioner)
    type(cream.ingredient).objects.filter(pk=cream.ingredient.pk).update(status="blocked")

    preview = templates.preview_template(plan=other, template=saved)

    assert preview.notes == ("Anti-ageing: its cream is not approved for patients.",)
