"""Stored figures with their coverage, as rows for dashboards, files and the API."""

from activities.models import (
    Activity,
    ActivityResult,
    Assignment,
    Indicator,
    IndicatorResult,
    IndicatorValue,
    Lens,
    PlanResult,
    PriorityResult,
    ReportRevision,
    Target,
)
from activities.queries.timeliness import official_only
from priorities.models import Plan, ReportingPeriod


def plan_series(*, viewer, plan: Plan, lens: str = Lens.PLAN) -> list[PlanResult]:
    """The plan's progress quarter by quarter, oldest first. One query."""
    rows = PlanResult.objects.visible_to(viewer).filter(plan=plan, lens=lens)
    return list(rows.select_related("period").order_by("period__year", "period__quarter"))


def priority_results(
    *, viewer, plan: Plan, period: ReportingPeriod, lens: str = Lens.PLAN
) -> list[PriorityResult]:
    """The six priorities in one quarter, in order. One query."""
    rows = PriorityResult.objects.visible_to(viewer).filter(priority__plan=plan, period=period, lens=lens)
    return list(rows.select_related("priority").order_by("priority__number"))


def priority_series(*, viewer, priority_id: int, lens: str = Lens.PLAN) -> list[PriorityResult]:
    """One priority's progress quarter by quarter, oldest first. One query."""
    rows = PriorityResult.objects.visible_to(viewer).filter(priority=priority_id, lens=lens)
    return list(rows.select_related("period").order_by("period__year", "period__quarter"))


def activity_results(
    *, viewer, plan: Plan, period: ReportingPeriod, lens: str = Lens.PLAN, priority_id: int | None = None
) -> list[ActivityResult]:
    """The activities of the plan, or of a priority, in one quarter, in plan order. One query."""
    rows = ActivityResult.objects.visible_to(viewer).filter(
        activity__priority__plan=plan, period=period, lens=lens
    )
    if priority_id is not None:
        rows = rows.filter(activity__priority=priority_id)
    rows = rows.select_related("activity__priority", "activity__lead")
    return list(rows.order_by("activity__priority__number", "activity__order"))


def activity_series(*, viewer, activity_id: int, lens: str = Lens.PLAN) -> list[ActivityResult]:
    """One activity's progress quarter by quarter, oldest first. One query."""
    rows = ActivityResult.objects.visible_to(viewer).filter(activity=activity_id, lens=lens)
    return list(rows.select_related("period").order_by("period__year", "period__quarter"))


def indicator_results(*, viewer, activity_id: int) -> list[IndicatorResult]:
    """Every lens and quarter of an activity's indicators, oldest first. One query."""
    rows = IndicatorResult.objects.visible_to(viewer).filter(indicator__activity=activity_id)
    rows = rows.select_related("indicator__unit", "period")
    return list(rows.order_by("indicator__order", "period__year", "period__quarter"))


def approved_values(
    *, viewer, activity_id: int | None = None, institution_id: int | None = None
) -> list[IndicatorValue]:
    """The official answers behind an activity's indicators or of an institution, newest first. One query."""
    values = IndicatorValue.objects.filter(official_only(viewer, "revision__")).exclude(state="")
    if activity_id is not None:
        values = values.filter(indicator__activity=activity_id)
    if institution_id is not None:
        values = values.filter(revision__report__institution=institution_id)
    values = values.select_related(
        "indicator__unit", "revision__report__institution", "revision__report__period"
    )
    return list(
        values.order_by(
            "indicator__activity__priority__number",
            "indicator__activity__order",
            "indicator__order",
            "-revision__report__period__year",
            "-revision__report__period__quarter",
            "revision__report__institution__code",
        )
    )


def own_targets(*, viewer, activity_id: int) -> dict[tuple[int, int, int, int], Target]:
    """Institutions' own targets by (indicator, institution, year, quarter). One query."""
    targets = Target.objects.filter(indicator__activity=activity_id, institution__isnull=False)
    return {(each.indicator_id, each.institution_id, each.year, each.quarter): each for each in targets}


def indicators_of_institution(*, viewer, institution_id: int) -> list[Indicator]:
    """What an institution reports, in plan order. One query."""
    indicators = Indicator.objects.visible_to(viewer).filter(assignments__institution=institution_id)
    indicators = indicators.select_related("unit", "activity__priority")
    return list(indicators.order_by("activity__priority__number", "activity__order", "order").distinct())


def activities_of_institution(*, viewer, institution_id: int) -> list[Activity]:
    """What an institution leads, in plan order. One query."""
    activities = Activity.objects.visible_to(viewer).filter(lead=institution_id)
    return list(activities.select_related("priority").order_by("priority__number", "order"))


def reporters_of(*, viewer, activity_id: int) -> dict[int, list[Assignment]]:
    """Which institutions report each indicator of an activity. One query."""
    assignments = Assignment.objects.filter(indicator__activity=activity_id).select_related("institution")
    found: dict[int, list[Assignment]] = {}
    for assignment in assignments.order_by("institution__code"):
        found.setdefault(assignment.indicator_id, []).append(assignment)
    return found


def last_approval(*, viewer, plan: Plan):
    """When something was last approved: the figures are official as of then. None before the first."""
    approved = ReportRevision.objects.filter(official_only(viewer), report__period__plan=plan)
    return approved.order_by("-approved_at").values_list("approved_at", flat=True).first()


def stale_activities(*, viewer, plan: Plan) -> int:
    """Activities whose stored figures wait to be computed. One query."""
    return Activity.objects.visible_to(viewer).of_plan(plan.pk).stale().count()
