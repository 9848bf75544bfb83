"""The plan that is shown, and its quarters."""

from datetime import date

from priorities.models import Plan, ReportingPeriod, Source, StrategicPriority


def current_plan(*, viewer, today: date) -> Plan | None:
    """The plan that runs today, or the newest one; None in an empty installation. One query."""
    return Plan.objects.visible_to(viewer).current(today)


def ended_periods(*, viewer, plan: Plan, today: date) -> list[ReportingPeriod]:
    """Quarters that are over, newest first. One query."""
    periods = ReportingPeriod.objects.visible_to(viewer).filter(plan=plan).ended(today)
    return list(periods.order_by("-year", "-quarter"))


def priority_by_number(*, viewer, plan: Plan, number: int) -> StrategicPriority | None:
    """One strategic priority of the plan. One query."""
    return StrategicPriority.objects.visible_to(viewer).filter(plan=plan, number=number).first()


def sources(*, viewer, plan: Plan) -> list[Source]:
    """Where things in the plan are documented. One query."""
    return list(Source.objects.visible_to(viewer).filter(plan=plan))
