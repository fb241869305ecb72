"""What earlier sessions gave, in mg: from what was written down, else from the recipe that was planned."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from treatments.domain.facts import day_at
from treatments.models import Course, Session
from treatments.rules.facts import GivenDose, OtherDose, RecipeFacts
from treatments.rules.numbers import EXACT, sum_of

Doses = Callable[[Course, RecipeFacts], tuple[OtherDose, ...]]
IN_WORDS = re.compile(r"([0-9]+(?:\.[0-9]+)?) (mg|microgram|mL)")
TIMES = {"mg": Decimal(1), "microgram": Decimal("0.001"), "mL": Decimal(1)}


def given_doses(course: Course, recipe: RecipeFacts, planned: Doses) -> Iterator[GivenDose]:
    """Yield each dose of each session given, with its day. `planned` tells a session's doses by the plan. No query.

    What was written down wins; a session that ended and is not written down yet counts as planned. The cream counts
    either way: nobody writes it down again.
    """
    for session in course.sessions.all():
        if session.treatment_ended_at:
            on = day_at(session.treatment_ended_at, course.plan.location.tzinfo)
            yield from (GivenDose(dose, on) for dose in _of(session, planned(course, recipe), recipe))


def _of(session: Session, planned: tuple[OtherDose, ...], recipe: RecipeFacts) -> Iterator[OtherDose]:
    if not session.given:
        yield from planned
        return
    names = {line.name: line.ingredient for line in recipe.worked.lines}
    share = _share_given(session)
    yield from (_written(line, names, share) for line in session.given if not line.get("diluent"))
    yield from (dose for dose in planned if dose.on_skin)


def _written(line: Mapping[str, Any], names: Mapping[str, str], share: Decimal) -> OtherDose:
    """One line as written down: "Lidocaine", "2 mL", "40 mg"; `key` where it was kept with it."""
    key = line.get("key") or names.get(line.get("ingredient", ""), line.get("ingredient", ""))
    mg = _read(line.get("dose", ""))
    if mg is None:
        return OtherDose(key, Decimal(0), "given before", unmeasured=True)
    return OtherDose(key, EXACT.multiply(mg, share), "given before")


def _share_given(session: Session) -> Decimal:
    """How much of the batch was given, 1 = all of it; 1 where nobody wrote down the volume."""
    batch, given = _batch_ml(session), session.given_volume_ml
    return EXACT.divide(given, batch) if batch and given is not None else Decimal(1)


def _batch_ml(session: Session) -> Decimal:
    version = session.course.recipe_version
    if version and version.target_volume_ml:
        return version.target_volume_ml
    return sum_of(_read(line.get("volume", "")) or Decimal(0) for line in session.given)


def _read(words: str) -> Decimal | None:
    """A mass (mg) or volume (mL) from its words; None for anything else, such as units."""
    found = IN_WORDS.fullmatch(words)
    return EXACT.multiply(Decimal(found[1]), TIMES[found[2]]) if found else None
