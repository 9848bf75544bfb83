from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters

from activities.filters import activities
from budget.models import BudgetLine, FundingSource
from budget.queries import GROUPS
from institutions.filters import CodeFilter, institutions
from priorities.filters import PlanFilterSet, QuarterFilter, priorities


def sources(filterset):
    return FundingSource.objects.visible_to(filterset.request.user).filter(plan=filterset.plan)


def lines(filterset):
    return BudgetLine.objects.visible_to(filterset.request.user).filter(
        activity__priority__plan=filterset.plan
    )


class BudgetLineFilterSet(PlanFilterSet):
    priority = CodeFilter(field_name="activity__priority", rows=priorities)
    activity = CodeFilter(rows=activities)
    year = filters.NumberFilter()
    source = CodeFilter(field_name="funding_source", rows=sources)
    kind = filters.ChoiceFilter(field_name="funding_source__kind", choices=FundingSource.Kind.choices)
    institution = CodeFilter(rows=institutions)


class ExpenditureFilterSet(PlanFilterSet):
    quarter = QuarterFilter(field_name="period")
    priority = CodeFilter(field_name="budget_line__activity__priority", rows=priorities)
    activity = CodeFilter(field_name="budget_line__activity", rows=activities)
    budget_line = CodeFilter(rows=lines)
    source = CodeFilter(field_name="budget_line__funding_source", rows=sources)
    institution = CodeFilter(rows=institutions)


class BudgetSummaryFilterSet(PlanFilterSet):
    """What to add up. It selects nothing itself: `budget.queries` does."""

    by = filters.ChoiceFilter(choices=[(name, name) for name in GROUPS], label=_("What is added up by."))
    until = QuarterFilter(label=_("Spending up to and including this quarter."))
    kept_by = CodeFilter(rows=institutions, label=_("The lines that this institution keeps."))
