"""The plan as an Excel workbook: a worksheet for each sheet.

Row 1 names the columns. Rows whose first cell begins with `#` are notes for people and are not read.
Numbers are numbers, dates are dates, a list stands in one cell with `; ` between its parts.
"""

from datetime import date
from decimal import Decimal
from io import BytesIO

import python_calamine
import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override

from ocse_nap.plan_file import columns, sheets
from ocse_nap.plan_file.columns import Column, Sheet
from ocse_nap.plan_file.errors import PlanFileRefused, Problem, refused
from ocse_nap.plan_file.sheets import SHEETS, referred_sheet
from ocse_nap.plan_file.tables import Row, Table, Tables

NOTE = "#"
LIST_JOINT = "; "
NOTE_ROWS = 2  # under the names: what a column holds, and the warning about the data
FIRST_ROW = 1 + NOTE_ROWS
LAST_ROW = 4999  # how far the drop-down lists reach
LONGEST_TEXT = 32767
MOST_DIGITS = 15  # what Excel keeps of a number
LONGEST_LIST = 255  # characters of a drop-down list that is not a range
WIDTHS = {columns.WHOLE: 11, columns.DECIMAL: 15, columns.DATE: 13, columns.YES_NO: 11}
NUMBER_FORMATS = {columns.WHOLE: "0", columns.DATE: "yyyy-mm-dd", columns.YES_NO: "General"}


# --- reading ----------------------------------------------------------------------------------------


def read(data: bytes) -> tuple[Tables, list[Problem]]:
    """The tables of a workbook, with untyped cells, and what does not belong into it.

    Raises PlanFileRefused where it is no workbook, or a sheet or column is missing.
    """
    try:
        workbook = python_calamine.load_workbook(BytesIO(data))
        contents = {name: workbook.get_sheet_by_name(name) for name in workbook.sheet_names}
        contents = {name: sheet.to_python(skip_empty_area=False) for name, sheet in contents.items()}
    except python_calamine.CalamineError:
        raise refused(_("This is not an Excel workbook, or it is damaged or protected.")) from None
    titles = {sheet.title for sheet in SHEETS}
    problems = [
        Problem(name, "", "", _("a plan has no sheet of this name"))
        for name in contents
        if name not in titles
    ]
    missing = [
        Problem(sheet.title, "", "", _("the sheet is missing"))
        for sheet in SHEETS
        if sheet.title not in contents
    ]
    tables = {}
    for sheet in SHEETS:
        if sheet.title in contents:
            tables[sheet.name] = _table(sheet, contents[sheet.title], problems, missing)
    if missing:
        raise PlanFileRefused(missing + problems)
    return tables, problems


def _table(sheet: Sheet, rows: list[list], problems: list[Problem], missing: list[Problem]) -> Table:
    names = [str(cell).strip() for cell in rows[0]] if rows else []
    known = [column.name for column in sheet.columns]
    table = Table(sheet, sheet.title)
    missing += [table.problem(None, name, _("the column is missing")) for name in known if name not in names]
    for place, name in enumerate(names):
        if name and name not in known:
            problems.append(table.problem(None, name, _("a plan has no column of this name here")))
        elif name and name in names[:place]:
            problems.append(table.problem(None, name, _("the column stands here twice")))
    for number, cells in enumerate(rows[1:], start=2):
        if all(cell == "" for cell in cells) or str(cells[0]).startswith(NOTE):
            continue
        row = Row(str(number), dict(zip(names, cells, strict=True)))
        if any(cell != "" for name, cell in zip(names, cells, strict=True) if not name):
            problems.append(table.problem(row, "", _("a cell stands outside the named columns")))
        table.rows.append(row)
    return table


# --- writing ----------------------------------------------------------------------------------------


def write(rows: dict[str, list[dict]]) -> bytes:
    """The workbook of rows as `exporter.rows_of` gives them; `read` gives the same rows back.

    Raises PlanFileRefused where Excel cannot hold a cell exactly.
    """
    output = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(output, {"in_memory": True, **options}) as workbook:
        plan = rows[sheets.PLAN.name][0]
        warning = "\n".join(filter(None, (plan["data_label_en"], plan["data_label_km"])))
        formats = _formats(workbook)
        for sheet in SHEETS:
            worksheet = workbook.add_worksheet(sheet.title)
            _write_head(worksheet, sheet, formats, warning)
            for number, values in enumerate(rows[sheet.name], start=FIRST_ROW):
                for place, column in enumerate(sheet.columns):
                    _write_cell(worksheet, number, place, column, values[column.name], formats)
    return output.getvalue()


