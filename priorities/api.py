"""Plans, and what every address that belongs to a plan shares."""

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rest_framework import exceptions

from institutions.api import BY_CODE, ListViewSet, Pages, ReadByCodeViewSet
from institutions.filters import by_code_or_id
from priorities.filters import PlanFilterSet, with_code
from priorities.models import Capability, Plan, PolicyObjective, ReportingPeriod, StrategicPriority
from priorities.serializers import (
    CapabilitySerializer,
    PlanLabelSerializer,
    PlanSerializer,
    PolicyObjectiveSerializer,
    ReportingPeriodSerializer,
    StrategicPrioritySerializer,
)


class PlanPages(Pages):
    """Pages under the name of their plan, with the warning about its data."""

    def paginate_queryset(self, queryset, request, view=None):
        self.plan = view.plan
        return super().paginate_queryset(queryset, request, view)

    def get_paginated_response(self, data):
        response = super().get_paginated_response(data)
        label = PlanLabelSerializer(self.plan).data if self.plan else None
        response.data = {"plan": label, **response.data}
        return response

    def get_paginated_response_schema(self, schema):
        pages = super().get_paginated_response_schema(schema)
        text = {"type": "string"}
        fields = {"code": text, "data_label_en": text, "data_label_km": text}
        plan = {"type": "object", "nullable": True, "properties": fields, "required": list(fields)}
        pages["properties"] = {"plan": plan, **pages["properties"]}
        pages["required"] = ["plan", *pages["required"]]
        return pages


class OfPlan:
    """The plan of an address: `?plan=`, or else the one that runs today."""

    plan_path = "plan"  # from a row to its plan

    @cached_property
    def plan(self) -> Plan | None:
        """None in an empty installation. Raises ValidationError where nobody knows the plan asked for."""
        plans = Plan.objects.visible_to(self.request.user)
        asked = self.request.query_params.get("plan")
        if not asked:
            return plans.current(timezone.localdate())
        found = by_code_or_id(plans, asked.replace("\x00", ""))
        if found is None:
            problem = _("“%(value)s” is not known here.") % {"value": asked}
            raise exceptions.ValidationError({"plan": [problem]})
        return found

    def in_plan(self, rows):
        return rows.filter(**{self.plan_path: self.plan})


class PlanListViewSet(OfPlan, ListViewSet):
    """Rows of one plan."""

    pagination_class = PlanPages
    filterset_class = PlanFilterSet

    def filter_queryset(self, queryset):
        return super().filter_queryset(self.in_plan(queryset))


class PlanReadViewSet(PlanListViewSet, ReadByCodeViewSet):
    """Rows of one plan, and one of them by its code; by its id also a row of another plan."""

    code_path = "code"

    def get_object(self):
        rows, value = self.get_queryset(), self.kwargs["code"]
        found = self.in_plan(rows).filter(**{self.code_path: value}).first()
        if found is None and value.isdecimal():
            found = rows.filter(pk=value).first()
        return self.found(found)


@BY_CODE
class PlanViewSet(ReadByCodeViewSet):
    """The action plans."""

    rows_of = Plan
    serializer_class = PlanSerializer

    def get_queryset(self):
        plans = super().get_queryset().select_related("coordinator", "secretariat")
        return plans.order_by("-starts_on", "pk")


@BY_CODE
class PolicyObjectiveViewSet(PlanReadViewSet):
    """The objectives of the plan's policy."""

    rows_of = PolicyObjective
    serializer_class = PolicyObjectiveSerializer

    def get_queryset(self):
        return super().get_queryset().select_related("plan").order_by("number")


@BY_CODE
class CapabilityViewSet(ReadByCodeViewSet):
    """The capabilities of the Model National Response."""

    rows_of = Capability
    serializer_class = CapabilitySerializer

    def get_queryset(self):
        return super().get_queryset().select_related("domain").order_by("number", "version")


@BY_CODE
class StrategicPriorityViewSet(PlanReadViewSet):
    """The strategic priorities of the plan."""

    rows_of = StrategicPriority
    serializer_class = StrategicPrioritySerializer

    def get_queryset(self):
        return super().get_queryset().select_related("plan", "domain").order_by("number")


@BY_CODE
class ReportingPeriodViewSet(PlanReadViewSet):
    """The quarters of the plan, with the day on which their reports are due. `code` is `2024Q3`."""

    rows_of = ReportingPeriod
    serializer_class = ReportingPeriodSerializer
    code_path = "period_code"

    def get_queryset(self):
        return with_code(super().get_queryset().select_related("plan")).order_by("year", "quarter")
