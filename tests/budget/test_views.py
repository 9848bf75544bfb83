import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from budget.models import Expenditure
from tests.budget.factories import BudgetLineFactory, spend

LEDGER = "/our-budget/"
RECORD = "/our-budget/record/"


def typed(line, period, **changes) -> dict:
    answers = {
        "line": line.pk,
        "period": period.pk,
        "amount": "120.50",
        "spent_on": "2024-02-29",
        "reference": "V-1",
        "note": "Training of judges",
    }
    return {**answers, **changes}


def text_of(response) -> str:
    """What a reader sees: without tags, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


# --- The page ---------------------------------------------------------------------------------------


def test_the_page_shows_own_lines_and_entries(signed_in, focal_point, line, period):
    spend(line, period, "75.25", reference="VOUCHER-7", note="Printing")

    text = text_of(signed_in(focal_point).get(LEDGER))

    for shown in (
        line.code,
        "Activity 1.1",
        "Source RGC",
        "1,000.00",
        "75.25",
        "924.75",
        "VOUCHER-7",
        "Printing",
    ):
        assert shown in text


def test_the_page_says_where_nothing_is_recorded(signed_in, focal_point, line):
    text = text_of(signed_in(focal_point).get(LEDGER))

    assert "not reported" in text
    assert "Nothing is recorded yet" in text


def test_nothing_of_another_institution_is_on_the_page(signed_in, focal_point, line, other_line, period):
    spend(other_line, period, "77.77", reference="SECRET-VOUCHER")

    page = signed_in(focal_point).get(LEDGER).content.decode()

    for hidden in (other_line.code, "77.77", "SECRET-VOUCHER"):
        assert hidden not in page


def test_figures_are_written_in_khmer(signed_in, focal_point, line, period):
    spend(line, period, "1234.50")

    text = text_of(signed_in(focal_point, "km").get(LEDGER))

    assert "1 234,50" in text
    assert "ថ្ងៃទី១" in text


def test_more_money_than_planned_is_flagged(signed_in, focal_point, line, period):
    spend(line, period, "1000.01")

    assert "over the plan" in text_of(signed_in(focal_point).get(LEDGER))


def test_lines_are_those_of_a_year(signed_in, focal_point, line, institution):
    later = BudgetLineFactory(activity=line.activity, institution=institution, year=2025)
    client = signed_in(focal_point)

    of_2024, of_2025 = (client.get(LEDGER, {"year": year}).content.decode() for year in (2024, 2025))

    assert line.code in of_2024
    assert later.code not in of_2024
    assert later.code in of_2025
    assert line.code not in of_2025


def test_an_institution_without_lines_is_told_so(signed_in, outsider, line):
    assert "No money is planned here" in text_of(signed_in(outsider).get(LEDGER))


def test_pages_of_entries_and_of_lines(signed_in, focal_point, institution, line, period):
    for number in range(45):
        BudgetLineFactory(activity=line.activity, institution=institution, code=f"LINE-{number:02}")
        spend(line, period, number + 1, reference=f"V-{number:02}")
    client = signed_in(focal_point)

    newest, oldest = (text_of(client.get(LEDGER, {"page": page})) for page in (1, 3))

    assert "V-44" in newest
    assert "V-00" not in newest
    assert "V-00" in oldest
    assert "LINE-43" in text_of(client.get(LEDGER, {"lines": 2}))


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_for_many_rows(signed_in, focal_point, institution, line, period, rows):
    for _ in range(rows):
        spend(BudgetLineFactory(activity=line.activity, institution=institution), period, 10)
    client = signed_in(focal_point)
    client.get(LEDGER)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(LEDGER)

    assert len(queries) == 14


def test_who_reads_the_page(signed_in, secretariat, administrator, observer, public, line, institution):
    for reader in (secretariat, administrator):
        page = signed_in(reader).get(LEDGER, {"institution": institution.code})
        assert line.code in text_of(page)
        assert RECORD not in page.content.decode()
        assert signed_in(reader).get(LEDGER).status_code == 404
    assert signed_in(observer).get(LEDGER).status_code == 403
    assert signed_in(public).get(LEDGER).status_code == 302


def test_an_institution_cannot_ask_for_another(signed_in, outsider, line, institution):
    page = signed_in(outsider).get(LEDGER, {"institution": institution.code})

    assert line.code not in text_of(page)


# --- Recording --------------------------------------------------------------------------------------


def test_an_amount_is_understood_as_people_type_it(signed_in, focal_point, line, period):
    response = signed_in(focal_point).post(RECORD, typed(line, period, amount="១ ២៣៤,៥"), follow=True)

    entry = Expenditure.objects.get()
    assert (entry.amount, entry.spent_on, entry.note) == (
        Decimal("1234.50"),
        date(2024, 2, 29),
        "Training of judges",
    )
    assert entry.recorded_by == focal_point
    assert "The expenditure is recorded." in text_of(response)


def test_errors_come_all_at_once_and_nothing_typed_is_lost(signed_in, focal_point, line, period):
    answers = typed(line, period, amount="1.234", spent_on="2020-01-01", reference="KEPT-1", note="Kept too")

    response = signed_in(focal_point).post(RECORD, answers)

    page = response.content.decode()
    assert response.status_code == 422
    assert "There are 2 things to correct" in text_of(response)
    assert "can be read in two ways" in page
    assert "The day must lie within the plan" in page
    for kept in ('value="1.234"', 'value="2020-01-01"', 'value="KEPT-1"', "Kept too"):
        assert kept in page
    assert re.search(rf'<option value="{line.pk}" selected', page)
    assert not Expenditure.objects.exists()


@pytest.mark.parametrize(
    ("box", "text", "message"),
    [
        ("line", "", "Choose the budget line."),
        ("period", "", "Choose the quarter."),
        ("amount", "", "Type the amount."),
        ("amount", "many", "is not a number"),
        ("amount", "-5", "more than 0"),
        ("amount", "0", "more than 0"),
        ("amount", "1.2345", "at most two decimals"),
        ("spent_on", "", "Choose the day."),
        ("spent_on", "31 February", "not a day of the calendar"),
        ("reference", "V" * 61, "at most 60"),
    ],
)
def test_each_box_says_what_is_wrong_with_it(signed_in, focal_point, line, period, box, text, message):
    response = signed_in(focal_point).post(RECORD, typed(line, period) | {box: text})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [box]
    assert message in response.context["form"].errors[box][0]
    assert not Expenditure.objects.exists()


def test_a_form_that_arrives_twice_is_recorded_once(signed_in, focal_point, line, period):
    client = signed_in(focal_point)
    client.post(RECORD, typed(line, period))

    response = client.post(RECORD, typed(line, period))

    assert response.status_code == 422
    assert "recorded on this line already" in text_of(response)
    assert Expenditure.objects.count() == 1


def test_nobody_records_on_the_line_of_another_institution(signed_in, outsider, other_line, line, period):
    response = signed_in(outsider).post(RECORD, typed(line, period))

    assert response.status_code == 422
    assert line.code not in response.content.decode()
    assert not Expenditure.objects.exists()


@pytest.mark.parametrize(
    ("actor", "status"),
    [("secretariat", 403), ("administrator", 403), ("observer", 403), ("public", 302)],
)
def test_who_does_not_record(signed_in, line, period, institution, actor, status, request):
    client = signed_in(request.getfixturevalue(actor))

    response = client.post(f"{RECORD}?institution={institution.code}", typed(line, period))

    assert response.status_code == status
    assert not Expenditure.objects.exists()


def test_recording_is_a_post(signed_in, focal_point, line):
    assert signed_in(focal_point).get(RECORD).status_code == 405


# --- Reversing --------------------------------------------------------------------------------------


@pytest.fixture
def entry(line, period):
    return spend(line, period, "75.25", reference="VOUCHER-7")


def reverse_url(entry) -> str:
    return f"/our-budget/{entry.pk}/reverse/"


def test_a_colleague_takes_an_entry_back(signed_in, colleague, entry):
    client = signed_in(colleague)
    assert "75.25" in text_of(client.get(reverse_url(entry)))

    response = client.post(reverse_url(entry), {"reason": "Typed twice"}, follow=True)

    assert Expenditure.objects.get(reverses=entry).amount == Decimal("-75.25")
    text = text_of(response)
    assert "Typed twice" in text
    assert "takes an entry back" in text


def test_a_reversal_without_a_reason_changes_nothing(signed_in, focal_point, entry):
    response = signed_in(focal_point).post(reverse_url(entry), {"reason": " "})

    assert response.status_code == 422
    assert "Write the reason" in text_of(response)
    assert Expenditure.objects.count() == 1


def test_an_entry_that_was_reversed_meanwhile(signed_in, focal_point, entry):
    client = signed_in(focal_point)
    client.post(reverse_url(entry), {"reason": "Typed twice"})

    response = client.post(reverse_url(entry), {"reason": "What I typed"})

    assert response.status_code == 422
    assert "This entry was reversed already." in text_of(response)
    assert "What I typed" in response.content.decode()


@pytest.mark.parametrize(
    ("actor", "status"),
    [("outsider", 404), ("secretariat", 403), ("administrator", 403), ("observer", 403), ("public", 302)],
)
def test_who_does_not_reverse(signed_in, entry, actor, status, request):
    response = signed_in(request.getfixturevalue(actor)).post(reverse_url(entry), {"reason": "Wrong"})

    assert response.status_code == status
    assert Expenditure.objects.count() == 1
