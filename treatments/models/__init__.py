"""Everything the medicine keeps, re-exported: `from treatments.models import Ingredient`."""

from treatments.models.catalogue import *  # noqa: F403
