"""Filters of the API. A value or a parameter that nobody knows is an error, never an empty list."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from rest_framework import exceptions

from institutions.models import Institution

EVERYWHERE = {"limit", "offset", "plan"}


def by_code_or_id(rows, value: str, *, code: str = "code"):
    """The row with this code, or else with this id; None where there is neither."""
    found = rows.filter(**{code: value}).first()
    if found is None and value.isdecimal():
        found = rows.filter(pk=value).first()
    return found


class CodeField(forms.CharField):
    """A code or an id, cleaned to the row that it names."""

    def __init__(self, *, rows, code, **kwargs):
        self.rows, self.code = rows, code
        super().__init__(**kwargs)

    def clean(self, value):
        value = super().clean(value)
        found = by_code_or_id(self.rows(), value, code=self.code) if value else None
        if value and found is None:
            raise ValidationError(_("“%(value)s” is not known here."), params={"value": value})
        return found


class CodeFilter(filters.CharFilter):
    """`?institution=MOSVY`, or its id. `rows`: from the filter set to the rows that may be named."""

    field_class = CodeField

    def __init__(self, *args, rows, code="code", **kwargs):
        self.rows = rows
        super().__init__(*args, code=code, **kwargs)

    @property
    def field(self):
        self.extra["rows"] = lambda: self.rows(self.parent)
        return super().field


class FilterBackend(filters.DjangoFilterBackend):
    """Refuses a misspelt parameter too: left out silently, it would answer another question."""

    def filter_queryset(self, request, queryset, view):
        filterset_class = self.get_filterset_class(view, queryset)
        refuse_unknown(request, filterset_class)
        return super().filter_queryset(request, queryset, view)

    def get_filterset_kwargs(self, request, queryset, view):
        """Codes are unique in a plan, so a filter set of its rows knows the plan."""
        kwargs = super().get_filterset_kwargs(request, queryset, view)
        return kwargs | {"plan": view.plan} if hasattr(view, "plan_path") else kwargs


def refuse_unknown(request, filterset_class) -> None:
    """Raises ValidationError where the address has a parameter that neither filters nor turns pages."""
    known = EVERYWHERE | set(filterset_class.base_filters if filterset_class else ())
    problems = {
        name: [_("There is no such parameter. There are: %(names)s.") % {"names": ", ".join(sorted(known))}]
        for name in request.query_params
        if name not in known
    }
    if problems:
        raise exceptions.ValidationError(problems)


def institutions(filterset):
    return Institution.objects.visible_to(filterset.request.user)


class InstitutionFilterSet(filters.FilterSet):
    parent = CodeFilter(rows=institutions)

    class Meta:
        model = Institution
        fields = ["kind", "function", "parent"]
