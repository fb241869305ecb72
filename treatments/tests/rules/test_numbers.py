from decimal import Decimal as D

import pytest

from treatments.rules.errors import DoseError
from treatments.rules.numbers import parse_number, show_number, show_percent


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("4", "4"),
        (" 0.05 ", "0.05"),
        (".5", "0.5"),
        ("200 000", "200000"),
        ("200\u202f000", "200000"),
        ("1250", "1250"),
    ],
)
def test_plain_number_is_read_as_written(typed, read):
    assert parse_number(typed) == D(read)


@pytest.mark.parametrize(("typed", "read"), [("0,5", "0.5"), ("4.5", "4.5"), ("12,25", "12.25"), ("200 000", "200000")])
def test_comma_decimals_are_read_where_the_locale_writes_them(typed, read):
    assert parse_number(typed, decimal_comma=True) == D(read)


@pytest.mark.parametrize(
    ("typed", "comma", "sentence"),
    [
        ("", False, "Enter a number."),
        ("-1", False, "A quantity cannot be negative."),
        ("\u22121", False, "A quantity cannot be negative."),
        ("0", False, "A quantity must be more than zero."),
        ("NaN", False, "“NaN” is not a plain number: write it in digits, such as 12.5."),
        ("inf", False, "“inf” is not a plain number: write it in digits, such as 12.5."),
        ("1e9", False, "“1e9” is not a plain number: write it in digits, such as 12.5."),
        ("1000000000", False, "1000000000 is too large: at most 1000000."),
        ("0,5", False, "“0,5” can be read in two ways: write the decimals with a point, such as 0.5."),
        ("1.500", True, "“1.500” can be read in two ways: write the decimals with a comma, such as 0,5."),
        ("1.250,5", True, "“1.250,5” has a point and a comma: write it as 1250,5."),
        (".", False, "“.” is not a number."),
        ("\u0663", False, "“\u0663” is not a plain number: write it in digits, such as 12.5."),
    ],
)
def test_what_is_no_quantity_is_refused_in_a_sentence(typed, comma, sentence):
    with pytest.raises(DoseError) as refused:
        parse_number(typed, field="amount", decimal_comma=comma)
    assert (refused.value.sentence, refused.value.field) == (sentence, "amount")


@pytest.mark.parametrize("number", [D("NaN"), D("Infinity"), D("-Infinity"), 0.5, True, None])
def test_what_is_no_decimal_is_refused(number):
    with pytest.raises(DoseError):
        parse_number(number)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("0.50", "0.5"),
        ("4.000", "4"),
        ("0.00012345", "0.0001235"),
        ("1500", "1500"),
        ("123456", "123456"),
        ("33.33333", "33.33"),
        ("1E+3", "1000"),
        ("0", "0"),
    ],
)
def test_number_is_shown_with_leading_and_without_trailing_zero(number, shown):
    assert show_number(D(number)) == shown


def test_number_is_shown_with_a_comma_where_the_locale_writes_it():
    assert show_number(D("0.50"), decimal_comma=True) == "0,5"


@pytest.mark.parametrize(("share", "shown"), [("0.1234", "12.4 %"), ("1", "100 %"), ("1.00001", "100.1 %")])
def test_share_is_rounded_up_so_that_a_limit_never_looks_farther_away(share, shown):
    assert show_percent(D(share)) == shown
