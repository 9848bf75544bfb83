"""Two people, or two workers, at the same moment. Real connections, real locks."""

from datetime import date
from functools import partial

import pytest
from django.db import transaction

from activities import services
from activities.models import Activity, IndicatorResult, ProgressReport
from activities.services import staleness
from activities.workflow import Status, TransitionNotAllowed
from tests.activities.at_once import all_waiting_for, on_connections_of_their_own
from tests.activities.stored import stored_results
from tests.factories import (
    ActivityFactory,
    IndicatorFactory,
    TargetFactory,
    UserFactory,
    answer_to,
    moment,
    report_of,
)

pytestmark = pytest.mark.django_db(transaction=True)

LATER = moment(date(2024, 9, 1))
TODAY = date(2025, 3, 1)


@pytest.fixture
def indicator(priority, institution):
    indicator = IndicatorFactory(activity=ActivityFactory(priority=priority, lead=institution))
    TargetFactory(indicator=indicator)
    return indicator


def the_report(report):
    return ProgressReport.objects.filter(pk=report.pk)


def test_two_approvals_at_once_leave_one(institution, period, indicator, secretariat):
    report = report_of(institution, period, {indicator: 5}, status=Status.SUBMITTED)
    changes = Activity.objects.get().changes
    approve = partial(services.approve_report, report, by=secretariat, at=LATER)

    with all_waiting_for(the_report(report), approve, approve) as outcomes:
        pass

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "ProgressReport",
        "TransitionNotAllowed",
    ]
    assert report.status_changes.filter(action="approve").count() == 1
    assert report.revisions.official().count() == 1
    assert Activity.objects.get().changes == changes + 1


def test_two_submissions_at_once_leave_one(institution, period, indicator, focal_point, colleague):
    report = report_of(institution, period, {indicator: 5}, status=Status.DRAFT)
    calls = [
        partial(services.submit_report, report, by=person, at=LATER) for person in (focal_point, colleague)
    ]

    with all_waiting_for(the_report(report), *calls) as outcomes:
        pass

    assert sum(isinstance(outcome, TransitionNotAllowed) for outcome in outcomes) == 1
    assert report.status_changes.filter(action="submit").count() == 1


def test_approve_and_return_at_once_leave_one(institution, period, indicator, secretariat):
    report = report_of(institution, period, {indicator: 5}, status=Status.SUBMITTED)
    approve = partial(services.approve_report, report, by=secretariat, at=LATER)
    return_ = partial(services.return_report, report, by=secretariat, at=LATER, reason="Check.")

    with all_waiting_for(the_report(report), approve, return_) as outcomes:
        pass

    report.refresh_from_db()
    assert sum(isinstance(outcome, TransitionNotAllowed) for outcome in outcomes) == 1
    assert (report.status == Status.APPROVED) == report.revisions.official().exists()


def test_a_draft_saved_while_the_report_is_sent(institution, period, indicator, focal_point):
    report = report_of(institution, period, {indicator: 5}, status=Status.DRAFT)
    submit = partial(services.submit_report, report, by=focal_point, at=LATER)
    save = partial(services.save_draft, report, indicators=[answer_to(indicator, 6)], by=focal_point)

    with all_waiting_for(the_report(report), submit, save) as outcomes:
        pass

    was_refused = isinstance(outcomes[1], TransitionNotAllowed)
    assert report.current.indicator_values.get().value == (5 if was_refused else 6)


def test_two_colleagues_open_the_form_at_once(institution, period, focal_point, colleague):
    outcomes = on_connections_of_their_own(
        *(partial(services.open_report, institution, period, by=each) for each in (focal_point, colleague))
    )

    report = ProgressReport.objects.get()
    assert outcomes == [report, report]
    assert report.revisions.count() == 1


def test_two_workers_at_once_store_what_one_stores(institution, periods, indicator):
    for number, period in enumerate(periods):
        report_of(institution, period, {indicator: 10 + number})
    refresh = partial(services.refresh_stale_rollups, today=TODAY)

    assert sorted(on_connections_of_their_own(refresh, refresh)) == [0, 1]

    of_two = stored_results()
    services.mark_all_stale()
    services.refresh_stale_rollups(today=TODAY)
    assert of_two == stored_results()


def test_an_approval_during_a_roll_up_is_not_lost(institution, periods, indicator, secretariat):
    report_of(institution, periods[0], {indicator: 10})
    report = report_of(institution, periods[1], {indicator: 7}, status=Status.SUBMITTED)
    refresh = partial(services.refresh_stale_rollups, today=TODAY)
    approve = partial(services.approve_report, report, by=secretariat, at=LATER)

    # The roll-up has read everything and comes to write that it is done: there it meets this lock.
    with all_waiting_for(Activity.objects.all(), refresh):
        approve()

    assert Activity.objects.stale().count() == 1
    services.refresh_stale_rollups(today=TODAY)
    assert IndicatorResult.objects.get(period=periods[1], lens="quarter").value == 7
    assert not Activity.objects.stale().exists()


def test_approvals_of_joint_activities_never_wait_in_a_circle(priority, period, secretariat):
    """Everybody reports on every activity, each in another order; all approve at once."""
    activities = [ActivityFactory(priority=priority) for _number in range(6)]
    everybody = [activity.lead for activity in activities]
    indicators = [IndicatorFactory(activity=activity, reporters=everybody) for activity in activities]
    reports = [
        report_of(lead, period, dict.fromkeys(indicators, 1), status=Status.SUBMITTED) for lead in everybody
    ]
    calls = [partial(services.approve_report, report, by=secretariat, at=LATER) for report in reports]
    refresh = partial(services.refresh_stale_rollups, today=TODAY)

    outcomes = on_connections_of_their_own(*calls, refresh, refresh)

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    services.refresh_stale_rollups(today=TODAY)
    assert set(
        IndicatorResult.objects.filter(lens="quarter", period=period).values_list("value", flat=True)
    ) == {len(everybody)}


def test_activities_are_locked_in_one_order(priority):
    """Two that lock the same rows, named in opposite orders, wait for each other only once."""
    activities = [ActivityFactory(priority=priority).pk for _number in range(2)]

    def lock(order):
        with transaction.atomic():
            return staleness.lock_activities(order)

    locks = [partial(lock, activities), partial(lock, activities[::-1])] * 5

    assert on_connections_of_their_own(*locks) == [sorted(activities)] * 10


def test_two_accounts_with_one_address_cannot_be_made_at_once(institution):
    make = partial(UserFactory, email="twice@example.org", institution=institution)

    outcomes = on_connections_of_their_own(make, make)

    assert sum(isinstance(outcome, Exception) for outcome in outcomes) == 1
