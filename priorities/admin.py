"""The plan and its parts. Money comes from the plan file: what the plan costs is only read here.

`PlanAdmin` and `StrategicPriorityAdmin` are registered by `activities.admin`: figures follow from them.
"""

from django.contrib import admin

from institutions.admin import CodedAdmin, FixedRowsAdmin
from priorities.models import Capability, CapabilityDomain, PolicyObjective, ReportingPeriod, Source


class PlanAdmin(FixedRowsAdmin):
    fixed = ["code", "starts_on", "ends_on", "stated_cost", "government_share"]
    list_display = ["code", "title_en", "title_km", "starts_on", "ends_on", "stated_cost"]
    search_fields = ["code", "title_en", "title_km"]
    autocomplete_fields = ["coordinator", "secretariat"]


class StrategicPriorityAdmin(CodedAdmin):
    fixed = ["plan", "code"]
    list_display = ["code", "name_en", "name_km", "plan", "domain", "weight"]
    list_filter = ["plan"]
    list_select_related = ["plan", "domain"]
    search_fields = ["code", "name_en", "name_km"]


@admin.register(Source)
class SourceAdmin(CodedAdmin):
    fixed = ["plan", "code"]
    list_display = ["code", "citation", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["code", "citation"]


@admin.register(PolicyObjective)
class PolicyObjectiveAdmin(CodedAdmin):
    fixed = ["plan", "code"]
    list_display = ["code", "text_en", "text_km", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["code", "text_en", "text_km"]


@admin.register(CapabilityDomain)
class CapabilityDomainAdmin(CodedAdmin):
    list_display = ["code", "name_en", "name_km"]
    search_fields = ["code", "name_en", "name_km"]


@admin.register(Capability)
class CapabilityAdmin(CodedAdmin):
    list_display = ["code", "name_en", "name_km", "domain", "version"]
    list_filter = ["domain", "version"]
    list_select_related = ["domain"]
    search_fields = ["code", "name_en", "name_km"]


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(FixedRowsAdmin):
    """When reports are due, and whether the figures of a quarter are published."""

    fixed = ["plan", "year", "quarter", "starts_on", "ends_on"]
    list_display = ["code", "plan", "starts_on", "ends_on", "due_on", "is_published"]
    list_filter = ["plan", "year", "is_published"]
    list_select_related = ["plan"]
    search_fields = ["year"]
