from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinic.practice.models.places import Location
from clinic.practice.models.staff import User


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class OpeningHours(models.Model):
    """When a location is open on a weekday, in its wall time. Several rows make a lunch break."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        ordering = ["location", "weekday", "opens"]
        verbose_name_plural = "opening hours"
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")),
                name="opens_before_it_closes",
                violation_error_message=_("The closing time must be after the opening time."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class StaffHours(models.Model):
    """When a member of staff works at a location on a weekday, in its wall time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="staff_hours")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="staff_hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    starts = models.TimeField(_("starts"))
    ends = models.TimeField(_("ends"))

    class Meta:
        ordering = ["user", "weekday", "starts"]
        verbose_name_plural = "staff hours"
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__lt=F("ends")),
                name="work_starts_before_it_ends",
                violation_error_message=_("The end must be after the start."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_weekday_display()} {self.starts:%H:%M}–{self.ends:%H:%M}"


class ClosedDay(models.Model):
    """A day on which a location does not open at all."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="closed_days")
    day = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["location", "day"], name="closed_day_once")]

    def __str__(self) -> str:
        return f"{self.location} {self.day}"


class Absence(models.Model):
    """A time in which a member of staff is away from every location."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="absence_starts_before_it_ends",
                violation_error_message=_("The end of an absence must be after its start."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.starts_at:%Y-%m-%d}"
