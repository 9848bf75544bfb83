"""What the secretariat looks at: its desk, and one report beside the last quarter's."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils.timezone import localtime

from activities.answers import HUNDRED
from activities.duties import NO_DUTY, duties_of_plan, duty_of
from activities.models import (
    Activity,
    ActivityEntry,
    Indicator,
    IndicatorResult,
    IndicatorValue,
    Lens,
    ProgressReport,
    ReportRevision,
    StatusChange,
)
from activities.permissions import can_read_work
from activities.queries.timeliness import matrix, report_state, was_late
from activities.workflow import Action, Status
from institutions.models import Institution
from priorities.models import Plan, ReportingPeriod

OUTLIER = 3  # times as much as the quarter before


class Waiting(NamedTuple):
    """A submitted report, and for how many days it has waited."""

    report: ProgressReport
    state: str
    days: int
    unanswered: int


class Overdue(NamedTuple):
    institution: Institution
    period: ReportingPeriod
    quarters_missing: int


class Returned(NamedTuple):
    report: ProgressReport
    reason: str


class Desk(NamedTuple):
    to_review: list[Waiting]
    overdue: list[Overdue]
    returned: list[Returned]
    stale_activities: int
    period: ReportingPeriod | None
    approved: int
    expected: int


class Comparison(NamedTuple):
    """One indicator: the quarter before, this quarter, and what catches the eye."""

    indicator: Indicator
    is_due: bool
    was_due: bool  # in the report before
    previous: IndicatorValue | None
    now: IndicatorValue | None
    change: Decimal | None
    flag: str  # "", zero, outlier, same, empty
    year_to_date: IndicatorResult | None


class Section(NamedTuple):
    activity: Activity
    entry: ActivityEntry | None
    previous_entry: ActivityEntry | None
    comparisons: list[Comparison]


class Contents(NamedTuple):
    revision: ReportRevision
    previous_period: ReportingPeriod | None
    sections: list[Section]
    state: str

    @property
    def comparisons(self) -> list[Comparison]:
        return [row for section in self.sections for row in section.comparisons]

    @property
    def due(self) -> int:
        return sum(row.is_due for row in self.comparisons)

    @property
    def answered(self) -> int:
        return sum(row.is_due and row.now is not None and row.now.state != "" for row in self.comparisons)

    @property
    def flagged(self) -> int:
        return sum(row.flag in ("zero", "outlier") for row in self.comparisons)


def desk(*, viewer, plan: Plan, today: date) -> Desk:
    """What waits for the secretariat. The same number of queries however much waits."""
    periods, rows = matrix(viewer=viewer, plan=plan, today=today)
    ended = [period for period in periods if period.ends_on < today]
    past_due = [period for period in ended if period.due_on < today]
    period = ended[-1] if ended else None
    cells = [cell for row in rows for cell in row.cells if period and cell.period.pk == period.pk]
    return Desk(
        to_review=_waiting(viewer, plan, periods, today),
        overdue=_overdue(rows, past_due[-1] if past_due else None),
        returned=_returned(viewer, plan),
        stale_activities=Activity.objects.of_plan(plan.pk).stale().count(),
        period=period,
        approved=sum(cell.state in ("approved", "approved_late") for cell in cells),
        expected=sum(cell.state != "not_due" for cell in cells),
    )


def _waiting(viewer, plan, periods, today) -> list[Waiting]:
    reports = list(
        ProgressReport.objects.visible_to(viewer)
        .waiting_for_review()
        .filter(period__plan=plan)
        .select_related("institution", "period")
    )
    newest = _newest_revisions(reports)
    answered = {revision: set() for revision in newest.values()}
    values = IndicatorValue.objects.filter(revision__in=newest.values()).exclude(state="")
    for revision, indicator in values.values_list("revision", "indicator"):
        answered[revision].add(indicator)
    duties = duties_of_plan(plan.pk, periods)
    submitted = dict(
        StatusChange.objects.filter(report__in=reports, action=Action.SUBMIT)
        .order_by("at")
        .values_list("report", "at")
    )
    waiting = []
    for report in reports:
        due = duties.get((report.institution_id, report.period_id), NO_DUTY).due_indicator_ids
        waiting.append(
            Waiting(
                report,
                report_state(report, late=was_late(report, report.period)),
                (today - localtime(submitted[report.pk]).date()).days,
                len(set(due) - answered[newest[report.pk]]),
            )
        )
    return sorted(waiting, key=lambda each: -each.days)


def _overdue(rows, period: ReportingPeriod | None) -> list[Overdue]:
    """Institutions that did not send the last report whose day has passed, most quarters missing first."""
    if period is None:
        return []
    late = [
        Overdue(row.institution, period, row.missing)
        for row in rows
        for cell in row.cells
        if cell.period.pk == period.pk and cell.state in ("not_reported", "draft")
    ]
    return sorted(late, key=lambda each: -each.quarters_missing)


def _returned(viewer, plan) -> list[Returned]:
    reports = ProgressReport.objects.visible_to(viewer).filter(period__plan=plan, status=Status.RETURNED)
    reports = list(reports.select_related("institution", "period"))
    changes = StatusChange.objects.filter(report__in=reports, action=Action.RETURN).order_by("at")
    reasons = dict(changes.values_list("report", "note"))
    return [Returned(report, reasons.get(report.pk, "")) for report in reports]


def _newest_revisions(reports) -> dict[int, int]:
    revisions = ReportRevision.objects.newest().filter(report__in=reports)
    return dict(revisions.values_list("report", "pk"))


class _Said(NamedTuple):
    """What an institution owed and said in one quarter, by primary key."""

    entries: dict[int, ActivityEntry]
    values: dict[int, IndicatorValue]
    due: set[int]
    activity_ids: set[int]
    indicator_ids: set[int]


NOTHING_SAID = _Said({}, {}, set(), set(), set())


def _said(report: ProgressReport, revision: ReportRevision) -> _Said:
    duty = duty_of(report.institution_id, report.period)
    entries = {entry.activity_id: entry for entry in revision.activity_entries.all()}
    values = {value.indicator_id: value for value in revision.indicator_values.all()}
    return _Said(
        entries=entries,
        values=values,
        due=set(duty.due_indicator_ids),
        activity_ids=duty.activity_ids | entries.keys(),
        indicator_ids=duty.is_share.keys() | values.keys(),
    )


def report_contents(*, viewer, report: ProgressReport) -> Contents:
    """What one report says, activity by activity, beside the institution's report before.

    Whoever may not see the revision in work sees the official one.
    """
    revision = _readable_revision(viewer, report)
    before = _report_before(viewer, report)
    now = _said(report, revision)
    old = _said(before, _readable_revision(viewer, before)) if before else NOTHING_SAID
    activities = Activity.objects.filter(pk__in=now.activity_ids).order_by("priority__number", "order")
    indicators = Indicator.objects.filter(pk__in=now.indicator_ids).select_related("unit").order_by("order")
    year = _year_results(viewer, indicators, report.period)
    rows = [_comparison(indicator, old, now, year.get(indicator.pk)) for indicator in indicators]
    sections = [
        Section(
            activity,
            now.entries.get(activity.pk),
            old.entries.get(activity.pk),
            [row for row in rows if row.indicator.activity_id == activity.pk],
        )
        for activity in activities
    ]
    # Readers of the official revision read that, whatever is in work beside it.
    is_official = revision.approved_at is not None
    state = report_state(report, late=was_late(report, report.period), is_official=is_official)
    return Contents(revision, before.period if before else None, sections, state)


def _readable_revision(viewer, report: ProgressReport) -> ReportRevision:
    """The newest revision for the secretariat and the institution itself; the official one for others."""
    revisions = report.revisions.all()
    if not can_read_work(viewer, report):
        revisions = revisions.official()
    return revisions.latest("number")


def _report_before(viewer, report: ProgressReport) -> ProgressReport | None:
    """The institution's report of the quarter just before, if there is one to see."""
    reports = ProgressReport.objects.visible_to(viewer).filter(
        institution=report.institution_id,
        period__plan=report.period.plan_id,
        period__starts_on__lt=report.period.starts_on,
        first_submitted_at__isnull=False,
    )
    return reports.select_related("period").order_by("-period__starts_on").first()


