"""What is known of a patient: yes, no, or not asked; since when; who said so; stated or reviewed.

A fact never changes: a newer answer supersedes it, and the latest row of a code is the current one.
"""

from typing import TypeVar

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.practice.models import User
from patients.models.people import Patient


class Answer(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    NOT_ASKED = "not_asked", _("not asked")


class SaidBy(models.TextChoices):
    PATIENT = "patient", _("the patient")
    RELATIVE = "relative", _("a relative")
    CLINICIAN = "clinician", _("a clinician")


F = TypeVar("F", bound="Fact")


class FactQuerySet(models.QuerySet[F]):
    def current(self) -> "FactQuerySet[F]":
        """Return the latest answer to each code of each patient."""
        newer = self.model._default_manager.filter(patient=OuterRef("patient"), code=OuterRef("code"))
        return self.filter(~Exists(newer.filter(pk__gt=OuterRef("pk"))))

    def positive(self) -> "FactQuerySet[F]":
        return self.filter(answer=Answer.YES)


class Fact(models.Model):
    """One answer about a patient. `code` is a key of the catalogue, or a slug of `text` where it has none."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="%(class)s_facts")
    code = models.CharField(max_length=80)
    text = models.CharField(_("in words"), max_length=200, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    since = models.DateField(_("since"), null=True, blank=True)
    said_by = models.CharField(_("said by"), max_length=10, choices=SaidBy, default=SaidBy.PATIENT)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["code", "-pk"]
        indexes = [models.Index(fields=["patient", "code"], name="%(class)s_patient_code")]

    def __str__(self) -> str:
        return f"{self.text or self.code}: {self.get_answer_display()}"


class Allergy(Fact):
    """An allergy to an ingredient or a group (`code` = catalogue key). Code `none_known` says there is none known."""

    NONE_KNOWN = "none_known"
    reaction = models.CharField(_("reaction"), max_length=200, blank=True)


class Condition(Fact):
    """A condition that matters to treatment: pregnancy, breastfeeding, keloid tendency …"""


class Medication(Fact):
    """A medicine taken now. Code `none` says there is none."""

    NONE = "none"
    dose = models.CharField(_("dose"), max_length=120, blank=True)
