"""Baseline, reviews and who answers for a plan."""

from decimal import Decimal

import pytest

from clinic.kit.errors import Refusal
from clinic.practice.models import AuditEntry
from clinic.practice.tests.factories import FrontDeskFactory, LocationFactory, PractitionerFactory
from treatments.domain import plans, reviews
from treatments.domain.assessments import assess, range_of
from treatments.domain.content import content_of
from treatments.domain.hand_over import hand_over
from treatments.domain.undo import undo
from treatments.models import Assessment, HandOver, OutcomeScale, Plan, PlannedReview
from treatments.rules.scores import read_score
from treatments.tests.factories.catalogue import ConcernFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3", 3),
        ("12.5", Decimal("12.5")),
        ("12,5", Decimal("12.5")),
        ("II", 2),
        ("iv", 4),
        ("VII", 7),
        ("III vertex", 3),
        ("IIIa", 3),
        ("III-A", 3),
        ("-1", None),
        ("NaN", None),
        ("1e9", None),
        ("", None),
        ("vertex", None),
        ("IIII", None),
        ("much better", None),
    ],
)
def test_read_score(typed, number):
    assert read_score(typed) == number


@pytest.fixture
def scale(face):
    made = OutcomeScale.objects.create(
        key="MASI", name="MASI", score_range="0 to 48", minimum=0, maximum=48, better="lower"
    )
    made.concerns.add(face.concern)
    return made


def test_a_rating_keeps_who_when_and_which_way_is_better(face, scale, practitioner):
    rating = assess(course=face, scale=scale, score="12,4", severity="moderate", by=practitioner)

    assert (rating.score, rating.better, rating.severity, rating.by, rating.moment) == (
        ("12,4", "lower", "moderate", practitioner, "baseline")
    )


def test_a_scale_read_the_other_way_round_says_so(face, scale, practitioner):
    assert assess(course=face, scale=scale, score="3", better="higher", by=practitioner).better == "higher"


@pytest.mark.parametrize("score", ["49", "48.1", "-1", "a lot", "NaN", ""])
def test_a_score_outside_its_scale_is_refused_at_the_score(face, scale, practitioner, score):
    with pytest.raises(Refusal) as refusal:
        assess(course=face, scale=scale, score=score, by=practitioner)

    assert (refusal.value.field, Assessment.objects.count()) == ("score", 0)


def test_the_sentence_says_the_range_and_the_direction(face, scale, practitioner):
    with pytest.raises(Refusal) as refusal:
        assess(course=face, scale=scale, score="49", by=practitioner)

    assert refusal.value.sentence == "MASI: from 0 to 48, lower is better."


def test_a_scale_without_a_range_takes_words(face, practitioner):
    scale = OutcomeScale.objects.create(key="PULL", name="Pull test", score_range="hairs", better="lower")

    assert (assess(course=face, scale=scale, score="positive", by=practitioner).score, range_of(scale)) == (
        "positive",
        "lower is better",
    )


def test_a_scale_of_another_concern_is_refused(face, scale, practitioner):
    scale.concerns.set([ConcernFactory(key="acne")])

    with pytest.raises(Refusal, match="not for Anti-ageing"):
        assess(course=face, scale=scale, score="3", by=practitioner)


def test_a_blocked_scale_is_refused(face, scale, practitioner):
    scale.status = "blocked"

    with pytest.raises(Refusal) as refusal:
        assess(course=face, scale=scale, score="3", by=practitioner)

    assert refusal.value.field == "scale"


def test_severity_alone_is_a_rating(face, practitioner):
    assert str(assess(course=face, severity="severe", by=practitioner)) == "severe"


@pytest.mark.parametrize(
    ("typed", "field"),
    [({}, "scale"), ({"score": "3"}, "scale"), ({"severity": "awful"}, "severity"), ({"moment": "then"}, "moment")],
)
def test_a_rating_that_says_nothing_is_refused(face, practitioner, typed, field):
    with pytest.raises(Refusal) as refusal:
        assess(course=face, by=practitioner, **typed)

    assert refusal.value.field == field


def test_the_goal_is_kept_in_the_patients_own_words(draft, face, practitioner):
    assess(course=face, severity="mild", goal=" To look rested. ", by=practitioner)

    assert Plan.objects.get().goal == "To look rested."


def test_a_rating_alone_leaves_the_goal(draft, face, practitioner):
    plans.set_goal(plan=draft, goal="To look rested.", edition=None, by=practitioner)
    assess(course=face, severity="mild", by=practitioner)

    assert Plan.objects.get().goal == "To look rested."


