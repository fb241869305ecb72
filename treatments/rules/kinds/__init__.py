"""Every rule kind, in the order a clinician would read them."""

from treatments.rules.kind import Kind
from treatments.rules.kinds import (
    age,
    allergy,
    contraception,
    depth,
    dose_limit,
    incompatibility,
    ingredient_status,
    interval,
    medicine,
    not_asked,
    patient_condition,
    patient_ingredient,
    published_dose,
    remark,
    vehicle,
)

ALL_KINDS: tuple[Kind, ...] = (
    age.KIND,
    patient_condition.KIND,
    patient_ingredient.KIND,
    contraception.KIND,
    allergy.KIND,
    medicine.KIND,
    dose_limit.KIND,
    incompatibility.KIND,
    vehicle.KIND,
    ingredient_status.KIND,
    published_dose.KIND,
    depth.KIND,
    interval.KIND,
    not_asked.KIND,
    remark.KIND,
)
