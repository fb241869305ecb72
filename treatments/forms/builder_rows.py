"""What a course has several of, in the inspector: phases after the first series, ratings, reviews."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinic.kit.errors import Refusal
from clinic.practice.models import User
from treatments.domain import assessments, courses, phases, reviews
from treatments.forms.builder_part import BEGUN, NUMBER, SELECT, TEXT, Part
from treatments.forms.cells import Cell
from treatments.models import Assessment, Course, CoursePhase, OutcomeScale
from treatments.rules.schedule import Pace, Phase

MOST_PHASES = 6
DAYS = ("interval_min_days", "interval_days", "interval_max_days")


def _number(label: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=1, max_value=most, required=False, widget=forms.NumberInput(NUMBER)
    )


class PhasesPart(Part):
    """Rows of phases; an empty row is none. A row that is begun must be whole."""

    key, title = "phases", _("Phases")

    def __init__(self, data: Any = None, *, course: Course) -> None:
        super().__init__(data, course=course)
        have = list(course.phases.all())
        self.numbers = range(min(len(have) + 1, MOST_PHASES))
        for number in range(MOST_PHASES):
            self._add_row(number, have[number] if number < len(have) else None)

    def _add_row(self, number: int, phase: CoursePhase | None) -> None:
        kinds = [choice for choice in CoursePhase.Kind.choices if choice[0] != CoursePhase.Kind.SERIES]
        fields = {
            "kind": forms.ChoiceField(label=_("Phase"), choices=kinds, required=False, widget=forms.Select(SELECT)),
            "sessions": _number(_("Sessions"), 40),
            "interval_min_days": _number(_("Shortest"), 730),
            "interval_days": _number(_("Ideal (days)"), 730),
            "interval_max_days": _number(_("Longest"), 730),
        }
        for name, field in fields.items():
            field.initial = getattr(phase, name) if phase else None
            field.widget.attrs["aria-describedby"] = f"id_{self.key}-{number}-{name}-error"
            self.fields[f"{number}-{name}"] = field

    def as_it_is(self, course: Course) -> dict[str, Any]:
        return {}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows with something in them and one empty one; a cell by its own name."""
        cells = self.cells
        filled = [number for number in range(MOST_PHASES) if self[f"{number}-sessions"].value()]
        shown = range(min(max([*filled, -1, len(self.numbers) - 2]) + 2, MOST_PHASES))
        names = ("kind", "sessions", *DAYS)
        return [{name: cells[f"{number}-{name}"] for name in names} | {"number": number + 1} for number in shown]

    @property
    def slots(self) -> list[Cell]:
        """Only of the rows that its page has."""
        shown = {f"{self.key}-{number}" for number in self.numbers}
        return [slot for slot in super().slots if slot.field.html_name.rpartition("-")[0] in shown]

    @property
    def grew(self) -> bool:
        """Whether it has more or fewer rows than its page."""
        filled = [number for number in range(MOST_PHASES) if self[f"{number}-sessions"].value()]
        return len(filled) != len(self.course.phases.all()) or filled != list(range(len(filled)))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for number in range(MOST_PHASES):
            values = {name: typed.get(f"{number}-{name}") for name in ("sessions", *DAYS)}
            if any(values.values()):
                for name in (name for name, value in values.items() if not value):
                    if f"{number}-{name}" not in self.errors:
                        words = _("Fill in the whole row: it is kept then.")
                        self.add_error(f"{number}-{name}", ValidationError(words, BEGUN))
        return typed

    def keep(self, *, edition: int | None, by: User) -> None:
        wanted = [self._phase(number) for number in range(MOST_PHASES) if self.cleaned_data[f"{number}-sessions"]]
        phases.set_phases(course=self.course, phases=wanted, edition=edition, by=by)

    def _phase(self, number: int) -> Phase:
        days = [self.cleaned_data[f"{number}-{name}"] for name in DAYS]
        kind = self.cleaned_data[f"{number}-kind"] or CoursePhase.Kind.TAPER
        return Phase(kind, self.cleaned_data[f"{number}-sessions"], Pace(*days))


class RatingPart(Part):
    """A rating of the concern: a score on one of its scales, or how severe it is. Each is a new entry."""

    key, title = "rating", _("Baseline")
    moment = forms.ChoiceField(label=_("When"), choices=Assessment.Moment, widget=forms.Select(SELECT))
    scale = forms.ModelChoiceField(
        label=_("Scale"),
        queryset=OutcomeScale.objects.none(),
        required=False,
        empty_label=_("in words only"),
        widget=forms.Select(SELECT),
    )
    score = forms.CharField(label=_("Score"), max_length=40, required=False, widget=forms.TextInput(TEXT))
    severity = forms.ChoiceField(
        label=_("Severity"),
        choices=[("", _("not rated")), *Assessment.Severity.choices],
        required=False,
        widget=forms.Select(SELECT),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False, widget=forms.TextInput(TEXT))

    def __init__(self, data: Any = None, *, course: Course) -> None:
        super().__init__(data, course=course)
        cast(forms.ModelChoiceField, self.fields["scale"]).queryset = scales_of(course)

    def as_it_is(self, course: Course) -> dict[str, Any]:
        return {"moment": Assessment.Moment.BASELINE}

    def keep(self, *, edition: int | None, by: User) -> None:
        assessments.assess(course=self.course, edition=edition, by=by, **self.cleaned_data)


def scales_of(course: Course) -> Any:
    """Return the approved scales that may rate the course's concern: its own, then those for all."""
    offered = OutcomeScale.objects.offered()
    return (offered.filter(concerns=course.concern_id) | offered.filter(concerns=None)).distinct().order_by("name")


class ReviewPart(Part):
    """A look without treatment, so many days after a session."""

    key, title = "review", _("Reviews")
    after_session = forms.IntegerField(
        label=_("After session"), min_value=1, max_value=60, widget=forms.NumberInput(NUMBER)
    )
    days_after = forms.IntegerField(label=_("Days after it"), min_value=0, widget=forms.NumberInput(NUMBER))
    purpose = forms.CharField(label=_("What for"), max_length=160, widget=forms.TextInput(TEXT))

    def as_it_is(self, course: Course) -> dict[str, Any]:
        return {}

    def keep(self, *, edition: int | None, by: User) -> None:
        reviews.plan_review(course=self.course, edition=edition, by=by, **self.cleaned_data)


class RepeatPart(Part):
    """The first series as so many sessions, one every so many weeks."""

    key, title = "repeat", _("Repeat")
    times = forms.IntegerField(label=_("Sessions"), min_value=1, max_value=40, widget=forms.NumberInput(NUMBER))
    weeks = forms.IntegerField(label=_("Weeks between"), min_value=1, max_value=52, widget=forms.NumberInput(NUMBER))

    def as_it_is(self, course: Course) -> dict[str, Any]:
        return {}

    def keep(self, *, edition: int | None, by: User) -> None:
        courses.repeat(course=self.course, edition=edition, by=by, **self.cleaned_data)

    def blame(self, refusal: Refusal) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else "times", refusal.sentence)
