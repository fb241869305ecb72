"""The kinds of visit a clinic starts with."""

from django.db import transaction

from clinic.diary.models import VisitPart, VisitType

EVERYBODY = (True, True, True)
WITHOUT_PRACTITIONER = (False, True, True)
ROOM_ONLY = (False, True, False)

STANDARD = {
    "consultation": ("Consultation", False, [("Consultation", 30, EVERYBODY)]),
    "treatment": (
        "Treatment",
        True,
        [("Numbing cream", 20, WITHOUT_PRACTITIONER), ("Treatment", 25, EVERYBODY), ("Clean-up", 5, ROOM_ONLY)],
    ),
    "review": ("Review", False, [("Review", 20, EVERYBODY)]),
}


@transaction.atomic
def make_standard_visit_types() -> dict[str, VisitType]:
    """Make the consultation (30 min), the treatment (45 min, numbing included) and the review (20 min); return them.

    By key. What the clinic has already, and perhaps changed, stays as it is.
    """
    return {key: _make(key, *given) for key, given in STANDARD.items()}


def _make(key: str, name: str, for_treatment: bool, parts: list[tuple[str, int, tuple[bool, bool, bool]]]) -> VisitType:
    visit_type, made = VisitType.objects.get_or_create(key=key, defaults={"name": name, "for_treatment": for_treatment})
    if made:
        VisitPart.objects.bulk_create(
            VisitPart(
                visit_type=visit_type,
                order=order,
                name=part,
                minutes=minutes,
                needs_practitioner=practitioner,
                needs_room=room,
                needs_patient=patient,
            )
            for order, (part, minutes, (practitioner, room, patient)) in enumerate(parts, start=1)
        )
    return visit_type
