"""rollup.md, section 2: leaves of a disaggregation, overlap between institutions."""

from decimal import Decimal

import pytest

from activities.rollup.disaggregation import (
    Adjustment,
    AdjustmentError,
    TotalMismatch,
    total_of_leaves,
    with_adjustments,
)


def numbers(*values):
    return [None if value is None else Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("leaves", "not_stated", "total"),
    [
        (numbers(112, 79), 9, 200),
        (numbers(112, 79), None, 191),
        (numbers(0, 0), 0, 0),
        (numbers(3, None), None, 3),
        (numbers(None, None), None, None),
        ([], None, None),
        (numbers(None, None), 4, 4),
    ],
)
def test_the_total_is_the_sum_of_the_leaves_and_not_stated(leaves, not_stated, total):
    not_stated = None if not_stated is None else Decimal(not_stated)
    assert total_of_leaves(leaves, not_stated) == total


def test_a_typed_total_that_agrees_is_accepted():
    assert total_of_leaves(numbers(112, 79), Decimal(9), typed_total=Decimal("200.0")) == 200


@pytest.mark.parametrize(("typed", "total"), [(197, 200), (203, 200)])
def test_a_typed_total_that_differs_is_refused_with_both_numbers(typed, total):
    with pytest.raises(TotalMismatch) as refused:
        total_of_leaves(numbers(112, 79), Decimal(9), typed_total=Decimal(typed))
    assert (refused.value.typed, refused.value.total) == (typed, total)
    assert str(typed) in str(refused.value)
    assert str(total) in str(refused.value)


def test_a_total_without_any_leaf_belongs_in_not_stated():
    with pytest.raises(TotalMismatch):
        total_of_leaves([], None, typed_total=Decimal(12))
    assert total_of_leaves([], Decimal(12), typed_total=Decimal(12)) == 12


def test_overlap_is_taken_off_in_signed_lines():
    lines = [Adjustment(Decimal(-8), "joint training in Battambang"), Adjustment(Decimal(-2), "same staff")]
    assert with_adjustments(Decimal(50), lines) == 40


def test_without_lines_the_value_stays():
    assert with_adjustments(Decimal(50), []) == 50
    assert with_adjustments(Decimal(-3), []) == -3
    assert with_adjustments(None, [Adjustment(Decimal(-1), "joint")]) is None


@pytest.mark.parametrize(
    ("amount", "reason", "code"),
    [
        (5, "joint", "not_negative"),
        (0, "joint", "not_negative"),
        (-5, "  ", "no_reason"),
        (-51, "joint", "exceeds_value"),
    ],
)
def test_a_line_that_cannot_be_right_is_refused(amount, reason, code):
    with pytest.raises(AdjustmentError) as refused:
        with_adjustments(Decimal(50), [Adjustment(Decimal(amount), reason)])
    assert refused.value.code == code
