"""Who has reported, who is late: reports by institution and quarter."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localtime

from activities.duties import duties_of_plan
from activities.models import ProgressReport, ReportRevision
from activities.workflow import Status
from institutions.models import Institution
from priorities.models import Plan, ReportingPeriod

STATES = ("approved", "approved_late", "on_time", "late", "returned", "draft", "not_reported", "not_due")
SENT = ("approved", "approved_late", "on_time", "late", "returned")


class Cell(NamedTuple):
    """One report in one quarter; `report_id` where there is something to open."""

    state: str
    report_id: int | None
    period: ReportingPeriod
    was_late: bool = False


class Row(NamedTuple):
    institution: Institution
    cells: list[Cell]

    @property
    def due(self) -> int:
        return sum(cell.state != "not_due" for cell in self.cells)

    @property
    def on_time(self) -> int:
        return sum(cell.state in SENT and not cell.was_late for cell in self.cells)

    @property
    def missing(self) -> int:
        return sum(cell.state in ("not_reported", "draft") for cell in self.cells)


def matrix(*, viewer, plan: Plan, today: date) -> tuple[list[ReportingPeriod], list[Row]]:
    """Every reporting institution × every quarter from the first in which somebody owes a report.

    Seven queries at any size.
    What `viewer` may not see (another institution's unapproved work) shows as not reported.
    """
    periods = list(ReportingPeriod.objects.visible_to(viewer).filter(plan=plan))
    duties = duties_of_plan(plan.pk, periods)
    reports = {(report.institution_id, report.period_id): report for report in _reports(viewer, periods)}
    owed = {period for (_institution, period), duty in duties.items() if duty.is_due}
    while periods and periods[0].pk not in owed:
        periods.pop(0)
    reporting = {institution for (institution, _period), duty in duties.items() if duty.is_due}
    institutions = Institution.objects.visible_to(viewer).filter(pk__in=reporting)
    rows = []
    for institution in institutions:
        cells = [
            _cell(
                reports.get((institution.pk, period.pk)),
                period,
                is_due=(institution.pk, period.pk) in duties and duties[institution.pk, period.pk].is_due,
                today=today,
            )
            for period in periods
        ]
        rows.append(Row(institution, cells))
    return periods, rows


def _reports(viewer, periods: Iterable[ReportingPeriod]):
    """Reports with `is_official`: an approved revision stands, whatever is in work beside it."""
    official = ReportRevision.objects.official().filter(report=OuterRef("pk"))
    visible = ProgressReport.objects.visible_to(viewer).filter(period__in=[period.pk for period in periods])
    return visible.annotate(is_official=Exists(official))


def _cell(report, period: ReportingPeriod, *, is_due: bool, today: date) -> Cell:
    if report is None:
        state = "not_reported" if is_due and period.ends_on < today else "not_due"
        return Cell(state, None, period)
    late = was_late(report, period)
    return Cell(report_state(report, late=late, is_official=report.is_official), report.pk, period, late)


def official_only(viewer, path: str = "") -> Q:
    """Condition on a revision (reached by `path`): official, and published where the viewer is the public."""
    official = Q(**{f"{path}approved_at__isnull": False, f"{path}superseded_at__isnull": True})
    if viewer.is_authenticated:
        return official
    return official & Q(**{f"{path}report__period__is_published": True})


def was_late(report: ProgressReport, period: ReportingPeriod) -> bool:
    """The first version came after the due date; sending it again never changes that."""
    first = report.first_submitted_at
    return first is not None and localtime(first).date() > period.due_on


def report_state(report: ProgressReport, *, late: bool, is_official: bool = False) -> str:
    """The word for a report's cell. Approved figures stay official while a new revision is written."""
    if is_official or report.status == Status.APPROVED:
        return "approved_late" if late else "approved"
    if report.status == Status.SUBMITTED:
        return "late" if late else "on_time"
    return {Status.RETURNED: "returned", Status.DRAFT: "draft"}[Status(report.status)]


def days_to_approve(*, viewer, period: ReportingPeriod) -> list[int]:
    """Days from the first submission to the approval of each report of a quarter. One query."""
    revisions = ReportRevision.objects.filter(official_only(viewer), report__period=period)
    times = revisions.values_list("report__first_submitted_at", "approved_at")
    return [(approved - submitted).days for submitted, approved in times]
