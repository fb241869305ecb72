"""Rules about a course among others: what was given before, where else the skin is treated, what was published."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from treatments.rules.facts import (
    CourseFacts,
    GivenDose,
    OtherDose,
    PlanFacts,
    PointCheck,
    Published,
    PublishedAmount,
    TestRead,
)
from treatments.rules.facts.catalogue import DoseLimit
from treatments.tests.rules.clinic import CATALOGUE, HEALTHY, PLAN, TODAY, findings, found, keys, line, recipe


def lidocaine(mg: int):
    """A recipe with that much lidocaine, from a 2 % stock."""
    return recipe(line("lidocaine", "20", total_dose=D(mg)))


def given(ingredient: str, mg: int, days_ago: int, **more) -> GivenDose:
    return GivenDose(OtherDose(ingredient, D(mg), "given before", **more), TODAY - timedelta(days_ago))


WEEKLY = replace(CATALOGUE, limits=(DoseLimit("txa_week", keys("txa"), D(2), D(100), window_days=7),))
PER_VISIT = CATALOGUE
LIGHT = replace(HEALTHY, weight_kg=D(40))


@pytest.mark.parametrize(
    ("case", "rows", "patient", "of", "earlier", "expected"),
    [
        ("200 mg and 120 mg earlier the same day are above the 300 mg of a day", PER_VISIT, HEALTHY, lidocaine(200),
         (given("lidocaine", 120, 0),), "stop"),
        ("200 mg and 100 mg earlier the same day", PER_VISIT, HEALTHY, lidocaine(200),
         (given("lidocaine", 100, 0),), None),
        ("120 mg yesterday do not count towards the limit of a visit", PER_VISIT, HEALTHY, lidocaine(200),
         (given("lidocaine", 120, 1),), None),
        ("another substance earlier the same day", PER_VISIT, HEALTHY, lidocaine(200),
         (given("txa", 500, 0),), None),
        ("310 mg in this visit alone is said once, by the limit of a visit", PER_VISIT, HEALTHY, lidocaine(310),
         (given("lidocaine", 10, 0),), None),
        ("by weight: 100 mg and 100 mg at 40 kg", PER_VISIT, LIGHT, lidocaine(100),
         (given("lidocaine", 100, 0),), "stop"),
        ("earlier the same day in units nobody can weigh", PER_VISIT, HEALTHY, lidocaine(100),
         (given("lidocaine", 0, 0, unmeasured=True),), "decide"),
        ("a session without lidocaine after much lidocaine", PER_VISIT, HEALTHY, recipe("txa"),
         (given("lidocaine", 400, 0),), None),
        ("60 mg, and 50 mg six days ago, of 100 mg in 7 days", WEEKLY, HEALTHY, recipe(line("txa", total_dose=D(60))),
         (given("txa", 50, 6),), "stop"),
        ("the same seven days ago is out of the window", WEEKLY, HEALTHY, recipe(line("txa", total_dose=D(60))),
         (given("txa", 50, 7),), None),
        ("several small ones add up", WEEKLY, HEALTHY, recipe(line("txa", total_dose=D(40))),
         (given("txa", 30, 6), given("txa", 20, 4), given("txa", 20, 2)), "stop"),
        ("what is planned later does not count", WEEKLY, HEALTHY, recipe(line("txa", total_dose=D(60))),
         (given("txa", 50, -1),), None),
        ("a window in mg/kg without a weight", WEEKLY, replace(HEALTHY, weight_kg=None),
         recipe(line("txa", total_dose=D(60))), (), "decide"),
        ("this session alone above the window's limit", WEEKLY, HEALTHY, recipe(line("txa", total_dose=D(101))), (),
         "stop"),
    ],
)  # fmt: skip
def test_cumulative_dose_fires_or_stays_silent(case, rows, patient, of, earlier, expected):
    plan = replace(PLAN, judged_on=TODAY, earlier=earlier)
    levels = [level for rule, level in found(patient, of, plan, rows) if rule.startswith("cumulative_dose")]
    assert levels == ([expected] if expected else [])


def test_cumulative_dose_of_a_course_with_nothing_to_come_is_silent():
    plan = replace(PLAN, judged_on=None, earlier=(given("lidocaine", 299, 0),))
    assert found(HEALTHY, lidocaine(299), plan) == []


def test_cumulative_dose_says_what_is_added():
    plan = replace(PLAN, judged_on=TODAY, earlier=(given("txa", 50, 3),))
    (stop,) = findings(HEALTHY, recipe(line("txa", total_dose=D(60))), plan, WEEKLY)
    assert stop.sentence == "txa: 110 mg from all sources, 110 % of the 100 mg allowed within 7 days."


def course(name: str, *zones: str, days: tuple[int, ...] = (), interval: int | None = 14, open: bool = True):
    """A course with sessions so many days from today."""
    on = frozenset(TODAY + timedelta(day) for day in days)
    return CourseFacts(name, name, frozenset(zones), interval, open, on)


FACE = course("Face", "cheek", days=(0, 14))


@pytest.mark.parametrize(
    ("case", "other", "expected"),
    [
        ("no other course", None, None),
        ("another zone", course("Scalp", "vertex", days=(0,)), None),
        ("two open courses on one zone, far apart", course("Scars", "cheek", days=(60,)), "both still open"),
        ("two open courses on one zone, nothing booked", course("Scars", "cheek"), "both still open"),
        ("three days after the other", course("Scars", "cheek", days=(-3,)),
         "3 days apart; the longer interval is 14 days"),
        ("in the same visit", course("Scars", "cheek", days=(0,)),
         "on the same day; the longer interval is 14 days"),
        ("the other has the longer interval", course("Scars", "cheek", days=(-20,), interval=30),
         "20 days apart; the longer interval is 30 days"),
        ("a finished course, given 3 days ago", course("Scars", "cheek", days=(-3,), open=False),
         "3 days apart; the longer interval is 14 days"),
        ("a finished course, given 20 days ago", course("Scars", "cheek", days=(-20,), open=False), None),
        ("a finished course of another zone", course("Scars", "chin", days=(-1,), open=False), None),
        ("a finished course, no interval known", course("Scars", "cheek", days=(-3,), interval=None, open=False),
         "3 days apart; the longer interval is 14 days"),
    ],
)  # fmt: skip
def test_zone_overlap_fires_or_stays_silent(case, other, expected):
    plan = replace(PLAN, course=FACE, other_courses=(other,) if other else ())
    said = [(item.level.word, item.sentence) for item in findings(plan=plan) if item.rule == "zone_overlap"]
    assert said == ([("decide", f"cheek: two courses, Face and Scars, {expected}.")] if expected else [])


def test_zone_overlap_is_the_same_finding_from_either_course():
    scars = course("Scars", "cheek", days=(3,))
    ours = findings(plan=replace(PLAN, course=FACE, other_courses=(scars,)))
    theirs = findings(plan=replace(PLAN, course=scars, other_courses=(FACE,)))
    assert ours == theirs


def read(days_ago: int, reacted: bool = False, ingredient: str = "hyaluronidase") -> TestRead:
    return TestRead(ingredient, TODAY - timedelta(days_ago), reacted)


@pytest.mark.parametrize(
    ("case", "facts", "tests", "expected"),
    [
        ("no test is asked for", {}, (), None),
        ("asked for, none on record", {"needs_test": True}, (), ("decide", True)),
        ("asked for, none on record, restricted", {"needs_test": True, "status": "restricted"}, (), ("stop", True)),
        ("asked for, negative", {"needs_test": True}, (read(2),), None),
        ("asked for, negative for another ingredient", {"needs_test": True}, (read(2, ingredient="txa"),),
         ("decide", True)),
        ("asked for, read tomorrow", {"needs_test": True}, (read(-1),), ("decide", True)),
        ("a reaction", {"needs_test": True}, (read(2, True),), ("stop", False)),
        ("a reaction, though no test was asked for", {}, (read(2, True),), ("stop", False)),
        ("a reaction after an earlier negative", {"needs_test": True}, (read(9), read(2, True)), ("stop", False)),
        ("a negative after an earlier reaction", {"needs_test": True}, (read(9, True), read(2)), ("decide", True)),
        ("both on one day", {"needs_test": True}, (read(2, True), read(2)), ("stop", False)),
        ("another ingredient's reaction", {}, (read(2, True, "txa"),), None),
    ],
)  # fmt: skip
def test_test_injection_fires_or_stays_silent(case, facts, tests, expected):
    patient = replace(HEALTHY, tests=tests)
    said = [
        (item.level.word, item.may_override)
        for item in findings(patient, recipe("hyaluronidase", **facts))
        if item.rule.startswith("test_injection/")
    ]
    assert said == ([expected] if expected else [])


STATED = Published("Protocol BR-07", D(2), D(5), D("0.05"), ("iraji",))
POINTS = replace(CATALOGUE, point_checks=(PointCheck("txa_point_check", "txa", D("0.2"), ("lee2006",)),))
STRENGTHS = (PublishedAmount("mL", D(4), D(4), ("lee2006",)), PublishedAmount("mL", D(100), D(100), ("pazyar",)))
PER_SESSION = (PublishedAmount("session", D(2), D(2), ("pn_agg",)),)


def drawn(ml: str, stock: str = "10", *, point: str | None = None, settled: bool = True, **facts):
    of = recipe(line("txa", stock, stock_volume_ml=D(ml)), settled=settled, **facts)
    worked = of.worked
    if point:
        amount = worked.lines[0].dose.amount * D(point) / worked.total_ml
        dose = replace(worked.lines[0].dose, amount=amount)
        worked = replace(worked, per_point_ml=D(point), lines=(replace(worked.lines[0], per_point=dose),))
    return replace(of, worked=worked)


@pytest.mark.parametrize(
    ("case", "of", "plan", "subjects"),
    [
        ("the published volume", drawn("5"), {"published": STATED}, []),
        ("four times as much", drawn("20"), {"published": STATED}, []),
        ("five times as much", drawn("25"), {"published": STATED}, ["volume"]),
        ("a fifth of the least", drawn("0.4"), {"published": STATED}, ["volume"]),
        ("a little more than a fifth", drawn("0.41"), {"published": STATED}, []),
        ("five times as much by the volume of a session", drawn("5"),
         {"published": STATED, "volume_ml": D(30)}, ["volume"]),
        ("no protocol", drawn("500"), {}, []),
        ("a protocol that states no volume", drawn("500"), {"published": Published("X")}, []),
        ("0.05 mL in a point", drawn("5", point="0.05"), {"published": STATED}, []),
        ("0.5 mL in a point", drawn("5", point="0.5"), {"published": STATED}, ["per_point"]),
        ("0.01 mL in a point", drawn("5", point="0.01"), {"published": STATED}, ["per_point"]),
        ("a published volume of the ingredient", drawn("2", published=PER_SESSION), {}, []),
        ("five times that", drawn("10", published=PER_SESSION), {}, ["txa"]),
        ("the stronger of two published strengths", drawn("5", "100", published=STRENGTHS), {"published": STATED}, []),
        ("ten times the strongest, in the protocol's volume", drawn("5", "1000", published=STRENGTHS),
         {"published": STATED}, ["txa"]),
        ("a strength, but no published volume to reckon with", drawn("5", "1000", published=STRENGTHS), {}, []),
    ],
)  # fmt: skip
def test_plausible_amount_fires_or_stays_silent(case, of, plan, subjects):
    plan = replace(PLAN, **plan)
    said = [item.subject for item in findings(of=of, plan=plan) if item.rule == "plausible_amount"]
    assert said == subjects


@pytest.mark.parametrize(
    ("case", "stock", "settled", "subjects"),
    [
        ("4 mg/mL, 0.2 mg a point, as published", "4", False, []),
        ("100 mg/mL, 5 mg a point", "100", False, ["txa"]),
        ("the same, settled when the recipe was approved", "100", True, []),
        ("0.8 mg/mL, a fifth", "0.8", False, ["txa"]),
    ],
)
def test_amount_in_a_point_belongs_to_the_recipe(case, stock, settled, subjects):
    of = drawn("5", stock, point="0.05", settled=settled)
    said = [item.subject for item in findings(of=of, catalogue=POINTS) if item.rule == "plausible_amount"]
    assert said == subjects


def test_plausible_amount_names_the_published_number_and_its_source():
    (decide,) = findings(of=drawn("50"), plan=replace(PLAN, published=STATED))
    sentence = "The volume of a session, 50 mL, is 10 times the published 2–5 mL (Protocol BR-07)."
    assert (decide.sentence, decide.sources, decide.level.word) == (sentence, ("iraji",), "decide")


def test_platelet_rich_plasma_has_a_volume_and_no_lines():
    plan = PlanFacts(concern="hair_loss", volume_ml=D(50), published=Published("HL-05", D(5), D(7)))
    of = replace(recipe("txa"), worked=replace(recipe("txa").worked, lines=(), total_ml=D(0)), ingredients=())
    assert found(HEALTHY, of, plan) == [("plausible_amount", "decide")]


def test_days_of_a_window_are_days_of_the_calendar():
    plan = replace(PLAN, judged_on=date(2026, 3, 8), earlier=(given("txa", 50, 3),))
    assert found(HEALTHY, recipe(line("txa", total_dose=D(60))), plan, WEEKLY) == [("cumulative_dose/txa_week", "stop")]
