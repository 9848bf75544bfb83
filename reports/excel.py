"""Tables as a workbook that a finance officer can send on: written row by row, in constant memory.

Numbers are numbers and dates are dates; text is text, also where it begins with "=" or looks like an
address. Totals are SUM formulas with their value stored, so that readers that do not compute show it too.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from math import ceil
from typing import IO
from unicodedata import category

from django.utils.timezone import localtime
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from institutions.bilingual import is_khmer
from reports.tables import Column, Table

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
# Fonts of the offices' computers; where one is missing, Excel takes another with the same letters.
KHMER_FONT, LATIN_FONT = "Khmer OS Siemreap", "Calibri"
LINE_HEIGHT = {KHMER_FONT: 24, LATIN_FONT: 15}  # points
SUBSCRIPT_SIGN = "\u17d2"
A4 = 9
FILL = 0.9  # of a line, before a word goes to the next one
LONGEST_SHEET_NAME = 31

NUMBER_FORMATS = {
    "number": "#,##0",
    "money": "#,##0.00",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "ordinal": "0",
}
READ_FROM_THE_LEFT = frozenset({"date", "datetime", "ordinal"})
BRAND, TINT, WARNING, MUTED = "#103A5C", "#EEF4F5", "#8A5000", "#4A5865"


def write_workbook(
    file: IO[bytes], sheets: Sequence[Table | Sequence[Table]], *, labels: Sequence[str] = ()
) -> None:
    """Write `sheets` to `file` in the active language: a table each, or several tables under one another.

    labels: warnings about the data, in each language, on top of every sheet; empty ones are left out.
    Rows are read once, as they are written: they may come from a database cursor.
    """
    font = KHMER_FONT if is_khmer() else LATIN_FONT
    every_cell = {"font_name": font, "font_size": 11}
    book = Workbook(file, {**OPTIONS, "default_format_properties": every_cell})
    formats = _Formats(book, font)
    names: set[str] = set()
    for tables in sheets:
        tables = [tables] if isinstance(tables, Table) else tables
        sheet = book.add_worksheet(_sheet_name(tables[0].sheet or tables[0].title, names))
        _set_up_page(sheet, tables[0], formats)
        row = 0
        for label in filter(None, labels):
            row = _write_sentence(sheet, row, label, tables[0], formats, font_color=WARNING, bold=True)
        row += bool(row)
        for table in tables:
            row = _write_table(sheet, table, row, formats, is_alone=len(tables) == 1)
    book.close()


def _write_table(sheet: Worksheet, table: Table, row: int, formats: "_Formats", *, is_alone: bool) -> int:
    """Title, head, rows, totals and notes from `row` on; answers the row for the next table.

    A table alone on its sheet keeps its head in view and on every printed page, and can be filtered.
    """
    first = _write_head(sheet, table, row, formats)
    last = _write_rows(sheet, table, first, formats)
    if is_alone:
        sheet.freeze_panes(first, 0)
        sheet.repeat_rows(first - 1)
        if last > first:
            sheet.autofilter(first - 1, 0, last - 1, len(table.columns) - 1)
    row = _write_totals(sheet, table, first, last, formats)
    for note in table.notes:
        row = _write_sentence(sheet, row, str(note), table, formats, font_color=MUTED)
    return row + 1


class _Formats:
    """The formats of one workbook, each made once: `formats("money", bold=True)` for a cell of a kind."""

    def __init__(self, book: Workbook, font: str):
        self.book = book
        self.font = font
        self.made: dict[tuple, Format] = {}

    def __call__(self, kind: str, *, wraps: bool = False, **look) -> Format | None:
        """None where a cell of this kind looks like any other."""
        if kind in NUMBER_FORMATS:
            look["num_format"] = NUMBER_FORMATS[kind]
        if kind in READ_FROM_THE_LEFT:
            look["align"] = "left"
        if wraps:
            look["text_wrap"] = True
        return self.named(**look) if look else None

    def named(self, **look) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(look)
        return self.made[key]

    @property
    def line_height(self) -> int:
        return LINE_HEIGHT[self.font]

    def height_of(self, texts: Iterable[tuple[str, int]]) -> int:
        """How high a row must be for these texts to fit in columns of these widths (letters)."""
        lines = [ceil(_letters(text) / (width * FILL)) for text, width in texts]
        return self.line_height * max(1, *lines)


def _letters(text: str) -> int:
    """How many letters wide a text is: Khmer vowels and subscripts stand above and below others."""
    beside = sum(category(letter) not in ("Mn", "Cf") for letter in text)
    return beside - text.count(SUBSCRIPT_SIGN)


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """What Excel allows as the name of a sheet, different from those that are taken."""
    allowed = re.sub(r"[\[\]:*?/\\]", " ", wanted).strip(" '") or "1"
    name = allowed[:LONGEST_SHEET_NAME]
    number = 2
    while name.casefold() in taken:
        ending = f" {number}"
        name = allowed[: LONGEST_SHEET_NAME - len(ending)] + ending
        number += 1
    taken.add(name.casefold())
    return name


def _set_up_page(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    """A4, as wide as one page, with the name of the sheet and the page number at the foot."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    name = sheet.get_name().replace("&", "&&")
    sheet.set_footer(f"&L&8{name}&R&8&P / &N")
    sheet.set_default_row(formats.line_height)
    sheet.hide_gridlines(2)
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width)


