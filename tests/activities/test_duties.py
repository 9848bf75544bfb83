"""Who owes what, when."""

from datetime import date

import pytest

from activities.duties import NO_DUTY, duties_of_plan, duty_of
from activities.models import Assignment
from tests.factories import (
    ActivityFactory,
    IndicatorFactory,
    InstitutionFactory,
    PeriodFactory,
    TargetFactory,
)


@pytest.fixture
def activity(priority, institution):
    return ActivityFactory(priority=priority, lead=institution)


@pytest.fixture
def two_years(periods):
    return [
        *periods,
        *(PeriodFactory(plan=periods[0].plan, year=2025, quarter=number) for number in (1, 2, 3, 4)),
    ]


def due_in(indicator, institution, periods) -> list[str]:
    return [
        period.code for period in periods if indicator.pk in duty_of(institution.pk, period).due_indicator_ids
    ]


@pytest.mark.parametrize(
    ("frequency", "quarters"),
    [
        ("quarterly", ["2024Q1", "2024Q2", "2024Q3", "2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4"]),
        ("semester", ["2024Q2", "2024Q4", "2025Q2", "2025Q4"]),
        ("annual", ["2024Q4", "2025Q4"]),
        ("survey", ["2025Q4"]),
    ],
)
def test_when_an_indicator_is_due(frequency, quarters, activity, institution, two_years):
    indicator = IndicatorFactory(activity=activity, frequency=frequency)
    TargetFactory(indicator=indicator, year=2025)

    assert due_in(indicator, institution, two_years) == quarters


def test_an_institutions_own_target_makes_no_survey_year(activity, institution, two_years):
    indicator = IndicatorFactory(activity=activity, frequency="survey")
    TargetFactory(indicator=indicator, year=2025, institution=institution)

    assert due_in(indicator, institution, two_years) == []


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "quarters"),
    [
        (None, None, ["2024Q1", "2024Q2", "2024Q3", "2024Q4"]),
        (date(2024, 4, 1), None, ["2024Q2", "2024Q3", "2024Q4"]),
        (date(2024, 6, 30), None, ["2024Q2", "2024Q3", "2024Q4"]),
        (None, date(2024, 7, 1), ["2024Q1", "2024Q2", "2024Q3"]),
        (date(2024, 4, 1), date(2024, 6, 30), ["2024Q2"]),
        (date(2023, 1, 1), date(2023, 12, 31), []),
    ],
)
def test_an_assignment_with_dates(starts_on, ends_on, quarters, activity, other_institution, periods):
    indicator = IndicatorFactory(activity=activity, reporters=[])
    Assignment.objects.create(
        indicator=indicator, institution=other_institution, starts_on=starts_on, ends_on=ends_on
    )

    assert due_in(indicator, other_institution, periods) == quarters
    for period in periods:
        duty = duty_of(other_institution.pk, period)
        assert duty.is_due is (period.code in quarters)
        assert (indicator.pk in duty.is_share) is (period.code in quarters)


def test_an_activity_that_ends_reports_its_annual_indicator_in_its_last_quarter(
    priority, institution, periods
):
    short = ActivityFactory(priority=priority, lead=institution, ends_on=date(2024, 5, 31))
    indicator = IndicatorFactory(activity=short, frequency="annual")

    assert due_in(indicator, institution, periods) == ["2024Q2"]
    assert not duty_of(institution.pk, periods[2]).is_due


def test_a_lead_without_indicators_still_reports_on_its_activity(activity, institution, period):
    duty = duty_of(institution.pk, period)

    assert duty == ({activity.pk}, {}, [], True)


def test_who_reports_an_indicator_of_anothers_activity_reports_on_that_activity(
    activity, other_institution, period
):
    indicator = IndicatorFactory(activity=activity, share=True, reporters=[other_institution])

    assert duty_of(other_institution.pk, period) == (
        {activity.pk},
        {indicator.pk: True},
        [indicator.pk],
        True,
    )


def test_what_is_not_due_may_be_answered_all_the_same(activity, other_institution, period):
    indicator = IndicatorFactory(activity=activity, frequency="annual", reporters=[other_institution])

    assert duty_of(other_institution.pk, period) == ({activity.pk}, {indicator.pk: False}, [], False)


def test_no_part_in_the_plan_no_duty(activity, period):
    assert duty_of(InstitutionFactory().pk, period) == NO_DUTY


def test_another_plan_has_its_own_duties(activity, institution, period):
    assert duty_of(institution.pk, PeriodFactory()) == NO_DUTY


def test_duties_of_all_are_the_duties_of_each(activity, institution, other_institution, two_years):
    for frequency in ("quarterly", "semester", "annual"):
        IndicatorFactory(activity=activity, frequency=frequency, reporters=[institution, other_institution])

    of_all = duties_of_plan(activity.priority.plan_id, two_years)

    for period in two_years:
        for each in (institution, other_institution):
            assert of_all[each.pk, period.pk] == duty_of(each.pk, period)


def test_due_indicators_come_in_plan_order(priority, institution, period):
    second = ActivityFactory(priority=priority, lead=institution, order=2, code="1.2")
    first = ActivityFactory(priority=priority, lead=institution, order=1, code="1.1")
    expected = [IndicatorFactory(activity=activity) for activity in (first, first, second)]

    assert duty_of(institution.pk, period).due_indicator_ids == [indicator.pk for indicator in expected]


def test_three_queries_at_any_size(activity, institution, two_years, django_assert_num_queries):
    for _number in range(3):
        IndicatorFactory(activity=activity)
    with django_assert_num_queries(3):
        duties_of_plan(activity.priority.plan_id, two_years)