def _year_results(viewer, indicators, period) -> dict[int, IndicatorResult]:
    results = IndicatorResult.objects.visible_to(viewer).filter(
        indicator__in=indicators, period=period, lens=Lens.YEAR
    )
    return {result.indicator_id: result for result in results}


def _comparison(indicator: Indicator, old: _Said, new: _Said, year: IndicatorResult | None) -> Comparison:
    previous, now = old.values.get(indicator.pk), new.values.get(indicator.pk)
    before, after = number_of(previous), number_of(now)
    is_due = indicator.pk in new.due
    return Comparison(
        indicator=indicator,
        is_due=is_due,
        was_due=indicator.pk in old.due,
        previous=previous,
        now=now,
        change=after - before if before is not None and after is not None else None,
        flag=_flag(is_due, now, before, after),
        year_to_date=year,
    )


def number_of(value: IndicatorValue | None) -> Decimal | None:
    """One number to compare by: the value, or the per cent 0-100 that numerator and denominator make."""
    if value is None or value.state != IndicatorValue.ValueState.REPORTED:
        return None
    if value.value is not None:
        return value.value
    return HUNDRED * value.numerator / value.denominator if value.denominator else None


def _flag(is_due, now, before, after) -> str:
    if now is None or now.state == "":
        return "empty" if is_due else ""
    if before and after == 0:
        return "zero"
    if before and after is not None and now.value is not None and after >= OUTLIER * before:
        return "outlier"
    return ""


class Move(NamedTuple):
    """One line of a report's history."""

    action: str  # as the status it led to: submitted, returned, approved, reopened
    word: str
    at: datetime
    by: str
    note: str


def report_history(*, viewer, report: ProgressReport) -> list[Move]:
    """Every move of a report, newest first. Before approval it concerns only those who may read the work."""
    changes = report.status_changes.select_related("by").order_by("-at", "-pk")
    if not can_read_work(viewer, report):
        changes = changes.filter(action=Action.APPROVE)
    led_to = {Action.SUBMIT: "submitted", Action.RETURN: "returned", Action.APPROVE: "approved"}
    return [
        Move(
            action=led_to.get(change.action, "reopened"),
            word=change.get_action_display(),
            at=change.at,
            by=change.by.full_name,
            note=change.note,
        )
        for change in changes
    ]
