from decimal import Decimal

import pytest
from django.utils import translation

from budget import queries
from budget.models import Expenditure, FundingSource
from budget.permissions import sees_all_spending
from budget.services import reverse_expenditure
from tests.budget.factories import BudgetLineFactory, spend
from tests.factories import ActivityFactory, PriorityFactory, moment

EVERY_GROUPING = list(queries.GROUPS)


@pytest.fixture
def money(plan, periods, line, other_line):
    """Two institutions, two quarters: 1,000 of the government and 1,000 of a partner planned."""
    spend(line, periods[0], "100.10")
    spend(line, periods[1], "50.05")
    spend(other_line, periods[1], "300.30")


@pytest.mark.parametrize("by", EVERY_GROUPING)
def test_groups_add_up_to_the_plan(plan, money, secretariat, by):
    rows = queries.money_by(viewer=secretariat, plan=plan, by=by)
    total = queries.money_of_plan(viewer=secretariat, plan=plan)

    assert sum(row.planned for row in rows) == total.planned == 2000
    assert sum(row.spent for row in rows) == total.spent == Decimal("450.45")
    assert sum(row.government_planned for row in rows) == total.government_planned == 1000
    assert sum(row.government_spent for row in rows) == total.government_spent == Decimal("150.15")


def test_rows_have_shares_and_rates(plan, money, secretariat):
    total = queries.money_of_plan(viewer=secretariat, plan=plan)

    assert total.government_share_planned == Decimal("0.5")
    assert total.government_share_spent == Decimal("150.15") / Decimal("450.45")
    assert total.execution_rate == Decimal("450.45") / 2000
    assert (total.left, total.partners_spent) == (Decimal("1549.55"), Decimal("300.30"))


def test_groups_come_in_the_order_of_the_plan(plan, priority, institution, secretariat):
    second = ActivityFactory(priority=priority, code="1.10", order=10)
    first = ActivityFactory(priority=priority, code="1.9", order=9)
    for activity in (second, first):
        BudgetLineFactory(activity=activity, institution=institution)

    rows = queries.money_by(viewer=secretariat, plan=plan, by="activity")

    assert [row.key for row in rows] == ["1.9", "1.10"]


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Development partners"), ("km", "ក្រសួង MOI")], ids=["kind", "institution"]
)
def test_names_are_in_the_language_of_the_reader(plan, money, secretariat, language, name):
    by = "kind" if language == "en" else "institution"
    with translation.override(language):
        rows = queries.money_by(viewer=secretariat, plan=plan, by=by)

    assert name in [row.name for row in rows]


def test_until_counts_spending_to_the_end_of_a_quarter(plan, money, secretariat, periods):
    total = queries.money_of_plan(viewer=secretariat, plan=plan, until=periods[0])

    assert (total.planned, total.spent) == (2000, Decimal("100.10"))
    assert (total.institutions_reporting, total.institutions) == (1, 2)


def test_nothing_recorded_is_not_zero(plan, line, period, secretariat):
    def spent_of_plan():
        row = queries.money_of_plan(viewer=secretariat, plan=plan)
        return row.spent, row.execution_rate, row.why

    assert spent_of_plan() == (None, None, "not_reported")
    entry = spend(line, period, 10)
    reverse_expenditure(entry, reason="Wrong", by=entry.recorded_by, at=moment(period.ends_on))
    assert spent_of_plan() == (0, 0, "")


def test_an_institution_reads_its_own_spending_only(plan, money, focal_point, other_institution):
    own = queries.money_of_plan(viewer=focal_point, plan=plan, kept_by=focal_point.institution_id)
    others = queries.money_of_plan(viewer=focal_point, plan=plan, kept_by=other_institution.pk)
    whole = queries.money_of_plan(viewer=focal_point, plan=plan)

    assert (own.planned, own.spent) == (1000, Decimal("150.15"))
    for money in (others, whole):
        assert (money.spent, money.government_spent, money.left, money.why) == (None, None, None, "withheld")
        assert (money.entries, money.institutions_reporting, money.recorded_at) == (None, None, None)
    assert whole.planned == 2000


@pytest.mark.parametrize("by", EVERY_GROUPING)
def test_groups_withhold_what_others_spent(plan, money, focal_point, by):
    rows = queries.money_by(viewer=focal_point, plan=plan, by=by)

    assert {(row.spent, row.government_spent, row.why) for row in rows} == {(None, None, "withheld")}


