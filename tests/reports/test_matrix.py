"""The matrix institution × quarter: what each cell says, and the sums beside it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from activities.models import Activity, Assignment
from activities.queries import days_to_approve, matrix
from activities.workflow import Status
from tests.factories import ActivityFactory, IndicatorFactory, PeriodFactory, moment, report_of

AFTER = date(2025, 3, 1)


@pytest.fixture
def states(plan):
    """`states(viewer, today)`: {code of the institution: the words of its cells}."""

    def read(viewer, today=AFTER):
        _periods, rows = matrix(viewer=viewer, plan=plan, today=today)
        return {row.institution.code: [cell.state for cell in row.cells] for row in rows}

    return read


def test_every_state_of_a_report(reports, secretariat, states, plan):
    silent = Activity.objects.get(code="2.1").lead.code

    assert states(secretariat) == {
        "MOSVY": ["approved", "approved_late", "returned", "draft"],
        "MOI": ["approved", "approved", "not_reported", "late"],  # approved while a new revision is written
        silent: ["not_reported"] * 4,
    }


def test_the_sums_of_a_row(reports, secretariat, plan):
    _periods, rows = matrix(viewer=secretariat, plan=plan, today=AFTER)
    sums = {row.institution.code: (row.on_time, row.due, row.missing) for row in rows}

    assert sums["MOSVY"] == (2, 4, 1)  # returned was sent in time, the draft is missing
    assert sums["MOI"] == (2, 4, 1)


def test_a_report_is_on_time_on_its_last_day(secretariat, priority, periods, states):
    indicator = IndicatorFactory(activity=ActivityFactory(priority=priority))
    lead = indicator.activity.lead
    moments = [
        moment(periods[0].due_on, hour=16),  # 23 o'clock there
        moment(periods[1].due_on, hour=17),  # midnight there
    ]
    for period, at in zip(periods, moments, strict=False):
        report_of(lead, period, {indicator: 1}, status=Status.SUBMITTED, at=at)

    assert states(secretariat)[lead.code][:2] == ["on_time", "late"]


def test_a_quarter_that_is_not_over_is_not_due(secretariat, priority, periods, states):
    lead = ActivityFactory(priority=priority).lead

    assert states(secretariat, periods[0].ends_on)[lead.code] == ["not_due"] * 4
    assert states(secretariat, periods[0].ends_on + timedelta(days=1))[lead.code] == [
        "not_reported",
        *["not_due"] * 3,
    ]


def test_a_quarter_in_which_nothing_is_owed_is_not_due(secretariat, priority, periods, states):
    ActivityFactory(priority=priority)  # somebody owes all four
    lead = ActivityFactory(priority=priority, starts_on=date(2024, 4, 1), ends_on=date(2024, 9, 30)).lead

    assert states(secretariat)[lead.code] == ["not_due", "not_reported", "not_reported", "not_due"]


def test_what_was_sent_though_nothing_is_owed_any_more_is_shown(secretariat, priority, periods, states):
    ActivityFactory(priority=priority)
    indicator = IndicatorFactory(activity=ActivityFactory(priority=priority))
    lead = indicator.activity.lead
    report_of(lead, periods[1], {indicator: 1})
    Assignment.objects.filter(institution=lead).delete()
    Activity.objects.filter(lead=lead).update(starts_on=date(2024, 7, 1))

    assert states(secretariat)[lead.code] == ["not_due", "approved", "not_reported", "not_reported"]


def test_others_work_shows_as_not_reported(reports, outsider, focal_point, observer, states):
    assert states(observer)["MOSVY"] == ["approved", "approved_late", "not_reported", "not_reported"]
    assert states(outsider)["MOSVY"] == ["approved", "approved_late", "not_reported", "not_reported"]
    assert states(focal_point)["MOSVY"] == ["approved", "approved_late", "returned", "draft"]


def test_days_from_the_first_version_to_approval(reports, periods, secretariat):
    assert days_to_approve(viewer=secretariat, period=periods[0]) == [0, 0]
    assert days_to_approve(viewer=secretariat, period=periods[3]) == []


def test_another_plan_is_another_matrix(reports, secretariat, plan):
    PeriodFactory(year=2023)
    periods, _rows = matrix(viewer=secretariat, plan=plan, today=AFTER)
    assert [period.code for period in periods] == ["2024Q1", "2024Q2", "2024Q3", "2024Q4"]


@pytest.mark.parametrize(
    ("actor", "status_code"),
    [
        ("secretariat", 200),
        ("administrator", 200),
        ("focal_point", 403),
        ("colleague", 403),
        ("approver", 403),
        ("outsider", 403),
        ("observer", 403),
    ],
)
def test_the_page_is_the_secretariats(actor, status_code, request, reports, signed_in):
    browser = signed_in(request.getfixturevalue(actor))

    assert browser.get(reverse("reports:matrix")).status_code == status_code
    assert browser.post(reverse("reports:matrix")).status_code == 405


def test_the_public_signs_in_first(db, public, signed_in):
    assert signed_in(public).get(reverse("reports:matrix")).url.startswith(reverse("account_login"))


def test_the_page_counts_its_quarter(reports, secretariat, signed_in):
    page = signed_in(secretariat).get(reverse("reports:matrix") + "?quarter=2024Q2").context

    assert (page["approved"], page["on_time"], page["due"]) == (2, 1, 3)
    assert page["on_time_share"] == Decimal(1) / 3
    assert (page["days"], page["approvals"]) == (0, 2)


def test_the_page_before_anybody_owes_anything(periods, secretariat, signed_in):
    page = signed_in(secretariat).get(reverse("reports:matrix"))

    assert page.status_code == 200
    assert page.context["on_time_share"] is None
    assert ">0.0<" not in page.text
