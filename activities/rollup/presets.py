"""How an indicator is added up: across institutions, and over time. No Django.

Source: rollup.md, section 2.
"""

from enum import StrEnum
from typing import NamedTuple


class Combine(StrEnum):
    SUM = "sum"
    MEAN = "mean"
    MAX = "max"
    MIN = "min"
    LATEST = "latest"  # over time only
    RATIO = "ratio"  # sum of numerators / sum of denominators
    NONE = "none"  # cannot be added up: say so


class Rule(NamedTuple):
    across: Combine  # institutions, in one quarter
    over_time: Combine  # quarters
    version: int = 1

    @property
    def is_flow(self) -> bool:
        """A flow starts from nothing each year; everything else says how things stand."""
        return self.over_time == Combine.SUM


class Preset(StrEnum):
    COUNT = "count"
    RUNNING_TOTAL = "running_total"
    LEVEL = "level"
    QUARTER_SHARE = "quarter_share"
    END_SHARE = "end_share"
    MILESTONE = "milestone"


# "Sum of each institution's latest" is (sum, latest): with `latest` over time every institution keeps its
# last value. A milestone is 1 (done) or 0 (not yet): the mean across institutions is the share that is done.
PRESETS = {
    Preset.COUNT: (Rule(Combine.SUM, Combine.SUM),),
    Preset.RUNNING_TOTAL: (Rule(Combine.SUM, Combine.LATEST),),
    Preset.LEVEL: (Rule(Combine.SUM, Combine.LATEST), Rule(Combine.MEAN, Combine.LATEST)),
    Preset.QUARTER_SHARE: (Rule(Combine.RATIO, Combine.RATIO),),
    Preset.END_SHARE: (Rule(Combine.RATIO, Combine.LATEST),),
    Preset.MILESTONE: (Rule(Combine.MEAN, Combine.LATEST),),
}


class RuleError(ValueError):
    """A rule pair that makes no sense. `code` is what the door translates."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def validate_rule(rule: Rule, *, rising: bool = True) -> None:
    """Refuse a pair that makes no sense.

    Raises RuleError with code
    `latest_across`: institutions have no order in time;
    `ratio_over_time_only`: no numerators to add up over time where there are none across;
    `share_added_up`: neither the sum nor the mean of shares is a share;
    `falling_count`: a count starts from 0 each year, so "fewer" cannot be measured from its baseline:
    such an indicator is a level.
    """
    if rule.across == Combine.LATEST:
        raise RuleError("latest_across")
    if rule.over_time == Combine.RATIO and rule.across != Combine.RATIO:
        raise RuleError("ratio_over_time_only")
    if rule.across == Combine.RATIO and rule.over_time in (Combine.SUM, Combine.MEAN):
        raise RuleError("share_added_up")
    if rule.is_flow and not rising:
        raise RuleError("falling_count")
