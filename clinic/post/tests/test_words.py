"""Every kind of message renders, in every language, with nothing missing."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, engines
from django.template.engine import Engine

from clinic.post.delivery.words import render_words
from clinic.post.kinds import TITLES
from clinic.post.models import OutgoingMessage
from clinic.post.rules.readers import ARRANGING, HANDED_OUT
from clinic.post.templatetags.words import wall
from clinic.post.tests.factories import OutgoingMessageFactory
from clinic.practice.models import Location
from patients.models import Patient

FOLDER = Path(settings.BASE_DIR) / "templates" / "messages"
KINDS = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())
LINKS = [{}, {"care": "https://clinic.example.test/p/token", "visit": "https://clinic.example.test/p/token"}]
LOUD = "!! missing: %s !!"


@pytest.fixture
def loud(monkeypatch) -> None:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", LOUD)


def sample(kind: str, language: str) -> OutgoingMessage:
    """Return a message with the kind's own sample context, to somebody who would stand out in a subject."""
    return OutgoingMessage(
        kind=kind,
        language=language,
        patient=Patient(name="Zoë <Kowalczyk>", email="zoe@example.test"),
        location=Location(name="Example Street", address="1 Example Street", phone="+442079460100"),
        context=json.loads((FOLDER / kind / "sample.json").read_text()),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("links", LINKS, ids=["desk", "mail"])
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("kind", KINDS)
def test_kind_renders_with_nothing_missing(loud, kind, language, links):
    words = render_words(sample(kind, language), links=links)

    assert "missing" not in words.subject + words.text + words.html
    assert "&" not in words.text.replace(" & ", "")
    assert "<Kowalczyk>" not in words.html
    assert words.subject.count("\n") == 0
    assert 0 < len(words.subject) <= 90
    assert "Zoë" not in words.subject
    assert "style=" not in words.html


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["aftercare", "mid_window", "window_over"])
def test_warning_signs_are_told_where_a_clinic_has_no_telephone(kind):
    message = sample(kind, "en")
    message.location.phone = ""
    words = render_words(message, links={})
    told = "Tell us or another doctor today if pain grows"
    assert (told in words.text, told in words.html, "Call us today" in words.text) == (True, True, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("links", "phone", "told"),
    [
        ({}, "", "To confirm, or if you need another time, tell us at the clinic.\n"),
        ({}, "+442079460100", "To confirm, or if you need another time, call +44 20 7946 0100.\n"),
        (LINKS[1], "", f"To confirm, or if you need another time:\n{LINKS[1]['visit']}\n"),
    ],
)
@pytest.mark.parametrize("kind", ["confirmation", "reminder"])
def test_another_time_is_asked_for_by_the_ways_there_are(kind, links, phone, told):
    message = sample(kind, "en")
    message.location.phone = phone
    assert told in render_words(message, links=links).text


@pytest.mark.parametrize("kind", KINDS)
def test_kind_has_a_title_and_known_readers(kind):
    assert kind in TITLES
    assert kind in ARRANGING | HANDED_OUT


def test_loud_templates_shout():
    shouting = Engine(string_if_invalid=LOUD).from_string("{{ nobody }}")

    assert shouting.render(Context()) == "!! missing: nobody !!"


@pytest.mark.parametrize(
    ("zone", "language", "words"),
    [
        ("Europe/London", "en", "Thursday 26 November 2026, 14:30 GMT"),
        ("America/New_York", "en", "Thursday 26 November 2026, 09:30 EST"),
        ("Australia/Lord_Howe", "fr", "vendredi 27 novembre 2026, 01:30 UTC+11:00"),
    ],
)
@pytest.mark.django_db
def test_instants_read_in_the_locations_wall_time_and_the_patients_language(zone, language, words):
    message = OutgoingMessageFactory(location__zone=zone, language=language)

    assert words in render_words(message, links={}).text


def test_instant_without_a_zone_of_its_own_is_refused():
    with pytest.raises(ValueError, match="naive"):
        wall("2026-11-26T14:30:00")
