"""Whole numbers as pages send them back."""

LONGEST = 9  # digits: more are no key and no edition, and a database refuses them


def sent_number(text: str) -> int:
    """Return a whole number that a page of ours put into a form; 0, which none of them is, for anything else."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else 0
