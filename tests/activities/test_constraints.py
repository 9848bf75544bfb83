"""What the database itself refuses, whoever writes: page, API, admin, or a hand at the SQL prompt."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, NotSupportedError, connection, transaction
from django.db.models import F

from activities import services
from activities.models import (
    Activity,
    ActivityEntry,
    Assignment,
    Indicator,
    IndicatorValue,
    ProgressReport,
    ReportRevision,
    StatusChange,
    Target,
)
from activities.workflow import Status
from tests.factories import ActivityFactory, IndicatorFactory, TargetFactory, moment, report_of

REFUSED = (IntegrityError, InternalError, NotSupportedError)
LATER = moment(date(2024, 9, 1))


@pytest.fixture
def indicator(priority, institution):
    return IndicatorFactory(activity=ActivityFactory(priority=priority, lead=institution))


@pytest.fixture
def draft(institution, period, indicator) -> ReportRevision:
    return report_of(institution, period, status=Status.DRAFT).current


@pytest.fixture
def approved(institution, period, indicator) -> ReportRevision:
    return report_of(institution, period, {indicator: 5}).current


def refused(constraint: str, write, *args, **kwargs):
    """`write` breaks this constraint or trigger."""
    with pytest.raises(REFUSED, match=constraint), transaction.atomic():
        write(*args, **kwargs)


def sql(statement: str, *values):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # refuse now, not at the commit
        cursor.execute(statement, values)


# --- the plan ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("activity_dates_in_order", {"ends_on": F("starts_on")}),
        ("activity_dates_in_order", {"ends_on": date(2020, 1, 1)}),
        ("activity_cost_not_negative", {"planned_cost": Decimal("-0.01")}),
        ("activity_weight_not_negative", {"weight": Decimal("-0.0001")}),
    ],
)
def test_activities(constraint, change, indicator):
    refused(constraint, Activity.objects.update, **change)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("indicator_across_is_not_latest", {"across": "latest"}),
        ("indicator_weight_not_negative", {"weight": Decimal(-1)}),
    ],
)
def test_indicators(constraint, change, indicator):
    refused(constraint, Indicator.objects.update, **change)


def test_codes_are_unique_in_their_place(indicator):
    activity = indicator.activity
    refused(
        "activity_code_unique_in_priority", ActivityFactory, priority=activity.priority, code=activity.code
    )
    refused("indicator_code_unique_in_activity", IndicatorFactory, activity=activity, code=indicator.code)


def test_an_institution_is_assigned_once_with_dates_in_order(indicator, institution):
    refused("assignment_unique", Assignment.objects.create, indicator=indicator, institution=institution)
    same_day = {"starts_on": date(2024, 2, 1), "ends_on": date(2024, 2, 1)}
    refused("assignment_dates_in_order", Assignment.objects.update, **same_day)


@pytest.mark.parametrize("quarter", [None, 3])
def test_one_target_for_each_year_or_quarter(quarter, indicator):
    TargetFactory(indicator=indicator, quarter=quarter)
    refused("target_unique", TargetFactory, indicator=indicator, quarter=quarter)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("target_not_negative", {"value": Decimal("-0.0001")}),
        ("target_quarter_1_to_4", {"quarter": 0}),
        ("target_quarter_1_to_4", {"quarter": 5}),
    ],
)
def test_targets(constraint, change, indicator):
    TargetFactory(indicator=indicator)
    refused(constraint, Target.objects.update, **change)


# --- reports ----------------------------------------------------------------------------------------


def test_one_report_for_each_institution_and_quarter(draft):
    report = draft.report
    refused(
        "one_report_per_institution_and_quarter",
        ProgressReport.objects.create,
        institution=report.institution,
        period=report.period,
    )


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.RETURNED, Status.APPROVED])
def test_a_report_beyond_draft_was_submitted(status, draft):
    refused("report_beyond_draft_was_submitted", ProgressReport.objects.update, status=status)


def test_revisions_are_numbered(draft):
    refused("revision_number_unique_in_report", ReportRevision.objects.create, report=draft.report, number=1)


def test_one_official_revision_for_each_report(approved):
    refused(
        "one_official_revision_per_report",
        ReportRevision.objects.create,
        report=approved.report,
        number=2,
        submitted_at=LATER,
        approved_at=LATER,
    )


def test_a_revision_is_submitted_then_approved_then_superseded(draft):
    revision = ReportRevision.objects.filter(pk=draft.pk)
    before = LATER - timedelta(seconds=1)
    refused("revision_submitted_before_approved", revision.update, submitted_at=LATER, approved_at=before)
    refused(
        "revision_approved_before_superseded",
        revision.update,
        submitted_at=before,
        approved_at=LATER,
        superseded_at=before,
    )


@pytest.mark.parametrize("share", [Decimal("-0.0001"), Decimal("1.0001")])
def test_an_own_estimate_is_between_0_and_1(share, draft, indicator):
    refused(
        "self_assessed_share_0_to_1",
        ActivityEntry.objects.create,
        revision=draft,
        activity=indicator.activity,
        self_assessed_share=share,
    )


@pytest.mark.parametrize(
    ("constraint", "row"),
    [
        ("value_where_reported_and_only_there", {"state": "reported"}),
        ("value_where_reported_and_only_there", {"state": "reported", "denominator": 1}),
        ("value_where_reported_and_only_there", {"state": "", "value": 5}),
        ("value_where_reported_and_only_there", {"state": "not_due", "value": 0}),
        ("value_where_reported_and_only_there", {"state": "not_due", "numerator": 1, "denominator": 2}),
        ("value_where_reported_and_only_there", {"state": "not_applicable", "value": 5, "reason": "No."}),
        ("value_not_negative", {"state": "reported", "value": Decimal("-0.0001")}),
        ("numerator_within_denominator", {"state": "reported", "numerator": 5, "denominator": 4}),
        ("numerator_within_denominator", {"state": "reported", "numerator": -1, "denominator": 4}),
        ("not_applicable_has_a_reason", {"state": "not_applicable"}),
    ],
)
def test_indicator_values(constraint, row, draft, indicator):
    refused(constraint, IndicatorValue.objects.create, revision=draft, indicator=indicator, **row)


@pytest.mark.parametrize(
    "row",
    [
        {"state": ""},
        {"state": "reported", "value": 0},
        {"state": "reported", "numerator": 0, "denominator": 0},
        {"state": "not_due"},
        {"state": "not_applicable", "reason": "We have no centre."},
    ],
)
def test_indicator_values_that_may_be(row, draft, indicator):
    assert IndicatorValue.objects.create(revision=draft, indicator=indicator, **row).pk


def test_one_answer_for_each_indicator_and_activity(draft, indicator):
    IndicatorValue.objects.create(revision=draft, indicator=indicator)
    ActivityEntry.objects.create(revision=draft, activity=indicator.activity)
    refused("one_value_per_indicator", IndicatorValue.objects.create, revision=draft, indicator=indicator)
    refused(
        "one_entry_per_activity", ActivityEntry.objects.create, revision=draft, activity=indicator.activity
    )


# --- what never changes -----------------------------------------------------------------------------


def test_what_an_approved_revision_says_cannot_be_changed(approved, indicator):
    value = approved.indicator_values.get()
    fixed = "approved revision never changes"

    refused(fixed, IndicatorValue.objects.filter(pk=value.pk).update, value=6)
    refused(fixed, value.delete)
    refused(fixed, sql, "UPDATE activities_indicatorvalue SET source = 'other' WHERE id = %s", value.pk)
    refused(fixed, sql, "DELETE FROM activities_indicatorvalue WHERE id = %s", value.pk)
    refused(
        fixed, ActivityEntry.objects.create, revision=approved, activity=indicator.activity, results="Added."
    )
    other = IndicatorFactory(activity=indicator.activity)
    refused(
        fixed, IndicatorValue.objects.create, revision=approved, indicator=other, state="reported", value=1
    )

    value.refresh_from_db()
    assert (value.value, value.source) == (5, "")


def test_it_cannot_be_changed_after_it_was_superseded(approved, secretariat, focal_point):
    report = services.reopen_report(approved.report, by=secretariat, at=LATER, reason="Correct it.")
    services.submit_report(report, by=focal_point, at=LATER)
    services.approve_report(report, by=secretariat, at=LATER)

    refused("approved revision never changes", approved.indicator_values.update, value=6)


def test_nothing_can_be_moved_into_an_approved_revision(approved, indicator, periods, institution):
    other = IndicatorFactory(activity=indicator.activity)
    draft = report_of(institution, periods[1], {other: 9}, status=Status.DRAFT).current

    refused("approved revision never changes", draft.indicator_values.update, revision=approved)


def test_an_approval_cannot_be_taken_back_or_dated_anew(approved):
    revision = ReportRevision.objects.filter(pk=approved.pk)
    for change in ({"approved_at": None}, {"approved_at": LATER}, {"approved_by": None}, {"number": 7}):
        refused("approv", revision.update, **change)


def test_a_superseded_revision_stays_so(approved, secretariat, focal_point):
    report = services.reopen_report(approved.report, by=secretariat, at=LATER, reason="Correct it.")
    services.submit_report(report, by=focal_point, at=LATER)
    services.approve_report(report, by=secretariat, at=LATER)

    later = LATER + timedelta(days=1)
    refused("approv", ReportRevision.objects.filter(pk=approved.pk).update, superseded_at=later)


def test_a_change_of_status_is_final(approved):
    change = StatusChange.objects.filter(report=approved.report).first()

    refused("Cannot update or delete", StatusChange.objects.filter(pk=change.pk).update, note="Rewritten.")
    refused("Cannot update or delete", change.delete)
    refused("Cannot update or delete", sql, "UPDATE activities_statuschange SET at = now()")
    refused("Cannot update or delete", sql, "DELETE FROM activities_statuschange")


def test_a_return_has_a_reason_in_the_database_too(approved, secretariat):
    refused(
        "return_and_reopen_have_a_reason",
        StatusChange.objects.create,
        report=approved.report,
        revision=approved,
        action="return",
        from_status="submitted",
        to_status="returned",
        by=secretariat,
        at=LATER,
    )


def test_the_first_submission_cannot_be_rewritten(approved):
    report = ProgressReport.objects.filter(pk=approved.report_id)
    refused("first_submitted", report.update, first_submitted_at=LATER)
    refused("first_submitted", report.update, first_submitted_at=None, status=Status.DRAFT)


def test_a_report_that_was_sent_cannot_be_deleted(approved):
    refused("protected", approved.report.delete)
    refused("foreign key", sql, "DELETE FROM activities_progressreport")
    refused("foreign key", sql, "DELETE FROM activities_reportrevision")
