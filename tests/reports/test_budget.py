"""The budget report: page and workbook say the same, to the cent, and nobody reads what is not theirs."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from shutil import which
from subprocess import run

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from budget.services import reverse_expenditure
from tests.budget.factories import BudgetLineFactory, spend
from tests.factories import ActivityFactory, PriorityFactory, moment

PAGE = "/plan/budget/"
EXCEL = "/plan/budget/excel/"
GROUPINGS = ["priority", "year", "activity", "source", "institution"]


@pytest.fixture
def lines(plan, priority, institution, other_institution):
    """Two institutions, two priorities, two years; the ministry of the focal point keeps two lines."""
    first, second = ActivityFactory(priority=priority), ActivityFactory(priority=PriorityFactory(plan=plan))
    return [
        BudgetLineFactory(activity=first, institution=institution, amount=Decimal("1000.10")),
        BudgetLineFactory(activity=second, institution=institution, partner=True, year=2025),
        BudgetLineFactory(
            activity=second, institution=other_institution, partner=True, amount=Decimal("777.77")
        ),
    ]


@pytest.fixture
def spending(lines, periods):
    """Cents that a binary fraction cannot hold, and one entry taken back."""
    spend(lines[0], periods[0], "100.10", note="=1+1")
    spend(lines[0], periods[1], "0.20")
    wrong = spend(lines[0], periods[1], "999.99", reference="TYPED-TWICE")
    reverse_expenditure(wrong, reason="Typed twice", by=wrong.recorded_by, at=moment(date(2024, 9, 1)))
    spend(lines[2], periods[3], "333.33", reference="OF-MOI")


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def file_of(response) -> BytesIO:
    return BytesIO(b"".join(response.streaming_content))


def workbook(client, **query):
    """The workbook with the stored values of its formulas."""
    return load_workbook(file_of(client.get(EXCEL, query)), data_only=True)


def values(book) -> list:
    return [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]


def total_row(sheet, number: int = 0) -> list:
    """The numbers of the sheet's n-th row of totals."""
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] == "Total"]
    return [cell for cell in rows[number][1:] if cell is not None]


def to_cents(*amounts) -> list[Decimal]:
    return [Decimal(str(amount)).quantize(Decimal("0.01")) for amount in amounts]


# --- The page ---------------------------------------------------------------------------------------


def test_the_secretariat_sees_all_lines(signed_in, secretariat, spending):
    response = signed_in(secretariat).get(PAGE)

    text = text_of(response)
    assert "Budget lines of all institutions" in text
    for figure in ("2,777.87", "433.63", "2,344.24", "15.6 %", "(2 of 2 institutions)"):
        assert figure in text
    assert "Planned: government 36.0 %, partners 64.0 %" in text
    assert "Spent: government 23.1 %, partners 76.9 %" in text


@pytest.mark.parametrize("by", GROUPINGS)
def test_every_grouping_adds_up_on_the_page(signed_in, secretariat, spending, by):
    response = signed_in(secretariat).get(PAGE, {"by": by})

    table = response.context["table"]
    assert [sum(row[place] for row in table.rows) for place in (1, 3)] == [table.totals[1], table.totals[3]]
    assert sum(row[2] or 0 for row in table.rows) == table.totals[2] == Decimal("433.63")
    assert response.context["chart"]["data"][0]["y"] == [row[1] for row in table.rows]
    assert response.context["chart"]["data"][1]["y"] == [row[2] for row in table.rows]


def test_nothing_recorded_is_said_in_words_and_not_drawn(signed_in, secretariat, lines, periods):
    response = signed_in(secretariat).get(PAGE)

    assert "not reported" in text_of(response)
    assert "(0 of 2 institutions)" in text_of(response)
    assert [bars["name"] for bars in response.context["chart"]["data"]] == ["Planned"]


def test_spending_up_to_an_earlier_quarter(signed_in, secretariat, spending):
    text = text_of(signed_in(secretariat).get(PAGE, {"quarter": "2024Q1"}))

    assert "Spending up to Q1 2024" in text
    assert "100.10" in text
    assert "433.63" not in text


