from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.practice.models import User
from treatments.models.recipes import RecipeLine, RecipeVersion


class DossierEntry(models.Model):
    """A doubt about a recipe itself (no published dose, stability, pH, evidence), settled once, at its approval."""

    version = models.ForeignKey(RecipeVersion, on_delete=models.CASCADE, related_name="dossier")
    rule = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, blank=True)
    sentence = models.TextField(help_text="The doubt as it was read.")
    sources = models.JSONField(default=list)
    answer = models.TextField(_("answer"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["version", "rule", "subject"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "rule", "subject"],
                name="one_answer_per_doubt",
                violation_error_message=_("Somebody has just settled this."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.answer[:40]}"


class BlindCheck(models.Model):
    """Single-practitioner mode: strength and volume of a high-alert line, typed a second time without seeing them."""

    line = models.ForeignKey(RecipeLine, on_delete=models.CASCADE, related_name="blind_checks")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.line_id} {self.at:%Y-%m-%d}"
