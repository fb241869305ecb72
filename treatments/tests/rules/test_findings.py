from dataclasses import replace
from datetime import timedelta

from treatments.rules.findings import Level, finding
from treatments.tests.rules.clinic import HEALTHY, TODAY, YES, asked, findings, recipe


def test_levels_are_ordered():
    assert Level.NOTE < Level.DECIDE < Level.STOP


def test_decision_carries_forward_while_the_facts_are_the_same():
    before = findings(asked(keloid_tendency=YES))
    later = replace(asked(keloid_tendency=YES, pregnancy=YES, breastfeeding=YES), today=TODAY + timedelta(30))
    keloid = [item for item in findings(later) if item.subject == "keloid_tendency"]
    assert [item.inputs_hash for item in keloid] == [before[0].inputs_hash]


def test_key_changes_with_a_fact_the_rule_read():
    first, second = (finding("r", "decide", "s", reads={"used_mg": mg}) for mg in ("20", "21"))
    assert first.inputs_hash != second.inputs_hash


def test_key_does_not_depend_on_the_words():
    first, second = (finding("r", "decide", words, reads={"a": "b"}) for words in ("Old words.", "New words."))
    assert first.inputs_hash == second.inputs_hash


def test_key_does_not_depend_on_the_order_of_facts():
    first = finding("r", "decide", "s", reads={"a": {"x", "y"}, "b": 1})
    second = finding("r", "decide", "s", reads={"b": 1, "a": ["y", "x"]})
    assert first.inputs_hash == second.inputs_hash


def test_key_is_the_same_in_every_process():
    found = finding("age", "stop", "s", subject="age", reads={"age": 16})
    assert found.inputs_hash == "2d1beda64ce487dce75cb3644734b1abb2a14fcc5e97b401f389631ecfcaaee0"


def test_stop_is_not_overridden_unless_its_rule_says_so():
    assert [finding("r", level, "s").may_override for level in ("note", "decide", "stop")] == [False, True, False]


def test_worst_comes_first():
    levels = [item.level for item in findings(asked(keloid_tendency=YES, pregnancy=YES), recipe("txa", "vit_b7"))]
    assert levels == [Level.STOP, Level.DECIDE, Level.NOTE]


def test_healthy_patient_has_no_findings():
    assert findings(HEALTHY) == ()
