"""Rounding for display, the last step of all. No Django, no float.

Source: rollup.md, section 10.
"""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from activities.rollup.status import DEFAULT_THRESHOLDS, Thresholds


def round_half_up(value: Decimal | None, places: int) -> Decimal | None:
    """2.5 -> 3, -2.5 -> -3, None -> None. Never gives a negative zero."""
    if value is None:
        return None
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) + 0


def per_cent(share: Decimal | None, places: int = 1) -> Decimal | None:
    """A share 0..1 as per cent: one decimal in tables; 0 places in headlines."""
    return None if share is None else round_half_up(share * 100, places)


def ratio_beside_thresholds(
    ratio: Decimal | None, thresholds: Thresholds = DEFAULT_THRESHOLDS
) -> Decimal | None:
    """A ratio with three digits, so that 0.847 does not read 0.85.

    Half up, except where that would carry it onto a threshold it has not reached: 0.8496 reads 0.849.
    """
    rounded = round_half_up(ratio, 3)
    if rounded is not None and any(ratio < threshold <= rounded for threshold in (1, *thresholds)):
        return ratio.quantize(Decimal("0.001"), rounding=ROUND_DOWN)
    return rounded
