import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from budget.services import reverse_expenditure
from tests.api.conftest import API
from tests.budget.factories import BudgetLineFactory
from tests.factories import moment


def test_a_line(line, get, observer):
    row = get(observer, "budget/lines/L1/").json()

    assert (row["activity"], row["year"], row["institution"], row["amount"]) == (
        "1.1",
        2024,
        "MOSVY",
        "1000.00",
    )
    assert row["funding_source"]["kind"] == "government"


@pytest.mark.parametrize(
    ("role", "references"),
    [
        ("focal_point", {"OURS"}),
        ("colleague", {"OURS"}),
        ("outsider", {"THEIRS"}),
        ("secretariat", {"OURS", "THEIRS"}),
        ("observer", {"OURS", "THEIRS"}),
    ],
)
def test_an_institution_reads_its_own_entries(role, references, entry, other_entry, get, anybody):
    reader = anybody(role)

    rows = get(reader, "budget/expenditures/").json()["results"]

    assert {row["reference"] for row in rows} == references
    for each in (entry, other_entry):
        expected = 200 if each.reference in references else 404
        assert get(reader, f"budget/expenditures/{each.pk}/").status_code == expected


def test_an_entry_that_was_taken_back(entry, focal_point, get):
    reversal = reverse_expenditure(entry, reason="Twice", by=focal_point, at=moment(entry.period.due_on))

    rows = get(focal_point, "budget/expenditures/").json()["results"]

    assert [(row["amount"], row["reverses"], row["reversed_by"]) for row in rows] == [
        ("-250.50", entry.pk, None),
        ("250.50", None, reversal.pk),
    ]


def test_the_summary_adds_up(entry, other_entry, get, secretariat):
    answer = get(secretariat, "budget/summary/", by="kind", until="2024Q1").json()

    assert (answer["by"], answer["until"], answer["kept_by"]) == ("kind", "2024Q1", None)
    assert (answer["total"]["planned"], answer["total"]["spent"]) == ("2000.00", "350.49")
    assert [(row["key"], row["name_en"], row["planned"], row["spent"]) for row in answer["rows"]] == [
        ("development_partner", "Development partners", "1000.00", "99.99"),
        ("government", "Royal Government", "1000.00", "250.50"),
    ]
    assert answer["total"]["execution_rate"] == "0.175245"


def test_the_summary_in_both_languages_by_priority(entry, get, secretariat):
    [row] = get(secretariat, "budget/summary/").json()["rows"]

    assert (row["key"], row["name_en"], row["name_km"]) == ("1", "Priority 1", "អាទិភាព 1")


def test_spending_of_all_is_withheld_from_an_institution(entry, other_entry, get, focal_point):
    total = get(focal_point, "budget/summary/").json()["total"]
    own = get(focal_point, "budget/summary/", kept_by="MOSVY").json()["total"]
    theirs = get(focal_point, "budget/summary/", kept_by="MOI").json()["total"]

    assert (total["planned"], total["spent"], total["left"], total["why"]) == (
        "2000.00",
        None,
        None,
        "withheld",
    )
    assert (own["spent"], own["left"], own["why"]) == ("250.50", "749.50", None)
    assert (theirs["spent"], theirs["why"]) == (None, "withheld")


def test_nothing_spent_yet_is_not_zero(line, get, secretariat):
    total = get(secretariat, "budget/summary/").json()["total"]

    assert (total["spent"], total["why"], total["execution_rate"]) == (None, "not_reported", None)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_summary_is_read_only(method, line, signed_in, administrator):
    assert getattr(signed_in(administrator), method)("/api/v1/budget/summary/").status_code == 405


def test_the_summary_takes_as_many_queries_for_three_lines_as_for_one(
    line, activity, institution, signed_in, secretariat, django_assert_num_queries
):
    browser = signed_in(secretariat)
    with CaptureQueriesContext(connection) as one:
        browser.get(f"{API}budget/summary/")
    BudgetLineFactory(activity=activity, institution=institution)
    BudgetLineFactory(activity=activity, institution=institution, partner=True)
    with django_assert_num_queries(len(one)):
        browser.get(f"{API}budget/summary/")
