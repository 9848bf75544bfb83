from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.rollup.schedule import Quarter
from budget.execution import (
    burn_rate,
    cents,
    execution_rate,
    government_share,
    planned_to_date,
    split_by_shares,
)

START, END = Quarter(2021, 3), Quarter(2025, 4)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        ("0.005", "0.01"),
        ("0.004", "0.00"),
        ("1.115", "1.12"),
        ("-0.005", "-0.01"),
        ("-0.001", "0.00"),
        ("5", "5.00"),
    ],
)
def test_cents_half_up(amount, rounded):
    assert str(cents(Decimal(amount))) == rounded


@pytest.mark.parametrize("rate", [execution_rate, burn_rate])
def test_rates_are_spent_over_planned_and_not_clamped(rate):
    assert rate(Decimal(97_308), Decimal(160_000)) == Decimal("0.608175")
    assert rate(Decimal(0), Decimal(160_000)) == 0
    assert rate(Decimal(200), Decimal(160)) == Decimal("1.25")
    assert rate(Decimal(-20), Decimal(160)) == Decimal("-0.125")


@pytest.mark.parametrize("rate", [execution_rate, burn_rate])
@pytest.mark.parametrize(("spent", "planned"), [(5, 0), (None, 5), (5, None), (0, 0)])
def test_no_rate_without_a_plan_or_an_amount(rate, spent, planned):
    assert rate(*(None if value is None else Decimal(value) for value in (spent, planned))) is None


def test_government_share_is_of_the_money_of_both():
    assert government_share(Decimal(1_368_000), Decimal(2_432_000)) == Decimal("0.36")
    assert government_share(Decimal(0), Decimal(5)) == 0
    assert government_share(Decimal(0), Decimal(0)) is None


@pytest.mark.parametrize(
    ("quarter", "planned"),
    [
        (Quarter(2021, 2), "0"),
        (Quarter(2021, 3), "50"),
        (Quarter(2021, 4), "100"),
        (Quarter(2022, 1), "150"),
        (Quarter(2022, 4), "300"),
        (Quarter(2024, 3), "300"),
        (Quarter(2025, 4), "400"),
        (Quarter(2026, 1), "400"),
    ],
)
def test_planned_to_date_spreads_a_year_over_the_quarters_of_the_plan(quarter, planned):
    by_year = {2021: Decimal(100), 2022: Decimal(200), 2025: Decimal(100)}
    assert planned_to_date(by_year, quarter, start=START, end=END) == Decimal(planned)


def test_a_budget_in_a_year_without_activity_counts_from_its_end():
    by_year = {2022: Decimal(100)}
    found = [
        planned_to_date(by_year, Quarter(2022, quarter), start=Quarter(2023, 1), end=END)
        for quarter in (1, 2, 3, 4)
    ]
    assert found == [0, 0, 0, 100]


@pytest.mark.parametrize(
    ("amount", "shares", "parts"),
    [
        ("100.00", ["1", "1", "1"], ["33.34", "33.33", "33.33"]),
        ("0.01", ["0.36", "0.64"], ["0.00", "0.01"]),
        ("0.02", ["1", "1", "1"], ["0.01", "0.01", "0.00"]),
        ("3800000", ["0.36", "0.64"], ["1368000.00", "2432000.00"]),
        ("10.00", ["0", "1"], ["0.00", "10.00"]),
        ("-100.00", ["1", "1", "1"], ["-33.34", "-33.33", "-33.33"]),
        ("0", ["1", "2"], ["0.00", "0.00"]),
    ],
)
def test_split_by_largest_remainder(amount, shares, parts):
    found = split_by_shares(Decimal(amount), [Decimal(share) for share in shares])
    assert found == [Decimal(part) for part in parts]


@pytest.mark.parametrize("shares", [[], ["0", "0"], ["1", "-1", "2"]])
def test_shares_that_divide_nothing_are_refused(shares):
    with pytest.raises(ValueError, match="shares"):
        split_by_shares(Decimal(10), [Decimal(share) for share in shares])


def test_a_fraction_of_a_cent_is_refused():
    with pytest.raises(ValueError, match="whole cents"):
        split_by_shares(Decimal("1.005"), [Decimal(1)])


amounts = st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2)
some_shares = st.lists(st.decimals(min_value=0, max_value=1000, places=6), min_size=1, max_size=12).filter(
    any
)


@given(amounts, some_shares)
def test_parts_add_up_to_the_cent_and_are_within_a_cent_of_their_share(amount, shares):
    parts = split_by_shares(amount, shares)
    assert sum(parts) == amount
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - amount * share / sum(shares)) < Decimal("0.01")
        assert cents(part) == part


@given(amounts, some_shares)
def test_only_the_proportions_matter(amount, shares):
    assert split_by_shares(amount, shares) == split_by_shares(amount, [2 * share for share in shares])
