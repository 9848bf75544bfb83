"""Money, to look at only: lines come from the plan file, the ledger from `budget.services`."""

from django.contrib import admin

from budget.models import BudgetLine, Expenditure, FundingSource
from institutions.admin import CodedAdmin, ReadOnlyAdmin


@admin.register(FundingSource)
class FundingSourceAdmin(CodedAdmin):
    fixed = ["plan", "code", "kind"]
    list_display = ["code", "name_en", "name_km", "kind", "holder", "plan"]
    list_filter = ["plan", "kind"]
    list_select_related = ["plan", "holder"]
    search_fields = ["code", "name_en", "name_km"]
    autocomplete_fields = ["holder"]


@admin.register(BudgetLine)
class BudgetLineAdmin(ReadOnlyAdmin):
    list_display = ["code", "year", "amount", "institution", "funding_source", "activity"]
    list_filter = ["year", "funding_source", "activity__priority"]
    list_select_related = ["activity", "funding_source", "institution"]
    search_fields = ["code", "activity__code", "institution__code"]


@admin.register(Expenditure)
class ExpenditureAdmin(ReadOnlyAdmin):
    list_display = ["budget_line", "period", "institution", "amount", "spent_on", "reference", "recorded_at"]
    list_filter = ["period__year", "period__quarter", "budget_line__funding_source"]
    list_select_related = ["budget_line", "period", "institution"]
    search_fields = ["budget_line__code", "institution__code", "reference"]
    date_hierarchy = "spent_on"
