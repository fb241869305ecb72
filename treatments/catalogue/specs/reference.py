"""Sources, concerns, places, words and evidence."""

from pydantic import HttpUrl

from treatments.catalogue.specs.base import Entry, Key, Positive, Row, Spec, Text
from treatments.models.catalogue.places import Region


class Source(Spec):
    key: Key
    title: Text
    url: HttpUrl | str = ""
    kind: Text
    note: str = ""


class Concern(Entry):
    name: Text
    description: Text


class Zone(Entry):
    name: Text
    region: Region
    note: str = ""


class Technique(Entry):
    name: Text
    depth: str = ""
    depth_mm_max: Positive | None = None
    needle: str = ""
    angle_degrees: str = ""
    volume_per_point_ml: str = ""
    spacing_cm: str = ""
    detail: str = ""
    typical_use: list[Text] = []


class GlossaryTerm(Row):
    term: Text
    definition: Text


class SourceConflict(Row):
    topic: Text


class EvidenceStatement(Row):
    statement: Text
