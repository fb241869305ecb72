from clinic.kit.db.constraints import PostgresExclusion
from clinic.kit.db.triggers import Trigger, append_only, install_triggers, refuse

__all__ = ["PostgresExclusion", "Trigger", "append_only", "install_triggers", "refuse"]
