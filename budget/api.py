"""Addresses of the API: budget lines, the ledger, and both added up."""

from django.db.models import F
from django.http import Http404
from django.utils.translation import override
from django_filters.utils import translate_validation
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from budget import queries
from budget.filters import BudgetLineFilterSet, BudgetSummaryFilterSet, ExpenditureFilterSet
from budget.models import BudgetLine, Expenditure
from budget.serializers import (
    BudgetLineSerializer,
    ExpenditureSerializer,
    MoneyRowSerializer,
    PlanMoneySerializer,
)
from institutions.api import BY_CODE, ReadViewSet
from institutions.filters import refuse_unknown
from priorities.api import OfPlan, PlanListViewSet, PlanReadViewSet
from priorities.serializers import PlanLabelSerializer


@BY_CODE
class BudgetLineViewSet(PlanReadViewSet):
    """Money planned for an activity, a year and a source, with the institution that keeps the line."""

    rows_of = BudgetLine
    serializer_class = BudgetLineSerializer
    filterset_class = BudgetLineFilterSet
    plan_path = "activity__priority__plan"

    def get_queryset(self):
        lines = super().get_queryset()
        lines = lines.select_related("activity__priority__plan", "funding_source__holder", "institution")
        return lines.order_by("activity__priority__number", "activity__order", "year", "code", "pk")


class ExpenditureViewSet(PlanListViewSet, ReadViewSet):
    """The ledger, the newest entry first. An institution reads its own entries."""

    rows_of = Expenditure
    serializer_class = ExpenditureSerializer
    filterset_class = ExpenditureFilterSet
    plan_path = "budget_line__activity__priority__plan"

    def get_queryset(self):
        entries = super().get_queryset()
        entries = entries.select_related("budget_line__activity__priority__plan", "period", "institution")
        return entries.annotate(reversal=F("reversed_by__pk")).order_by("-recorded_at", "-pk")


SUMMARY = inline_serializer(
    "BudgetSummary",
    {
        "plan": PlanLabelSerializer(),
        "by": serializers.ChoiceField(choices=list(queries.GROUPS)),
        "until": serializers.CharField(allow_null=True),
        "kept_by": serializers.CharField(allow_null=True),
        "total": PlanMoneySerializer(),
        "rows": MoneyRowSerializer(many=True),
    },
)


class BudgetSummaryView(OfPlan, APIView):
    """Planned and spent, by priority, year, activity, source, institution or kind of source."""

    @extend_schema(responses=SUMMARY)
    def get(self, request):
        refuse_unknown(request, BudgetSummaryFilterSet)
        if self.plan is None:
            raise Http404
        asked = self._asked()
        by, until, kept_by = asked["by"] or "priority", asked["until"], asked["kept_by"]
        choice = {"viewer": request.user, "plan": self.plan, "until": until}
        choice["kept_by"] = kept_by.pk if kept_by else None
        with override("en"):
            english = queries.money_by(by=by, **choice)
        with override("km"):
            khmer = queries.money_by(by=by, **choice)
        return Response(
            {
                "plan": PlanLabelSerializer(self.plan).data,
                "by": by,
                "until": until.code if until else None,
                "kept_by": kept_by.code if kept_by else None,
                "total": PlanMoneySerializer(queries.money_of_plan(**choice)).data,
                "rows": MoneyRowSerializer(list(zip(english, khmer, strict=True)), many=True).data,
            }
        )

    def _asked(self) -> dict:
        """What the address asks for. Raises ValidationError, by parameter."""
        lines = BudgetLine.objects.visible_to(self.request.user)
        filterset = BudgetSummaryFilterSet(
            self.request.query_params, queryset=lines, request=self.request, plan=self.plan
        )
        if not filterset.is_valid():
            raise translate_validation(filterset.errors)
        return filterset.form.cleaned_data
