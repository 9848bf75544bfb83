"""What a workbook is refused for, with the sheet, the row and the column as Excel shows them."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from ocse_nap.plan_file.errors import PlanFileRefused
from ocse_nap.plan_file.loader import read_tables
from priorities.models import Plan


def problems_of(workbook) -> list[str]:
    file = BytesIO()
    workbook.save(file)
    with pytest.raises(PlanFileRefused) as caught:
        read_tables(file.getvalue(), "plan.xlsx")
    return [str(problem) for problem in caught.value.problems]


def cell(workbook: openpyxl.Workbook, sheet: str, row: int, column: str):
    names = [heading.value for heading in workbook[sheet][1]]
    return workbook[sheet].cell(row, names.index(column) + 1)


WRONG_CELLS = [
    ("Activities", 5, "lead", "NOBODY", "“NOBODY” is not in the sheet Institutions"),
    ("Activities", 6, "co_implementers", "MOI; NOBODY", "“NOBODY” is not in the sheet Institutions"),
    ("Activities", 9, "title_km", None, "must not be empty"),
    ("Activities", 10, "starts_on", "July", "a date is due (2021-07-14), not “July”"),
    (
        "Activities",
        11,
        "starts_on",
        date(2020, 7, 1),
        "2020-07-01 lies outside the plan (2021-01-01 to 2025-12-31)",
    ),
    ("Activities", 12, "planned_cost", "60 000", "a number is due, not “60 000”"),
    ("Activities", 13, "is_sub_national", "no", "TRUE or FALSE is due, not “no”"),
    ("Indicators", 5, "direction", "up", "“up” is not a choice here; choose from increase, decrease"),
    ("Indicators", 6, "disaggregations", "sex; sex", "stands twice in the list: sex"),
    ("Targets", 5, "year", 2020, "2020 lies outside the plan (2021-01-01 to 2025-12-31)"),
    ("Targets", 6, "year", 2022.5, "a whole number is due, not 2022.5"),
    ("Targets", 7, "quarter", 5, "must be 1, 2, 3 or 4"),
    ("Targets", 8, "value", -1, "must not be negative: -1"),
    ("Targets", 9, "value", 0.00001, "at most 4 decimals: 0.00001"),
    ("Budget lines", 5, "amount", "a lot", "a number is due, not “a lot”"),
    ("Budget lines", 6, "amount", True, "a number is due, not True"),
    ("Budget lines", 7, "amount", -5, "must not be negative: -5"),
    ("Budget lines", 8, "amount", "=1/0", "must not be empty"),
    ("Budget lines", 9, "code", 1.1, "a text is due, not 1.1; in Excel, format the cell as text"),
    ("Budget lines", 10, "code", "1.1-RGC-N-2021", "1.1 · 1.1-RGC-N-2021 stands in row 4 already"),
    ("Quarters", 7, "due_on", "2021-12-31", "must be later than the end of the quarter"),
    ("Plan", 4, "government_share", 1.2, "at most 1, not 1.2"),
]


def test_each_wrong_cell_is_named_with_its_reason_and_nothing_else(workbook):
    for sheet, row, column, value, _reason in WRONG_CELLS:
        cell(workbook, sheet, row, column).value = value

    problems = problems_of(workbook)

    assert sorted(problems) == sorted(
        f"{sheet}, row {row}, column {column}: {reason}" for sheet, row, column, _value, reason in WRONG_CELLS
    )


def test_an_amount_too_many_contradicts_the_totals(workbook):
    cell(workbook, "Budget lines", 4, "amount").value += 0.01

    problems = problems_of(workbook)

    assert problems[0] == (
        "Plan, row 4, column stated_cost: "
        "the budget lines add up to USD 3,800,000.01, but USD 3,800,000.00 is stated"
    )
    assert len(problems) == 5  # the plan, the activity, its year, its priority, its kind of funding


def test_everything_wrong_is_said_at_once(workbook):
    cell(workbook, "Activities", 7, "lead").value = "NOBODY"
    cell(workbook, "Targets", 8, "value").value = "many"
    cell(workbook, "Budget lines", 9, "year").value = 2031
    workbook.create_sheet("Sheet1")
    workbook["Units"]["Z1"] = "colour"

    assert sorted(problems_of(workbook)) == [
        "Activities, row 7, column lead: “NOBODY” is not in the sheet Institutions",
        "Budget lines, row 9, column year: 2031 lies outside the plan (2021-01-01 to 2025-12-31)",
        "Sheet1: a plan has no sheet of this name",
        "Targets, row 8, column value: a number is due, not “many”",
        "Units, column colour: a plan has no column of this name here",
    ]


def test_missing_sheets_and_columns_are_all_named(workbook):
    del workbook["Targets"]
    workbook["Activities"].delete_cols(2)
    workbook["Units"]["B1"] = "english"

    assert problems_of(workbook) == [
        "Targets: the sheet is missing",
        "Activities, column priority: the column is missing",
        "Units, column name_en: the column is missing",
        "Units, column english: a plan has no column of this name here",
    ]


def test_a_column_twice_and_a_cell_beside_the_columns_are_named(workbook):
    workbook["Units"]["D1"] = "code"
    workbook["Units"]["F5"] = "stray"

    assert "Units, column code: the column stands here twice" in problems_of(workbook)
    assert "Units, row 5: a cell stands outside the named columns" in problems_of(workbook)


def test_exactly_one_plan_is_due(workbook):
    workbook["Plan"].delete_rows(4)

    assert "Plan: exactly one plan is due, not 0" in problems_of(workbook)


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04" + b"0" * 200, b"\xd0\xcf\x11\xe0" * 50])
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(PlanFileRefused, match="not an Excel workbook"):
        read_tables(data, "plan.xlsx")


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_is_refused(workbook_bytes, part):
    with pytest.raises(PlanFileRefused, match="not an Excel workbook"):
        read_tables(workbook_bytes[: int(len(workbook_bytes) * part)], "plan.xlsx")


def test_rows_moved_notes_removed_and_columns_in_another_order_are_no_matter(workbook_bytes, workbook):
    units = workbook["Units"]
    units.delete_rows(2, 2)
    units.insert_rows(3)
    for row in range(1, units.max_row + 1):
        code, name = units.cell(row, 1), units.cell(row, 2)
        code.value, name.value = name.value, code.value
    file = BytesIO()
    workbook.save(file)

    read = read_tables(file.getvalue(), "plan.xlsx")["units"]
    expected = read_tables(workbook_bytes, "plan.xlsx")["units"]

    assert [row.cells for row in read.rows] == [row.cells for row in expected.rows]


@pytest.mark.django_db
def test_nothing_is_saved_of_a_refused_workbook(workbook, load_workbook, refusal):
    cell(workbook, "Budget lines", 7, "amount").value = "a lot"

    assert refusal(load_workbook, workbook) == [
        "Budget lines, row 7, column amount: a number is due, not “a lot”"
    ]
    assert not Plan.objects.exists()


@pytest.mark.django_db
def test_the_workbook_of_another_plan_is_refused(workbook, load_workbook, refusal):
    assert refusal(load_workbook, workbook, plan_code="NAP-2026") == [
        "This is the file of the plan “NAP-OCSE-2021-2025”, not of “NAP-2026”."
    ]
    assert not Plan.objects.exists()
