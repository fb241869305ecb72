"""What somebody at the desk chooses: with whom, where, which day, and then a time."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.desk.queries.booking import practitioners_at, rooms_at, unbooked_of
from clinic.desk.queries.today import today_at
from clinic.diary.models import VisitType
from clinic.kit.nonces import NonceForm
from clinic.practice.models import Location, Room, User
from patients.models import Patient
from treatments.models import Session

BACK, AHEAD = timedelta(days=60), timedelta(days=2 * 366)


class Chosen(NamedTuple):
    """A time as its button carries it."""

    starts_at: datetime
    practitioner: User
    room: Room


class SessionChoices(forms.ModelMultipleChoiceField):
    """Sessions by plan and number, with their windows; nothing clinical in the words."""

    default_error_messages = {"invalid_choice": gettext_lazy("This session does not wait for a time any more.")}

    def label_from_instance(self, session: Session) -> str:
        return f"{_('Session')} {session.number}{_window(session)}"


class SlotField(forms.CharField):
    """A free time: start, practitioner and room in one value."""

    default_error_messages = {"broken": gettext_lazy("Choose one of the free times.")}

    def to_python(self, value: Any) -> Any:
        if not (given := super().to_python(value)):
            return None
        try:
            starts_at, practitioner, room = given.split("|")
            return datetime.fromisoformat(starts_at), UUID(practitioner), UUID(room)
        except ValueError as error:
            raise ValidationError(self.default_error_messages["broken"]) from error


class PlaceForm(forms.Form):
    """With whom, where and on which day: what the free times of an existing visit depend on."""

    practitioner = forms.ModelChoiceField(
        User.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label=gettext_lazy("anybody"),
        label=gettext_lazy("With"),
    )
    room = forms.ModelChoiceField(
        Room.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label=gettext_lazy("any room"),
        label=gettext_lazy("Room"),
    )
    day = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), label=gettext_lazy("From the day")
    )

    def __init__(self, *args: Any, location: Location, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today_at(location)
        self.fields["practitioner"].queryset = practitioners_at(location)  # type: ignore[attr-defined]
        self.fields["room"].queryset = rooms_at(location)  # type: ignore[attr-defined]

    def clean_day(self) -> date:
        """Refuse a day that can only be a slip."""
        day: date = self.cleaned_data["day"]
        if not self.today - BACK <= day <= self.today + AHEAD:
            raise ValidationError(_("Choose a day from 60 days ago to two years ahead."))
        return day

    @property
    def practitioners(self) -> list[User]:
        """The one chosen, else everybody."""
        chosen = self.cleaned_data.get("practitioner")
        return [chosen] if chosen else list(self.fields["practitioner"].queryset)  # type: ignore[attr-defined]

    @property
    def rooms(self) -> list[Room]:
        chosen = self.cleaned_data.get("room")
        return [chosen] if chosen else list(self.fields["room"].queryset)  # type: ignore[attr-defined]


class WishForm(PlaceForm):
    """What is to be booked for a patient, before a time is chosen."""

    session = SessionChoices(
        Session.objects.none(),
        to_field_name="uuid",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Sessions waiting for a time"),
    )
    visit_type = forms.ModelChoiceField(
        VisitType.objects.filter(active=True),
        to_field_name="key",
        empty_label=None,
        label=gettext_lazy("Kind of visit"),
    )
    field_order = ("session", "visit_type", "practitioner", "room", "day")

    def __init__(self, *args: Any, location: Location, patient: Patient, **kwargs: Any) -> None:
        super().__init__(*args, location=location, **kwargs)
        waiting = unbooked_of(patient)
        self.fields["session"].queryset = waiting  # type: ignore[attr-defined]
        if not waiting:
            self.fields["session"].widget = forms.MultipleHiddenInput()


class SlotForm(forms.Form):
    """The time that was tapped."""

    slot = SlotField()

    def __init__(self, *args: Any, location: Location, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.location = location

    def clean_slot(self) -> Chosen:
        """Find the practitioner and the room of the button among those of this location."""
        starts_at, practitioner, room = self.cleaned_data["slot"]
        who = practitioners_at(self.location).filter(uuid=practitioner).first()
        where = Room.objects.filter(location=self.location, uuid=room).first()
        if who is None or where is None or starts_at.tzinfo is None:
            raise ValidationError(SlotField.default_error_messages["broken"])
        return Chosen(starts_at, who, where)


class BookForm(NonceForm, SlotForm):
    """The time that was tapped, once."""


class MoveForm(SlotForm):
    sequence = forms.IntegerField(min_value=0)


class CancelForm(forms.Form):
    reason = forms.CharField(max_length=200, label=gettext_lazy("Why"), widget=forms.TextInput(attrs={"dir": "auto"}))


def _window(session: Session) -> str:
    if session.ideal_on is None:
        return ""
    return ", " + _("ideal %(day)s") % {"day": date_format(session.ideal_on, "D j M")}
