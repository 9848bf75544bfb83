"""The number of queries of a page does not grow with what it shows."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities import services
from activities.workflow import Status
from tests.factories import ActivityFactory, IndicatorFactory, TargetFactory, answer_to, report_of

MOST_OF_THE_OVERVIEW = 20


def queries_of(browser, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    return len(queries)


def add_activities(priority, lead, number: int) -> list:
    """Activities with two indicators each, led by one institution and reported by another one too."""
    indicators = []
    for _number in range(number):
        activity = ActivityFactory(priority=priority, lead=lead)
        for kind in ({}, {"share": True}):
            indicator = IndicatorFactory(activity=activity, **kind)
            TargetFactory(indicator=indicator)
            indicators.append(indicator)
    return indicators


def counted_twice(browser, url: str, grow: Callable) -> tuple[int, int]:
    """The page's queries before and after there is more to show."""
    before = queries_of(browser, url)
    grow()
    services.refresh_stale_rollups(today=date(2025, 3, 1))
    return before, queries_of(browser, url)


def test_the_overview_costs_the_same_with_ten_times_the_activities(
    reports, plan, other_institution, secretariat, signed_in
):
    browser = signed_in(secretariat)
    priorities = list(plan.priorities.all())
    for priority in priorities:
        add_activities(priority, other_institution, 1)
    services.refresh_stale_rollups(today=date(2025, 3, 1))

    def grow():
        for priority in priorities:
            add_activities(priority, other_institution, 22)

    before, after = counted_twice(browser, reverse("reports:overview"), grow)

    assert before == after
    assert after <= MOST_OF_THE_OVERVIEW


@pytest.mark.parametrize(
    ("actor", "page"),
    [
        ("focal_point", "my_quarter"),
        ("focal_point", "form"),
        ("focal_point", "check"),
        ("secretariat", "report"),
        ("observer", "report"),
        ("secretariat", "activity"),
        ("secretariat", "priority"),
        ("secretariat", "institution"),
        ("focal_point", "institution"),
    ],
)
def test_one_institution_costs_the_same_with_three_times_as_much_to_show(
    actor, page, request, priority, institution, periods, signed_in
):
    indicators = add_activities(priority, institution, 1)
    activity = indicators[0].activity
    report = report_of(institution, periods[0], {indicators[0]: 1, indicators[1]: (1, 2)})
    report_of(institution, periods[1], {indicators[0]: 1})
    draft = report_of(institution, periods[2], {indicators[0]: 1}, status=Status.DRAFT)
    services.refresh_stale_rollups(today=date(2025, 3, 1))
    url = {
        "my_quarter": reverse("activities:my_quarter"),
        "form": reverse("activities:form_activity", args=["2024Q3", activity.code]),
        "check": reverse("activities:check", args=["2024Q3"]),
        "report": report.get_absolute_url(),
        "activity": reverse("reports:activity", args=[activity.code]),
        "priority": reverse("reports:priority", args=[priority.number]),
        "institution": reverse("reports:institution", args=[institution.code]),
    }[page]

    def grow():
        more = [IndicatorFactory(activity=activity) for _number in range(4)]
        more += add_activities(priority, institution, 2)
        answers = [answer_to(each, 1) for each in more]
        services.save_draft(draft, indicators=answers, by=institution.users.first())
        report_of(institution, periods[3], dict.fromkeys(more, 1), status=Status.RETURNED)

    before, after = counted_twice(signed_in(request.getfixturevalue(actor)), url, grow)

    assert before == after


@pytest.mark.parametrize("page", ["queue", "matrix", "institutions", "about_data"])
def test_all_institutions_cost_the_same_at_three_times_as_many(
    page, priority, period, secretariat, signed_in
):
    def add_institution():
        waiting, returned, silent = (
            IndicatorFactory(activity=ActivityFactory(priority=priority)) for _number in range(3)
        )
        report_of(waiting.activity.lead, period, {waiting: 1}, status=Status.SUBMITTED)
        report_of(returned.activity.lead, period, {returned: 1}, status=Status.RETURNED)
        report_of(silent.activity.lead, period, {silent: 1})

    add_institution()
    app = "activities" if page == "queue" else "reports"
    browser = signed_in(secretariat)

    before, after = counted_twice(
        browser, reverse(f"{app}:{page}"), lambda: [add_institution() for _number in range(2)]
    )

    assert before == after
