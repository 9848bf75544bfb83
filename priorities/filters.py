"""Filters of what belongs to a plan. Codes are those of the plan that is asked for."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters

from institutions.filters import CodeFilter
from priorities.models import Capability, PolicyObjective, ReportingPeriod, StrategicPriority


def with_code(periods):
    """Reporting periods with their code (`2024Q3`) to filter by, as `period_code`."""
    year, quarter = Cast(F("year"), CharField()), Cast(F("quarter"), CharField())
    return periods.alias(period_code=Concat(year, Value("Q"), quarter))


def capabilities(filterset):
    return Capability.objects.visible_to(filterset.request.user)


def objectives(filterset):
    return PolicyObjective.objects.visible_to(filterset.request.user).filter(plan=filterset.plan)


def periods(filterset):
    return with_code(ReportingPeriod.objects.visible_to(filterset.request.user).filter(plan=filterset.plan))


def priorities(filterset):
    return StrategicPriority.objects.visible_to(filterset.request.user).filter(plan=filterset.plan)


class PlanFilterSet(filters.FilterSet):
    """Of one plan; which one the view has found already, so that `?plan=` stands here to be listed only."""

    plan = filters.CharFilter(method="of_plan", label=_("By default the plan that runs today."))

    def __init__(self, *args, plan=None, **kwargs):
        self.plan = plan
        super().__init__(*args, **kwargs)

    def of_plan(self, queryset, name, value):
        return queryset


class QuarterFilter(CodeFilter):
    """`?quarter=2024Q3`, or the id of the reporting period."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, rows=periods, code="period_code", **kwargs)
