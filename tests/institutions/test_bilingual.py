from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from institutions import bilingual

NNBSP, NBSP, MINUS = "\u202f", "\u00a0", "\u2212"


def in_both(function, *arguments):
    with override("en"):
        english = function(*arguments)
    with override("km"):
        return english, function(*arguments)


@pytest.mark.parametrize(
    ("value", "decimals", "english", "khmer"),
    [
        (2236301, None, "2,236,301", f"2{NNBSP}236{NNBSP}301"),
        (Decimal("2236301.505"), 2, "2,236,301.51", f"2{NNBSP}236{NNBSP}301,51"),
        (Decimal("12.5000"), None, "12.5", "12,5"),
        (Decimal("400.0000"), None, "400", "400"),
        (Decimal("0.125"), None, "0.13", "0,13"),
        (Decimal("0.5"), 0, "1", "1"),  # half up, where Python's round() would say 0
        (Decimal("2.5"), 0, "3", "3"),
        (0, None, "0", "0"),
        (0, 2, "0.00", "0,00"),
        (Decimal("-0.2"), 0, "0", "0"),
        (Decimal("-1234.5"), 1, f"{MINUS}1,234.5", f"{MINUS}1{NNBSP}234,5"),
    ],
)
def test_figures_keep_their_digits_and_change_their_marks(value, decimals, english, khmer):
    assert in_both(bilingual.figure, value, decimals) == (english, khmer)


@pytest.mark.parametrize(
    "write",
    [
        bilingual.figure,
        bilingual.change,
        bilingual.percent,
        bilingual.percent_number,
        bilingual.ratio,
        bilingual.money,
        bilingual.prose_number,
        bilingual.date_text,
        bilingual.datetime_text,
        bilingual.time_text,
    ],
)
def test_what_is_missing_is_never_written_as_zero(write):
    assert in_both(write, None) == ("", "")


@pytest.mark.parametrize(
    ("share", "decimals", "english", "khmer"),
    [
        (Decimal("0.4525"), 1, f"45.3{NNBSP}%", f"45,3{NNBSP}%"),
        (Decimal("0.4549"), 0, f"45{NNBSP}%", f"45{NNBSP}%"),
        (Decimal("1.25"), 1, f"125.0{NNBSP}%", f"125,0{NNBSP}%"),
        (Decimal("-0.1"), 0, f"{MINUS}10{NNBSP}%", f"{MINUS}10{NNBSP}%"),
        (0, 1, f"0.0{NNBSP}%", f"0,0{NNBSP}%"),
    ],
)
def test_shares_are_rounded_half_up_at_the_last_step(share, decimals, english, khmer):
    assert in_both(bilingual.percent, share, decimals) == (english, khmer)


def test_a_ratio_just_under_a_threshold_does_not_look_as_if_it_had_reached_it():
    assert in_both(bilingual.ratio, Decimal("0.8469")) == ("0.847", "0,847")


@pytest.mark.parametrize(
    ("value", "expected"), [(2, "+2"), (-4, f"{MINUS}4"), (0, "0"), (Decimal("0.001"), "0")]
)
def test_a_change_carries_its_sign(value, expected):
    with override("en"):
        assert bilingual.change(value) == expected


def test_money_says_its_currency_after_the_amount_in_khmer():
    assert in_both(bilingual.money, Decimal("3800000")) == (
        f"USD{NBSP}3,800,000",
        f"3{NNBSP}800{NNBSP}000{NBSP}ដុល្លារ",
    )
    assert in_both(bilingual.money, Decimal("12.5"), "KHR", 2) == (f"KHR{NBSP}12.50", f"12,50{NBSP}រៀល")
    assert in_both(bilingual.money, 5, "EUR") == (f"EUR{NBSP}5", f"EUR{NBSP}5")


def test_prose_dates_and_quarters_use_khmer_digits():
    assert in_both(bilingual.prose_number, 53) == ("53", "៥៣")
    assert in_both(bilingual.quarter_name, 2024, 3) == (f"Q3{NBSP}2024", f"ត្រី.៣{NBSP}២០២៤")
    assert in_both(bilingual.quarter_long, 2024, 3) == (f"Q3{NBSP}2024", f"ត្រីមាសទី៣{NBSP}ឆ្នាំ២០២៤")
    assert in_both(bilingual.quarter_short, 3) == ("Q3", "ត៣")
    assert in_both(bilingual.date_text, date(2024, 10, 24)) == (
        f"24{NBSP}October{NBSP}2024",
        f"ថ្ងៃទី២៤{NBSP}ខែតុលា{NBSP}ឆ្នាំ២០២៤",
    )
    assert in_both(bilingual.datetime_text, datetime(2024, 10, 4, 6, 5)) == (
        f"4{NBSP}October{NBSP}2024, 06:05",
        f"ថ្ងៃទី៤{NBSP}ខែតុលា{NBSP}ឆ្នាំ២០២៤ ម៉ោង ០៦:០៥",
    )


def test_without_a_language_the_reader_gets_khmer():
    with override(None):
        assert bilingual.language() == "km"


def test_folding_makes_look_alikes_equal():
    with_da, with_ta = "សេចក្ដី", "សេចក្តី"
    assert with_da != with_ta
    assert bilingual.folded(with_da) == bilingual.folded(with_ta)
    assert bilingual.folded("ឆ្នាំ\u200b២០២៤ NGO") == "ឆ្នាំ2024 ngo"


def test_folding_leaves_the_full_letter_ta_alone():
    assert bilingual.folded("តា") != bilingual.folded("ដា")


@given(st.integers(min_value=0))
def test_khmer_digits_can_be_read_back(number):
    assert int(bilingual.latin_digits(bilingual.khmer_digits(number))) == number


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_a_khmer_figure_differs_from_the_english_one_by_its_marks_alone(value):
    english, khmer = in_both(bilingual.figure, value, 2)
    assert khmer.replace(NNBSP, "").replace(",", ".") == english.replace(",", "")
    assert Decimal(english.replace(",", "").replace(MINUS, "-")) == value
