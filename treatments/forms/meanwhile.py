"""A page kept over another one: nobody's newer answer is erased by an older page's silence.

A part of a page carries what it showed. A field that still says what the page showed says nothing: what stands now
stays. A field that says something new is kept where what stands is what the page showed. Where both changed, the
person is told what stands, everything typed stays in its field, and keeping it once more means it.
"""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


class MeanwhileForm(forms.Form):
    """A form that knows what its page showed. What stands now is its initial; call `compare` once that is complete.

    Lists to choose several from are left out: they add or strike, and show no answer of their own.
    """

    AS_SHOWN = "as-shown"
    data: Any

    def compare(self) -> None:
        """Put what stands now into the fields about which the page says nothing new; remember where both changed."""
        self.changed_meanwhile: set[str] = set()
        if not self.is_bound:
            return
        self.data, page = self.data.copy(), self._page
        for name in self._answers:
            typed, stands = self._typed(name, page), self.standing[name]
            if typed in (None, page.get(name, stands)):
                self._say(name, stands)
            elif stands not in (typed, page.get(name, stands)):
                self.changed_meanwhile.add(name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.changed_meanwhile:
            self.add_error(
                name,
                _("Changed meanwhile to: %(now)s. Yours is not kept yet; keep it again, and it replaces that.")
                % {"now": self._in_words(name) or _("nothing")},
            )
        return cleaned

    @property
    def as_shown(self) -> SafeString:
        """The hidden field that says what this page shows as standing."""
        name = self.add_prefix(self.AS_SHOWN)
        return format_html('<input type="hidden" name="{}" value="{}">', name, json.dumps(self.standing))

    @cached_property
    def standing(self) -> dict[str, str]:
        """What stands now, field by field, as the page would post it."""
        return {name: self._posted(name, self[name].initial) for name in self._answers}

    @property
    def _answers(self) -> list[str]:
        return [name for name, field in self.fields.items() if not isinstance(field, forms.MultipleChoiceField)]

    @cached_property
    def _page(self) -> Mapping[str, Any]:
        """What the page showed; nothing, where it does not say."""
        try:
            page = json.loads(self.data.get(self.add_prefix(self.AS_SHOWN)) or "{}")
        except ValueError as error:
            raise BadRequest("what the page showed cannot be read") from error
        if not isinstance(page, dict):
            raise BadRequest("what the page showed cannot be read")
        return page

    def _typed(self, name: str, page: Mapping[str, Any]) -> str | None:
        """What the page says of this field, or None where it says nothing at all."""
        widget, posted_as = self.fields[name].widget, self.add_prefix(name)
        absent = posted_as not in self.data
        if absent and (name not in page or widget.value_omitted_from_data(self.data, {}, posted_as)):
            return None
        return self._posted(name, widget.value_from_datadict(self.data, {}, posted_as))

    def _posted(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return "on" if value else ""
        value = self.fields[name].prepare_value(value)
        return "" if value is None else "\n".join(str(value).strip().splitlines())

    def _say(self, name: str, posted: str) -> None:
        if posted or not isinstance(self.fields[name], forms.BooleanField):
            self.data[self.add_prefix(name)] = posted
        else:
            self.data.pop(self.add_prefix(name), None)

    def _in_words(self, name: str) -> str:
        field, stands = self.fields[name], self.standing[name]
        if isinstance(field, forms.BooleanField):
            return _("ticked") if stands else _("not ticked")
        words = {str(value): str(word) for value, word in getattr(field, "choices", ())}
        return words.get(stands, stands)
