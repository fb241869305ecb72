"""Triggers keep the promises that a column constraint cannot, on both databases.

An app lists its triggers in `AppConfig.triggers`. Its first migration installs them, and `post_migrate` makes them
again, because SQLite drops a table's triggers whenever a later migration rebuilds the table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connections


@dataclass(frozen=True)
class Trigger:
    """One trigger: its name, its table, and the statements that make it, per database vendor."""

    name: str
    table: str
    sqlite: tuple[str, ...] = ()
    postgresql: tuple[str, ...] = ()

    def install(self, connection: Any) -> None:
        """Drop the trigger if it stands and make it again."""
        statements = getattr(self, connection.vendor, ())
        with connection.cursor() as cursor:
            self.drop(connection)
            for statement in statements:
                cursor.execute(statement)

    def drop(self, connection: Any) -> None:
        """Remove the trigger if it stands."""
        suffix = f" ON {self.table}" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER IF EXISTS {self.name}{suffix}")


def append_only(table: str) -> tuple[Trigger, ...]:
    """Return the triggers that refuse every UPDATE and DELETE of a row of `table`."""
    return tuple(refuse(table, event, says=f"{table} is append-only") for event in ("update", "delete"))


REFUSING_FUNCTION = (
    "CREATE OR REPLACE FUNCTION clinic_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation'; END $$"
)


def refuse(table: str, event: str, *, says: str, of: tuple[str, ...] = (), when: str = "", name: str = "") -> Trigger:
    """Return the trigger that refuses an UPDATE or DELETE (`event`) of a row of `table` with an IntegrityError.

    `of` narrows an update to those columns (refused even if the value stays the same: save what you changed), `when`
    is a condition over OLD and NEW that both databases understand.
    """
    name = name or f"{table}_refuses_{event}"
    columns = f" OF {', '.join(of)}" if of else ""
    condition = f" WHEN ({when})" if when else ""
    before = f"CREATE TRIGGER {name} BEFORE {event.upper()}{columns} ON {table} FOR EACH ROW{condition}"
    return Trigger(
        name,
        table,
        sqlite=(f"{before} BEGIN SELECT RAISE(ABORT, '{says}'); END",),
        postgresql=(REFUSING_FUNCTION, f"{before} EXECUTE FUNCTION clinic_refuse('{says}')"),
    )


def install_triggers(app_label: str) -> Callable[[Any, Any], None]:
    """Return a migration step that installs the triggers of the app `app_label`."""

    def step(apps: Any, schema_editor: Any) -> None:
        from django.apps import apps as live

        config: Any = live.get_app_config(app_label)
        for trigger in config.triggers:
            trigger.install(schema_editor.connection)

    return step


def reinstall_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Answer to `post_migrate`: make the sender's triggers again."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    for trigger in getattr(sender, "triggers", ()):
        if trigger.table in tables:
            trigger.install(connection)
