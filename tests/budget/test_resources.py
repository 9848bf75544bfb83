from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from budget.resources import BudgetLineResource, ExpenditureResource, PlainXlsx
from budget.services import reverse_expenditure
from tests.budget.factories import BudgetLineFactory, spend
from tests.factories import moment


@pytest.fixture
def entry(line, period):
    return spend(line, period, "75.25", reference="=1+1", at=moment(date(2024, 4, 2)))


def test_lines_are_exported_flat_with_codes(line):
    assert BudgetLineResource().export().dict == [
        {
            "activity": "1.1",
            "line": line.code,
            "year": 2024,
            "funding_source": "RGC",
            "institution": "MOSVY",
            "planned_usd": Decimal("1000.00"),
        }
    ]


def test_entries_are_exported_with_native_types(entry):
    (row,) = ExpenditureResource().export().dict

    assert (row["spent_usd"], row["spent_on"]) == (Decimal("75.25"), date(2024, 1, 1))
    assert row["recorded_at"] == datetime(2024, 4, 2, 9, 0)  # in Phnom Penh
    assert (row["entry"], row["quarter"], row["reverses"]) == (entry.pk, "2024Q1", None)


def test_a_workbook_keeps_the_types_and_runs_nothing(entry):
    reverse_expenditure(entry, reason="Wrong", by=entry.recorded_by, at=moment(date(2024, 4, 3)))

    file = PlainXlsx().export_data(ExpenditureResource().export())

    head, reversal, first = load_workbook(BytesIO(file)).active.iter_rows()
    row = {name.value: cell for name, cell in zip(head, first, strict=True)}
    assert (row["reference"].value, row["reference"].data_type) == ("=1+1", "s")
    assert (row["spent_usd"].value, row["spent_on"].value) == (75.25, datetime(2024, 1, 1))
    assert row["reverses"].value is None
    assert entry.pk in [cell.value for cell in reversal]


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_for_many_rows(activity, period, rows, django_assert_num_queries):
    for _ in range(rows):
        spend(BudgetLineFactory(activity=activity), period, 10)

    for resource in (BudgetLineResource, ExpenditureResource):
        with django_assert_num_queries(1):
            assert len(resource().export()) == rows
