from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import override

from priorities.models import Plan, ReportingPeriod, StrategicPriority
from tests.factories import PeriodFactory, PlanFactory, PriorityFactory


def refused(constraint: str, write, **kwargs):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write(**kwargs)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("plan_dates_in_order", {"ends_on": F("starts_on")}),
        ("plan_cost_not_negative", {"stated_cost": Decimal("-0.01")}),
        ("plan_government_share_0_to_1", {"government_share": Decimal("-0.0001")}),
        ("plan_government_share_0_to_1", {"government_share": Decimal("1.0001")}),
        ("plan_thresholds_in_order", {"delayed_share": F("on_track_share")}),
        ("plan_thresholds_in_order", {"delayed_share": Decimal(0)}),
        ("plan_thresholds_in_order", {"on_track_share": Decimal("1.0001")}),
    ],
)
def test_plans_that_cannot_be(constraint, change, plan):
    refused(constraint, Plan.objects.update, **change)


@pytest.mark.parametrize("share", [Decimal(0), Decimal("0.36"), Decimal(1)])
def test_a_government_share_may_be(share, plan):
    assert Plan.objects.update(government_share=share) == 1


def test_priorities_are_numbered_once_in_a_plan(priority):
    same = {"plan": priority.plan}
    refused("priority_number_unique_in_plan", PriorityFactory, number=1, code="other", **same)
    refused("priority_code_unique_in_plan", PriorityFactory, number=9, code=priority.code, **same)
    refused("priority_weight_not_negative", StrategicPriority.objects.update, weight=Decimal(-1))
    assert PriorityFactory(number=1, code=priority.code).plan != priority.plan


def test_quarters_are_unique_in_a_plan(period):
    refused("period_unique_in_plan", PeriodFactory, plan=period.plan, year=2024, quarter=1)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("period_quarter_1_to_4", {"quarter": 0}),
        ("period_quarter_1_to_4", {"quarter": 5}),
        ("period_dates_in_order", {"starts_on": F("ends_on")}),
        ("period_dates_in_order", {"due_on": F("ends_on")}),
    ],
)
def test_quarters_that_cannot_be(constraint, change, plan):
    PeriodFactory(plan=plan)
    refused(constraint, ReportingPeriod.objects.update, **change)


def test_a_quarter_is_over_on_the_day_after(periods):
    def ended(day):
        return [period.code for period in ReportingPeriod.objects.ended(day)]

    assert ended(date(2024, 6, 30)) == ["2024Q1"]
    assert ended(date(2024, 7, 1)) == ["2024Q1", "2024Q2"]


def test_neighbouring_quarters_differ_by_one(plan):
    last, first = PeriodFactory(plan=plan, quarter=4), PeriodFactory(plan=plan, year=2025)
    assert first.ordinal - last.ordinal == 1


def test_the_current_plan_is_the_one_that_runs_else_the_newest(db):
    old = PlanFactory(starts_on=date(2016, 1, 1), ends_on=date(2020, 12, 31))
    new = PlanFactory(starts_on=date(2021, 1, 1), ends_on=date(2025, 12, 31))

    assert Plan.objects.current(date(2018, 5, 1)) == old
    assert Plan.objects.current(date(2020, 12, 31)) == old
    assert Plan.objects.current(date(2021, 1, 1)) == new
    assert Plan.objects.current(date(2030, 1, 1)) == new


def test_no_plan(db):
    assert Plan.objects.current(date(2024, 1, 1)) is None


def test_a_plan_with_a_warning_about_its_data_is_a_demonstration(db):
    plan = PlanFactory.build(data_label_en="Illustrative.", data_label_km="គំរូ", coordinator=None)

    assert plan.is_demonstration
    with override("km"):
        assert plan.data_label == "គំរូ"
    assert not PlanFactory.build(coordinator=None).is_demonstration
