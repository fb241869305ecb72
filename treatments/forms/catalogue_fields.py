"""Fields for the facts of the catalogue: lists written one thing a line, whole numbers, keys of other entries."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LARGEST_WHOLE = 32767
UNKNOWN = gettext_lazy("“%(value)s” is not in the catalogue.")


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("One a line."))
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Each line is a text of its own; the limits of one text do not hold for the list."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(line) for line in value) if isinstance(value, list) else value


class CodesField(LinesField):
    """ATC codes, one a line: the code, then its name."""

    def to_python(self, value: Any) -> Any:
        parts = [line.partition(" ") for line in super().to_python(value)]
        return [{"code": code, "name": name.strip()} if name else {"code": code} for code, _space, name in parts]

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(f"{one['code']} {one.get('name', '')}".strip() for one in value)
        return value


class PublishedField(LinesField):
    """Published windows, one a line: what it says, a bar, and the short name of its source."""

    def __init__(self, *, sources: dict[str, str], **kwargs: Any) -> None:
        self.sources = sources
        kwargs["help_text"] = gettext_lazy("One a line: 48 h | short name of the source")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return [self._read(line) for line in super().to_python(value)]

    def _read(self, line: str) -> dict[str, str]:
        said, _bar, source = (part.strip() for part in line.rpartition("|"))
        if not said or source not in self.sources:
            raise ValidationError(_("“%(line)s”: write the value, a bar, and a known source.") % {"line": line})
        return {"value": said, "source": source}

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(f"{one['value']} | {one['source']}" for one in value)
        return value


class WholeNumbersField(forms.CharField):
    """Several whole numbers above 0, with commas or spaces between."""

    def to_python(self, value: Any) -> Any:
        words = re.split(r"[\s,;]+", str(value or "").strip())
        return [self._read(word) for word in words if word]

    def validate(self, value: Any) -> None:
        """An empty list is none."""

    def _read(self, word: str) -> int:
        if not word.isascii() or not word.isdigit() or not 0 < int(word[:9]) <= LARGEST_WHOLE:
            raise ValidationError(_("“%(word)s” is not a whole number above 0.") % {"word": word[:20]})
        return int(word)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(one) for one in value) if isinstance(value, list) else value


class WholeField(forms.IntegerField):
    """A whole number from `least` on."""

    def __init__(self, *, least: int = 1, **kwargs: Any) -> None:
        messages = {
            "invalid": gettext_lazy("Write a whole number."),
            "min_value": gettext_lazy("At least %(limit_value)s."),
            "max_value": gettext_lazy("At most %(limit_value)s."),
        }
        attributes = {"inputmode": "numeric", "autocomplete": "off", "class": "num-input"}
        super().__init__(
            min_value=least,
            max_value=LARGEST_WHOLE,
            error_messages=messages,
            widget=forms.TextInput(attrs=attributes),
            **kwargs,
        )


class KeysField(forms.MultipleChoiceField):
    """Several entries, chosen by name."""

    def __init__(self, *, names: dict[str, str], **kwargs: Any) -> None:
        choices = sorted(names.items(), key=lambda pair: pair[1].casefold())
        kwargs["error_messages"] = {"invalid_choice": UNKNOWN, "required": gettext_lazy("Choose at least one.")}
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple, **kwargs)


class TypedKeysField(forms.CharField):
    """Short names of sources, typed with commas between."""

    def __init__(self, *, sources: dict[str, str], **kwargs: Any) -> None:
        self.sources = sources
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        keys = [key for key in re.split(r"[\s,;]+", str(value or "")) if key]
        if unknown := next((key for key in keys if key not in self.sources), None):
            raise ValidationError(str(UNKNOWN) % {"value": unknown})
        return keys

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(_("Name at least one source."), code="required")

    def run_validators(self, value: Any) -> None:
        """Each key was looked up."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value
