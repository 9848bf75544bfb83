"""The plan's activities and indicators, the quarterly reports about them, and the stored results."""

from activities.models.activity import Activity, Disaggregation, DisaggregationCategory, Unit
from activities.models.indicator import Assignment, Indicator, Target
from activities.models.report import (
    ActivityEntry,
    IndicatorValue,
    ProgressReport,
    ReportRevision,
    StatusChange,
)
from activities.models.result import ActivityResult, IndicatorResult, Lens, PlanResult, PriorityResult

__all__ = [
    "Activity",
    "ActivityEntry",
    "ActivityResult",
    "Assignment",
    "Disaggregation",
    "DisaggregationCategory",
    "Indicator",
    "IndicatorResult",
    "IndicatorValue",
    "Lens",
    "PlanResult",
    "PriorityResult",
    "ProgressReport",
    "ReportRevision",
    "StatusChange",
    "Target",
    "Unit",
]