def _formats(workbook) -> dict:
    top = {"valign": "top"}
    formats = {
        "head": workbook.add_format({**top, "bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF"}),
        "note": workbook.add_format({**top, "text_wrap": True, "italic": True, "bg_color": "#EEF2F7"}),
        "warning": workbook.add_format({**top, "bold": True, "font_color": "#B42318"}),
        "money": workbook.add_format({**top, "num_format": "#,##0.00"}),
        "number": workbook.add_format({**top, "num_format": "General"}),
        "text": workbook.add_format({**top, "num_format": "@", "text_wrap": True}),
    }
    for kind, pattern in NUMBER_FORMATS.items():
        formats[kind] = workbook.add_format({**top, "num_format": pattern})
    return formats


def _format_of(column: Column, formats: dict):
    if column.kind == columns.DECIMAL:
        return formats["money" if column.field.decimal_places == 2 else "number"]
    return formats.get(column.kind, formats["text"])


def _write_head(worksheet, sheet: Sheet, formats: dict, warning: str):
    worksheet.freeze_panes(FIRST_ROW, 1)
    worksheet.set_row(1, 90)
    if warning:
        worksheet.write_string(2, 0, f"{NOTE} {warning}", formats["warning"])
    else:
        worksheet.set_row(2, None, None, {"hidden": True})
    for place, column in enumerate(sheet.columns):
        worksheet.set_column(place, place, _width(column), _format_of(column, formats))
        worksheet.write_string(0, place, column.name, formats["head"])
        mark = f"{NOTE} " if place == 0 else ""
        worksheet.write_string(1, place, mark + note(column), formats["note"])
        choices = _drop_down(column)
        if choices:
            worksheet.data_validation(
                FIRST_ROW, place, LAST_ROW, place, {"validate": "list", "source": choices}
            )


def note(column: Column) -> str:
    """What a column holds, in English and, where there is a translation, in Khmer."""
    lines = []
    for language in ("en", "km"):
        with override(language):
            lines.append(f"{column.field.verbose_name}: {', '.join(_hints(column))}")
    return "\n".join(dict.fromkeys(lines))


def _hints(column: Column) -> list[str]:
    hints = [_("must be filled in") if column.is_required else _("may be empty")]
    if column.kind == columns.CHOICE:
        hints += [f"{value} = {label}" for value, label in column.field.flatchoices]
    elif column.kind == columns.REFERENCE:
        hints.append(_("a code of the sheet “%(sheet)s”") % {"sheet": referred_sheet(column).title})
    elif column.kind == columns.REFERENCES:
        sheet = referred_sheet(column).title
        hints.append(_("codes of the sheet “%(sheet)s”, separated by semicolons") % {"sheet": sheet})
    elif column.kind == columns.TEXTS:
        hints.append(_("separated by semicolons"))
    elif column.kind == columns.DATE:
        hints.append(_("a date"))
    elif column.kind == columns.YES_NO:
        hints.append(_("TRUE or FALSE"))
    return hints


def _drop_down(column: Column):
    if column.kind == columns.CHOICE:
        values = [value for value, _label in column.field.flatchoices]
        return values if len(",".join(values)) <= LONGEST_LIST else None
    if column.kind == columns.REFERENCE:
        return f"='{referred_sheet(column).title}'!$A${FIRST_ROW + 1}:$A${LAST_ROW + 1}"
    return ["TRUE", "FALSE"] if column.kind == columns.YES_NO else None


def _width(column: Column) -> int:
    if column.kind in WIDTHS:
        return WIDTHS[column.kind]
    if column.kind == columns.TEXT and not (column.field.max_length or 1000) <= 40:
        return 50
    return 24


def _write_cell(worksheet, number: int, place: int, column: Column, value, formats: dict):
    cell_format = _format_of(column, formats)
    if column.is_many:
        value = LIST_JOINT.join(value)
    if value is None or value == "":
        return
    if isinstance(value, bool):
        worksheet.write_boolean(number, place, value, cell_format)
    elif isinstance(value, date):
        worksheet.write_datetime(number, place, value, cell_format)
    elif isinstance(value, (int, Decimal)):
        if len(Decimal(value).normalize().as_tuple().digits) > MOST_DIGITS:
            raise _cannot_hold(worksheet, number, column, _("Excel cannot hold this number exactly"))
        worksheet.write_number(number, place, value, cell_format)
    elif len(value) > LONGEST_TEXT:
        raise _cannot_hold(worksheet, number, column, _("the text is too long for Excel"))
    else:
        worksheet.write_string(number, place, value, cell_format)


def _cannot_hold(worksheet, number: int, column: Column, reason: str) -> PlanFileRefused:
    return PlanFileRefused([Problem(worksheet.name, str(number + 1), column.name, reason)])
