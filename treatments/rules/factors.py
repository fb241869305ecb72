"""What a unit of activity or a milliequivalent of a substance weighs, where its definition says so; else nothing.

Only where one number holds whatever the salt or maker: 1 IU of cholecalciferol is 0.025 microgram by definition of the
unit; 1 mEq of sodium bicarbonate is its molar mass, 84.01 mg. Enzymes and toxins have none, on purpose.
"""

from collections.abc import Mapping
from decimal import Decimal

from treatments.rules.units import NO_FACTORS, Factors

FACTORS: Mapping[str, Factors] = {
    "vit_d3": Factors(mg_per_iu=Decimal("0.000025")),
    "bicarbonate": Factors(mg_per_meq=Decimal("84.01")),
}


def factors_of(ingredient: str) -> Factors:
    """The factors of a substance by its key (mg per IU, mg per mEq); none where its definition gives none."""
    return FACTORS.get(ingredient, NO_FACTORS)
