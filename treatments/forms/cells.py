"""Forms whose fields each have a place for their error, quiet while somebody is still typing."""

from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True)
class Cell:
    """A field with its place for an error, and the error, once somebody asked for it."""

    field: forms.BoundField
    problem: str

    @property
    def slot(self) -> str:
        return f"{self.field.auto_id}-error"


class CellForm(forms.Form):
    """A form whose errors show only once it was checked, and without "required" while somebody is still typing."""

    checked = quiet = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, **kwargs})
        self.init_fields()
        for name in self._with_slot:
            self.fields[name].widget.attrs["aria-describedby"] = f"id_{self.prefix}-{name}-error"

    def init_fields(self) -> None:
        """Add the fields that depend on what the form is about."""

    @property
    def cells(self) -> dict[str, Cell]:
        return {name: Cell(self[name], self._problem(name)) for name in self._with_slot}

    @property
    def _with_slot(self) -> list[str]:
        """The fields that can be wrong; a tick cannot."""
        return [name for name, field in self.fields.items() if not isinstance(field, forms.BooleanField)]

    def _problem(self, name: str) -> str:
        if not self.checked:
            return ""
        errors = self.errors.as_data().get(name, [])
        shown = [error for error in errors if not (self.quiet and error.code == "required")]
        return " ".join(sentence for error in shown for sentence in error.messages)
