"""The status words and the rule that gives them. No Django.

Source: rollup.md, section 5.
"""

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    COMPLETED = "completed"
    ON_TRACK = "on_track"
    DELAYED = "delayed"
    OFF_TRACK = "off_track"
    REGRESSED = "regressed"
    NOT_STARTED = "not_started"
    NOT_DUE = "not_due"
    NO_DATA = "no_data"
    NOT_COMPUTABLE = "not_computable"  # reported, but no share can be drawn from it (no baseline, 0 of 0 ...)


class Thresholds(NamedTuple):
    """Data of the plan; the numbers here are the defaults."""

    on_track: Decimal = Decimal("0.85")
    delayed: Decimal = Decimal("0.50")


DEFAULT_THRESHOLDS = Thresholds()


def status(
    *,
    achievement: Decimal | None,
    ratio: Decimal | None,
    has_answer: bool,
    has_started: bool = True,
    was_due: bool = True,
    is_computable: bool = True,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> Status:
    """The word for one lens.

    `ratio`: progress over the progress expected by now; None = nothing expected yet, or no target.
    `has_answer`: something was reported. `was_due`: some report was due by now.
    What was reported wins over the calendar: a target met before it was due is completed.
    """
    if not has_answer:
        if not has_started:
            return Status.NOT_STARTED
        return Status.NO_DATA if was_due else Status.NOT_DUE
    if not is_computable:
        return Status.NOT_COMPUTABLE
    if achievement is not None and achievement < 0:
        return Status.REGRESSED
    if achievement is not None and achievement >= 1:
        return Status.COMPLETED
    if ratio is None:
        return Status.NOT_DUE
    if ratio >= thresholds.on_track:
        return Status.ON_TRACK
    return Status.DELAYED if ratio >= thresholds.delayed else Status.OFF_TRACK
