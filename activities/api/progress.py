from activities.filters import (
    ActivityResultFilterSet,
    IndicatorResultFilterSet,
    PlanResultFilterSet,
    PriorityResultFilterSet,
)
from activities.models import ActivityResult, IndicatorResult, PlanResult, PriorityResult
from activities.serializers import (
    ActivityResultSerializer,
    IndicatorResultSerializer,
    PlanResultSerializer,
    PriorityResultSerializer,
)
from institutions.models import Institution
from priorities.api import PlanListViewSet

IN_TIME = ["period__year", "period__quarter", "lens"]


class ProgressViewSet(PlanListViewSet):
    """Official figures, from approved reports only; the oldest quarter first."""

    def get_serializer_context(self):
        institutions = Institution.objects.visible_to(self.request.user)
        return super().get_serializer_context() | {
            "institution_codes": dict(institutions.values_list("pk", "code"))
        }


class IndicatorProgressViewSet(ProgressViewSet):
    """What an indicator has reached in a quarter, in the year and in the plan to date."""

    rows_of = IndicatorResult
    serializer_class = IndicatorResultSerializer
    filterset_class = IndicatorResultFilterSet
    plan_path = "indicator__activity__priority__plan"

    def get_queryset(self):
        results = super().get_queryset()
        results = results.select_related("indicator__activity__priority", "indicator__unit", "period")
        in_plan = ["indicator__activity__priority__number", "indicator__activity__order", "indicator__order"]
        return results.order_by(*in_plan, *IN_TIME, "pk")


class ActivityProgressViewSet(ProgressViewSet):
    """How far an activity has come."""

    rows_of = ActivityResult
    serializer_class = ActivityResultSerializer
    filterset_class = ActivityResultFilterSet
    plan_path = "activity__priority__plan"

    def get_queryset(self):
        results = super().get_queryset().select_related("activity__priority", "activity__lead", "period")
        return results.order_by("activity__priority__number", "activity__order", *IN_TIME, "pk")


class PriorityProgressViewSet(ProgressViewSet):
    """How far a strategic priority has come."""

    rows_of = PriorityResult
    serializer_class = PriorityResultSerializer
    filterset_class = PriorityResultFilterSet
    plan_path = "priority__plan"

    def get_queryset(self):
        results = super().get_queryset().select_related("priority", "period")
        return results.order_by("priority__number", *IN_TIME, "pk")


class PlanProgressViewSet(ProgressViewSet):
    """How far the plan has come."""

    rows_of = PlanResult
    serializer_class = PlanResultSerializer
    filterset_class = PlanResultFilterSet

    def get_queryset(self):
        return super().get_queryset().select_related("plan", "period").order_by(*IN_TIME, "pk")
