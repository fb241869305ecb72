from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint


class PostgresExclusion(ExclusionConstraint):
    """An exclusion constraint where the database has them; elsewhere a trigger keeps the same promise."""

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        return super().constraint_sql(model, schema_editor) if _has_exclusion(schema_editor) else None

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        return super().create_sql(model, schema_editor) if _has_exclusion(schema_editor) else None

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return super().remove_sql(model, schema_editor) if _has_exclusion(schema_editor) else None

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Leave the verdict to the database: a check before the write would prove nothing."""

    def check_supported(self, schema_editor: Any) -> None:
        """Nothing to check: other databases leave the constraint out."""


def _has_exclusion(schema_editor: Any) -> bool:
    return schema_editor.connection.vendor == "postgresql"
