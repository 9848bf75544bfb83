from datetime import date

from priorities import queries
from tests.factories import PeriodFactory, PlanFactory, PriorityFactory


def test_ended_quarters_come_newest_first(plan, periods, observer, django_assert_num_queries):
    PeriodFactory(plan=PlanFactory(), quarter=1)

    with django_assert_num_queries(1):
        found = queries.ended_periods(viewer=observer, plan=plan, today=date(2024, 10, 1))

    assert [period.code for period in found] == ["2024Q3", "2024Q2", "2024Q1"]


def test_a_priority_is_found_in_its_own_plan(plan, priority, observer):
    PriorityFactory(number=9)

    assert queries.priority_by_number(viewer=observer, plan=plan, number=1) == priority
    assert queries.priority_by_number(viewer=observer, plan=plan, number=9) is None


def test_the_current_plan(plan, observer):
    assert queries.current_plan(viewer=observer, today=date(2024, 5, 1)) == plan


def test_sources_are_those_of_the_plan(plan, observer):
    own = plan.sources.create(code="S1", citation="National action plan")
    PlanFactory().sources.create(code="S1", citation="Another plan")

    assert queries.sources(viewer=observer, plan=plan) == [own]
