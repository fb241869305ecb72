"""What every part of a course in the builder's inspector is: a small form with places for its errors."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.kit.errors import Refusal
from clinic.practice.models import User
from treatments.domain import courses
from treatments.forms.cells import Cell
from treatments.forms.plans import published_of
from treatments.models import Course

TEXT = {"class": "form-control", "autocomplete": "off"}
NUMBER = {"class": "form-control num-input"}
SELECT = {"class": "form-select"}
BEGUN = "begun"


class Part(forms.Form):
    """One part of a course. `keep` hands what was typed to the domain; `blame` puts its refusal at the field."""

    key: ClassVar[str]
    title: ClassVar[Any]
    nothing: ClassVar[Any] = _("none")

    def __init__(self, data: Any = None, *, course: Course) -> None:
        self.course = course
        super().__init__(data, initial=self.as_it_is(course), prefix=self.key, use_required_attribute=False)
        for name, words in published_of(course.protocol).items():
            if name in self.fields:
                self.fields[name].help_text = words
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"id_{self.key}-{name}-error"

    def as_it_is(self, course: Course) -> dict[str, Any]:
        """What is kept now, by the names of the fields."""
        return {name: getattr(course, name) for name in self.base_fields}

    def keep(self, *, edition: int | None, by: User) -> None:
        courses.change_course(course=self.course, edition=edition, by=by, **self.cleaned_data)

    def blame(self, refusal: Refusal) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)

    @property
    def template(self) -> str:
        return f"treatments/builder/_{self.key}.html"

    @property
    def cells(self) -> dict[str, Cell]:
        errors: Any = self.errors if self.is_bound else {}
        return {name: Cell(self[name], " ".join(errors.get(name, []))) for name in self.fields}

    @property
    def is_only_begun(self) -> bool:
        """Whether nothing is wrong but that something is still missing: no reason to interrupt who is typing."""
        return all(error.code == BEGUN for errors in self.errors.as_data().values() for error in errors)

    @property
    def grew(self) -> bool:
        """Whether it has more or fewer rows than its page; only phases have rows."""
        return False

    @property
    def slots(self) -> list[Cell]:
        """The places for errors that its page has; quiet while a row is only begun."""
        cells = self.cells.values()
        return [Cell(cell.field, "") for cell in cells] if self.is_bound and self.is_only_begun else list(cells)

    @property
    def problem(self) -> str:
        """What belongs to no field."""
        return " ".join(str(sentence) for sentence in self.non_field_errors()) if self.is_bound else ""

    @property
    def typed(self) -> list[tuple[str, str, str]]:
        """What differs from what is kept now: label, kept, typed; for two people on one plan."""
        return [
            (str(field.label), _words(field, field.field.prepare_value(field.initial)), _words(field, field.value()))
            for field in map(self.__getitem__, self.changed_data)
        ]


def _words(field: forms.BoundField, value: Any) -> str:
    values = value if isinstance(value, list | tuple) else [value]
    options = dict(_flat(getattr(field.field, "choices", ())))
    return ", ".join(str(options.get(str(one), one)) for one in values if one not in (None, "")) or "–"


def _flat(choices: Any) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for value, word in choices:
        found += _flat(word) if isinstance(word, list | tuple) else [(str(value), word)]
    return found
