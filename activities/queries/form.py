"""The quarterly form as its institution sees it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, Q

from activities.duties import Duty, duties_of_plan, duty_of
from activities.models import (
    Activity,
    ActivityEntry,
    Indicator,
    IndicatorValue,
    ProgressReport,
    ReportRevision,
    StatusChange,
    Target,
)
from activities.queries.timeliness import report_state, was_late
from activities.wording import PRESET_SENTENCES
from activities.workflow import Action
from institutions.models import Institution
from priorities.models import Plan, ReportingPeriod


class OwnReport(NamedTuple):
    """A quarter of an institution: what is expected and how far it is."""

    period: ReportingPeriod
    state: str
    report: ProgressReport | None
    answered: int
    due: int
    return_reason: str

    @property
    def needs_work(self) -> bool:
        return self.state in ("not_reported", "draft", "returned")


class Task(NamedTuple):
    """One activity of the form, and how complete it is: `empty` names the indicators without an answer."""

    code: str
    title: str
    activity_id: int
    state: str  # complete, in_progress, not_started, not_due
    empty: list[str]


class IndicatorFacts(NamedTuple):
    """What stands beside an indicator's boxes. `previous` is the institution's own last answer."""

    indicator: Indicator
    is_due: bool
    rule: str
    previous: IndicatorValue | None
    target: Decimal | None
    year_to_date: Decimal | None
    initial: dict

    @property
    def previous_period(self) -> str:
        """The quarter of `previous`, as `2024Q3`."""
        return f"{self.previous.year}Q{self.previous.quarter}"


class FormPage(NamedTuple):
    activity: Activity
    activity_initial: dict
    previous_entry: ActivityEntry | None
    indicators: list[IndicatorFacts]
    tasks: list[Task]
    next_code: str | None
    report: ProgressReport | None

    @property
    def is_editable(self) -> bool:
        return self.report is None or self.report.is_editable


def own_report(*, viewer, institution: Institution, period: ReportingPeriod) -> ProgressReport | None:
    """The institution's report of the quarter, if it was begun."""
    return ProgressReport.objects.visible_to(viewer).filter(institution=institution, period=period).first()


def own_reports(*, viewer, institution: Institution, plan: Plan, today: date) -> list[OwnReport]:
    """Every quarter in which the institution owes a report, newest first. Seven queries at any size."""
    periods = list(ReportingPeriod.objects.visible_to(viewer).filter(plan=plan).ended(today))
    duties = duties_of_plan(plan.pk, periods)
    reports = {
        report.period_id: report
        for report in ProgressReport.objects.visible_to(viewer).filter(institution=institution)
    }
    answered = _answered_by_report(reports.values())
    reasons = _return_reasons(reports.values())
    rows = []
    for period in reversed(periods):
        duty, report = duties.get((institution.pk, period.pk)), reports.get(period.pk)
        if report is None and (duty is None or not duty.is_due):
            continue
        due = duty.due_indicator_ids if duty else []
        state = "not_reported"
        if report is not None:
            state = report_state(report, late=was_late(report, period))
        done = len(answered.get(report.pk, set()) & set(due)) if report else 0
        reason = reasons.get(report.pk, "") if state == "returned" else ""
        rows.append(OwnReport(period, state, report, done, len(due), reason))
    return rows


def _answered_by_report(reports: Iterable[ProgressReport]) -> dict[int, set[int]]:
    """Indicators with an answer in each report's newest revision."""
    answered: dict[int, set[int]] = {}
    newest = ReportRevision.objects.newest().filter(report__in=[report.pk for report in reports])
    values = IndicatorValue.objects.filter(revision__in=newest).exclude(state="")
    for report, indicator in values.values_list("revision__report", "indicator"):
        answered.setdefault(report, set()).add(indicator)
    return answered


def _return_reasons(reports: Iterable[ProgressReport]) -> dict[int, str]:
    """The newest reason for which each report was returned."""
    changes = StatusChange.objects.filter(report__in=[report.pk for report in reports], action=Action.RETURN)
    return dict(changes.order_by("at").values_list("report", "note"))


def form_tasks(*, viewer, institution: Institution, period: ReportingPeriod) -> list[Task]:
    """The activities of the institution's form in plan order, with what is still empty."""
    duty = duty_of(institution.pk, period)
    report = own_report(viewer=viewer, institution=institution, period=period)
    revision = report.current if report else None
    return _tasks(duty, revision)


