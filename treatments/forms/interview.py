"""The parts of a consultation, each kept by itself: an error in one loses nothing of the others."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from patients.models import Allergy, Answer, Medication, Patient
from patients.models.facts import Fact
from treatments.forms.meanwhile import MeanwhileForm
from treatments.forms.quantities import QuantityField
from treatments.models import Concern, Encounter
from treatments.queries.interview import Interview, Question

DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class StoryForm(MeanwhileForm):
    """Why the person came and what was found."""

    reason = forms.CharField(label=_("Reason for the visit"), required=False, widget=forms.Textarea({"rows": 2}))
    findings = forms.CharField(label=_("Findings"), required=False, widget=forms.Textarea({"rows": 3}))
    concern = forms.ModelChoiceField(
        label=_("Concern"), queryset=Concern.objects.all(), required=False, empty_label=_("not yet said")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.compare()


class StruckField(forms.MultipleChoiceField):
    """Those to strike off. One that no longer stands as it was shown is not unheard of: the form looks again."""

    def valid_value(self, value: str) -> bool:
        return value.isdecimal()


class NamedFactsForm(MeanwhileForm):
    """Allergies or medicines: those on file, more from the catalogue, one in words, or none at all."""

    model: type[Fact]

    def __init__(self, *args: Any, standing: tuple[Fact, ...], choices: list[Any], none: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on_file = {str(fact.pk): fact for fact in standing}
        self.names = dict(_flat(choices))
        cast(forms.ChoiceField, self.fields["codes"]).choices = choices
        cast(forms.ChoiceField, self.fields["struck"]).choices = [
            (pk, fact.text or fact.code) for pk, fact in self.on_file.items()
        ]
        self.fields["none"].initial = none
        self.compare()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        struck = set(cleaned.get("struck", ()))
        if anew := self._written_anew(struck - self.on_file.keys()):
            words = _("Written anew meanwhile: %(names)s. Strike it again if it is no longer so.")
            self.add_error("struck", words % {"names": ", ".join(anew)})
        named = self.on_file.keys() - struck or cleaned.get("codes") or cleaned.get("text")
        if cleaned.get("none") and named:
            self.add_error("none", _("This contradicts what is listed: strike that first."))
        return cleaned

    def _written_anew(self, gone: set[str]) -> list[str]:
        """Name those on file that have replaced one of `gone`: struck on a page which did not show them."""
        now = {fact.code: fact for fact in self.on_file.values()}
        if not gone or not now:
            return []
        patient = next(iter(now.values())).patient_id
        replaced = self.model._default_manager.filter(patient=patient, pk__in=gone, code__in=now)
        return [now[code].text or code for code in replaced.values_list("code", flat=True)]

    @property
    def struck_facts(self) -> list[Fact]:
        """Those struck that still stand."""
        return [self.on_file[pk] for pk in self.cleaned_data["struck"] if pk in self.on_file]

    @property
    def named(self) -> dict[str, str]:
        """The chosen catalogue keys with their names."""
        return {code: self.names[code] for code in self.cleaned_data["codes"]}


class AllergiesForm(NamedFactsForm):
    model = Allergy
    codes = forms.MultipleChoiceField(
        label=_("From the catalogue"), required=False, widget=forms.SelectMultiple({"size": 5})
    )
    text = forms.CharField(label=_("Or in words"), required=False, max_length=200)
    reaction = forms.CharField(label=_("What happened"), required=False, max_length=200)
    struck = StruckField(label=_("No longer"), required=False, widget=forms.CheckboxSelectMultiple)
    none = forms.BooleanField(label=_("No known allergies"), required=False)


class MedicinesForm(NamedFactsForm):
    model = Medication
    codes = forms.MultipleChoiceField(
        label=_("From the catalogue"), required=False, widget=forms.SelectMultiple({"size": 5})
    )
    text = forms.CharField(label=_("Or by name"), required=False, max_length=200)
    dose = forms.CharField(label=_("Dose"), required=False, max_length=120)
    struck = StruckField(label=_("No longer"), required=False, widget=forms.CheckboxSelectMultiple)
    none = forms.BooleanField(label=_("Takes no medicines"), required=False)


class ConditionsForm(MeanwhileForm):
    """Yes, no, or not asked, one row a condition; nothing is answered by silence."""

    def __init__(self, *args: Any, questions: tuple[Question, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for asked in questions:
            self.fields[asked.key] = forms.ChoiceField(
                label=asked.label,
                choices=Answer.choices,
                initial=asked.answer,
                required=False,
                widget=forms.RadioSelect,
            )
        self.compare()

    def answers(self, *, none_of_the_others: bool = False, among: tuple[Question, ...] = ()) -> dict[str, str]:
        """Return condition key → answer; where asked for, what is still unanswered `among` them is a no."""
        given = {key: answer or Answer.NOT_ASKED for key, answer in self.cleaned_data.items()}
        if none_of_the_others:
            silent = [asked.key for asked in among if given.get(asked.key) == Answer.NOT_ASKED]
            given |= dict.fromkeys(silent, Answer.NO)
        return given

    def rows(self, questions: tuple[Question, ...]) -> list[dict[str, Any]]:
        """The fields of some of the questions, with what they ask."""
        return [{"asked": asked, "field": self[asked.key], "value": self[asked.key].value()} for asked in questions]


class MeasuresForm(MeanwhileForm):
    """Weight with its day, and phototype."""

    weight_kg = QuantityField(label=_("Weight (kg)"), required=False, decimals=1)
    weighed_on = forms.DateField(
        label=_("Weighed on"),
        required=False,
        widget=DATE,
        help_text=_("A new weight counts from today unless you change the day."),
    )
    phototype = forms.TypedChoiceField(
        label=_("Phototype (Fitzpatrick)"),
        choices=[("", _("not asked")), *(Patient._meta.get_field("phototype").choices or ())],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.compare()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kg, day = self.initial["weight_kg"], self.initial["weighed_on"]
        weighed_anew, another_day = cleaned.get("weight_kg") != kg, cleaned.get("weighed_on") not in (None, day)
        if "weight_kg" in cleaned and cleaned["weight_kg"] is None and (kg or another_day):
            self.add_error("weight_kg", _("Write the weight: one that is on file is put right, not emptied."))
        if not another_day:
            cleaned["weighed_on"] = timezone.localdate() if weighed_anew else day
        return cleaned


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Encounter.Outcome, widget=forms.RadioSelect)


def _flat(choices: list[Any]) -> list[tuple[str, str]]:
    return [pair for key, value in choices for pair in (value if isinstance(value, list) else [(key, value)])]


def facts_forms(data: Any, *, patient: Patient, asked: Interview) -> dict[str, forms.Form]:
    """Return the forms of everything that is asked, bound to `data` or showing what is known."""
    facts = asked.facts
    no_medicine = any(fact.code == Medication.NONE and fact.answer == Answer.YES for fact in facts.medications)
    return {
        "allergies": AllergiesForm(
            data,
            prefix="allergies",
            standing=facts.standing_allergies,
            choices=asked.allergens,
            none=facts.no_known_allergies,
        ),
        "medicines": MedicinesForm(
            data, prefix="medicines", standing=facts.standing_medications, choices=asked.medicines, none=no_medicine
        ),
        "conditions": ConditionsForm(data, prefix="condition", questions=asked.questions),
        "measures": MeasuresForm(
            data,
            prefix="measures",
            initial={
                "weight_kg": patient.weight_kg,
                "weighed_on": patient.weighed_on or timezone.localdate(),
                "phototype": patient.phototype,
            },
        ),
    }
