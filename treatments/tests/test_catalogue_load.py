"""Loading the shipped catalogue: everything once, and never over the clinic's own decisions."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from treatments.catalogue.kinds import KINDS
from treatments.catalogue.loading import load
from treatments.catalogue.reading import DATA
from treatments.domain.catalogue import adopt_shipped, approve_entries
from treatments.domain.catalogue_writing import edit_entry
from treatments.models import CareItem, Ingredient, PublishedDose
from treatments.models.catalogue.facts import facts_of
from treatments.tests.factories.catalogue import IngredientFactory, approver

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

COUNTS = {
    "sources": 198,
    "concerns": 4,
    "zones": 43,
    "techniques": 11,
    "ingredients": 65,
    "allergy_groups": 15,
    "products": 0,
    "medicine_groups": 16,
    "incompatibilities": 15,
    "drug_interactions": 18,
    "dose_limits": 4,
    "contraindications": 35,
    "asked_conditions": 17,
    "ingredient_rules": 30,
    "ingredient_notes": 6,
    "screening_questions": 38,
    "protocols": 30,
    "care_items": 43,
    "adverse_events": 22,
    "follow_ups": 5,
    "outcome_scales": 21,
    "glossary": 47,
    "source_conflicts": 17,
    "evidence_statements": 16,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped files, to be edited as the next release would."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def everything() -> list[tuple[object, ...]]:
    fields = {kind.model: set(kind.spec.model_fields) - {"key"} for kind in KINDS}
    return [(model, row.pk, facts_of(row, names)) for model, names in fields.items() for row in model.objects.all()]


def test_every_kind_is_loaded_in_full(shipped_catalogue):
    assert {kind.file: kind.model.objects.count() for kind in KINDS} == COUNTS


def test_loading_twice_changes_nothing(shipped_catalogue):
    before = everything()
    report = load()
    assert (dict(report.totals), everything()) == ({"unchanged": sum(COUNTS.values())}, before)


def test_loading_twice_writes_nothing(shipped_catalogue):
    with CaptureQueriesContext(connection) as queries:
        load()
    assert [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


def test_what_is_stored_is_what_was_shipped(shipped_catalogue):
    rows = [row for kind in KINDS for row in kind.model.objects.all()]
    assert [row.key for row in rows if facts_of(row, row.shipped) != row.shipped] == []


def test_nothing_is_offered_before_someone_approves(shipped_catalogue):
    assert Ingredient.objects.offered().count() == 0


def test_a_new_release_updates_what_the_clinic_left_alone(shipped_catalogue, folder):
    edit(folder, "ingredients", "name: Vitamin C\n", "name: Vitamin C, ascorbic acid\n")
    report = load(folder)
    assert (report.totals["updated"], Ingredient.objects.get(key="vit_c").name) == (1, "Vitamin C, ascorbic acid")


def test_the_clinics_own_value_survives_a_new_release(shipped_catalogue, folder):
    Ingredient.objects.filter(key="vit_c").update(name="Our vitamin C")
    edit(folder, "ingredients", "name: Vitamin C\n", "name: Vitamin C, ascorbic acid\n")
    edit(folder, "ingredients", "inn: ascorbic acid\n", "inn: L-ascorbic acid\n")
    load(folder)
    vitamin = Ingredient.objects.get(key="vit_c")
    assert (vitamin.name, vitamin.inn, vitamin.changed_fields) == ("Our vitamin C", "L-ascorbic acid", ["name"])


def test_the_clinics_own_doses_survive_a_reload(shipped_catalogue):
    dose = PublishedDose.objects.filter(ingredient__key="txa").first()
    PublishedDose.objects.filter(pk=dose.pk).update(context="as we read it")
    load()
    assert Ingredient.objects.get(key="txa").changed_fields == ["doses"]


def test_an_approved_entry_waits_for_the_director_when_the_release_changes_it(shipped_catalogue, folder):
    approve_entries(entries=CareItem.objects.filter(key="POST-01"), by=approver(), reason="read")
    edit(folder, "care_items", "Stay out of direct sun and", "Stay out of all sun and")
    report = load(folder)
    item = CareItem.objects.get(key="POST-01")
    assert report.notable == [("care_items: POST-01", "waiting")]
    assert item.patient_text == "Stay out of direct sun and do not use tanning beds."
    assert item.pending == {"patient_text": "Stay out of all sun and do not use tanning beds."}


def test_the_director_takes_over_what_waits_and_keeps_the_clinics_own(shipped_catalogue, folder):
    item = CareItem.objects.get(key="POST-01")
    edit_entry(entry=item, changes={"window_value": 72, "window_hours": "72"}, by=approver(), reason="our summers")
    approve_entries(entries=CareItem.objects.filter(key="POST-01"), by=approver(), reason="our summers")
    edit(folder, "care_items", "Stay out of direct sun and", "Stay out of all sun and")
    load(folder)
    item.refresh_from_db()
    adopted = adopt_shipped(entry=item, by=approver(), reason="agreed")
    assert (adopted.window_hours, adopted.patient_text[:20], adopted.pending) == (72, "Stay out of all sun ", {})
    assert adopted.changed_fields == ["window_hours", "window_value"]


def test_the_clinics_own_entry_is_never_overwritten(shipped_catalogue, folder):
    own = IngredientFactory(key="rutin", name="Our rutin")
    text = (folder / "ingredients.yaml").read_text(encoding="utf-8")
    rutin = {"key": "rutin", "name": "Rutin", "inn": "rutoside", "ingredient_class": "botanical"}
    extra = yaml.safe_dump([{**rutin, "evidence_level": "none", "sources": ["src_client"]}])
    (folder / "ingredients.yaml").write_text(f"{text}\n{extra}", encoding="utf-8")
    report = load(folder)
    own.refresh_from_db()
    assert (own.name, report.notable) == ("Our rutin", [("ingredients: rutin", "own")])


def test_an_entry_that_is_no_longer_shipped_stays(shipped_catalogue, folder):
    edit(folder, "glossary", "- key: mesoderm\n", "- key: mesoderm_layer\n")
    edit(folder, "glossary", "term: mesoderm\n", "term: mesoderm layer\n")
    assert ("glossary: mesoderm", "no longer shipped") in load(folder).notable


def test_the_command_says_what_it_did(shipped_catalogue):
    out = StringIO()
    call_command("load_catalogue", stdout=out)
    assert out.getvalue() == "Catalogue: 0 created, 0 updated, 716 unchanged\n"