def test_a_stopped_plan_is_not_rated(draft, face, practitioner):
    plans.stop(plan=draft, reason="Moved abroad.", by=practitioner)

    with pytest.raises(Refusal) as refusal:
        assess(course=face, severity="mild", by=practitioner)

    assert refusal.value.code == "state"


def test_a_rating_from_a_stale_page_is_a_conflict(face, practitioner):
    with pytest.raises(Refusal) as refusal:
        assess(course=face, severity="mild", edition=face.plan.edition - 1, by=practitioner)

    assert (refusal.value.code, Assessment.objects.count()) == ("conflict", 0)


def test_a_rating_stands_when_the_plan_is_undone(draft, face, practitioner):
    from treatments.domain.courses import change_course

    change_course(course=face, price=Decimal(80), by=practitioner)
    assess(course=face, severity="mild", by=practitioner)
    draft.refresh_from_db()

    undo(plan=draft, edition=draft.edition, by=practitioner)

    assert face.assessments.count() == 1


def test_a_review_is_planned_and_taken_back(draft, face, practitioner):
    before = content_of(draft)
    reviews.plan_review(course=face, after_session=4, days_after=90, purpose=" photos ", by=practitioner)
    made = PlannedReview.objects.get()
    draft.refresh_from_db()
    undo(plan=draft, edition=draft.edition, by=practitioner)

    assert ((made.after_session, made.days_after, made.purpose), content_of(draft)) == ((4, 90, "photos"), before)


def test_a_review_taken_out_is_taken_back(draft, face, practitioner):
    review = reviews.plan_review(course=face, after_session=4, days_after=90, purpose="photos", by=practitioner)
    before = content_of(draft)
    reviews.drop_review(review=review, by=practitioner)
    gone = content_of(draft) != before
    draft.refresh_from_db()
    undo(plan=draft, edition=draft.edition, by=practitioner)

    assert (gone, content_of(draft)) == (True, before)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"after_session": 5}, "after_session"),
        ({"after_session": 0}, "after_session"),
        ({"days_after": -1}, "days_after"),
        ({"days_after": 10**9}, "days_after"),
        ({"purpose": "  "}, "purpose"),
    ],
)
def test_an_impossible_review_is_refused_at_its_field(face, practitioner, typed, field):
    with pytest.raises(Refusal) as refusal:
        reviews.plan_review(
            course=face, by=practitioner, **({"after_session": 1, "days_after": 14, "purpose": "photos"} | typed)
        )

    assert (refusal.value.field, PlannedReview.objects.count()) == (field, 0)


@pytest.fixture
def colleague(location):
    return PractitionerFactory(works_at=location)


def test_another_clinician_answers_for_the_plan(draft, practitioner, colleague):
    made = hand_over(plan=draft, to=colleague, note="On leave until May.", by=practitioner)

    assert (Plan.objects.get().clinician, made.from_clinician, made.note) == (
        colleague,
        practitioner,
        "On leave until May.",
    )


def test_a_hand_over_stands_in_the_audit_trail(draft, practitioner, colleague):
    hand_over(plan=draft, to=colleague, note="On leave.", by=practitioner)

    entry = AuditEntry.objects.get(verb="plan.hand_over")
    assert (entry.about, entry.details["to"]) == (draft.key, str(colleague.uuid))


@pytest.mark.parametrize(
    ("to", "note", "field"),
    [
        (lambda here: PractitionerFactory(works_at=here), " ", "note"),
        (lambda here: FrontDeskFactory(works_at=here), "Take over.", "to"),
        (lambda here: PractitionerFactory(works_at=LocationFactory()), "Take over.", "to"),
        (lambda here: PractitionerFactory(works_at=here, is_active=False), "Take over.", "to"),
    ],
    ids=["no note", "front desk", "another location", "has left"],
)
def test_who_cannot_take_over_is_refused(draft, location, practitioner, to, note, field):
    with pytest.raises(Refusal) as refusal:
        hand_over(plan=draft, to=to(location), note=note, by=practitioner)

    assert (refusal.value.field, HandOver.objects.count()) == (field, 0)


def test_a_plan_is_not_handed_to_who_has_it(draft, practitioner):
    with pytest.raises(Refusal, match="already"):
        hand_over(plan=draft, to=practitioner, note="To myself.", by=practitioner)


def test_two_hand_overs_from_one_page_are_a_conflict(draft, location, practitioner, colleague):
    seen = draft.edition
    hand_over(plan=draft, to=colleague, note="First.", edition=seen, by=practitioner)

    with pytest.raises(Refusal) as refusal:
        hand_over(plan=draft, to=PractitionerFactory(works_at=location), note="Second.", edition=seen, by=practitioner)

    assert (refusal.value.code, Plan.objects.get().clinician) == ("conflict", colleague)
