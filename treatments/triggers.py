"""What the database itself refuses: a recipe version that was used does not change, nor do its lines."""

from clinic.kit.db import Trigger, refuse

SAYS = "a used recipe version does not change"
COMPOSED = (
    "recipe_id",
    "number",
    "variation_of_id",
    "diluent",
    "target_volume_ml",
    "per_point_ml",
    "overage_ml",
    "syringe_ml",
    "graduation_ml",
    "frozen_at",
)
FROZEN = "(SELECT frozen_at FROM treatments_recipeversion WHERE id = {row}.version_id) IS NOT NULL"
FROZEN_LINE_FUNCTION = (
    "CREATE OR REPLACE FUNCTION treatments_refuse_frozen_line() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF EXISTS (SELECT 1 FROM treatments_recipeversion WHERE frozen_at IS NOT NULL "
    "AND id = COALESCE(NEW.version_id, OLD.version_id)) "
    f"THEN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'check_violation'; END IF; RETURN COALESCE(NEW, OLD); END $$"
)


def _line(event: str, row: str) -> Trigger:
    name = f"treatments_recipeline_frozen_{event}"
    before = f"CREATE TRIGGER {name} BEFORE {event.upper()} ON treatments_recipeline FOR EACH ROW"
    return Trigger(
        name,
        "treatments_recipeline",
        sqlite=(f"{before} WHEN {FROZEN.format(row=row)} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",),
        postgresql=(FROZEN_LINE_FUNCTION, f"{before} EXECUTE FUNCTION treatments_refuse_frozen_line()"),
    )


FROZEN_RECIPES = (
    refuse("treatments_recipeversion", "update", of=COMPOSED, when="OLD.frozen_at IS NOT NULL", says=SAYS),
    refuse("treatments_recipeversion", "delete", when="OLD.frozen_at IS NOT NULL", says=SAYS),
    _line("insert", "NEW"),
    _line("update", "OLD"),
    _line("delete", "OLD"),
)
