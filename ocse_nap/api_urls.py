"""Version 1 of the API: every address, and its description. Read with the visibility of the pages."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import IsAuthenticated
from rest_framework.routers import DefaultRouter

from activities import api as activities
from budget import api as budget
from institutions import api as institutions
from priorities import api as priorities

router = DefaultRouter()
router.include_format_suffixes = False  # "activities/3.2" is not activity 3 in the format "2"
router.register("provinces", institutions.ProvinceViewSet, "province")
router.register("institutions", institutions.InstitutionViewSet, "institution")
router.register("plans", priorities.PlanViewSet, "plan")
router.register("objectives", priorities.PolicyObjectiveViewSet, "objective")
router.register("capabilities", priorities.CapabilityViewSet, "capability")
router.register("priorities", priorities.StrategicPriorityViewSet, "priority")
router.register("periods", priorities.ReportingPeriodViewSet, "period")
router.register("activities", activities.ActivityViewSet, "activity")
router.register("indicators", activities.IndicatorViewSet, "indicator")
router.register("progress/indicators", activities.IndicatorProgressViewSet, "indicator-progress")
router.register("progress/activities", activities.ActivityProgressViewSet, "activity-progress")
router.register("progress/priorities", activities.PriorityProgressViewSet, "priority-progress")
router.register("progress/plan", activities.PlanProgressViewSet, "plan-progress")
router.register("reports", activities.ReportViewSet, "report")
router.register("budget/lines", budget.BudgetLineViewSet, "budget-line")
router.register("budget/expenditures", budget.ExpenditureViewSet, "expenditure")

SIGNED_IN = [IsAuthenticated]  # drf-spectacular's own default is everybody
docs = SpectacularSwaggerSplitView.as_view(
    url_name="api:schema", template_name="api/docs.html", permission_classes=SIGNED_IN
)

app_name = "api"
urlpatterns = [
    *router.urls,
    path("budget/summary/", budget.BudgetSummaryView.as_view(), name="budget-summary"),
    path("schema/", SpectacularAPIView.as_view(permission_classes=SIGNED_IN), name="schema"),
    path("docs/", docs, name="docs"),
]
