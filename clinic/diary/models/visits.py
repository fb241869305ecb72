from datetime import timedelta

from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from clinic.diary.models.visit_types import VisitType
from clinic.diary.rules import states
from clinic.kit.db import PostgresExclusion
from clinic.kit.models import Record
from clinic.practice.models import Location, Room, User
from patients.models import Patient


class VisitState(models.TextChoices):
    REQUESTED = "requested", _("requested")
    HELD = "held", _("held")
    BOOKED = "booked", _("booked")
    CONFIRMED = "confirmed", _("confirmed")
    ARRIVED = "arrived", _("arrived")
    IN_TREATMENT = "in_treatment", _("in treatment")
    COMPLETED = "completed", _("completed")
    CANCELLED = "cancelled", _("cancelled")
    NO_SHOW = "no_show", _("did not come")
    EXPIRED = "expired", _("expired")
    MISTAKEN = "mistaken", _("entered in error")


BUSY_STATES = ("held", "booked", "confirmed", "arrived", "in_treatment", "completed")
OPEN_STATES = ("held", "booked", "confirmed")


class Outcome(models.TextChoices):
    TREATED = "treated", _("treated")
    PARTLY = "partly", _("partly treated")
    NOT_TREATED = "not_treated", _("not treated")
    CONSULTATION = "consultation", _("consultation only")


class BusyRange(Func):
    """tstzrange(from, until, '[)') of two datetime columns."""

    function = "TSTZRANGE"
    template = "%(function)s(%(expressions)s, '[)')"


def _once(resource: str, *, unless_overbooked: bool) -> PostgresExclusion:
    """No two visits keep `resource` busy at the same time."""
    busy = Q(state__in=BUSY_STATES)
    return PostgresExclusion(
        name=f"{resource}_once_at_a_time",
        expressions=[
            (
                BusyRange(f"{resource}_busy_from", f"{resource}_busy_until"),
                RangeOperators.OVERLAPS,
            ),
            (resource, RangeOperators.EQUAL),
        ],
        condition=busy & Q(overbooked=False) if unless_overbooked else busy,
    )


def _bounded(resource: str) -> models.CheckConstraint:
    start, end = F(f"{resource}_busy_from"), f"{resource}_busy_until"
    return models.CheckConstraint(
        condition=Q(**{f"{end}__gt": start, f"{end}__lte": start + timedelta(hours=24)}),
        name=f"{resource}_busy_within_a_day",
    )


class VisitQuerySet(models.QuerySet["Visit"]):
    def busy(self) -> "VisitQuerySet":
        return self.filter(state__in=BUSY_STATES)

    def at(self, location: Location) -> "VisitQuerySet":
        return self.filter(location=location)


class Visit(Record):
    """When and where a patient comes. Each resource is kept busy over its own time; the database refuses overlaps."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="visits")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="visits")
    visit_type = models.ForeignKey(VisitType, on_delete=models.PROTECT, related_name="visits")
    practitioner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="visits")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="visits")
    starts_at = models.DateTimeField(_("start, as told"))
    ends_at = models.DateTimeField(_("end, as told"))
    practitioner_busy_from = models.DateTimeField()
    practitioner_busy_until = models.DateTimeField()
    room_busy_from = models.DateTimeField()
    room_busy_until = models.DateTimeField()
    patient_busy_from = models.DateTimeField()
    patient_busy_until = models.DateTimeField()
    state = models.CharField(max_length=12, choices=VisitState, default=VisitState.BOOKED)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    overbooked = models.BooleanField(default=False)
    overbooked_reason = models.CharField(max_length=200, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=200, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0, help_text="Of the calendar entry, RFC 5545 SEQUENCE.")
    nonce = models.UUIDField(unique=True, help_text="Of the form that booked it: the same form books once.")
    booked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["location", "starts_at"], name="visit_location_start"),
            models.Index(
                fields=["practitioner", "practitioner_busy_from"],
                name="visit_practitioner_busy",
            ),
            models.Index(fields=["room", "room_busy_from"], name="visit_room_busy"),
            models.Index(fields=["patient", "patient_busy_from"], name="visit_patient_busy"),
        ]
        constraints = [
            _once("practitioner", unless_overbooked=True),
            _once("room", unless_overbooked=True),
            _once("patient", unless_overbooked=False),
            _bounded("practitioner"),
            _bounded("room"),
            _bounded("patient"),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="visit_starts_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(overbooked=False) | ~Q(overbooked_reason=""),
                name="overbooking_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_until__isnull=False),
                name="held_visit_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} {self.visit_type}"

    @property
    def key(self) -> str:
        """The key on which this visit's messages and documents hang."""
        return f"visit:{self.uuid}"

    @property
    def may_move(self) -> bool:
        """Tell whether the visit may still be given another time."""
        return states.may_move(self.state)
