"""What is known of the patient, and how old that knowledge is. "today" is a fact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Answer(StrEnum):
    """What was answered. "unsure" judges nothing: it counts as not asked."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Answered:
    """One answer and the day it was given (None: day unknown)."""

    answer: Answer = Answer.NOT_ASKED
    on: date | None = None


@dataclass(frozen=True)
class Stated:
    """A free text of the patient's; `reviewed`: a clinician has read it and judged it."""

    text: str
    reviewed: bool = False


@dataclass(frozen=True)
class Allergies:
    """Allergies by catalogue key or in free text. `asked` with nothing listed means "none known"."""

    asked: bool = False
    ingredients: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    texts: tuple[Stated, ...] = ()


@dataclass(frozen=True)
class Medicines:
    """Current medicines by class key (catalogue) or in free text. `asked` with nothing listed means "takes none"."""

    asked: bool = False
    keys: frozenset[str] = frozenset()
    texts: tuple[Stated, ...] = ()


@dataclass(frozen=True)
class TestRead:
    """A test injection of an ingredient and how it was read. `reacted` is the result."""

    __test__ = False

    ingredient: str
    on: date
    reacted: bool


@dataclass(frozen=True)
class PatientFacts:
    """One patient on one day. None always means *not known*.

    `sex` is "female" or "male" (as registered at birth), anything else is not known; `child_bearing_potential` wins
    over sex and age when recorded. `weight_on` is the day of weighing. `conditions` maps a condition key (pregnancy and
    breastfeeding among them) to its answer. `tests`: test injections, read by `today`.
    """

    today: date
    birth_date: date | None = None
    sex: str | None = None
    child_bearing_potential: bool | None = None
    contraception_documented: bool | None = None
    weight_kg: Decimal | None = None
    weight_on: date | None = None
    phototype: int | None = None
    conditions: Mapping[str, Answered] = field(default_factory=dict)
    allergies: Allergies = Allergies()
    medicines: Medicines = Medicines()
    tests: tuple[TestRead, ...] = ()

    @property
    def age(self) -> int | None:
        """Whole years on `today`; None without a birth date."""
        if self.birth_date is None:
            return None
        before = (self.today.month, self.today.day) < (self.birth_date.month, self.birth_date.day)
        return self.today.year - self.birth_date.year - before

    @property
    def weight_age_days(self) -> int | None:
        """Days since the weighing; None when the day is not known."""
        return None if self.weight_on is None else (self.today - self.weight_on).days

    def answer(self, key: str, *, valid_days: int | None = None) -> Answer:
        """The answer for a condition key; NOT_ASKED when missing, unsure, or older than `valid_days`.

        No `valid_days`: never too old. A yes never grows old: it stays until somebody answers no.
        """
        given = self.conditions.get(key, Answered())
        if given.answer == Answer.YES or (given.answer == Answer.NO and self._fresh(given.on, valid_days)):
            return given.answer
        return Answer.NOT_ASKED

    def _fresh(self, on: date | None, valid_days: int | None) -> bool:
        if valid_days is None:
            return True
        return on is not None and 0 <= (self.today - on).days <= valid_days

    @property
    def can_bear_children(self) -> bool | None:
        """Child-bearing potential as recorded, here or as an answer of that name; None = not known."""
        return self._recorded(self.child_bearing_potential, "child_bearing_potential")

    @property
    def has_contraception(self) -> bool | None:
        """Documented contraception, here or as the answer "contraception_documented"; None = not known."""
        return self._recorded(self.contraception_documented, "contraception_documented")

    def _recorded(self, value: bool | None, key: str) -> bool | None:
        given = self.answer(key)
        return value if value is not None else {Answer.YES: True, Answer.NO: False}.get(given)

    @property
    def may_be_pregnant(self) -> bool:
        """Whether pregnancy and breastfeeding must be asked.

        Not of men, nor from 60 on, nor where child-bearing is recorded as impossible.
        """
        if self.can_bear_children is not None:
            return self.can_bear_children
        return self.sex != "male" and not (self.age is not None and self.age >= 60)
