"""What every catalogue row has in common: its key, where it comes from, and who approved it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from treatments.models.catalogue.facts import facts_of


class Status(models.TextChoices):
    """What the clinic may do with an entry. Candidate and restricted can be offered once approved."""

    CANDIDATE = "candidate", _("May be offered")
    RESTRICTED = "restricted", _("Physician only, extra checks")
    REFERENCE = "reference", _("Reference only, not offered")
    BLOCKED = "blocked", _("Blocked")


class EvidenceLevel(models.TextChoices):
    """How strong the published evidence is, as the sources state it."""

    NONE = "none", _("None found")
    VERY_LOW = "very_low", _("Very low")
    LOW = "low", _("Low")
    LOW_MODERATE = "low_moderate", _("Low to moderate")
    MODERATE = "moderate", _("Moderate")
    CONFLICTING = "conflicting", _("Moderate, sources conflict")
    HIGH = "high", _("High")
    NEGATIVE = "negative", _("Negative: no benefit shown")
    PRACTICE_ONLY = "practice_only", _("Clinic practice only")
    REGISTRY_ONLY = "registry_only", _("Trial registered, no result")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


class Level(models.TextChoices):
    """How far a safety rule goes once it applies."""

    STOP = "stop", _("stop")
    DECIDE = "decide", _("decide")
    NOTE = "note", _("note")


class Confidence(models.TextChoices):
    HIGH = "high", _("High: primary or label source, or several agreeing")
    MEDIUM = "medium", _("Medium: one decent source")
    LOW = "low", _("Low: weak, secondary or recalled")


class Verification(models.TextChoices):
    RETRIEVED = "retrieved", _("Read in the cited source")
    PARTLY_RECALLED = "partly_recalled", _("Partly read, partly background knowledge")
    NOT_RETRIEVED = "not_retrieved", _("Background knowledge: check before use")


class CatalogueRow(models.Model):
    """A row of the shipped catalogue. `sources` lists keys of Source; `shipped` is what the last load brought."""

    key = models.SlugField(max_length=60, unique=True)
    sources = models.JSONField(default=list, blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)
    verification = models.CharField(max_length=20, choices=Verification, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    shipped = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["order", "key"]


class EntryQuerySet(models.QuerySet):
    def approved(self):
        """Entries that a medical director has approved."""
        return self.filter(approved_at__isnull=False)

    def waiting(self):
        """Entries that nobody has approved yet."""
        return self.filter(approved_at__isnull=True)

    def offered(self):
        """Entries that may reach a patient: approved, and neither blocked nor kept for reference."""
        return self.approved().filter(status__in=[Status.CANDIDATE, Status.RESTRICTED])

    def in_force(self):
        """Entries that protect: everything the clinic has not blocked. A safety rule needs no approval to warn."""
        return self.exclude(status=Status.BLOCKED)


class CatalogueEntry(CatalogueRow):
    """A row that the clinic approves, changes, restricts or blocks. Nothing unapproved reaches a patient.

    `pending` holds shipped values newer than the approved ones: a reload never changes what a director approved.
    """

    status = models.CharField(max_length=10, choices=Status, default=Status.CANDIDATE)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    pending = models.JSONField(default=dict, blank=True, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta(CatalogueRow.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_approval_has_a_name",
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                violation_error_message=_("An approval needs both the person and the time."),
            )
        ]

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    @property
    def is_offered(self) -> bool:
        return self.is_approved and self.status in (Status.CANDIDATE, Status.RESTRICTED)

    @property
    def changed_fields(self) -> list[str]:
        """Names of the shipped fields whose value is now the clinic's own."""
        now = facts_of(self, self.shipped)
        return sorted(field for field, value in self.shipped.items() if now[field] != value)
