from activities.filters import ActivityFilterSet, IndicatorFilterSet
from activities.models import Activity, Indicator
from activities.serializers import ActivitySerializer, IndicatorSerializer
from institutions.api import BY_CODE
from priorities.api import PlanReadViewSet


@BY_CODE
class ActivityViewSet(PlanReadViewSet):
    """What the plan sets out to do, in the order of the plan."""

    rows_of = Activity
    serializer_class = ActivitySerializer
    filterset_class = ActivityFilterSet
    plan_path = "priority__plan"

    def get_queryset(self):
        activities = super().get_queryset().select_related("priority__plan", "lead")
        lists = ["co_implementers", "capabilities", "objectives", "sources", "indicators"]
        return activities.prefetch_related(*lists).order_by("priority__number", "order", "pk")


@BY_CODE
class IndicatorViewSet(PlanReadViewSet):
    """What the activities are measured by: baseline, targets, who reports, and the rule of the figures."""

    rows_of = Indicator
    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilterSet
    plan_path = "activity__priority__plan"

    def get_queryset(self):
        indicators = super().get_queryset().select_related("activity__priority__plan", "unit")
        indicators = indicators.prefetch_related(
            "disaggregations", "targets__institution", "assignments__institution"
        )
        return indicators.order_by("activity__priority__number", "activity__order", "order", "pk")
