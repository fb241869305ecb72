"""The suite's migrated SQLite file: what the migrations made, and only as long as no source has changed."""

import sqlite3

import pytest

from clinic.tests.support.ready_database import ReadyDatabase


@pytest.fixture
def ready(tmp_path):
    """Call it for one process after another."""
    (tmp_path / "clinic").mkdir()
    (tmp_path / "clinic" / "models.py").write_text("first")
    return lambda: ReadyDatabase(tmp_path / "test.sqlite3", root=tmp_path, folder=tmp_path / "ready")


def migrate(path, word="made"):
    database = sqlite3.connect(path)
    database.execute(f"CREATE TABLE {word} (id)")
    database.commit()
    database.close()


def first_process(ready):
    assert ready.lay_out() is False
    migrate(ready.path)
    ready.keep()
    return ready


def tables(path):
    database = sqlite3.connect(path)
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master")]
    database.close()
    return names


def test_the_next_process_gets_a_copy_of_what_the_migrations_made(ready):
    first = first_process(ready())
    migrate(first.path, "left_by_a_test")

    second = ready()
    assert (second.lay_out(), tables(second.path)) == (True, ["made"])


def test_a_changed_source_is_migrated_anew(ready, tmp_path):
    first_process(ready())
    (tmp_path / "clinic" / "models.py").write_text("second")

    second = ready()
    assert (second.lay_out(), second.path.exists()) == (False, False)


def test_a_copy_is_cleared_away(ready):
    first_process(ready())
    second = ready()
    second.lay_out()
    second.clear_away()
    assert list(second.path.parent.glob("test.sqlite3*")) == []
