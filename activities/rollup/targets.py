"""Baseline, targets, achievement, and what should stand by now. No Django, no clock, no float.

Source: rollup.md, sections 4 and 5.
"""

from bisect import bisect_right
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from activities.rollup.presets import Combine, Rule
from activities.rollup.schedule import Frequency, Quarter, Span, due_quarters

ZERO = Decimal(0)
ONE = Decimal(1)


def share_from_per_cent(value: Decimal | None) -> Decimal | None:
    """The one conversion of per cents: 72.7 -> 0.727.

    The plan keeps baselines, targets and bare percentages of a per cent indicator as people write them,
    0..100. The roll-up works in shares 0..1 throughout. The service converts with this when it builds the
    `IndicatorSpec` and the entries of an indicator whose unit is per cent, whatever its rule.
    """
    return None if value is None else value / 100


@dataclass(frozen=True)
class IndicatorSpec:
    """All that the arithmetic needs to know of an indicator. Per cents are shares 0..1 here.

    `targets`: year -> value: of that year alone for a flow, else where things should stand at its end.
    `quarterly_targets`: (year, quarter) -> value, the same way. A target that is absent or None is not set.
    `planned_quarters`: see `due_quarters`. `start`, `end`: the activity's.
    `assignments`: institution -> the span in which it reports.
    """

    rule: Rule
    start: Quarter
    end: Quarter
    assignments: Mapping[Hashable, Span]
    frequency: Frequency = Frequency.QUARTERLY
    rising: bool = True
    baseline: Decimal | None = None
    targets: Mapping[int, Decimal | None] = field(default_factory=dict)
    quarterly_targets: Mapping[tuple[int, int], Decimal | None] = field(default_factory=dict)
    planned_quarters: Mapping[int, Sequence[int]] = field(default_factory=dict)
    is_milestone: bool = False

    @cached_property
    def due_quarters(self) -> tuple[Quarter, ...]:
        years = {year for year in self.years_with_targets if self.annual_target(year) is not None}
        return due_quarters(
            self.frequency, self.start, self.end, planned=self.planned_quarters, target_years=years
        )

    @cached_property
    def years_with_targets(self) -> tuple[int, ...]:
        annual = {year for year, value in self.targets.items() if value is not None}
        quarterly = {year for (year, _), value in self.quarterly_targets.items() if value is not None}
        return tuple(sorted(annual | quarterly))

    @cached_property
    def start_value(self) -> Decimal | None:
        """What progress is measured from: 0 for a flow; 0 for a rising indicator without baseline, so that
        its achievement is actual / target; None (not computable) for a falling one without baseline.
        """
        if self.rule.is_flow:
            return ZERO
        if self.baseline is None and self.rising:
            return ZERO
        return self.baseline

    def quarterly_targets_of(self, year: int) -> dict[int, Decimal]:
        """Quarter number -> target, for the quarters of a year that have one of their own."""
        targets = {number: self.quarterly_targets.get((year, number)) for number in (1, 2, 3, 4)}
        return {number: value for number, value in targets.items() if value is not None}

    def annual_target(self, year: int) -> Decimal | None:
        """As stated; else from the quarterly targets: their sum for a flow, the last of them otherwise."""
        stated = self.targets.get(year)
        if stated is not None:
            return stated
        quarterly = list(self.quarterly_targets_of(year).values())
        if not quarterly:
            return None
        return sum(quarterly, ZERO) if self.rule.is_flow else quarterly[-1]

    def target_in(self, year: int) -> Decimal | None:
        """The target of the "this year" lens. Where a year has none, a level should still stand at the last
        annual target; a flow or a survey has no target that year.
        """
        if self.rule.is_flow or self.frequency == Frequency.SURVEY:
            return self.annual_target(year)
        earlier = [known for known in self.years_with_targets if known <= year]
        return self.annual_target(earlier[-1]) if earlier else None

    @cached_property
    def final_target(self) -> Decimal | None:
        """The target of the "whole plan" lens: the sum of the years for a flow, else the last one."""
        years = self.years_with_targets
        if not years:
            return None
        if self.rule.is_flow:
            return sum((self.annual_target(year) for year in years), ZERO)
        return self.annual_target(years[-1])

    def has_goal(self, target: Decimal | None) -> bool:
        """Whether progress towards `target` can be measured at all, whoever reports.

        Not without a target or start value, not where nothing may be added up, and not where the target asks
        for nothing: 0 on a flow, or 0 for what rises from 0 (a milestone planned for a later year).
        """
        if target is None or self.start_value is None or self.rule.over_time == Combine.NONE:
            return False
        if self.rule.across == Combine.NONE and len(self.assignments) > 1:
            return False
        asks_for_nothing = self.rising and target == 0 and self.start_value == 0
        return not (asks_for_nothing or (self.rule.is_flow and target == 0))

    @cached_property
    def line(self) -> list[tuple[int, Decimal | None]]:
        """For what is not a flow: (quarter index, value that should stand then), in order of time.

        From the baseline, just before the activity starts, through the annual targets; a quarterly target
        takes precedence. A year without a target keeps the value of the year before (at first the baseline).
        """
        standing = self.start_value
        points = {self.start.index - 1: standing}
        last_year = max(self.end.year, *self.years_with_targets, self.start.year)
        for year in range(self.start.year, last_year + 1):
            for number, value in self.quarterly_targets_of(year).items():
                points[Quarter(year, number).index] = value
            target = self.annual_target(year)
            standing = standing if target is None else target
            year_end = self.end if year == self.end.year else Quarter(year, 4)
            points.setdefault(year_end.index, standing)
        return sorted(points.items())


