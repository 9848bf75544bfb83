"""Progress reports and their transitions, through the same services as the pages."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from activities import queries, services, tasks
from activities.filters import ProgressReportFilterSet
from activities.models import Indicator, ProgressReport
from activities.permissions import can_move
from activities.serializers import (
    ReopenSerializer,
    ReportContentsSerializer,
    ReportSerializer,
    ReturnSerializer,
    SubmitSerializer,
)
from activities.workflow import Action, TransitionNotAllowed
from institutions.api import ReadViewSet
from priorities.api import PlanListViewSet


class NotNow(APIException):
    """The report is not in a status from which this move can be made."""

    status_code = status.HTTP_409_CONFLICT


class Incomplete(APIException):
    """Indicators that are due have no answer."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY


REFUSALS = {
    400: OpenApiResponse(description="What is wrong, by field."),
    403: OpenApiResponse(description="Not for this role."),
    404: OpenApiResponse(description="Not there, or not to be seen."),
    409: OpenApiResponse(description="Not possible in the report's present status."),
}
MOVED = {200: ReportContentsSerializer, **REFUSALS}
INCOMPLETE = OpenApiResponse(description="Indicators that are due are still empty; `unanswered` names them.")


def transition(path: str, serializer: type[Serializer]):
    return action(detail=True, methods=["post"], url_path=path, serializer_class=serializer)


@extend_schema_view(retrieve=extend_schema(responses=ReportContentsSerializer))
class ReportViewSet(PlanListViewSet, ReadViewSet):
    """Progress reports: approved ones, and the unapproved work of one's own institution."""

    rows_of = ProgressReport
    serializer_class = ReportSerializer
    filterset_class = ProgressReportFilterSet
    plan_path = "period__plan"

    def get_queryset(self):
        reports = super().get_queryset().select_related("institution", "period__plan")
        return reports.order_by("-period__year", "-period__quarter", "institution__code")

    def retrieve(self, request, pk):
        return self._contents(self.get_object())

    @extend_schema(responses={**MOVED, 422: INCOMPLETE})
    @transition("submit", SubmitSerializer)
    def submit(self, request, pk):
        """Send the report of one's institution to the secretariat."""
        return self._moved(Action.SUBMIT, services.submit_report)

    @extend_schema(responses=MOVED)
    @transition("return", ReturnSerializer)
    def send_back(self, request, pk):
        """Return a submitted report to its institution, with the reason."""
        return self._moved(Action.RETURN, services.return_report)

    @extend_schema(request=None, responses=MOVED)
    @transition("approve", Serializer)
    def approve(self, request, pk):
        """Make a submitted report official; the worker brings the figures up to date."""
        response = self._moved(Action.APPROVE, services.approve_report)
        tasks.kick_rollup()
        return response

    @extend_schema(responses=MOVED)
    @transition("reopen", ReopenSerializer)
    def reopen(self, request, pk):
        """Let the institution correct an approved report; the approved figures stand until then."""
        return self._moved(Action.REOPEN, services.reopen_report)

    def _moved(self, move: Action, service) -> Response:
        """Make one move with what came with it, and answer with the report as it is then."""
        report, user = self.get_object(), self.request.user
        if not can_move(user, report, move):
            raise PermissionDenied
        said = self.get_serializer(data=self.request.data)
        said.is_valid(raise_exception=True)
        try:
            service(report, by=user, at=timezone.now(), **said.validated_data)
        except TransitionNotAllowed as error:
            raise NotNow(str(error)) from error
        except services.ReportIncomplete as error:
            unanswered = self._codes(error.indicator_ids)
            raise Incomplete({"detail": str(error), "unanswered": unanswered}) from error
        return self._contents(self.get_object())

    def _codes(self, indicator_ids: list[int]) -> list[str]:
        indicators = Indicator.objects.visible_to(self.request.user).filter(pk__in=indicator_ids)
        codes = dict(indicators.values_list("pk", "code"))
        return [codes[pk] for pk in indicator_ids]

    def _contents(self, report: ProgressReport) -> Response:
        report.contents = queries.report_contents(viewer=self.request.user, report=report)
        report.history = queries.report_history(viewer=self.request.user, report=report)
        return Response(ReportContentsSerializer(report, context=self.get_serializer_context()).data)
