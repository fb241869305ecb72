from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from clinic.kit.models import Record
from clinic.practice.models import Location


class Channel(models.TextChoices):
    EMAIL = "email", _("e-mail")
    PRINT = "print", _("print at the desk")
    PHONE = "phone", _("phone call")


class Sex(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")
    OTHER = "other", _("other")
    UNKNOWN = "unknown", _("not asked")


class PatientQuerySet(models.QuerySet["Patient"]):
    def known_at(self, location: Location) -> "PatientQuerySet":
        """Return the patients whom the staff of `location` may know of."""
        return self.filter(locations=location)


class Patient(Record):
    """A person who comes to the clinic. A name and one contact are enough to begin with."""

    locations = models.ManyToManyField(Location, related_name="patients")
    name = models.CharField(
        _("name"),
        max_length=200,
        help_text=_("As the person writes it, in any script."),
    )
    name_folded = models.CharField(max_length=400, editable=False, db_index=True)
    file_number = models.CharField(_("file number"), max_length=20, unique=True, editable=False)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=8, choices=Sex, default=Sex.UNKNOWN)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = PhoneNumberField(_("telephone"), blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    channel = models.CharField(_("preferred channel"), max_length=8, choices=Channel, default=Channel.EMAIL)
    weight_kg = models.DecimalField(
        _("weight (kg)"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(2), MaxValueValidator(400)],
    )
    weighed_on = models.DateField(_("weighed on"), null=True, blank=True)
    phototype = models.PositiveSmallIntegerField(
        _("phototype"),
        null=True,
        blank=True,
        choices=[(1, "I"), (2, "II"), (3, "III"), (4, "IV"), (5, "V"), (6, "VI")],
        help_text=_("Fitzpatrick I–VI"),
    )

    objects = PatientQuerySet.as_manager()

    class Meta:
        ordering = ["name_folded"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="patient_has_a_name"),
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone=""),
                name="patient_has_one_contact",
                violation_error_message=_("Give an e-mail address or a telephone number."),
            ),
            models.CheckConstraint(
                condition=Q(weight_kg__isnull=True) | Q(weighed_on__isnull=False),
                name="weight_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """The key under which messages, documents and the audit speak of this patient."""
        return f"patient:{self.uuid}"

    def age_on(self, day: date) -> int | None:
        """Return the age in whole years on `day`, or None when the birth date is not known."""
        if self.birth_date is None:
            return None
        before_birthday = (day.month, day.day) < (
            self.birth_date.month,
            self.birth_date.day,
        )
        return day.year - self.birth_date.year - before_birthday


class ContactPerson(models.Model):
    """Somebody to speak to about, or instead of, the patient."""

    class Relation(models.TextChoices):
        GUARDIAN = "guardian", _("guardian")
        INTERPRETER = "interpreter", _("interpreter")
        EMERGENCY = "emergency", _("emergency contact")

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="contact_persons")
    relation = models.CharField(_("relation"), max_length=12, choices=Relation)
    name = models.CharField(_("name"), max_length=200)
    phone = PhoneNumberField(_("telephone"), blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.get_relation_display()})"
