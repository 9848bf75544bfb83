"""The plan's activities and indicators, to correct. Figures follow."""

from decimal import Decimal

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from activities import services, tasks
from activities.models import (
    Activity,
    Assignment,
    Disaggregation,
    DisaggregationCategory,
    Indicator,
    Target,
    Unit,
)
from activities.rollup.presets import Combine, Rule, RuleError, validate_rule
from institutions.admin import CodedAdmin
from priorities import admin as priorities_admin
from priorities.models import Plan, StrategicPriority

RULE_PROBLEMS = {
    "latest_across": _(
        "“Latest” orders quarters, not institutions. Choose another rule across institutions."
    ),
    "ratio_over_time_only": _("A ratio over time needs a ratio across institutions too."),
    "share_added_up": _("Shares are never added up or averaged. Choose “ratio” or “latest” over time."),
    "falling_count": _("A count that is added up cannot be meant to fall. Report it as a level."),
}


class FiguresFollow:
    """Figures are computed from these rows: after a change here they are computed anew."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self._compute_anew()

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        self._compute_anew()

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        self._compute_anew()

    def _compute_anew(self):
        services.mark_all_stale()
        tasks.kick_rollup()


@admin.register(Plan)
class PlanAdmin(FiguresFollow, priorities_admin.PlanAdmin):
    """Weights and thresholds."""


@admin.register(StrategicPriority)
class StrategicPriorityAdmin(FiguresFollow, priorities_admin.StrategicPriorityAdmin):
    """Weights."""


@admin.register(Activity)
class ActivityAdmin(FiguresFollow, CodedAdmin):
    fixed = ["priority", "code"]
    list_display = ["code", "title_en", "title_km", "lead", "starts_on", "ends_on", "planned_cost"]
    list_filter = ["priority__plan", "priority", "is_sub_national"]
    list_select_related = ["lead"]
    search_fields = ["code", "title_en", "title_km", "lead__code"]
    autocomplete_fields = [
        "priority",
        "lead",
        "co_implementers",
        "capabilities",
        "objectives",
        "sources",
    ]
    readonly_fields = ["planned_cost"]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.planned_cost = Decimal(0)  # its money comes with the plan file
        super().save_model(request, obj, form, change)


class TargetInline(admin.TabularInline):
    model = Target
    autocomplete_fields = ["institution"]
    extra = 0


class AssignmentInline(admin.TabularInline):
    model = Assignment
    autocomplete_fields = ["institution"]
    extra = 0


class IndicatorForm(forms.ModelForm):
    def clean(self):
        super().clean()
        said = {name: self._said(name) for name in ("across", "over_time", "direction")}
        if all(said.values()):
            rising = said["direction"] == Indicator.Direction.INCREASE
            try:
                validate_rule(Rule(Combine(said["across"]), Combine(said["over_time"])), rising=rising)
            except RuleError as error:
                raise forms.ValidationError(RULE_PROBLEMS[error.code]) from error

    def _said(self, name: str) -> str:
        """From the form, or from the row where the form does not ask for it."""
        return self.cleaned_data.get(name, "" if name in self.fields else getattr(self.instance, name))


@admin.register(Indicator)
class IndicatorAdmin(FiguresFollow, CodedAdmin):
    """Unit and rule are chosen once: changing them would change what was published."""

    form = IndicatorForm
    fixed = ["activity", "code", "unit", "preset", "across", "over_time"]
    list_display = ["code", "name_en", "name_km", "unit", "preset", "direction", "frequency"]
    list_filter = ["activity__priority", "level", "preset", "frequency", "direction", "unit"]
    list_select_related = ["unit"]
    search_fields = ["code", "name_en", "name_km"]
    autocomplete_fields = ["activity", "unit", "disaggregations"]
    readonly_fields = ["rule_version"]
    inlines = [TargetInline, AssignmentInline]


@admin.register(Target)
class TargetAdmin(FiguresFollow, admin.ModelAdmin):
    list_display = ["indicator", "year", "quarter", "institution", "value", "source"]
    list_filter = ["year", "quarter", "indicator__activity__priority"]
    list_select_related = ["indicator", "institution"]
    search_fields = ["indicator__code", "indicator__name_en", "indicator__name_km", "institution__code"]
    autocomplete_fields = ["indicator", "institution"]


@admin.register(Assignment)
class AssignmentAdmin(FiguresFollow, admin.ModelAdmin):
    list_display = ["indicator", "institution", "starts_on", "ends_on"]
    list_filter = ["indicator__activity__priority", "institution__kind"]
    list_select_related = ["indicator", "institution"]
    search_fields = [
        "indicator__code",
        "indicator__name_en",
        "indicator__name_km",
        "institution__code",
        "institution__name_en",
        "institution__name_km",
    ]
    autocomplete_fields = ["indicator", "institution"]


@admin.register(Unit)
class UnitAdmin(CodedAdmin):
    list_display = ["code", "name_en", "name_km"]
    search_fields = ["code", "name_en", "name_km"]


class CategoryInline(admin.TabularInline):
    model = DisaggregationCategory
    extra = 0


@admin.register(Disaggregation)
class DisaggregationAdmin(CodedAdmin):
    list_display = ["code", "name_en", "name_km"]
    search_fields = ["code", "name_en", "name_km"]
    inlines = [CategoryInline]
