"""What the pages of the medicine need, each in a stated number of queries."""
