"""Budget lines and the ledger as flat tables with codes for everything: to take out and later bring in."""

from io import BytesIO

from import_export import fields, resources
from import_export.formats.base_formats import XLSX
from import_export.widgets import CharWidget, DateTimeWidget, DateWidget, DecimalWidget
from xlsxwriter import Workbook

from budget.models import BudgetLine, Expenditure


class PlainXlsx(XLSX):
    """A workbook of one flat sheet. Numbers and dates keep their type, and text is never run as a formula."""

    OPTIONS = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }

    def export_data(self, dataset, **kwargs) -> bytes:
        file = BytesIO()
        book = Workbook(file, self.OPTIONS)
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for number, row in enumerate([dataset.headers, *dataset]):
            sheet.write_row(number, 0, row)
        book.close()
        return file.getvalue()


class FlatResource(resources.ModelResource):
    """Exports numbers as numbers and dates as dates, and reads what its columns follow in one query."""

    follows: tuple[str, ...] = ()

    def export(self, queryset=None, **kwargs):
        queryset = self.get_queryset() if queryset is None else queryset
        return super().export(queryset.select_related(*self.follows), **{**kwargs, "force_native_type": True})


def _text(attribute: str, name: str) -> fields.Field:
    return fields.Field(attribute, name, widget=CharWidget())


def _number(attribute: str, name: str) -> fields.Field:
    return fields.Field(attribute, name, widget=DecimalWidget())


class BudgetLineResource(FlatResource):
    """A line is known by its activity and its code."""

    follows = ("activity", "funding_source", "institution")

    activity = _text("activity__code", "activity")
    line = _text("code", "line")
    year = _number("year", "year")
    funding_source = _text("funding_source__code", "funding_source")
    institution = _text("institution__code", "institution")
    amount = _number("amount", "planned_usd")

    class Meta:
        model = BudgetLine
        fields = ("activity", "line", "year", "funding_source", "institution", "amount")
        export_order = fields


class ExpenditureResource(FlatResource):
    """Every entry; a reversal names the entry that it takes back."""

    follows = ("budget_line__activity", "budget_line__funding_source", "institution", "period")

    entry = _number("pk", "entry")
    recorded_at = fields.Field("recorded_at", "recorded_at", widget=DateTimeWidget())
    quarter = _text("period__code", "quarter")
    spent_on = fields.Field("spent_on", "spent_on", widget=DateWidget())
    activity = _text("budget_line__activity__code", "activity")
    line = _text("budget_line__code", "line")
    funding_source = _text("budget_line__funding_source__code", "funding_source")
    institution = _text("institution__code", "institution")
    amount = _number("amount", "spent_usd")
    reference = _text("reference", "reference")
    note = _text("note", "note")
    reverses = _number("reverses_id", "reverses")

    class Meta:
        model = Expenditure
        fields = (
            "entry",
            "recorded_at",
            "quarter",
            "spent_on",
            "activity",
            "line",
            "funding_source",
            "institution",
            "amount",
            "reference",
            "note",
            "reverses",
        )
        export_order = fields
