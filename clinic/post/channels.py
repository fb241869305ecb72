"""By which way a message goes to this patient, as far as we can reach them today."""

from clinic.post.rules.channels import reachable_channel
from patients.models import Patient


def choose_channel(patient: Patient | None, wanted: str, *, has_document: bool) -> str:
    """Return the channel that can reach the patient, nearest to the `wanted` one. Staff get e-mail."""
    if patient is None:
        return "email"
    return reachable_channel(
        wanted or patient.channel,
        has_email=bool(patient.email),
        has_phone=bool(patient.phone),
        has_document=has_document,
    )