def test_an_institution_sees_its_own_lines_by_default(signed_in, focal_point, spending):
    text = text_of(signed_in(focal_point).get(PAGE))

    assert "Budget lines of Ministry MOSVY" in text
    for figure in ("2,000.10", "100.30", "(1 of 1 institution)"):
        assert figure in text
    for hidden in ("777.77", "333.33", "433.63"):
        assert hidden not in text


def test_an_institution_sees_what_the_plan_plans_but_not_what_others_spent(signed_in, focal_point, spending):
    response = signed_in(focal_point).get(PAGE, {"lines": "plan", "by": "institution"})

    text = text_of(response)
    assert "Budget lines of all institutions" in text
    assert "2,777.87" in text
    assert "777.77" in text
    for hidden in ("433.63", "333.33", "100.30"):
        assert hidden not in response.content.decode()
    assert "What other institutions have spent is not shown here." in text


def test_figures_and_names_in_khmer(signed_in, secretariat, spending):
    text = text_of(signed_in(secretariat, "km").get(PAGE))

    assert "អាទិភាព 1" in text
    assert "2 777,87" in text


@pytest.mark.parametrize("query", [{"by": "colour"}, {"quarter": "2031Q1"}, {"quarter": "x"}])
def test_what_does_not_exist_is_not_found(signed_in, secretariat, spending, query):
    assert signed_in(secretariat).get(PAGE, query).status_code == 404


@pytest.mark.parametrize("address", [PAGE, EXCEL])
def test_who_is_not_signed_in_is_asked_to(signed_in, public, spending, address):
    response = signed_in(public).get(address)

    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_an_institution_without_lines(signed_in, outsider, plan, periods):
    assert "No money is planned here" in text_of(signed_in(outsider).get(PAGE))


# --- The workbook -----------------------------------------------------------------------------------


def test_sheets_of_the_report(signed_in, secretariat, spending):
    response = signed_in(secretariat).get(EXCEL)

    assert response["Content-Disposition"] == 'attachment; filename="budget-plan-2024Q4-en.xlsx"'
    assert load_workbook(file_of(response)).sheetnames == ["Summary", "Lines", "Ledger", "Provenance"]


@pytest.mark.parametrize(("actor", "own"), [("secretariat", False), ("focal_point", True)])
def test_the_workbook_reconciles_with_the_page_to_the_cent(signed_in, spending, actor, own, request):
    client = signed_in(request.getfixturevalue(actor))
    on_page = client.get(PAGE).context["total"]

    book = workbook(client)

    amounts = [on_page.planned, on_page.spent, on_page.left]
    for number in range(3):  # by priority, year, source
        assert to_cents(*total_row(book["Summary"], number)[:3]) == amounts
    assert to_cents(*total_row(book["Lines"])) == amounts
    assert to_cents(*total_row(book["Ledger"])) == [on_page.spent]
    facts = dict(row[:2] for row in book["Provenance"].iter_rows(values_only=True))
    assert to_cents(facts["Planned"], facts["Spent"], facts["Left"]) == amounts
    assert (facts["Budget lines"], facts["Entries of the ledger"]) == ((2, 4) if own else (3, 5))


def test_rows_of_the_workbook_add_up_to_its_totals(signed_in, secretariat, spending):
    """Read by another reader than the one above."""
    book = CalamineWorkbook.from_filelike(file_of(signed_in(secretariat).get(EXCEL)))

    for name, columns in (("Lines", (9, 10, 11)), ("Ledger", (10,))):
        rows = book.get_sheet_by_name(name).to_python()
        head = next(number for number, row in enumerate(rows) if row[0] in ("Line", "Entry"))
        end = next(number for number, row in enumerate(rows) if row[0] == "Total")
        for column in columns:
            cells = [row[column] for row in rows[head + 1 : end] if row[column] != ""]
            assert sum(to_cents(*cells)) == to_cents(rows[end][column])[0]


