"""What the beat rings."""

import pytest

from clinic.celery import app
from clinic.diary.domain.booking import hold_visit
from clinic.diary.tests.factories import a_clinic

app.loader.import_default_modules()
RINGS = app.conf.beat_schedule


@pytest.mark.parametrize("name", RINGS)
def test_every_ring_calls_a_task_that_exists_and_is_forgotten_when_late(name):
    ring = RINGS[name]
    assert (ring["task"] in app.tasks, ring["options"]) == (True, {"expires": ring["schedule"]})


@pytest.mark.django_db
def test_beat_frees_what_was_held_for_somebody_who_did_not_come_back():
    clinic = a_clinic()
    lapsed = hold_visit(**clinic.wishes(), minutes=-1)
    running = hold_visit(**clinic.wishes(starts_at=clinic.at(14)))

    app.tasks[RINGS["free lapsed holds"]["task"]].apply()

    for visit in (lapsed, running):
        visit.refresh_from_db()
    assert (lapsed.state, running.state) == ("expired", "held")
