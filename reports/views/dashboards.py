"""Where the plan stands: overview, priority, activity, institution."""

from collections import Counter

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from activities import queries as activity_queries
from budget import queries as budget_queries
from institutions import queries as institution_queries
from institutions.roles import own_institution, sees_all_reports
from priorities import queries as plan_queries
from reports import budget_charts, charts
from reports.views.shown import shown

STATUSES = (
    "completed",
    "on_track",
    "delayed",
    "off_track",
    "regressed",
    "not_started",
    "no_data",
    "not_due",
)
OPEN_STATES = ("on_time", "late", "returned", "draft", "not_reported")
RECENT_QUARTERS = 8


def _until(rows, period):
    """Rows up to the quarter shown, oldest first."""
    return [row for row in rows if (row.period.year, row.period.quarter) <= (period.year, period.quarter)]


@require_GET
def overview(request):
    """The plan: progress, six priorities, money, who has not reported, activities by status."""
    page = shown(request)
    viewer, plan, period = request.user, page.plan, page.period
    series = _until(activity_queries.plan_series(viewer=viewer, plan=plan), period)
    results = activity_queries.priority_results(viewer=viewer, plan=plan, period=period)
    activities = activity_queries.activity_results(viewer=viewer, plan=plan, period=period)
    by_priority = budget_queries.money_by(viewer=viewer, plan=plan, by="priority", until=period)
    money = {row.key: row for row in by_priority}
    context = {
        "section": "plan",
        "page": page,
        "result": series[-1] if series else None,
        "series": series,
        "cards": [(row, money.get(row.priority.number)) for row in results],
        "money": budget_queries.money_of_plan(viewer=viewer, plan=plan, until=period),
        "money_rows": by_priority,
        "progress_chart": charts.progress_over_time(series),
        "money_chart": budget_charts.planned_against_spent("priority", by_priority),
        "statuses": _by_status(activities, [row.priority.number for row in results]),
        "activity_count": len(activities),
    }
    if sees_all_reports(viewer):
        context.update(_who_has_not_reported(viewer, page))
    return render(request, "reports/overview.html", context)


def _by_status(activities, numbers: list[int]) -> list[tuple[str, list[int], int]]:
    """(status, how many activities of each priority, of the plan), in the order of the legend."""
    found = Counter((row.status, row.activity.priority.number) for row in activities)
    other = {row.status for row in activities} - set(STATUSES)
    rows = []
    for status in (*STATUSES, *sorted(other)):
        counts = [found[status, number] for number in numbers]
        rows.append((status, counts, sum(counts)))
    return rows


def _who_has_not_reported(viewer, page) -> dict:
    """Institutions with something open in the quarter shown, with their last eight quarters."""
    periods, rows = activity_queries.matrix(viewer=viewer, plan=page.plan, today=timezone.localdate())
    number = next((at for at, period in enumerate(periods) if period.pk == page.period.pk), None)
    if number is None:  # nobody owed a report yet
        return {}
    window = slice(max(0, number + 1 - RECENT_QUARTERS), number + 1)
    still_open = [row for row in rows if row.cells[number].state in OPEN_STATES]
    states = Counter(row.cells[number].state for row in rows)
    return {
        "open_rows": [row._replace(cells=row.cells[window]) for row in still_open],
        "open_periods": periods[window],
        "states": states,
        "reporting_count": len(rows),
        "approved_count": states["approved"] + states["approved_late"],
        "due_count": sum(states.values()) - states["not_due"],
    }


@require_GET
def priority(request, number):
    """One strategic priority: its progress and its activities."""
    page = shown(request)
    viewer = request.user
    subject = plan_queries.priority_by_number(viewer=viewer, plan=page.plan, number=number)
    if subject is None:
        raise Http404
    series = _until(activity_queries.priority_series(viewer=viewer, priority_id=subject.pk), page.period)
    activities = activity_queries.activity_results(
        viewer=viewer, plan=page.plan, period=page.period, priority_id=subject.pk
    )
    by_activity = budget_queries.money_by(viewer=viewer, plan=page.plan, by="activity", until=page.period)
    money = {row.key: row for row in by_activity}
    result = series[-1] if series else None
    context = {
        "section": "plan",
        "page": page,
        "priority": subject,
        "result": result,
        "series": series,
        "rows": [(row, money.get(row.activity.code)) for row in activities],
        "money": budget_queries.priority_money(viewer=viewer, priority_id=subject.pk, until=page.period),
        "missing": institution_queries.institutions_by_id(
            viewer=viewer, ids=result.missing if result else []
        ),
        "progress_chart": charts.progress_over_time(series, colour=f"--sp{number}"),
    }
    return render(request, "reports/priority.html", context)


@require_GET
def activity(request, code):
    """One activity: its indicators against their targets, the answers behind them, its money."""
    page = shown(request)
    viewer = request.user
    subject = activity_queries.activity_by_code(viewer=viewer, plan=page.plan, code=code)
    if subject is None:
        raise Http404
    series = _until(activity_queries.activity_series(viewer=viewer, activity_id=subject.pk), page.period)
    context = {
        "section": "plan",
        "page": page,
        "activity": subject,
        "result": series[-1] if series else None,
        "money": budget_queries.activity_money(viewer=viewer, activity_id=subject.pk, until=page.period),
        "indicators": activity_queries.indicator_panels(
            viewer=viewer, activity=subject, period=page.period, plan=page.plan
        ),
    }
    for panel in context["indicators"]:
        panel.chart = charts.indicator_over_time(
            panel.plan_series,
            is_per_cent=panel.indicator.is_per_cent,
            colour=f"--sp{subject.priority.number}",
        )
    return render(request, "reports/activity.html", context)


@require_GET
def institutions(request):
    """Everybody who takes part in the plan."""
    page = shown(request)
    context = {
        "section": "plan",
        "page": page,
        "groups": institution_queries.by_kind(viewer=request.user),
    }
    return render(request, "reports/institutions.html", context)


@require_GET
def institution(request, code):
    """One institution: what it leads and reports, its quarters, its approved values."""
    page = shown(request)
    viewer = request.user
    subject = institution_queries.institution_by_code(viewer=viewer, code=code)
    if subject is None:
        raise Http404
    leads = {
        each.pk
        for each in activity_queries.activities_of_institution(viewer=viewer, institution_id=subject.pk)
    }
    results = activity_queries.activity_results(viewer=viewer, plan=page.plan, period=page.period)
    periods, rows = activity_queries.matrix(viewer=viewer, plan=page.plan, today=timezone.localdate())
    context = {
        "section": "reporting" if sees_all_reports(viewer) else "plan",
        "page": page,
        "institution": subject,
        "led": [row for row in results if row.activity_id in leads],
        "periods": periods,
        "row": next((row for row in rows if row.institution.pk == subject.pk), None),
        "may_read_timeliness": sees_all_reports(viewer) or own_institution(viewer) == subject.pk,
        "values": activity_queries.values_of_quarter(
            viewer=viewer, institution_id=subject.pk, period=page.period
        ),
        "indicators": activity_queries.indicators_of_institution(viewer=viewer, institution_id=subject.pk),
    }
    return render(request, "reports/institution.html", context)


@require_GET
def about_data(request):
    """What in this installation is documented and what is an illustration."""
    page = shown(request)
    context = {
        "section": "plan",
        "page": page,
        "publications": activity_queries.publications(viewer=request.user, plan=page.plan),
        "sources": plan_queries.sources(viewer=request.user, plan=page.plan),
    }
    return render(request, "reports/about_data.html", context)
