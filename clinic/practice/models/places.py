from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from clinic.kit.models import Record


def validate_zone(name: str) -> None:
    """Refuse a name that the IANA time zone database does not know."""
    if name not in available_timezones():
        raise ValidationError(
            _("“%(zone)s” is not a time zone. Choose one such as Europe/London."),
            params={"zone": name},
        )


class Practice(models.Model):
    """The clinic as a whole; there is one row."""

    name = models.CharField(_("clinic name"), max_length=120)
    letterhead = models.TextField(
        _("letterhead"),
        blank=True,
        help_text=_("Printed at the top of every document."),
    )
    single_practitioner = models.BooleanField(_("single-practitioner mode"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="practice_is_one_row"),
        ]

    def __str__(self) -> str:
        return self.name


class Location(Record):
    """One place where patients are treated, with its own wall time."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    address = models.TextField(_("address"), blank=True)
    zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="Europe/London",
        validators=[validate_zone],
    )
    phone = PhoneNumberField(_("telephone"), blank=True)
    emergency_number = models.CharField(
        _("emergency number"),
        max_length=30,
        default="112",
        help_text=_("What a patient dials when it is serious."),
    )
    letterhead = models.TextField(_("letterhead"), blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, help_text=_("Three letters, such as GBP. Printed on estimates.")
    )
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class Room(Record):
    """A room in which one patient at a time is treated."""

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(_("name"), max_length=60)
    equipment = models.JSONField(_("equipment"), default=list, blank=True)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["location", "name"]
        constraints = [models.UniqueConstraint(fields=["location", "name"], name="room_name_once_per_location")]

    def __str__(self) -> str:
        return self.name
