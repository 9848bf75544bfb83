"""Totals of disaggregated values, and overlap between institutions. No Django, no float.

Source: rollup.md, section 2.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple


class TotalMismatch(ValueError):
    """A typed total differs from its leaves. The door shows both numbers."""

    def __init__(self, typed: Decimal, total: Decimal):
        super().__init__(f"the typed total {typed} differs from the sum of its parts, {total}")
        self.typed = typed
        self.total = total


class Adjustment(NamedTuple):
    """Joint work counted by several institutions: how much to take off, and why."""

    amount: Decimal  # negative
    reason: str


class AdjustmentError(ValueError):
    """`code`: `not_negative`, `no_reason` or `exceeds_value`."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def total_of_leaves(
    leaves: Iterable[Decimal | None], not_stated: Decimal | None, typed_total: Decimal | None = None
) -> Decimal | None:
    """The sum of the leaves that were given plus "not stated"; None if nothing was given at all.

    A total without any leaf is refused too: it is to be entered as "not stated".
    Raises TotalMismatch with both numbers if `typed_total` is given and differs.
    """
    given = [value for value in (*leaves, not_stated) if value is not None]
    total = sum(given, Decimal(0))
    if typed_total is not None and typed_total != total:
        raise TotalMismatch(typed_total, total)
    return total if given else None


def with_adjustments(value: Decimal | None, adjustments: Iterable[Adjustment]) -> Decimal | None:
    """The value less its overlap, for a figure that is a sum across institutions.

    Raises AdjustmentError: a line must be negative, carry a reason, and not take off more than there is.
    """
    lines = list(adjustments)
    for line in lines:
        if line.amount >= 0:
            raise AdjustmentError("not_negative")
        if not line.reason.strip():
            raise AdjustmentError("no_reason")
    if value is None:
        return None
    adjusted = value + sum((line.amount for line in lines), Decimal(0))
    if lines and adjusted < 0:
        raise AdjustmentError("exceeds_value")
    return adjusted
