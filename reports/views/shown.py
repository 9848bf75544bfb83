"""What a dashboard shows: which plan, which quarter, and as of when."""

from datetime import datetime
from typing import NamedTuple

from django.http import Http404
from django.utils import timezone

from activities import queries as activity_queries
from priorities import queries as plan_queries
from priorities.models import Plan, ReportingPeriod


class Shown(NamedTuple):
    """The context of every figure on a page. `stale`: activities whose figures wait to be computed."""

    plan: Plan
    period: ReportingPeriod
    periods: list[ReportingPeriod]
    as_of: datetime | None
    stale: int


def shown(request) -> Shown:
    """From `?quarter=2024Q3`, by default the last quarter that is over. Four queries.

    Raises Http404 where there is no plan, no quarter yet, or not the one asked for.
    """
    today = timezone.localdate()
    plan = plan_queries.current_plan(viewer=request.user, today=today)
    if plan is None:
        raise Http404
    periods = plan_queries.ended_periods(viewer=request.user, plan=plan, today=today)
    code = request.GET.get("quarter")
    wanted = [period for period in periods if code in (None, "", period.code)]
    if not wanted:
        raise Http404
    return Shown(
        plan=plan,
        period=wanted[0],
        periods=periods,
        as_of=activity_queries.last_approval(viewer=request.user, plan=plan),
        stale=activity_queries.stale_activities(viewer=request.user, plan=plan),
    )
