import pytest

from treatments.rules.evidence import Evidence, doubts


@pytest.mark.parametrize(
    ("levels", "sentences"),
    [
        (["moderate", "low", "very_low", "conflicting", "not_applicable"], []),
        (["none"], ["No study of its own was found: i0."]),
        (["none", "negative"], ["Studies showed no benefit: i1.", "No study of its own was found: i0."]),
        (["none", "high", "none"], ["No study of its own was found: i0, i2."]),
        (["practice_only"], ["Only clinics' own practice: i0."]),
        (["registry_only"], ["Only a registered trial without a result: i0."]),
    ],
)
def test_evidence_that_is_none_is_a_doubt(levels, sentences):
    known = [Evidence(f"i{index}", level) for index, level in enumerate(levels)]
    assert [item.sentence for item in doubts(known)] == sentences


def test_order_of_the_lines_changes_nothing():
    known = [Evidence("zinc", "none", ("a",)), Evidence("copper", "none", ("b",))]
    assert list(doubts(known)) == list(doubts(known[::-1]))
