"""Where the facts come from, and where the sources disagree."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from treatments.models.catalogue.base import CatalogueRow


class SourceQuerySet(models.QuerySet):
    def cited_by(self, *entries: CatalogueRow):
        """The sources that these entries name."""
        return self.filter(key__in={key for entry in entries for key in entry.sources})


class Source(CatalogueRow):
    """A document, label, trial or page. `url` is empty when there is none to open."""

    title = models.CharField(max_length=300)
    url = models.URLField(max_length=400, blank=True)
    kind = models.CharField(max_length=40)
    note = models.TextField(blank=True)

    objects = SourceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class SourceConflict(CatalogueRow):
    """A question on which published sources disagree."""

    topic = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.topic


class EvidenceStatement(CatalogueRow):
    """One sentence of evidence about mesotherapy as a whole."""

    statement = models.TextField()

    class Meta(CatalogueRow.Meta):
        verbose_name = _("evidence statement")

    def __str__(self) -> str:
        return self.statement


class GlossaryTerm(CatalogueRow):
    """A word of the field in plain English."""

    term = models.CharField(max_length=80, unique=True)
    definition = models.TextField()

    def __str__(self) -> str:
        return self.term