def achievement(
    actual: Decimal | None,
    baseline: Decimal | None,
    target: Decimal | None,
    *,
    rising: bool = True,
    is_flow: bool = False,
) -> Decimal | None:
    """Distance covered from baseline to target: 0 = baseline, 1 = target met.

    All three in the same unit (per cents as shares). Falling targets need no special case. Not clamped;
    negative = regressed. None: a value is missing, a flow has target 0, or a falling indicator no baseline.
    Source: rollup.md, section 4.
    """
    if actual is None or target is None:
        return None
    if is_flow or (baseline is None and rising):
        return actual / target if target else None
    if baseline is None:
        return None
    if target == baseline:  # "maintain"
        return ONE if (actual >= target if rising else actual <= target) else ZERO
    return (actual - baseline) / (target - baseline)


def expected_by(spec: IndicatorSpec, quarter: Quarter, *, this_year_only: bool = False) -> Decimal | None:
    """The value that should stand at the end of `quarter`; None = nothing is due yet, or no target.

    Flows: the targets of past years (left out for `this_year_only`) plus what is planned of this year's.
    Others: the line of `spec.line`, read at the last quarter in which a report was due. What is measured once
    a year is not called late in between, against a value that nobody could have reported. A milestone is
    expected when its date comes, not bit by bit. The line of the first year starts with the activity.
    Source: rollup.md, section 5.
    """
    if spec.rule.is_flow:
        return _expected_flow(spec, quarter, this_year_only)
    due_so_far = bisect_right(spec.due_quarters, quarter)
    if not due_so_far or not spec.years_with_targets:
        return None
    return _read_line(spec.line, spec.due_quarters[due_so_far - 1].index, in_steps=spec.is_milestone)


def _expected_flow(spec: IndicatorSpec, quarter: Quarter, this_year_only: bool) -> Decimal | None:
    this_year = _planned_so_far(spec, quarter)
    if this_year_only or not spec.years_with_targets:
        return this_year
    past = (spec.annual_target(year) for year in spec.years_with_targets if year < quarter.year)
    return sum(past, ZERO) + (this_year or ZERO)


def _planned_so_far(spec: IndicatorSpec, quarter: Quarter) -> Decimal | None:
    """This year's target, as far as planned by the end of `quarter`.

    Quarterly targets count as given; what they leave of the annual target is spread evenly over the planned
    quarters without one. Nothing planned though there is a target: it falls due with the year.
    """
    target = spec.annual_target(quarter.year)
    if target is None:
        return None
    given = spec.quarterly_targets_of(quarter.year)
    planned = [due.quarter for due in spec.due_quarters if due.year == quarter.year] or [4]
    open_quarters = [number for number in planned if number not in given]
    so_far = sum((value for number, value in given.items() if number <= quarter.quarter), ZERO)
    if open_quarters:
        rest = max(target - sum(given.values(), ZERO), ZERO)
        elapsed = sum(1 for number in open_quarters if number <= quarter.quarter)
        so_far += rest * elapsed / len(open_quarters)
    return so_far


def _read_line(points: list[tuple[int, Decimal | None]], index: int, *, in_steps: bool) -> Decimal | None:
    after = bisect_right(points, index, key=lambda point: point[0])
    left_index, left = points[after - 1]
    if in_steps or left_index == index or after == len(points):
        return left
    right_index, right = points[after]
    if left is None or right is None:
        return None
    return left + (right - left) * (index - left_index) / (right_index - left_index)