def _write_head(sheet: Worksheet, table: Table, row: int, formats: _Formats) -> int:
    """Title, lede and headings; answers the first row of the data."""
    sheet.write_string(row, 0, str(table.title), formats.named(bold=True, font_size=14, font_color=BRAND))
    row += 1
    if table.lede:
        row = _write_sentence(sheet, row, str(table.lede), table, formats, font_color=MUTED)
    look = {"bold": True, "font_color": "#FFFFFF", "bg_color": BRAND, "text_wrap": True, "valign": "vcenter"}
    headings = [(str(column.heading), column.width) for column in table.columns]
    sheet.set_row(row, formats.height_of(headings))
    for place, column in enumerate(table.columns):
        head = formats.named(align="right" if column.is_numeric else "left", **look)
        sheet.write_string(row, place, str(column.heading), head)
    return row + 1


def _write_sentence(sheet: Worksheet, row: int, text: str, table: Table, formats: _Formats, **look) -> int:
    """A sentence over the whole width of the table; answers the next row."""
    width = sum(column.width for column in table.columns)
    sheet.set_row(row, formats.height_of([(text, width)]))
    sentence = formats.named(text_wrap=True, valign="top", **look)
    if len(table.columns) > 1:
        sheet.merge_range(row, 0, row, len(table.columns) - 1, "", sentence)
    sheet.write_string(row, 0, text, sentence)
    return row + 1


def _write_rows(sheet: Worksheet, table: Table, first: int, formats: _Formats) -> int:
    """The data; answers the row after the last."""
    wrapping = [place for place, column in enumerate(table.columns) if column.wraps]
    beside_lines = {"valign": "top"} if wrapping else {}
    cells = [
        (
            place,
            _writer(sheet, column.kind, formats),
            formats(column.kind, wraps=column.wraps, **beside_lines),
        )
        for place, column in enumerate(table.columns)
    ]
    number = first
    for number, row in enumerate(table.rows, first + 1):
        if wrapping:
            texts = [(str(row[place]), table.columns[place].width) for place in wrapping]
            sheet.set_row(number - 1, formats.height_of(texts))
        for (place, write, look), value in zip(cells, row, strict=True):
            if value is not None and value != "":
                write(number - 1, place, value, look)
    return number


def _writer(sheet: Worksheet, kind: str, formats: _Formats) -> Callable:
    """A function (row, place, value, format) that writes a cell of this kind."""
    match kind:
        case "number" | "money" | "percent" | "ordinal":
            return sheet.write_number
        case "date":
            return sheet.write_datetime
        case "datetime":
            return lambda row, place, value, look: sheet.write_datetime(row, place, localtime(value), look)
        case "named" | "priority":
            return lambda row, place, value, look: sheet.write_string(row, place, str(value), look)
        case "value":
            return partial(_write_by_type, sheet, formats)
    return sheet.write_string


def _write_by_type(sheet: Worksheet, formats: _Formats, row: int, place: int, value, look: Format) -> None:
    kind = _kind_of(value)
    if kind != "text":
        look = formats(kind, align="left", valign="top")
    _writer(sheet, kind, formats)(row, place, value, look)


def _kind_of(value) -> str:
    """The kind of a cell that may hold anything."""
    match value:
        case datetime():
            return "datetime"
        case date():
            return "date"
        case int():
            return "number"
        case Decimal():
            return "money"
    return "text"


def _write_totals(sheet: Worksheet, table: Table, first: int, last: int, formats: _Formats) -> int:
    """The line under the data that ends at `last`; answers the next row."""
    if not table.totals:
        return last
    for place, (column, value) in enumerate(table.total_cells()):
        _write_total(sheet, (last, place), column, value, (first, last), formats)
    return last + 1


def _write_total(sheet, cell: tuple[int, int], column: Column, value, rows: tuple[int, int], formats) -> None:
    look = {"bold": True, "top": 1, "bg_color": TINT}
    first, last = rows
    row, place = cell
    if value is None:
        sheet.write_blank(row, place, None, formats.named(**look))
    elif column.sums and last > first:
        formula = f"=SUM({xl_range(first, place, last - 1, place)})"
        sheet.write_formula(row, place, formula, formats(column.kind, **look), value)
    elif isinstance(value, str):
        sheet.write_string(row, place, value, formats.named(**look))
    else:
        _writer(sheet, column.kind, formats)(row, place, value, formats(column.kind, **look))
