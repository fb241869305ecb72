"""The trail of who read and who changed what."""

from typing import Any

from clinic.practice.models import AuditEntry, Location, User
from clinic.practice.models.audit import ActorKind


def record(
    *,
    verb: str,
    about: str,
    by: Any,
    location: Location | None = None,
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write down that `by` did `verb` to `about` (a key such as "patient:<uuid>").

    `by` is a User, a patient's link (anything with a `uuid`), or None for the system. `details` holds keys and
    numbers, never a name, an answer or a note.
    """
    return AuditEntry.objects.create(verb=verb, about=about, location=location, details=details or {}, **_actor(by))


def _actor(by: Any) -> dict[str, Any]:
    if by is None:
        return {"actor_kind": ActorKind.SYSTEM}
    if isinstance(by, User):
        return {"actor_kind": ActorKind.USER, "user": by}
    return {"actor_kind": ActorKind.LINK, "link": by.uuid}