def test_rows_of_others_are_withheld_too(plan, money, focal_point, other_institution, activity):
    about = {"viewer": focal_point, "plan": plan, "kept_by": other_institution.pk}

    assert list(queries.ledger(**about)) == queries.spending_by_quarter(**about) == []
    assert [len(row) for row in queries.budget_lines(**about)] == [10]
    assert not queries.entries_of(viewer=focal_point, plan=plan, institution=other_institution)
    assert queries.activity_money(viewer=focal_point, activity_id=activity.pk).why == "withheld"


def test_nobody_who_is_not_signed_in_reads_money(plan, money, public):
    assert queries.whose_lines(viewer=public) is None
    assert queries.money_by(viewer=public, plan=plan) == []
    assert queries.money_of_plan(viewer=public, plan=plan).planned == 0
    assert list(queries.budget_lines(viewer=public, plan=plan)) == []
    assert list(queries.ledger(viewer=public, plan=plan)) == []


@pytest.mark.parametrize(
    "actor", ["focal_point", "approver", "outsider", "secretariat", "administrator", "observer", "public"]
)
def test_the_rule_for_totals_is_the_rule_for_rows(plan, money, actor, request):
    user = request.getfixturevalue(actor)

    reads_all_rows = Expenditure.objects.visible_to(user).count() == Expenditure.objects.count()

    assert sees_all_spending(user) == reads_all_rows


def test_spending_by_quarter(plan, money, observer):
    rows = queries.spending_by_quarter(viewer=observer, plan=plan)

    assert [(row.code, row.spent) for row in rows] == [
        ("2024Q1", Decimal("100.10")),
        ("2024Q2", Decimal("350.35")),
    ]


def test_money_of_an_activity(activity, priority, money, institution, secretariat):
    BudgetLineFactory(activity=ActivityFactory(priority=priority), institution=institution)

    row = queries.activity_money(viewer=secretariat, activity_id=activity.pk)

    assert (row.planned, row.spent) == (2000, Decimal("450.45"))


def test_lines_for_files_have_what_is_spent_and_left(plan, money, secretariat, line, institution):
    (row,) = queries.budget_lines(viewer=secretariat, plan=plan, kept_by=institution.pk)

    code, number, _priority, activity_code, _title, year, source, kind, keeper, planned, spent, left = row
    assert (code, number, activity_code, year) == (line.code, 1, line.activity.code, 2024)
    assert (planned, spent, left) == (1000, Decimal("150.15"), Decimal("849.85"))
    assert (source, kind) == (line.funding_source.name, FundingSource.Kind.GOVERNMENT.label)
    assert keeper == institution.name


def test_the_ledger_is_told_from_the_oldest_entry_and_links_reversals(plan, line, periods, secretariat):
    later = spend(line, periods[1], 20)
    first = spend(line, periods[0], 10)
    reversal = reverse_expenditure(first, reason="Wrong", by=first.recorded_by, at=moment(periods[2].ends_on))

    rows = list(queries.ledger(viewer=secretariat, plan=plan))

    assert [(row[0], row[2], row[10], row[13]) for row in rows] == [
        (first.pk, "2024Q1", 10, None),
        (later.pk, "2024Q2", 20, None),
        (reversal.pk, "2024Q1", -10, first.pk),
    ]


def test_another_plan_does_not_mix_in(plan, money, secretariat):
    elsewhere = BudgetLineFactory(activity=ActivityFactory(priority=PriorityFactory()))

    total = queries.money_of_plan(viewer=secretariat, plan=plan)

    assert elsewhere.activity.priority.plan != plan
    assert (total.planned, total.lines) == (2000, 2)


@pytest.mark.parametrize("lines", [1, 3])
def test_as_many_queries_for_many_lines(
    plan, activity, period, institution, secretariat, lines, django_assert_num_queries
):
    for _ in range(lines):
        spend(BudgetLineFactory(activity=activity, institution=institution), period, 10)

    about = {"viewer": secretariat, "plan": plan}
    for count, read in [
        (2, lambda: queries.money_by(**about, by="activity")),
        (2, lambda: queries.money_of_plan(**about)),
        (1, lambda: queries.spending_by_quarter(**about)),
        (1, lambda: list(queries.budget_lines(**about))),
        (1, lambda: list(queries.ledger(**about))),
        (1, lambda: list(queries.entries_of(**about, institution=institution))),
    ]:
        with django_assert_num_queries(count):
            read()
