"""What other floors read: plain rows, for a viewer."""

from activities.queries.form import form_page, form_tasks, own_report, own_reports
from activities.queries.panels import (
    activity_by_code,
    indicator_panels,
    publications,
    values_of_quarter,
)
from activities.queries.results import (
    activities_of_institution,
    activity_results,
    activity_series,
    approved_values,
    indicator_results,
    indicators_of_institution,
    last_approval,
    own_targets,
    plan_series,
    priority_results,
    priority_series,
    reporters_of,
    stale_activities,
)
from activities.queries.review import desk, report_contents, report_history
from activities.queries.timeliness import days_to_approve, matrix

__all__ = [
    "activities_of_institution",
    "activity_by_code",
    "activity_results",
    "activity_series",
    "approved_values",
    "days_to_approve",
    "desk",
    "form_page",
    "form_tasks",
    "indicator_panels",
    "indicator_results",
    "indicators_of_institution",
    "last_approval",
    "matrix",
    "own_report",
    "own_reports",
    "own_targets",
    "plan_series",
    "priority_results",
    "priority_series",
    "report_contents",
    "report_history",
    "reporters_of",
    "publications",
    "stale_activities",
    "values_of_quarter",
]
