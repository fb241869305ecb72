"""Bad input: a sentence naming file, entry and field, and nothing loaded."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from treatments.catalogue.checking import CatalogueError, check
from treatments.catalogue.kinds import KINDS
from treatments.catalogue.loading import load
from treatments.catalogue.reading import DATA
from treatments.models import Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


CASES = {
    "an unknown ingredient": (
        "dose_limits",
        "ingredient: lidocaine\n",
        "ingredient: lidocane\n",
        "dose_limits.yaml: lidocaine_plain: ingredient: “lidocane” is not in ingredients.yaml (it says “lidocane”).",
    ),
    "an unknown source": (
        "ingredients",
        "sources: [asc_mylan, ascor]\n",
        "sources: [asc_mylan, ascorr]\n",
        "ingredients.yaml: vit_c: strengths[0].sources[1]: “ascorr” is not in sources.yaml (it says “ascorr”).",
    ),
    "an empty list of sources": (
        "concerns",
        "sources: [src_client]\n",
        "sources: []\n",
        "concerns.yaml: anti_aging: sources: needs at least one.",
    ),
    "no source at all": (
        "concerns",
        "  sources: [src_client]\n",
        "",
        "concerns.yaml: anti_aging: sources: is missing.",
    ),
    "a key twice": (
        "zones",
        "- key: glabella\n",
        "- key: forehead\n",
        "zones.yaml: forehead: the key stands 2 times.",
    ),
    "a wrong unit": (
        "ingredients",
        "unit: mg/mL\n",
        "unit: mg/dL\n",
        (
            "ingredients.yaml: vit_c: strengths[0].unit: Input should be 'mg/mL', '%', 'microgram/mL', 'mL/session' or "
            "'mL/lesion' (it says “mg/dL”)."
        ),
    ),
    "a number in words": (
        "ingredients",
        "value: 500\n",
        "value: half a gram\n",
        "ingredients.yaml: vit_c: strengths[0].value: Input should be a valid decimal (it says “half a gram”).",
    ),
    "not a number": (
        "ingredients",
        "value: 500\n",
        "value: .nan\n",
        "ingredients.yaml: vit_c: strengths[0].value: Input should be a valid decimal (it says “.nan”).",
    ),
    "a negative number": (
        "ingredients",
        "value: 500\n",
        "value: -500\n",
        "ingredients.yaml: vit_c: strengths[0].value: Input should be greater than 0 (it says “-500”).",
    ),
    "an amount that says nothing": (
        "ingredients",
        "value: 500\n      unit",
        "unit",
        "ingredients.yaml: vit_c: Give a number above 0, or the wording as published.",
    ),
    "a range upside down": (
        "protocols",
        "sessions_min: 2\n  sessions_max: 3\n",
        "sessions_min: 3\n  sessions_max: 2\n",
        "protocols.yaml: AA-06: The larger number comes last.",
    ),
    "a window without its length": (
        "care_items",
        "  window_hours: 72\n",
        "",
        "care_items.yaml: PRE-01: entry: window_hours is not the length of window_value in hours.",
    ),
    "after-care counted from the visit": (
        "care_items",
        "anchor: treatment_end\n",
        "anchor: visit_start\n",
        "care_items.yaml: POST-01: Before-care counts back from the visit, after-care from the end of treatment.",
    ),
    "a schedule that does not fit": (
        "protocols",
        "schedule_days: [14, 14, 28, 28]\n",
        "schedule_days: [14, 14, 28]\n",
        "protocols.yaml: AA-08: entry: schedule_days needs one number fewer than there are sessions.",
    ),
    "a misspelt field": (
        "zones",
        "region: face\n",
        "regoin: face\n",
        "zones.yaml: forehead: region: is missing.",
    ),
    "a field twice": (
        "zones",
        "  name: Forehead\n",
        "  name: Forehead\n  name: Brow\n",
        "zones.yaml: line 5: the field “name” stands twice.",
    ),
    "a wrong CAS number": (
        "ingredients",
        "cas: 50-81-7\n",
        "cas: 50-81-8\n",
        "ingredients.yaml: vit_c: codes.cas: “50-81-8” is not a valid CAS number (it says “50-81-8”).",
    ),
    "an unknown status": (
        "ingredients",
        "status: blocked\n",
        "status: forbidden\n",
        (
            "ingredients.yaml: buflomedil: status: Input should be 'candidate', 'restricted', 'reference' or 'blocked' "
            "(it says “forbidden”)."
        ),
    ),
    "a name that is too long": (
        "zones",
        "name: Forehead\n",
        f"name: {'F' * 81}\n",
        "zones.yaml: forehead: name: Ensure this value has at most 80 characters (it has 81).",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "sentence"), CASES.values(), ids=CASES)
def test_bad_input_names_its_entry_and_loads_nothing(folder, file, old, new, sentence):
    edit(folder, file, old, new)
    with pytest.raises(CatalogueError) as refused:
        load(folder)
    assert (refused.value.errors[0], Source.objects.count()) == (sentence, 0)


def test_all_errors_are_listed_at_once(folder):
    edit(folder, "zones", "region: face\n", "region: moon\n")
    edit(folder, "dose_limits", "ingredient: lidocaine\n", "ingredient: lidocane\n")
    edit(folder, "concerns", "sources: [src_client]\n", "sources: []\n")
    with pytest.raises(CatalogueError) as refused:
        check(folder)
    assert [error.split(": ")[0] for error in refused.value.errors] == [
        "concerns.yaml",
        "zones.yaml",
        "dose_limits.yaml",
    ]


def test_a_missing_file_is_said_first(folder):
    (folder / "zones.yaml").unlink()
    with pytest.raises(CatalogueError, match=r"^zones\.yaml: the file is missing\."):
        check(folder)


def test_the_command_refuses_with_the_list(folder):
    edit(folder, "zones", "region: face\n", "region: moon\n")
    with pytest.raises(CommandError, match=r"^Nothing was loaded\. To mend \(1\):\nzones\.yaml: forehead: region: "):
        call_command("load_catalogue", str(folder), verbosity=0)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.file)
def test_every_fact_has_its_column(kind):
    columns = {field.name for field in kind.model._meta.get_fields()}
    assert set(kind.spec.model_fields) - columns == set()
