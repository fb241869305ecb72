"""What somebody types to approve a recipe: answers to its doubts, a second entry of what is dangerous, why it ends."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from treatments.domain.dossier import Doubt
from treatments.forms.cells import Cell, CellForm
from treatments.forms.quantities import QuantityField
from treatments.forms.rows import SELECT, STOCK_UNITS
from treatments.models import RecipeLine


class DossierForm(CellForm):
    """One answer a doubt; what was answered for an earlier version is offered again."""

    def __init__(self, data: Any = None, *, doubts: Iterable[Doubt]) -> None:
        self.doubts = {doubt.key: doubt for doubt in doubts}
        super().__init__(data, prefix="doubt", initial={key: _answer(doubt) for key, doubt in self.doubts.items()})

    def init_fields(self) -> None:
        for key in self.doubts:
            widget = forms.Textarea(attrs={"rows": 2, "class": "form-control"})
            self.fields[key] = forms.CharField(label=_("Answer"), widget=widget, required=False)

    @property
    def rows(self) -> list[tuple[Doubt, Cell]]:
        """Each doubt with its field."""
        return [(self.doubts[key], cell) for key, cell in self.cells.items()]


def _answer(doubt: Doubt) -> str:
    return doubt.entry.answer if doubt.entry else doubt.earlier


class BlindForm(CellForm):
    """Strength and volume of one high-alert line, entered without seeing them."""

    strength_value = QuantityField(label=_("Strength on the vial"), required=False)
    strength_unit = forms.ChoiceField(
        label=_("per mL as"), choices=STOCK_UNITS, required=False, widget=forms.Select(attrs=SELECT)
    )
    volume_ml = QuantityField(label=_("To draw up (mL)"))

    def __init__(self, data: Any = None, *, line: RecipeLine) -> None:
        self.line = line
        super().__init__(data, prefix=f"line-{line.pk}")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("strength_value") is not None and not cleaned.get("strength_unit"):
            self.add_error("strength_unit", _("Choose the unit of the strength: it is never implied."))
        return cleaned


class RetireForm(CellForm):
    """Why a version is no longer offered."""

    reason = forms.CharField(
        label=_("Why is it retired?"), max_length=300, widget=forms.TextInput(attrs={"class": "form-control"})
    )
