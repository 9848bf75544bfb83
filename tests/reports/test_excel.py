from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.excel import write_workbook
from reports.tables import Column, Named, Table

AT = datetime(2024, 10, 24, 9, 5, tzinfo=ZoneInfo("UTC"))  # 16:05 in Phnom Penh


def written(*sheets, labels=(), computed=False):
    """The workbook as it is read back; computed: the stored values of formulas."""
    file = BytesIO()
    with translation.override("en"):
        write_workbook(file, sheets, labels=labels)
    return load_workbook(file, data_only=computed)


def table_of(kind: str, *values, **column) -> Table:
    return Table("Title", [Column("Head", kind, **column)], [(value,) for value in values])


def cell_of(kind: str, value):
    return written(table_of(kind, value)).active["A3"]


def cells(sheet: Worksheet) -> list:
    return [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


@pytest.mark.parametrize(
    ("kind", "value", "read", "number_format"),
    [
        ("text", "Ministry", "Ministry", "General"),
        ("number", 1277, 1277, "#,##0"),
        ("money", Decimal("1234567.89"), 1234567.89, "#,##0.00"),
        ("money", Decimal("-0.01"), -0.01, "#,##0.00"),
        ("percent", Decimal("0.453"), 0.453, "0.0%"),
        ("date", date(2024, 2, 29), datetime(2024, 2, 29), "yyyy-mm-dd"),
        ("datetime", AT, datetime(2024, 10, 24, 16, 5), "yyyy-mm-dd hh:mm"),
        ("quarter", "2024Q3", "2024Q3", "General"),
        ("ordinal", 2024, 2024, "0"),
        ("named", Named("3.2", "Train judges"), "3.2 Train judges", "General"),
        ("priority", Named("3", "Protect"), "3 Protect", "General"),
        ("value", AT, datetime(2024, 10, 24, 16, 5), "yyyy-mm-dd hh:mm"),
        ("value", date(2024, 2, 29), datetime(2024, 2, 29), "yyyy-mm-dd"),
        ("value", Decimal("12.50"), 12.5, "#,##0.00"),
        ("value", 766, 766, "#,##0"),
        ("value", "ខ្មែរ", "ខ្មែរ", "General"),
    ],
)
def test_every_kind_has_its_own_type(kind, value, read, number_format):
    cell = cell_of(kind, value)

    assert cell.value == read
    assert type(cell.value) is type(read)
    assert cell.number_format == number_format


@pytest.mark.parametrize(
    "text", ["=1+1", "+855 12", "-5", "@SUM(A1)", "http://example.org", "mailto:a@b", "{=1}", "0123", "1e5"]
)
def test_text_is_never_a_formula_an_address_or_a_number(text):
    cell = cell_of("text", text)

    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_no_value_is_an_empty_cell_and_zero_is_zero():
    sheet = written(table_of("money", None, Decimal(0), why="not_reported")).active

    assert (sheet["A3"].value, sheet["A4"].value) == (None, 0)


def test_totals_are_sums_that_carry_their_value():
    table = Table(
        "Money",
        [Column("Name"), Column("USD", "money", sums=True), Column("Rate", "percent")],
        [("a", Decimal("0.10"), Decimal("0.5")), ("b", Decimal("0.20"), Decimal(1))],
        totals=("Total", Decimal("0.30"), Decimal("0.75")),
    )

    formulas = [cell.value for cell in written(table).active[5]]
    values = [cell.value for cell in written(table, computed=True).active[5]]

    assert formulas == ["Total", "=SUM(B3:B4)", 0.75]
    assert values == ["Total", 0.3, 0.75]


def test_totals_without_rows_or_without_a_value():
    columns = [Column("Name"), Column("USD", "money", sums=True), Column("Spent", "money", sums=True)]

    sheet = written(Table("Money", columns, [], totals=("Total", Decimal(0), None))).active

    assert [cell.value for cell in sheet[3]] == ["Total", 0, None]


def test_rows_may_come_from_a_cursor():
    rows = ((number, Decimal(number)) for number in range(1, 1001))
    table = Table("Long", [Column("No.", "ordinal"), Column("USD", "money", sums=True)], rows)

    sheet = written(table).active

    assert [cell.value for cell in sheet[1002]] == [1000, 1000]
    assert sheet.auto_filter.ref == "A2:B1002"


def test_tables_under_one_another_on_one_sheet():
    first = Table("By year", [Column("Year", "ordinal")], [(2024,)], notes=["A note"], sheet="Summary")
    second = Table("By source", [Column("Source")], [("RGC",)], lede="What is counted")

    book = written([first, second], table_of("text", "alone"))

    assert book.sheetnames == ["Summary", "Title"]
    assert cells(book["Summary"]) == [
        "By year",
        "Year",
        2024,
        "A note",
        "By source",
        "What is counted",
        "Source",
        "RGC",
    ]
    assert book["Summary"].freeze_panes is None


def test_warnings_stand_on_top_of_every_sheet():
    labels = ("ទិន្នន័យឧទាហរណ៍", "", "Demonstration data")

    book = written(table_of("text", "a"), table_of("text", "b"), labels=labels)

    for sheet in book:
        assert cells(sheet)[:2] == ["ទិន្នន័យឧទាហរណ៍", "Demonstration data"]


def test_the_head_stays_in_view_and_paper_is_a4():
    sheet = written(table_of("text", "a", width=33)).active

    assert sheet.freeze_panes == "A3"
    assert sheet.print_title_rows == "$2:$2"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.column_dimensions["A"].width == pytest.approx(33, abs=1)


def test_the_font_follows_the_language():
    fonts = {}
    for language in ("en", "km"):
        file = BytesIO()
        with translation.override(language):
            write_workbook(file, [table_of("text", "a")])
        fonts[language] = load_workbook(file).active["A3"].font.name

    assert fonts == {"en": "Calibri", "km": "Khmer OS Siemreap"}


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["A/B: what? [1]*"], ["A B  what   1"]),
        (["Same", "same", "Same"], ["Same", "same 2", "Same 3"]),
        (["x" * 40, "x" * 40], ["x" * 31, "x" * 29 + " 2"]),
        (["'quoted'"], ["quoted"]),
        (["///"], ["1"]),
    ],
)
def test_names_of_sheets_are_what_excel_allows(titles, names):
    tables = [Table(title, [Column("Head")], []) for title in titles]

    assert written(*tables).sheetnames == names


def test_a_kind_that_does_not_exist_is_a_mistake():
    with pytest.raises(ValueError, match="colour"):
        Column("Head", "colour")
