"""Filters of activities, indicators, their figures, and progress reports."""

from django.db.models import Q
from django_filters import rest_framework as filters

from activities.models import Activity, Indicator, Lens
from activities.workflow import Status
from institutions.filters import CodeFilter, institutions
from institutions.roles import sees_all_reports
from priorities.filters import PlanFilterSet, QuarterFilter, capabilities, objectives, priorities

SCOPE_LENSES = [(lens.value, lens.label) for lens in (Lens.YEAR, Lens.PLAN)]


def activities(filterset):
    return Activity.objects.visible_to(filterset.request.user).of_plan(filterset.plan)


def indicators(filterset):
    return Indicator.objects.visible_to(filterset.request.user).filter(
        activity__priority__plan=filterset.plan
    )


class ActivityFilterSet(PlanFilterSet):
    priority = CodeFilter(rows=priorities)
    lead = CodeFilter(rows=institutions)
    co_implementer = CodeFilter(field_name="co_implementers", rows=institutions)
    capability = CodeFilter(field_name="capabilities", rows=capabilities)
    objective = CodeFilter(field_name="objectives", rows=objectives)


class IndicatorFilterSet(PlanFilterSet):
    priority = CodeFilter(field_name="activity__priority", rows=priorities)
    activity = CodeFilter(rows=activities)
    lead = CodeFilter(field_name="activity__lead", rows=institutions)
    capability = CodeFilter(field_name="activity__capabilities", rows=capabilities)
    reporter = CodeFilter(field_name="assignments__institution", rows=institutions)


class PlanResultFilterSet(PlanFilterSet):
    quarter = QuarterFilter(field_name="period")
    lens = filters.ChoiceFilter(choices=SCOPE_LENSES)


class PriorityResultFilterSet(PlanResultFilterSet):
    priority = CodeFilter(rows=priorities)


class ActivityResultFilterSet(PlanResultFilterSet):
    priority = CodeFilter(field_name="activity__priority", rows=priorities)
    activity = CodeFilter(rows=activities)


class IndicatorResultFilterSet(PlanFilterSet):
    quarter = QuarterFilter(field_name="period")
    lens = filters.ChoiceFilter(choices=Lens.choices)
    priority = CodeFilter(field_name="indicator__activity__priority", rows=priorities)
    activity = CodeFilter(field_name="indicator__activity", rows=activities)
    indicator = CodeFilter(rows=indicators)


class ProgressReportFilterSet(PlanFilterSet):
    quarter = QuarterFilter(field_name="period")
    institution = CodeFilter(rows=institutions)
    status = filters.ChoiceFilter(choices=Status.choices, method="with_status")

    def with_status(self, queryset, name, value):
        """By the status that the reader is shown: to others, what may be seen is approved."""
        viewer = self.request.user
        if sees_all_reports(viewer):
            return queryset.filter(status=value)
        own = Q(institution=viewer.institution_id)
        shown = own & Q(status=value)
        return queryset.filter(shown | ~own if value == Status.APPROVED else shown)
