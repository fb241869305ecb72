"""A form of the catalogue says back exactly what an entry says: an unchanged page changes nothing."""

import pytest
from django.test import RequestFactory

from treatments.catalogue.kinds import Kind
from treatments.domain.catalogue_trail import fields_of, with_facts
from treatments.domain.catalogue_writing import adopt_protocol
from treatments.forms.catalogue_entry import EntryForm
from treatments.models import Protocol
from treatments.models.catalogue.facts import facts_of, plain
from treatments.queries.catalogue_faces import REVIEWED, kind_named
from treatments.queries.catalogue_words import Names
from treatments.tests.catalogue.posting import as_posted
from treatments.tests.factories.catalogue import approver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_catalogue"), pytest.mark.slow]
SHIPPED = [kind for kind in REVIEWED if kind.file != "products"]


def posted(kind: Kind, row, names: Names, *, key: str) -> EntryForm:
    """The form of an entry as a browser sends it back, with nothing changed but the reason."""
    stated = facts_of(row, fields_of(kind))
    sent = as_posted(EntryForm(kind=kind, stated=stated, key=key, names=names)) | {"reason": "read again"}
    return EntryForm(RequestFactory().post("/", sent).POST, kind=kind, stated=stated, key=key, names=names)


def said(kind: Kind, form: EntryForm):
    """The form's facts in the form in which a row states them."""
    assert form.is_valid(), (form.errors, [rows.errors for rows in form.amounts.values()])
    facts = form.facts()
    many = {name for name in facts if kind.model._meta.get_field(name).many_to_many}
    return {name: _said(value, ordered=name in many) for name, value in facts.items()}


def _said(value, *, ordered=False):
    if isinstance(value, list):
        listed = [_said(one) for one in value]
        return sorted(listed) if ordered else listed
    if isinstance(value, dict):
        return {name: _said(inner) for name, inner in value.items()}
    return plain(value)


@pytest.mark.parametrize("kind", SHIPPED, ids=lambda kind: kind.file)
def test_every_shipped_entry_comes_back_as_it_was(kind):
    names, changed = Names(), []
    for row in with_facts(kind, kind.model.objects.all()):
        facts = said(kind, posted(kind, row, names, key=row.key))
        now = facts_of(row, facts)
        changed += [(row.key, name) for name, value in facts.items() if (now[name] or None) != (value or None)]
    assert changed == []


def test_every_published_protocol_can_be_adopted_through_its_form():
    kind, names = kind_named("protocols"), Names()
    for row in with_facts(kind, Protocol.objects.filter(adopted_from=None)):
        form = posted(kind, row, names, key="")
        assert form.is_valid(), (row.key, form.errors)
        adopted = adopt_protocol(
            protocol=row, facts=form.facts() | {"name": f"{row.name} (ours)"}, by=approver(), reason="ours"
        )
        assert (adopted.key, adopted.is_offered, adopted.sessions_max) == (f"{row.key}-own", False, row.sessions_max)
    assert Protocol.objects.exclude(adopted_from=None).count() == 30
