"""The inspector: a course with its parts as small forms, or the plan itself."""

from dataclasses import dataclass
from typing import Any

from clinic.practice.access import StaffRequest
from treatments.forms.builder import CreamPart, HowPart, PacePart, PricePart, TogetherPart, ZonesPart
from treatments.forms.builder_part import Part
from treatments.forms.builder_rows import PhasesPart, RatingPart, RepeatPart, ReviewPart, scales_of
from treatments.models import Course, Plan, PlanState
from treatments.queries.builder import care_of, clinicians_beside
from treatments.queries.course_words import in_words
from treatments.queries.plans import CourseShown, offer_for

# the parts that save by themselves, in the order of the inspector
PARTS: dict[str, type[Part]] = {
    form.key: form for form in (ZonesPart, HowPart, PacePart, PhasesPart, CreamPart, TogetherPart, PricePart)
}
# those that add something, by a button
ADDING: dict[str, type[Part]] = {form.key: form for form in (RatingPart, ReviewPart, RepeatPart)}
NEEDED = frozenset({"recipe", "zones", "pace"})
THE_PLAN = "plan"


@dataclass(frozen=True)
class Section:
    """One part of the inspector: its form while it may be changed, its words, whether it is open and still needed."""

    key: str
    title: str
    form: Part | None
    words: str
    is_open: bool
    needed: bool


def inspector_of(
    request: StaffRequest, plan: Plan, shown: list[CourseShown], *, show: str = "", part: Any = None
) -> dict[str, Any]:
    """Return what is selected: the course `show` names, else the one the address names; `part` as it was typed."""
    selected = _selected(show or request.GET.get("show", ""), shown)
    if selected is None:
        return {
            "selected": None,
            "course": None,
            "hand_overs": list(plan.hand_overs.select_related("from_clinician", "to_clinician")),
            "clinicians": clinicians_beside(plan),
        }
    wanted = part.key if part else request.GET.get("part", "")
    return {"selected": selected, "course": selected.course, "wanted": wanted} | _parts(plan, selected, wanted, part)


def _parts(plan: Plan, selected: CourseShown, wanted: str, part: Any) -> dict[str, Any]:
    course, version = selected.course, selected.course.recipe_version
    course.plan = plan
    words = in_words(course)
    bound = {part.key: part} if part else {}
    is_draft = plan.state == PlanState.DRAFT
    return {
        "words": words,
        "sections": [_section(form, bound, course, words, wanted, is_draft) for form in PARTS.values()],
        "adding": {key: bound.get(key) or form(course=course) for key, form in ADDING.items()},
        "scales": list(scales_of(course)),
        "recipes": offer_for(course.concern).recipes if is_draft else [],
        "master": (version.variation_of_id or version.pk) if version else None,
        "care": care_of(course),
    }


def _section(
    kind: type[Part], bound: dict[str, Any], course: Course, words: dict[str, str], wanted: str, is_draft: bool
) -> Section:
    """The part with its form, without where it is only read."""
    needed = kind.key in NEEDED and not words[kind.key]
    opened = kind.key == wanted or (needed and not wanted)
    form = (bound.get(kind.key) or kind(course=course)) if is_draft else None
    return Section(kind.key, str(kind.title), form, words[kind.key], opened, needed)


def _selected(key: str, shown: list[CourseShown]) -> CourseShown | None:
    if key == THE_PLAN or not shown:
        return None
    return next((entry for entry in shown if str(entry.course.uuid) == key), shown[0])
