import re
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.practice.models.hours import Weekday

Spans = list[tuple[time, time]]
SPAN = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:[-–—]|to)\s*(\d{1,2})(?:[:.h](\d{2}))?")


class SpansField(forms.CharField):
    """Times of one day as people write them: "9:00–13:00, 14:00–18:00"; nothing means closed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=80, **kwargs)

    def clean(self, value: Any) -> Spans:
        """Return the spans in order. Raises ValidationError for what is no time, or for spans that overlap."""
        written = super().clean(value)
        spans = sorted(self._span(part) for part in re.split(r"[,;]", written) if part.strip())
        if any(former[1] > later[0] for former, later in zip(spans, spans[1:], strict=False)):
            raise forms.ValidationError(_("These times overlap."))
        return spans

    def _span(self, part: str) -> tuple[time, time]:
        if not (match := SPAN.fullmatch(part.strip())):
            raise forms.ValidationError(_("Write times as 9:00–18:00, several with a comma between."))
        hours = [int(number or 0) for number in match.groups()]
        try:
            starts, ends = time(hours[0], hours[1]), time(hours[2], hours[3])
        except ValueError as error:
            raise forms.ValidationError(_("A day has 24 hours of 60 minutes.")) from error
        if starts >= ends:
            raise forms.ValidationError(_("The closing time must be after the opening time."))
        return starts, ends


class WeekForm(forms.Form):
    """The hours of a week, one line a day."""

    def __init__(self, *args: Any, week: dict[int, Spans] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, word in Weekday.choices:
            self.fields[f"day_{day}"] = SpansField(label=word, initial=in_words((week or {}).get(day, [])))

    def week(self) -> dict[int, Spans]:
        """Return weekday → spans, once the form is valid."""
        return {day: self.cleaned_data[f"day_{day}"] for day in Weekday.values}


def in_words(spans: Spans) -> str:
    """Return spans as a person writes them."""
    return ", ".join(f"{starts:%H:%M}–{ends:%H:%M}" for starts, ends in spans)
