"""Addresses of the API: activities and indicators, their progress, and progress reports."""

from activities.api.plan import ActivityViewSet, IndicatorViewSet
from activities.api.progress import (
    ActivityProgressViewSet,
    IndicatorProgressViewSet,
    PlanProgressViewSet,
    PriorityProgressViewSet,
)
from activities.api.reports import ReportViewSet

__all__ = [
    "ActivityProgressViewSet",
    "ActivityViewSet",
    "IndicatorProgressViewSet",
    "IndicatorViewSet",
    "PlanProgressViewSet",
    "PriorityProgressViewSet",
    "ReportViewSet",
]
