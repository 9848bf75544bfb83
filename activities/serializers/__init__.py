"""What the API says about activities and indicators, their figures, and progress reports."""

from activities.serializers.figures import (
    ActivityResultSerializer,
    IndicatorResultSerializer,
    PlanResultSerializer,
    PriorityResultSerializer,
)
from activities.serializers.plan import ActivitySerializer, IndicatorSerializer
from activities.serializers.reports import (
    ReopenSerializer,
    ReportContentsSerializer,
    ReportSerializer,
    ReturnSerializer,
    SubmitSerializer,
)

__all__ = [
    "ActivityResultSerializer",
    "ActivitySerializer",
    "IndicatorResultSerializer",
    "IndicatorSerializer",
    "PlanResultSerializer",
    "PriorityResultSerializer",
    "ReopenSerializer",
    "ReportContentsSerializer",
    "ReportSerializer",
    "ReturnSerializer",
    "SubmitSerializer",
]
