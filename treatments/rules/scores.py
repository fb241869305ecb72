"""Reading a score as people write it: 3, 2.5, 2,5, III, IIIa, III vertex."""

import re
from decimal import Decimal

NUMBER = re.compile(r"^\d{1,5}([.,]\d{1,2})?$")
ROMAN = re.compile(r"^(X|IX|IV|V?I{0,3})(?=$|[\s-]|[A-D]$)", re.IGNORECASE)
ROMANS = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


def read_score(text: str) -> Decimal | None:
    """Return the number of a score, of a Roman type without its variant; None for anything else."""
    text = text.strip()
    if NUMBER.match(text):
        return Decimal(text.replace(",", "."))
    roman = ROMAN.match(text)
    return Decimal(ROMANS[roman[1].upper()]) if roman and roman[1] else None


def is_within(score: Decimal, minimum: Decimal | None, maximum: Decimal | None) -> bool:
    """Whether a score lies in the range of its scale; an end that is not stated bounds nothing."""
    return (minimum is None or score >= minimum) and (maximum is None or score <= maximum)
