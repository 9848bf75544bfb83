"""Reports, their history and the stored figures, to look at only."""

from django.contrib import admin

from activities.models import (
    ActivityEntry,
    ActivityResult,
    IndicatorResult,
    IndicatorValue,
    PlanResult,
    PriorityResult,
    ProgressReport,
    ReportRevision,
    StatusChange,
)
from institutions.admin import ReadOnlyAdmin, ReadOnlyInline

OF_REPORT = ["report__institution", "report__period"]
OF_REVISION = ["revision__report__institution", "revision__report__period"]
FIND_INSTITUTION = ["institution__code", "institution__name_en", "institution__name_km"]


class RevisionInline(ReadOnlyInline):
    model = ReportRevision
    fields = ["number", "submitted_at", "approved_at", "approved_by", "superseded_at"]


class StatusChangeInline(ReadOnlyInline):
    model = StatusChange
    fields = ["action", "from_status", "to_status", "by", "at", "note"]


@admin.register(ProgressReport)
class ProgressReportAdmin(ReadOnlyAdmin):
    list_display = ["institution", "period", "status", "first_submitted_at", "return_due_on"]
    list_filter = ["status", "period__plan", "period__year", "period__quarter"]
    list_select_related = ["institution", "period"]
    search_fields = FIND_INSTITUTION
    inlines = [RevisionInline, StatusChangeInline]


class ActivityEntryInline(ReadOnlyInline):
    model = ActivityEntry


class IndicatorValueInline(ReadOnlyInline):
    model = IndicatorValue


@admin.register(ReportRevision)
class ReportRevisionAdmin(ReadOnlyAdmin):
    list_display = ["report", "number", "submitted_at", "approved_at", "superseded_at"]
    list_filter = ["report__period__year", "report__period__quarter"]
    list_select_related = OF_REPORT
    search_fields = [f"report__{name}" for name in FIND_INSTITUTION]
    inlines = [ActivityEntryInline, IndicatorValueInline]


@admin.register(ActivityEntry)
class ActivityEntryAdmin(ReadOnlyAdmin):
    list_display = ["revision", "activity", "status", "self_assessed_share"]
    list_filter = ["status", "revision__report__period__year", "revision__report__period__quarter"]
    list_select_related = [*OF_REVISION, "activity"]
    search_fields = ["activity__code", *(f"revision__report__{name}" for name in FIND_INSTITUTION)]


@admin.register(IndicatorValue)
class IndicatorValueAdmin(ReadOnlyAdmin):
    list_display = ["revision", "indicator", "state", "value", "numerator", "denominator"]
    list_filter = ["state", "revision__report__period__year", "revision__report__period__quarter"]
    list_select_related = [*OF_REVISION, "indicator"]
    search_fields = ["indicator__code", *(f"revision__report__{name}" for name in FIND_INSTITUTION)]


@admin.register(StatusChange)
class StatusChangeAdmin(ReadOnlyAdmin):
    list_display = ["report", "action", "from_status", "to_status", "by", "at"]
    list_filter = ["action", "report__period__year", "report__period__quarter"]
    list_select_related = [*OF_REPORT, "by"]
    search_fields = ["by__email", *(f"report__{name}" for name in FIND_INSTITUTION)]


class ResultAdmin(ReadOnlyAdmin):
    """Stored figures: made by the roll-up, from approved reports."""

    list_filter = ["lens", "state", "status", "period__year", "period__quarter"]
    ordering = ["-period__year", "-period__quarter", "pk"]


@admin.register(IndicatorResult)
class IndicatorResultAdmin(ResultAdmin):
    list_display = ["indicator", "period", "lens", "value", "state", "reported", "expected", "status"]
    list_select_related = ["indicator", "period"]
    search_fields = ["indicator__code"]


@admin.register(ActivityResult)
class ActivityResultAdmin(ResultAdmin):
    list_display = ["activity", "period", "lens", "progress", "state", "reported", "expected", "status"]
    list_select_related = ["activity", "period"]
    search_fields = ["activity__code"]


@admin.register(PriorityResult)
class PriorityResultAdmin(ResultAdmin):
    list_display = ["priority", "period", "lens", "progress", "state", "reported", "expected", "status"]
    list_select_related = ["priority", "period"]
    search_fields = ["priority__code"]


@admin.register(PlanResult)
class PlanResultAdmin(ResultAdmin):
    list_display = ["plan", "period", "lens", "progress", "state", "reported", "expected", "status"]
    list_select_related = ["plan", "period"]
    search_fields = ["plan__code"]