def test_totals_are_formulas(signed_in, secretariat, spending):
    book = load_workbook(file_of(signed_in(secretariat).get(EXCEL)))

    formulas = [cell.value for row in book["Lines"].iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == ["=SUM(J4:J6)", "=SUM(K4:K6)", "=SUM(L4:L6)"]


def test_a_note_that_looks_like_a_formula_stays_text(signed_in, secretariat, spending):
    book = load_workbook(file_of(signed_in(secretariat).get(EXCEL)))

    (note,) = [cell for row in book["Ledger"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert note.data_type == "s"


def test_a_partner_gets_its_own_lines_and_entries_alone(signed_in, focal_point, spending, lines):
    book = workbook(signed_in(focal_point))

    found = values(book)
    assert {lines[0].code, lines[1].code, "TYPED-TWICE"} <= set(found)
    assert not {lines[2].code, "OF-MOI", "Ministry MOI", 777.77, 333.33} & set(found)
    facts = dict(row[:2] for row in book["Provenance"].iter_rows(values_only=True))
    assert facts["Budget lines of"] == "Ministry MOSVY"
    assert facts["Made by"] == f"{focal_point.full_name} <focal@example.org>"


def test_the_whole_plan_for_an_institution_has_no_spending(signed_in, focal_point, spending):
    book = workbook(signed_in(focal_point), lines="plan")

    assert book.sheetnames == ["Summary", "Lines", "Provenance"]
    assert not {"Spent", "Left", 333.33, 433.63, 100.1} & set(values(book))
    assert 2777.87 in values(book)


def test_a_quarter_limits_the_workbook_too(signed_in, secretariat, spending):
    book = workbook(signed_in(secretariat), quarter="2024Q1")

    assert to_cents(*total_row(book["Ledger"])) == [Decimal("100.10")]
    facts = dict(row[:2] for row in book["Provenance"].iter_rows(values_only=True))
    assert facts["Spending up to"].replace("\u00a0", " ") == "Q1 2024"


def test_demonstration_data_say_so_in_both_languages_on_every_sheet(signed_in, secretariat, spending, plan):
    plan.data_label_en, plan.data_label_km = "Demonstration data", "ទិន្នន័យឧទាហរណ៍"
    plan.save()

    for language in ("en", "km"):
        book = load_workbook(file_of(signed_in(secretariat, language).get(EXCEL)))
        for sheet in book:
            assert [sheet["A1"].value, sheet["A2"].value] == ["ទិន្នន័យឧទាហរណ៍", "Demonstration data"]


def test_names_in_the_workbook_follow_the_language(signed_in, secretariat, spending):
    book = load_workbook(file_of(signed_in(secretariat, "km").get(EXCEL)))

    assert "ក្រសួង MOSVY" in values(book)
    assert "Ministry MOSVY" not in values(book)


@pytest.mark.parametrize(("address", "number"), [(PAGE, 9), (EXCEL, 10)])
@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_for_many_rows(signed_in, secretariat, periods, priority, address, number, rows):
    for _ in range(rows):
        spend(BudgetLineFactory(activity=ActivityFactory(priority=priority)), periods[0], 10)
    client = signed_in(secretariat)
    client.get(PAGE)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, {"by": "activity"})
        if response.streaming:
            file_of(response)

    assert len(queries) == number


@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice Calc is not installed")
def test_libreoffice_computes_the_same_totals(signed_in, secretariat, spending, tmp_path):
    client = signed_in(secretariat)
    on_page = client.get(PAGE).context["total"]
    (tmp_path / "budget.xlsx").write_bytes(file_of(client.get(EXCEL)).getvalue())

    # as an OpenDocument file, so that the formulas are computed anew
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "ods",
    ]
    run(
        [*command, "--outdir", tmp_path, tmp_path / "budget.xlsx"],
        check=True,
        timeout=120,
        capture_output=True,
    )

    rows = CalamineWorkbook.from_path(tmp_path / "budget.ods").get_sheet_by_name("Lines").to_python()
    (total,) = [row for row in rows if row[0] == "Total"]
    assert to_cents(*total[9:12]) == [on_page.planned, on_page.spent, on_page.left]