def _tasks(duty: Duty, revision: ReportRevision | None) -> list[Task]:
    activities = Activity.objects.filter(pk__in=duty.activity_ids).order_by("priority__number", "order")
    indicators = Indicator.objects.filter(pk__in=duty.is_share).order_by("order")
    values = revision.indicator_values.exclude(state="") if revision else IndicatorValue.objects.none()
    answered = set(values.values_list("indicator", flat=True))
    entries = revision.activity_entries.all() if revision else ActivityEntry.objects.none()
    begun = {entry.activity_id for entry in entries if entry.status or entry.results}
    due = set(duty.due_indicator_ids)
    tasks = []
    for activity in activities:
        own = [indicator for indicator in indicators if indicator.activity_id == activity.pk]
        empty = [str(indicator) for indicator in own if indicator.pk in due - answered]
        has_any = activity.pk in begun or any(indicator.pk in answered for indicator in own)
        state = "in_progress" if has_any else "not_started"
        if not empty and activity.pk in begun:
            state = "complete"
        tasks.append(Task(activity.code, activity.title, activity.pk, state, empty))
    return tasks


def form_page(*, viewer, institution: Institution, period: ReportingPeriod, code: str) -> FormPage | None:
    """One activity of the form; None where the activity is not the institution's in this quarter."""
    duty = duty_of(institution.pk, period)
    activity = Activity.objects.visible_to(viewer).filter(pk__in=duty.activity_ids, code=code).first()
    if activity is None:
        return None
    report = own_report(viewer=viewer, institution=institution, period=period)
    revision = report.current if report else None
    tasks = _tasks(duty, revision)
    codes = [task.code for task in tasks]
    following = codes[codes.index(code) + 1 :]
    entry = revision.activity_entries.filter(activity=activity).first() if revision else None
    return FormPage(
        activity=activity,
        activity_initial=_entry_initial(entry),
        previous_entry=_earlier_entries(institution, period).filter(activity=activity).first(),
        indicators=_facts(duty, activity, institution, period, revision),
        tasks=tasks,
        next_code=following[0] if following else None,
        report=report,
    )


def _entry_initial(entry: ActivityEntry | None) -> dict:
    if entry is None:
        return {}
    share = entry.self_assessed_share
    texts = {name: getattr(entry, name) for name in ("status", "results", "challenges", "requests")}
    return {
        **texts,
        "next_directions": entry.next_directions,
        "percent": None if share is None else share * 100,
    }


def _facts(duty, activity, institution, period, revision) -> list[IndicatorFacts]:
    indicators = list(
        Indicator.objects.filter(activity=activity, pk__in=duty.is_share)
        .select_related("unit")
        .order_by("order")
    )
    ids = [indicator.pk for indicator in indicators]
    own = Q(institution=institution) | Q(institution__isnull=True)
    targets = Target.objects.filter(own, indicator__in=ids, year=period.year, quarter__isnull=True)
    plan_targets = {target.indicator_id: target.value for target in targets if target.institution_id is None}
    now = {value.indicator_id: value for value in revision.indicator_values.all()} if revision else {}
    earlier = list(_earlier_values(institution, period).filter(indicator__in=ids))
    facts = []
    for indicator in indicators:
        history = [value for value in earlier if value.indicator_id == indicator.pk]
        facts.append(
            IndicatorFacts(
                indicator=indicator,
                is_due=indicator.pk in duty.due_indicator_ids,
                rule=PRESET_SENTENCES[indicator.preset],
                previous=history[0] if history else None,
                target=plan_targets.get(indicator.pk),
                year_to_date=_year_to_date(indicator, history, period.year),
                initial=_value_initial(now.get(indicator.pk), indicator.pk in duty.due_indicator_ids),
            )
        )
    return facts


def _value_initial(value: IndicatorValue | None, is_due: bool) -> dict:
    """What stands in the boxes at first: a due indicator asks for its value, another says "not due"."""
    if value is None or not value.state:
        return {"state": "reported" if is_due else "not_due"}
    names = ("state", "value", "numerator", "denominator", "reason", "source")
    return {name: getattr(value, name) for name in names}


def _year_to_date(indicator: Indicator, history: list[IndicatorValue], year: int) -> Decimal | None:
    """What the institution itself reported earlier this year; for flows only."""
    if not indicator.is_flow:
        return None
    this_year = [value.value for value in history if value.year == year and value.value is not None]
    return sum(this_year) if this_year else None


def _earlier_values(institution: Institution, period: ReportingPeriod):
    """The institution's reported values of earlier quarters, newest first, from each newest revision."""
    values = IndicatorValue.objects.filter(revision__in=_earlier_revisions(institution, period))
    values = values.filter(state=IndicatorValue.ValueState.REPORTED)
    return values.annotate(
        year=F("revision__report__period__year"), quarter=F("revision__report__period__quarter")
    ).order_by("-year", "-quarter")


def _earlier_entries(institution: Institution, period: ReportingPeriod):
    entries = ActivityEntry.objects.filter(revision__in=_earlier_revisions(institution, period))
    return entries.order_by("-revision__report__period__year", "-revision__report__period__quarter")


def _earlier_revisions(institution: Institution, period: ReportingPeriod):
    return ReportRevision.objects.newest().filter(
        report__institution=institution,
        report__period__plan=period.plan_id,
        report__period__starts_on__lt=period.starts_on,
        report__first_submitted_at__isnull=False,
    )
