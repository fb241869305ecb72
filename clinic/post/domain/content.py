"""What is handed down to plan a message: what it says, and when it goes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clinic.post.rules.quiet_hours import sending_time
from clinic.practice.models import Location
from patients.models import Document


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a message says.

    `kind` names the folder of its words, `context` is their plain data (times as ISO strings; `links` as
    {"care": {"purpose": …, "about": …, "expires_at": …}} becomes addresses when it is sent). Without a `language` it
    speaks the patient's. A `document` that is not ready holds it back.
    """

    kind: str
    context: dict[str, Any] = field(default_factory=dict)
    language: str = ""
    document: Document | None = None
    calendar: str = ""
    calendar_method: str = ""


@dataclass(frozen=True, kw_only=True)
class Timing:
    """When a message goes (aware times): at `due_at`, moved out of the quiet hours, and never from `expires_at` on.

    A `restrictive` one is moved to an earlier time, any other to a later; one that `ignores_quiet_hours` stays.
    """

    due_at: datetime
    expires_at: datetime
    restrictive: bool = False
    ignores_quiet_hours: bool = False

    def sending_time(self, location: Location) -> datetime:
        """Return when it goes by the wall of `location`, in UTC. Raises ValueError when it expires before it is due."""
        if self.due_at >= self.expires_at:
            raise ValueError("A message must be due before it expires.")
        return sending_time(
            self.due_at,
            self.expires_at,
            location.tzinfo,
            restrictive=self.restrictive,
            ignores_quiet_hours=self.ignores_quiet_hours,
        )
