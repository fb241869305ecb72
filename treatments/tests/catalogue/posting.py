"""A form of the catalogue as a browser posts it."""

from typing import Any

from treatments.forms.catalogue_entry import EntryForm


def as_posted(form: EntryForm) -> dict[str, Any]:
    """What a browser sends when nothing was changed on the page."""
    sent = {name: _sent(form[name]) for name in form.fields}
    for prefix, rows in form.amounts.items():
        sent |= {f"{prefix}-TOTAL_FORMS": rows.total_form_count(), f"{prefix}-INITIAL_FORMS": rows.initial_form_count()}
        sent |= {row.add_prefix(name): _sent(row[name]) for row in rows for name in row.fields}
    return {name: value for name, value in sent.items() if value is not None and value is not False}


def _sent(field) -> Any:
    choices = getattr(field.field, "choices", None)
    if choices and field.value() is None and not field.field.widget.allow_multiple_selected:
        return choices[0][0]
    return field.field.prepare_value(field.value()) if hasattr(field.field, "prepare_value") else field.value()
