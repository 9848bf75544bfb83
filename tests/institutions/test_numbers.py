from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from institutions.numbers import NumberNotUnderstood, parse_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", None),
        ("   ", None),
        ("0", "0"),
        ("45", "45"),
        ("45.3", "45.3"),
        ("32,28", "32.28"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("12.3456", "12.3456"),
        ("1234.567", "1234.567"),
        ("11 931", "11931"),
        ("11\u00a0931", "11931"),
        ("11\u202f931", "11931"),
        (" 2 236 301 ", "2236301"),
        ("1 234,5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("-3", "-3"),
        ("៤៥", "45"),
        ("៣២,២៨", "32.28"),
        ("១១ ៩៣១", "11931"),
        ("១\u200b២", None),  # a zero-width space inside is a space, and 1 2 is no number
        ("9" * 39, "9" * 39),
    ],
)
def test_numbers_as_they_are_typed(typed, number):
    if number is None and typed.strip():
        with pytest.raises(NumberNotUnderstood):
            parse_number(typed)
    else:
        assert parse_number(typed) == (None if number is None else Decimal(number))


@pytest.mark.parametrize("typed", ["925.000", "925,000", "11.931", "1,234", "-1,234", "៩២៥.០០០"])
def test_what_can_be_read_in_two_ways_is_asked_about(typed):
    with override("en"), pytest.raises(NumberNotUnderstood, match="two ways") as asked:
        parse_number(typed)
    without_separator = "".join(filter(str.isdigit, typed))
    assert str(int(without_separator)) in str(asked.value)


@pytest.mark.parametrize(
    "typed",
    [
        "abc",
        "many",
        "12 people",
        "45%",
        "1e5",
        "NaN",
        "Infinity",
        "--3",
        "3-",
        "1,2,3",
        "12 34",
        "1..2",
        "½",
        "0x1F",
    ],
)
def test_a_text_is_not_a_number(typed):
    with override("en"), pytest.raises(NumberNotUnderstood) as refused:
        parse_number(typed)
    assert typed in str(refused.value)


@given(st.decimals(min_value=0, max_value=10**11, places=1))
def test_every_number_written_plainly_is_read_back(number):
    assert parse_number(f"{number:f}") == number
    assert parse_number(f"{number:f}".replace(".", ",")) == number


@given(st.integers(min_value=0, max_value=10**15))
def test_grouping_by_spaces_changes_nothing(number):
    assert parse_number(f"{number:,}".replace(",", " ")) == number


@given(st.text(max_size=20))
def test_any_text_gives_a_number_nothing_or_a_refusal(text):
    try:
        number = parse_number(text)
    except NumberNotUnderstood:
        return
    assert number is None or number.is_finite()
