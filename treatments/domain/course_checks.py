"""What a course cannot be: one place for the sentences, whichever verb or stored content brings it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clinic.kit.errors import Refusal
from treatments.models import Course
from treatments.rules.schedule import Phase

MOST_A_SERIES = 40
MOST_IN_ALL = 60
LONGEST_DAYS = 730


def refuse_impossible(course: Course) -> None:
    """Raise Refusal, naming the field, for intervals out of order and for numbers that cannot be."""
    refuse_disorder(course.interval_min_days, course.interval_days, course.interval_max_days)
    _refuse_outside(course.sessions_planned, 1, MOST_A_SERIES, "sessions_planned", _("A course has 1 to 40 sessions."))
    weeks = _("Results are expected after 0 to 104 weeks.")
    _refuse_outside(course.results_after_weeks, 0, 104, "results_after_weeks", weeks)
    _refuse_outside(course.price, 0, Decimal("9999999.99"), "price", _("A price is not below 0."))
    _refuse_amount(course, "volume_ml", 1000, _("A volume a session is above 0 mL and at most 1000 mL."))
    _refuse_amount(course, "depth_mm", 99, _("A depth is above 0 mm."))


def refuse_cream(cream: Any) -> None:
    """Raise Refusal, naming the field, for a cream without a substance or with an amount that cannot be.

    `cream` has ingredient, strength_percent, grams, area_cm2, minutes.
    """
    if cream.ingredient is None:
        raise Refusal(_("A cream has a substance."), field="ingredient")
    _refuse_amount(cream, "strength_percent", 100, _("A strength is above 0 and at most 100 %."))
    _refuse_amount(cream, "grams", 500, _("A weight is above 0 and at most 500 g."))
    _refuse_amount(cream, "area_cm2", 20_000, _("An area is above 0 and at most 20 000 cm²."))
    _refuse_amount(cream, "minutes", 480, _("A time is above 0 and at most 480 minutes."))


def refuse_disorder(least: int | None, ideal: int | None, most: int | None, *, field: str = "interval_days") -> None:
    """Raise Refusal unless the intervals (days) that are chosen lie between one day and two years, in order."""
    chosen = [days for days in (least, ideal, most) if days is not None]
    if chosen and min(chosen) < 1:
        raise Refusal(_("An interval is at least one day."), field=field)
    if chosen != sorted(chosen):
        raise Refusal(_("The ideal interval lies between the shortest and the longest."), field=field)
    if chosen and max(chosen) > LONGEST_DAYS:
        raise Refusal(_("An interval is at most two years."), field=field)


def refuse_phases(sessions: int | None, phases: Sequence[Phase]) -> None:
    """Raise Refusal for phases that follow nothing, are out of order, or make more than 60 sessions in all."""
    if not phases:
        return
    if not sessions:
        raise Refusal(_("Choose the first series before what follows it."), field="sessions_planned")
    for phase in phases:
        refuse_disorder(phase.pace.shortest, phase.pace.ideal, phase.pace.longest)
        _refuse_outside(phase.sessions, 1, MOST_A_SERIES, "sessions", _("A phase has 1 to 40 sessions."))
    if sessions + sum(phase.sessions for phase in phases) > MOST_IN_ALL:
        raise Refusal(_("These are more than 60 sessions in all."), field="sessions")


def _refuse_outside(value: Any, least: Any, most: Any, field: str, sentence: str) -> None:
    if value is not None and not (Decimal(value).is_finite() and least <= value <= most):
        raise Refusal(sentence, field=field)


def _refuse_amount(row: Any, field: str, most: int, sentence: str) -> None:
    value = getattr(row, field)
    if value is not None and not (Decimal(value).is_finite() and 0 < value <= most):
        raise Refusal(sentence, field=field)
