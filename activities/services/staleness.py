"""Which stored results wait to be computed: something was approved, the plan changed, or a quarter ended."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from activities.models import Activity, PlanResult
from priorities.models import Plan, ReportingPeriod


def mark_stale(activity_ids: Iterable[int]) -> None:
    """Something was approved about these activities. Call it inside the transaction that approves."""
    ids = lock_activities(activity_ids)
    Activity.objects.filter(pk__in=ids).update(changes=F("changes") + 1)


def mark_all_stale() -> None:
    """Have everything computed anew."""
    Activity.objects.update(changes=F("changes") + 1)


def lock_activities(activity_ids: Iterable[int]) -> list[int]:
    """Rows are always locked in the same order: two that write the same ones then never wait in a circle."""
    rows = Activity.objects.filter(pk__in=activity_ids).order_by("pk").select_for_update(no_key=True)
    return list(rows.values_list("pk", flat=True))


def plans_to_refresh(today: date) -> list[int]:
    """Plans with a stale activity, or with a quarter that has ended since the last roll-up. One query."""
    stale = Activity.objects.stale().order_by().values("priority__plan")
    new = _quarters_without_result().ended(today).order_by().values("plan")
    return list(Plan.objects.filter(Q(pk__in=stale) | Q(pk__in=new)).values_list("pk", flat=True))


def stale_of(plan: Plan, periods: list[ReportingPeriod], activities: list[Activity]) -> list[Activity]:
    """The activities to recompute: those that changed; all of them where a quarter has no result yet."""
    if _quarters_without_result().filter(pk__in=[period.pk for period in periods]).exists():
        return activities
    return [activity for activity in activities if activity.changes != activity.changes_rolled_up]


def _quarters_without_result():
    return ReportingPeriod.objects.filter(~Exists(PlanResult.objects.filter(period=OuterRef("pk"))))
