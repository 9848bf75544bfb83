"""Money: rates, the government's share, splitting to the cent. No Django, no float.

All amounts Decimal in one currency; a rate or share is 0..1 and not clamped (overspending reads above 1).
Source: rollup.md, section 10; the words are those of the action plan's budget reports.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from activities.rollup.schedule import Quarter

CENT = Decimal("0.01")
ZERO = Decimal(0)


def cents(amount: Decimal) -> Decimal:
    """Rounded to the cent, half up (away from zero for a negative amount)."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP) + 0


def execution_rate(spent: Decimal | None, planned: Decimal | None) -> Decimal | None:
    """Spent / planned; None where nothing is planned or an amount is not known."""
    return _rate(spent, planned)


def burn_rate(spent: Decimal | None, planned_to_date: Decimal | None) -> Decimal | None:
    """Spent / planned to date (see `planned_to_date`); None where nothing was planned yet."""
    return _rate(spent, planned_to_date)


def planned_to_date(
    planned_by_year: Mapping[int, Decimal], quarter: Quarter, *, start: Quarter, end: Quarter
) -> Decimal:
    """Past years' budgets plus this year's, in even parts over the quarters from `start` to `end`.

    `start`, `end`: of the plan or the activity. A plan that begins in Q3 spreads its first year over Q3, Q4.
    Not rounded.
    """
    past = sum((amount for year, amount in planned_by_year.items() if year < quarter.year), ZERO)
    running = [q for q in (Quarter(quarter.year, n) for n in (1, 2, 3, 4)) if start <= q <= end]
    elapsed = sum(1 for q in running if q <= quarter)
    this_year = planned_by_year.get(quarter.year, ZERO)
    if not running:  # a budget in a year without activity counts as planned for the year's end
        return past + (this_year if quarter.quarter == 4 else ZERO)
    return past + this_year * elapsed / len(running)


def government_share(government: Decimal, partners: Decimal) -> Decimal | None:
    """The government's part of the money of both; None where there is none.

    The same on every basis: planned, committed, disbursed, spent.
    """
    return _rate(government, government + partners)


def split_by_shares(amount: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """`amount` in parts proportional to `shares`, each in whole cents, which add up to it exactly.

    Largest remainder: every part is cut to the cent, and the cents left go to the largest remainders
    (to the earlier part where two are equal). Only the proportions of `shares` matter; a share of 0 gets 0.
    Raises ValueError if a share is negative, all are 0, or `amount` is not in whole cents.
    """
    total = sum(shares, ZERO)
    if total <= 0 or any(share < 0 for share in shares):
        raise ValueError("shares must not be negative, nor all be zero")
    in_cents = amount / CENT
    if in_cents != in_cents.to_integral_value():
        raise ValueError("the amount is not in whole cents")
    sign = -1 if amount < 0 else 1
    exact = [(abs(in_cents) * share, total) for share in shares]
    parts = [int(product // whole) for product, whole in exact]
    left = int(abs(in_cents)) - sum(parts)
    by_remainder = sorted(range(len(shares)), key=lambda i: exact[i][0] % total, reverse=True)
    for i in by_remainder[:left]:
        parts[i] += 1
    return [sign * part * CENT for part in parts]


def _rate(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    if part is None or not whole:
        return None
    return part / whole
