"""rollup.md, section 10."""

from decimal import Decimal

import pytest

from activities.rollup.rounding import per_cent, ratio_beside_thresholds, round_half_up
from activities.rollup.status import Thresholds


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("2.449", 1, "2.4"),
        ("2.45", 1, "2.5"),
        ("0.125", 2, "0.13"),
        ("7", 1, "7.0"),
    ],
)
def test_half_up(value, places, rounded):
    assert str(round_half_up(Decimal(value), places)) == rounded


def test_a_small_negative_is_not_shown_as_minus_zero():
    assert str(round_half_up(Decimal("-0.04"), 1)) == "0.0"


def test_missing_stays_missing():
    assert round_half_up(None, 1) is None
    assert per_cent(None) is None
    assert ratio_beside_thresholds(None) is None


def test_one_decimal_in_tables_whole_per_cents_in_headlines():
    share = Decimal(200) / 310
    assert str(per_cent(share)) == "64.5"
    assert str(per_cent(share, 0)) == "65"
    assert str(per_cent(Decimal("0.8085"), 0)) == "81"


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [
        ("0.847", "0.847"),
        ("0.85", "0.850"),
        ("0.84949", "0.849"),
        ("0.8496", "0.849"),
        ("0.49999", "0.499"),
        ("0.9999", "0.999"),
        ("0.6666", "0.667"),
        ("1.2346", "1.235"),
        ("-0.0004", "0.000"),
    ],
)
def test_three_digits_beside_a_threshold_never_rounded_onto_it(ratio, shown):
    assert str(ratio_beside_thresholds(Decimal(ratio))) == shown


def test_the_thresholds_are_the_plans():
    plans = Thresholds(on_track=Decimal("0.9"), delayed=Decimal("0.6"))
    assert str(ratio_beside_thresholds(Decimal("0.8996"), plans)) == "0.899"
    assert str(ratio_beside_thresholds(Decimal("0.8496"), plans)) == "0.850"
