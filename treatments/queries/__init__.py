"""What the pages of the medicine need, each in a stated number of queries."""

from treatments.queries.strip import safety_strip

__all__ = ["safety_strip"]
