import pytest

from treatments.rules.reports import urgency_of


@pytest.mark.parametrize(
    ("signs", "days", "urgency"),
    [
        (["breathing"], 0, "emergency"),
        (["itching", "breathing"], 0, "emergency"),
        (["itching"], 0, "watch"),
        (["bruise", "swelling"], 3, "watch"),
        (["itching"], 8, "today"),
        (["bruise"], None, "today"),
        (["late_lump"], 20, "today"),
        (["other"], 1, "today"),
        ([], 1, "today"),
    ],
)
def test_the_most_urgent_sign_decides(signs, days, urgency):
    assert urgency_of(signs, days_since=days) == urgency


def test_an_unknown_sign_is_an_error():
    with pytest.raises(KeyError):
        urgency_of(["hiccups"], days_since=1)
