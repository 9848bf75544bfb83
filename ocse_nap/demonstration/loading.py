"""The whole demonstration, in order: people, the published figures, the history around them, the money."""

from datetime import date
from typing import NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, Assignment, ProgressReport
from activities.services import refresh_stale_rollups
from budget.models import BudgetLine, Expenditure
from institutions.models import Institution
from ocse_nap.demonstration.accounts import create_accounts, demonstration_users, refuse_outside_development
from ocse_nap.demonstration.history import assign_joint_reporters, move_last_deadline, report_history
from ocse_nap.demonstration.published import assign_publisher, report_published_figures
from ocse_nap.demonstration.spending import record_spending
from ocse_nap.demonstration.stage import Stage
from priorities.models import Plan, ReportingPeriod

SEED = 2021


class DemonstrationRefused(Exception):
    """The demonstration cannot be loaded here; says why."""


class Loaded(NamedTuple):
    """How many rows there are now."""

    accounts: int
    reports: int
    expenditures: int


def load_demonstration(*, today: date, seed: int = SEED) -> Loaded:
    """The published figures, a history around them up to `today`, and the figures computed from both.

    All of it or nothing. Raises NotInDevelopment or DemonstrationRefused.
    """
    refuse_outside_development()
    plan = _plan_to_fill(today)
    with transaction.atomic():
        everybody = {each.code: each for each in Institution.objects.all()}
        assign_publisher(plan, everybody)
        assign_joint_reporters(plan, everybody)
        stage = _set_up(plan, today, seed)
        move_last_deadline(stage)
        report_published_figures(stage)
        report_history(stage)
        record_spending(stage)
        _tell_the_planner()
    refresh_stale_rollups(today=today)
    return Loaded(
        accounts=demonstration_users().count(),
        reports=ProgressReport.objects.filter(period__plan=plan).count(),
        expenditures=Expenditure.objects.filter(period__plan=plan).count(),
    )


def _tell_the_planner() -> None:
    """Tables filled a moment ago have no statistics: until they have, a query can take minutes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _plan_to_fill(today: date) -> Plan:
    plan = Plan.objects.current(today)
    if plan is None:
        raise DemonstrationRefused(_("There is no plan yet: load one first (load_plan)."))
    if not plan.is_demonstration:
        raise DemonstrationRefused(_("This plan is not labelled as demonstration data: its history is real."))
    if ProgressReport.objects.filter(period__plan=plan).exists() or demonstration_users().exists():
        raise DemonstrationRefused(
            _("There are reports or demonstration accounts already: nothing was changed.")
        )
    if not ReportingPeriod.objects.filter(plan=plan).ended(today).exists():
        raise DemonstrationRefused(_("No quarter of the plan is over yet: there is nothing to report."))
    return plan


def _set_up(plan: Plan, today: date, seed: int) -> Stage:
    """Everybody who reports or keeps money gets an account."""
    codes = {*Activity.objects.of_plan(plan.pk).values_list("lead__code", flat=True)}
    codes |= {
        *Assignment.objects.filter(indicator__activity__priority__plan=plan).values_list(
            "institution__code", flat=True
        )
    }
    codes |= {
        *BudgetLine.objects.filter(activity__priority__plan=plan).values_list("institution__code", flat=True)
    }
    institutions = {each.code: each for each in Institution.objects.filter(code__in=codes)}
    create_accounts(list(institutions.values()), secretariat=plan.secretariat, donor=institutions["UNICEF"])
    return Stage(
        plan=plan,
        periods=list(ReportingPeriod.objects.filter(plan=plan).ended(today).order_by("year", "quarter")),
        institutions=institutions,
        users={user.email: user for user in demonstration_users().select_related("institution")},
        today=today,
        seed=seed,
    )
