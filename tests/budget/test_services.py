from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Sum
from django.utils import translation

from budget.models import Expenditure
from budget.services import record_expenditure, reverse_expenditure
from tests.budget.factories import spend
from tests.factories import PeriodFactory, PlanFactory, moment

AFTER_THE_QUARTER = moment(date(2024, 4, 10))


def record(line, period, by, **changes):
    answers = {
        "amount": Decimal("120.50"),
        "spent_on": date(2024, 2, 29),
        "reference": "V-1",
        "at": AFTER_THE_QUARTER,
    }
    return record_expenditure(line, period=period, by=by, **{**answers, **changes})


def problems(call, *arguments, **keywords) -> dict:
    with pytest.raises(ValidationError) as caught:
        call(*arguments, **keywords)
    return caught.value.message_dict


def test_an_expenditure_stands_in_the_ledger_of_the_keeping_institution(line, period, focal_point):
    record(line, period, focal_point, note="  Training  ")

    entry = Expenditure.objects.get()
    assert (entry.budget_line, entry.period, entry.institution) == (line, period, line.institution)
    assert (entry.amount, entry.spent_on, entry.reference) == (Decimal("120.50"), date(2024, 2, 29), "V-1")
    assert (entry.note, entry.recorded_by, entry.recorded_at) == ("Training", focal_point, AFTER_THE_QUARTER)


@pytest.mark.parametrize("actor", ["colleague", "approver"])
def test_people_of_the_keeping_institution_record(line, period, actor, request):
    record(line, period, request.getfixturevalue(actor))

    assert Expenditure.objects.count() == 1


@pytest.mark.parametrize("actor", ["outsider", "observer", "secretariat", "administrator", "public"])
def test_nobody_else_records(line, period, actor, request):
    with pytest.raises(PermissionDenied):
        record(line, period, request.getfixturevalue(actor))

    assert not Expenditure.objects.exists()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("amount", Decimal(0)),
        ("amount", Decimal("-5")),
        ("amount", Decimal("1.005")),
        ("amount", Decimal(10) ** 12),
        ("amount", Decimal("NaN")),
        ("spent_on", date(2023, 12, 31)),
        ("spent_on", date(2024, 4, 1)),
        ("reference", "V" * 61),
    ],
)
def test_what_cannot_be_is_refused_by_field(line, period, focal_point, field, wrong):
    assert list(problems(record, line, period, focal_point, **{field: wrong})) == [field]
    assert not Expenditure.objects.exists()


def test_the_smallest_and_the_largest_amounts_and_the_edges_of_a_quarter_are_right(line, period, focal_point):
    record(line, period, focal_point, amount=Decimal("0.01"), spent_on=period.starts_on)
    record(line, period, focal_point, amount=Decimal("999999999999.99"), spent_on=period.ends_on)

    assert Expenditure.objects.count() == 2


def test_a_day_that_has_not_come_is_refused(line, period, focal_point):
    at = moment(date(2024, 2, 1))

    assert "spent_on" in problems(record, line, period, focal_point, at=at)
    record(line, period, focal_point, at=at, spent_on=date(2024, 2, 1))


def test_a_quarter_of_another_plan_is_refused(line, focal_point):
    elsewhere = PeriodFactory(plan=PlanFactory())

    assert "period" in problems(record, line, elsewhere, focal_point)


def test_everything_wrong_is_said_at_once(line, period, focal_point):
    found = problems(
        record, line, period, focal_point, amount=Decimal(0), spent_on=date(2024, 4, 1), reference="V" * 61
    )

    assert set(found) == {"amount", "spent_on", "reference"}


def test_days_in_a_message_are_written_in_the_language_of_the_reader(line, period, focal_point):
    with translation.override("km"):
        message = problems(record, line, period, focal_point, spent_on=date(2024, 4, 1))["spent_on"][0]

    assert "ថ្ងៃទី៣១ ខែមីនា" in message.replace("\u00a0", " ")


def test_the_same_entry_is_recorded_once(line, period, focal_point, colleague):
    record(line, period, focal_point)

    assert "reference" in problems(record, line, period, colleague)
    record(line, period, focal_point, reference="V-2")
    assert Expenditure.objects.count() == 2


def test_a_reversed_entry_may_be_recorded_again(line, period, focal_point):
    entry = record(line, period, focal_point)
    reverse_expenditure(entry, reason="Wrong line", by=focal_point, at=AFTER_THE_QUARTER)

    record(line, period, focal_point)

    assert Expenditure.objects.aggregate(Sum("amount"))["amount__sum"] == Decimal("120.50")


def test_a_reversal_takes_the_entry_out_of_its_own_quarter(line, period, focal_point, colleague):
    entry = spend(line, period, "75.25")

    reversal = reverse_expenditure(
        entry, reason=" Typed twice ", by=colleague, at=AFTER_THE_QUARTER + timedelta(days=200)
    )

    assert (reversal.amount, reversal.reverses, reversal.note) == (Decimal("-75.25"), entry, "Typed twice")
    assert (reversal.period, reversal.spent_on, reversal.recorded_by) == (period, entry.spent_on, colleague)
    assert Expenditure.objects.aggregate(Sum("amount"))["amount__sum"] == 0


def test_an_entry_is_reversed_once_and_a_reversal_never(line, period, focal_point):
    entry = spend(line, period, 50)
    reversal = reverse_expenditure(entry, reason="Wrong", by=focal_point, at=AFTER_THE_QUARTER)

    for again in (entry, reversal):
        found = problems(reverse_expenditure, again, reason="Wrong", by=focal_point, at=AFTER_THE_QUARTER)
        assert list(found) == ["reason"]
    assert Expenditure.objects.count() == 2


def test_a_reversal_needs_a_reason(line, period, focal_point):
    entry = spend(line, period, 50)

    assert problems(reverse_expenditure, entry, reason="  ", by=focal_point, at=AFTER_THE_QUARTER)
    assert Expenditure.objects.count() == 1


@pytest.mark.parametrize("actor", ["outsider", "observer", "secretariat", "administrator", "public"])
def test_nobody_else_reverses(line, period, actor, request):
    entry = spend(line, period, 50)

    with pytest.raises(PermissionDenied):
        reverse_expenditure(entry, reason="Wrong", by=request.getfixturevalue(actor), at=AFTER_THE_QUARTER)

    assert Expenditure.objects.count() == 1
