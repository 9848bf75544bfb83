"""Who owes what, when: which activities and indicators an institution reports in a quarter.

An institution reports on the activities that it leads and on the indicators that are assigned to it.
Whether an indicator is due in a quarter follows from its frequency and dates (`activities.rollup.schedule`).
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from activities.models import Activity, Assignment, Indicator
from activities.rollup.schedule import Frequency, Quarter, Span, due_quarters
from priorities.models import ReportingPeriod


class Duty(NamedTuple):
    """What one institution may and must report in one quarter, by primary keys in plan order."""

    activity_ids: set[int]
    is_share: dict[int, bool]  # every indicator it may answer
    due_indicator_ids: list[int]
    is_due: bool  # a report is expected at all


NO_DUTY = Duty(set(), {}, [], False)


def duty_of(institution_id: int, period: ReportingPeriod) -> Duty:
    """One institution's duty in one quarter. Three queries."""
    assignments = _assignments(period.plan_id).filter(institution=institution_id)
    led = _led(period.plan_id).filter(lead=institution_id)
    return _duties(assignments, led, [period]).get((institution_id, period.pk), NO_DUTY)


def duties_of_plan(plan_id: int, periods: Iterable[ReportingPeriod]) -> dict[tuple[int, int], Duty]:
    """Duties by (institution, period) of all who report something. Three queries at any size."""
    return _duties(_assignments(plan_id), _led(plan_id), periods)


def _assignments(plan_id: int):
    return (
        Assignment.objects.filter(indicator__activity__priority__plan=plan_id)
        .order_by("indicator__activity__priority__number", "indicator__activity__order", "indicator__order")
        .select_related("indicator__activity")
        .prefetch_related("indicator__targets")
    )


def _led(plan_id: int):
    return Activity.objects.of_plan(plan_id).only("lead", "starts_on", "ends_on")


def _duties(assignments, led, periods) -> dict[tuple[int, int], Duty]:
    assignments, led = list(assignments), list(led)
    due = {each.indicator_id: set(quarters_due(each.indicator)) for each in assignments}
    duties: dict[tuple[int, int], Duty] = defaultdict(lambda: Duty(set(), {}, [], False))
    for period in periods:
        quarter = Quarter(period.year, period.quarter)
        for activity in led:
            if activity.starts_on <= period.ends_on and activity.ends_on >= period.starts_on:
                duty = duties[activity.lead_id, period.pk]
                duty.activity_ids.add(activity.pk)
                duties[activity.lead_id, period.pk] = duty._replace(is_due=True)
        for assignment in assignments:
            if not _covers(assignment, period):
                continue
            indicator, key = assignment.indicator, (assignment.institution_id, period.pk)
            duties[key].activity_ids.add(indicator.activity_id)
            duties[key].is_share[indicator.pk] = indicator.is_share
            if quarter in span_of(assignment) and quarter in due[indicator.pk]:
                duties[key].due_indicator_ids.append(indicator.pk)
                duties[key] = duties[key]._replace(is_due=True)
    return dict(duties)


def _covers(assignment: Assignment, period: ReportingPeriod) -> bool:
    """The assignment and its activity run at some time in the quarter."""
    activity = assignment.indicator.activity
    starts_on = max(filter(None, [assignment.starts_on, activity.starts_on]))
    ends_on = min(filter(None, [assignment.ends_on, activity.ends_on]))
    return starts_on <= period.ends_on and ends_on >= period.starts_on


def span_of(assignment: Assignment) -> Span:
    """From when to when an institution reports the indicator; open where the assignment says nothing."""
    start, end = assignment.starts_on, assignment.ends_on
    return Span(Quarter.containing(start) if start else None, Quarter.containing(end) if end else None)


def quarters_due(indicator: Indicator) -> tuple[Quarter, ...]:
    """The quarters in which the indicator is to be reported. Its activity and targets are at hand."""
    return due_quarters(
        Frequency(indicator.frequency),
        Quarter.containing(indicator.activity.starts_on),
        Quarter.containing(indicator.activity.ends_on),
        target_years={target.year for target in indicator.targets.all() if target.institution_id is None},
    )
