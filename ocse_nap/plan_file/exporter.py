"""From the database to a file that loads to the identical plan."""

from pathlib import PurePath

from django.utils.translation import gettext as _

from ocse_nap.plan_file import columns, excel_format, json_format, sheets
from ocse_nap.plan_file.columns import Column, Sheet
from ocse_nap.plan_file.errors import refused
from ocse_nap.plan_file.sheets import SHEETS
from ocse_nap.plan_file.totals import totals_of
from priorities.models import Plan

WRITERS = {".json": json_format.write, ".xlsx": excel_format.write}


def export(plan: Plan, *, name: str) -> bytes:
    """The plan as a file; `name` ends in .json or .xlsx. Raises PlanFileRefused for another ending."""
    ending = PurePath(name).suffix.lower()
    if ending not in WRITERS:
        raise refused(_("A plan file ends in .xlsx or .json: %(name)s") % {"name": name})
    return WRITERS[ending](rows_of(plan))


def rows_of(plan: Plan) -> dict[str, list[dict]]:
    """Every sheet's rows as typed cells by column name; references are codes."""
    rows = {sheet.name: _sheet_rows(sheet, plan) for sheet in SHEETS if sheet.model}
    sums = totals_of(*(rows[name] for name in ("budget_lines", "activities", "funding_sources")))
    stated = [choice for choice, _label in sheets.TOTALS.columns[0].field.choices]
    rows[sheets.TOTALS.name] = [
        {"of": of, "code": code, "amount": sums[of, code]}
        for of, code in sorted(sums, key=lambda total: (str(total[0]), str(total[1])))
        if of in stated
    ]
    return rows


def _sheet_rows(sheet: Sheet, plan: Plan) -> list[dict]:
    single = [column.name for column in sheet.columns if column.kind == columns.REFERENCE]
    many = [column.name for column in sheet.columns if column.kind == columns.REFERENCES]
    key = [f"{name}__code" if name in single else name for name in sheet.key]
    order = (*sheet.model._meta.ordering, *key)  # equal databases give equal files
    query = sheet.rows_of(plan.code).order_by(*order).select_related(*single).prefetch_related(*many)
    return [{column.name: _cell(column, instance) for column in sheet.columns} for instance in query]


def _cell(column: Column, instance):
    value = getattr(instance, column.name)
    if column.kind == columns.REFERENCES:
        return sorted(other.code for other in value.all())
    if column.kind == columns.REFERENCE:
        return value and value.code
    return value
