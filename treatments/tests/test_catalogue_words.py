"""The catalogue's words are for people: who said it stands in `sources`, never in the text."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from treatments.catalogue.reading import DATA

# Fields that hold keys, addresses, or words to recognise what a patient writes.
NOT_READ = {"key", "sources", "source", "absolute_in", "relative_in", "disagreement_sources", "words", "url"}
# A key that is an ordinary English word too.
ENGLISH = {"pull"}

FILES = sorted(path for path in DATA.glob("*.yaml") if path.stem != "sources")


def entries(path) -> list[dict[str, Any]]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def read_by_people(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in NOT_READ:
                yield from read_by_people(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from read_by_people(inner)
    elif isinstance(value, str):
        yield value


def source_key() -> re.Pattern[str]:
    keys = {entry["key"] for entry in entries(DATA / "sources.yaml")} - ENGLISH
    return re.compile(rf"\b({'|'.join(map(re.escape, sorted(keys)))})\b")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_text_people_read_names_a_source_by_its_key(path):
    key = source_key()
    assert [text for entry in entries(path) for text in read_by_people(entry) if key.search(text)] == []
