"""The clinic's own levels: what counts, and what they do to a finding."""

from dataclasses import replace

import pytest

from treatments.rules.facts import ClinicLevel
from treatments.rules.kind import Rule
from treatments.rules.kinds import ALL_KINDS
from treatments.rules.levels import Change, level_in_force, rules_of
from treatments.tests.rules.clinic import CATALOGUE, HEALTHY, PLAN, YES, D, asked, findings, recipe

KELOID = Rule("patient_condition/CI-24", "Keloid or raised scars", "decide")
BLEEDING = Rule("patient_condition/CI-08", "Bleeding disorder", "stop", may_override=True)
PREGNANCY = Rule("patient_condition/CI-01", "Pregnancy", "stop")
GAP = Rule("not_asked/today", "Not asked", "decide", unjudged=True)
REMARK = Rule("remark/IN-05", "Biotin", "note")


@pytest.mark.parametrize(
    ("case", "rule", "changes", "expected"),
    [
        ("as shipped", KELOID, [], "decide"),
        ("raised counts at once", KELOID, [Change("stop")], "stop"),
        ("lowered, nobody has agreed", KELOID, [Change("note")], "decide"),
        ("lowered, agreed", KELOID, [Change("note", agreed=True)], "note"),
        ("raised, then back as shipped, nobody has agreed", KELOID, [Change("stop"), Change("decide")], "stop"),
        ("raised, then back as shipped, agreed", KELOID, [Change("stop"), Change("decide", agreed=True)], "decide"),
        ("lowered, then raised again", KELOID, [Change("note", agreed=True), Change("stop")], "stop"),
        ("a stop that can be overridden", BLEEDING, [Change("decide", agreed=True)], "decide"),
        ("a stop nobody may override", PREGNANCY, [Change("decide", agreed=True)], "stop"),
        ("what cannot be judged", GAP, [Change("note", agreed=True)], "decide"),
        ("what cannot be judged, raised", GAP, [Change("stop")], "stop"),
        ("the same, back again", GAP, [Change("stop"), Change("decide", agreed=True)], "decide"),
        ("a note raised", REMARK, [Change("decide")], "decide"),
        ("a level raised before a stricter one was shipped", BLEEDING, [Change("decide")], "stop"),
    ],
)  # fmt: skip
def test_level_that_counts(case, rule, changes, expected):
    assert level_in_force(rule, changes) == expected


def judged(rule: str, shipped: str, here: str, patient=HEALTHY, of=None, plan=PLAN) -> list[tuple[str, bool]]:
    rows = replace(CATALOGUE, levels={rule: ClinicLevel(shipped, here)})
    return [(item.level.word, item.may_override) for item in findings(patient, of, plan, rows) if item.rule == rule]


@pytest.mark.parametrize(
    ("case", "rule", "shipped", "here", "patient", "of", "expected"),
    [
        ("a decide raised is a stop that can be overridden", "patient_condition/CI-24", "decide", "stop",
         asked(keloid_tendency=YES), None, [("stop", True)]),
        ("a decide lowered is a note", "patient_condition/CI-24", "decide", "note",
         asked(keloid_tendency=YES), None, [("note", False)]),
        ("a stop lowered is decided", "patient_condition/CI-08", "stop", "decide",
         asked(bleeding_disorder=YES), None, [("decide", True)]),
        ("a stop nobody may override stays", "patient_condition/CI-01", "stop", "note",
         asked(pregnancy=YES), None, [("stop", False)]),
        ("a note raised is decided", "remark/IN-05", "note", "decide", HEALTHY, recipe("vit_b7"), [("decide", True)]),
        ("no weight stays a decision", "dose_limit/lidocaine_plain", "stop", "note",
         replace(HEALTHY, weight_kg=None), recipe("lidocaine"), [("decide", True)]),
        ("no weight raised is a stop", "not_asked/history", "decide", "stop",
         replace(HEALTHY, birth_date=None), None, [("stop", True)]),
        ("what is settled with the recipe comes back as a stop", "incompatibility/inc_la_mix", "decide", "stop",
         HEALTHY, recipe("lidocaine", "procaine"), [("stop", True)]),
        ("the same as shipped", "incompatibility/inc_la_mix", "decide", "decide",
         HEALTHY, recipe("lidocaine", "procaine"), []),
        ("a rule that found nothing", "patient_condition/CI-24", "decide", "stop", HEALTHY, None, []),
    ],
)  # fmt: skip
def test_clinic_level_of_a_finding(case, rule, shipped, here, patient, of, expected):
    assert judged(rule, shipped, here, patient, of) == expected


def test_note_that_was_a_decision_says_for_whom():
    rows = replace(CATALOGUE, levels={"depth": ClinicLevel("stop", "note")})
    (note,) = findings(plan=replace(PLAN, depth_mm=D(5)), catalogue=rows)
    assert (note.level.word, note.audience) == ("note", "prescriber")


def test_every_kind_lists_its_rules():
    assert {rule.id.partition("/")[0] for rule in rules_of(_with_window())} == {kind.id for kind in ALL_KINDS}


def test_no_rule_is_listed_twice():
    listed = [rule.id for rule in rules_of(CATALOGUE)]
    assert len(listed) == len(set(listed))


def _with_window():
    (limit, *_) = CATALOGUE.limits
    return replace(CATALOGUE, limits=(*CATALOGUE.limits, replace(limit, id="week", window_days=7)))
