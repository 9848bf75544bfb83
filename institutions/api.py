"""What every address of the API shares, and the addresses of institutions and provinces."""

from django.http import Http404
from django.utils.translation import gettext_noop
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.pagination import LimitOffsetPagination

from institutions.filters import FilterBackend, InstitutionFilterSet, by_code_or_id
from institutions.models import Institution, Province
from institutions.serializers import InstitutionSerializer, ProvinceSerializer

# Django REST framework has no Khmer: named here, its texts come into our own catalogue.
FRAMEWORK_TEXTS = [
    gettext_noop("Authentication credentials were not provided."),
    gettext_noop("Not found."),
    gettext_noop("You do not have permission to perform this action."),
    gettext_noop("This field is required."),
    gettext_noop("This field may not be blank."),
    gettext_noop("This field may not be null."),
    gettext_noop("Must be a valid boolean."),
    gettext_noop("Not a valid string."),
    gettext_noop("CSRF Failed: {reason}"),
    gettext_noop("Date has wrong format. Use one of these formats instead: {format}."),
    gettext_noop("Ensure this field has no more than {max_length} characters."),
    gettext_noop("Invalid data. Expected a dictionary, but got {datatype}."),
    gettext_noop("JSON parse error - {detail}"),
    gettext_noop('Method "{method}" not allowed.'),
    gettext_noop('Unsupported media type "{media_type}" in request.'),
    # Django's own, of a filter
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Enter a number."),
]


class Pages(LimitOffsetPagination):
    """`?limit=` and `?offset=`; one answer never holds more than this."""

    max_limit = 500


class ListViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Rows to read, page by page. Whoever is signed in may ask; `visible_to` decides what comes back."""

    filter_backends = [FilterBackend]
    pagination_class = Pages
    rows_of = None  # the model

    def get_queryset(self):
        return self.rows_of.objects.visible_to(self.request.user)


class ReadViewSet(mixins.RetrieveModelMixin, ListViewSet):
    """The same, and one row by its id."""

    lookup_value_regex = "[0-9]+"

    def get_object(self):
        return self.found(self.get_queryset().filter(pk=self.kwargs["pk"]).first())

    def found(self, row):
        """`row`, or 404. What its reader may not see is not there either."""
        if row is None:
            raise Http404
        return row


BY_CODE = extend_schema_view(
    retrieve=extend_schema(
        parameters=[
            OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH, description="Code or id.")
        ]
    )
)


class ReadByCodeViewSet(ReadViewSet):
    """The same, and one row by its code (`activities/3.2/`) or its id."""

    lookup_field = "code"
    lookup_value_regex = r"[\w.-]+"

    def get_object(self):
        return self.found(by_code_or_id(self.get_queryset(), self.kwargs["code"]))


@BY_CODE
class InstitutionViewSet(ReadByCodeViewSet):
    """Who takes part in the plan."""

    rows_of = Institution
    serializer_class = InstitutionSerializer
    filterset_class = InstitutionFilterSet

    def get_queryset(self):
        return super().get_queryset().select_related("parent").order_by("code")


@BY_CODE
class ProvinceViewSet(ReadByCodeViewSet):
    """The capital and the provinces. `code` is the official one, `01` to `25`."""

    rows_of = Province
    serializer_class = ProvinceSerializer
