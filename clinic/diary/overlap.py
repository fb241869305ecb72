"""No two visits at a time, kept by the database: exclusion constraints on PostgreSQL, these triggers on SQLite.

The triggers raise the names of the constraints, so that one sentence answers for both. A busy time lasts at most 24
hours (a check constraint), so what overlaps a new one began less than 24 hours before it: the look-up stays within
a narrow stretch of the index, whatever the history.
"""

from django.db import IntegrityError

from clinic.kit.db import Trigger

TABLE = "diary_visit"
BUSY = "('held', 'booked', 'confirmed', 'arrived', 'in_treatment', 'completed')"
RESOURCES = ("practitioner", "room", "patient")


def constraint_of(resource: str) -> str:
    """Return the name of the constraint, and of the triggers' error, that keeps `resource` from being taken twice."""
    return f"{resource}_once_at_a_time"


def resource_taken(error: IntegrityError) -> str | None:
    """Return which resource the database says is taken, or None when the error is about something else."""
    return next((resource for resource in RESOURCES if constraint_of(resource) in str(error)), None)


def _trigger(resource: str, event: str) -> Trigger:
    name = f"{constraint_of(resource)}_on_{event}"
    exempt = "" if resource == "patient" else "AND NOT {row}.overbooked"
    columns = f"state, overbooked, {resource}_id, {resource}_busy_from, {resource}_busy_until"
    moment = "INSERT" if event == "insert" else f"UPDATE OF {columns}"
    itself = "" if event == "insert" else "AND other.id <> NEW.id"
    return Trigger(
        name,
        TABLE,
        sqlite=(
            f"""
            CREATE TRIGGER {name} BEFORE {moment} ON {TABLE}
            WHEN NEW.state IN {BUSY} {exempt.format(row="NEW")}
            BEGIN
                SELECT RAISE(ABORT, '{constraint_of(resource)}') WHERE EXISTS (
                    SELECT 1 FROM {TABLE} AS other
                    WHERE other.{resource}_id = NEW.{resource}_id
                    AND other.{resource}_busy_from > datetime(NEW.{resource}_busy_from, '-24 hours')
                    AND other.{resource}_busy_from < NEW.{resource}_busy_until
                    AND other.{resource}_busy_until > NEW.{resource}_busy_from
                    AND other.state IN {BUSY} {exempt.format(row="other")} {itself}
                );
            END
            """,
        ),
    )


TRIGGERS = tuple(_trigger(resource, event) for resource in RESOURCES for event in ("insert", "update"))
