"""The made-up history: everything that happens in reality happens in it."""

import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import F, Sum

from activities.duties import duties_of_plan
from activities.models import (
    ActivityEntry,
    IndicatorResult,
    IndicatorValue,
    Lens,
    ProgressReport,
    StatusChange,
)
from activities.services.reports import unanswered_indicators
from activities.workflow import Action, Status
from budget.models import BudgetLine, Expenditure
from institutions.models import Institution
from ocse_nap.demonstration.characters import LAST_QUARTER, LATE_AND_WAITING
from priorities.models import Plan, ReportingPeriod
from tests.demonstration.loaded.conftest import TODAY

CONTACT = re.compile(r"@|https?:|www\.|\+\d|\d[\d\s().-]{6,}\d")  # e-mail, link, telephone number


@pytest.fixture
def last(demonstration) -> ReportingPeriod:
    return ReportingPeriod.objects.get(year=2022, quarter=4)


@pytest.fixture
def earlier(demonstration):
    """The reports of the quarters before the last one."""
    return ProgressReport.objects.filter(period__ends_on__lt=date(2022, 10, 1))


def test_some_reports_are_late_and_most_are_not(earlier):
    late = earlier.filter(first_submitted_at__date__gt=F("period__due_on")).count()

    assert 0 < late < earlier.count() / 2


def test_some_reports_were_returned_with_a_reason_and_sent_again(earlier):
    returned = StatusChange.objects.filter(report__in=earlier, action=Action.RETURN)

    assert returned.exists()
    assert all(change.note for change in returned)
    sent = Counter(
        StatusChange.objects.filter(report__in=returned.values("report"), action=Action.SUBMIT).values_list(
            "report", flat=True
        )
    )
    assert min(sent.values()) == 2


def test_a_report_was_reopened_and_its_revision_replaced(earlier):
    reopened = earlier.get(institution__code="MOEYS", period__year=2022, period__quarter=2)
    first, second = reopened.revisions.order_by("number")

    assert first.superseded_at == second.approved_at
    assert reopened.status == Status.APPROVED


def test_some_institutions_are_silent_in_a_quarter_and_a_ministry_always_is(demonstration):
    plan = Plan.objects.get()
    periods = ReportingPeriod.objects.filter(ends_on__lt=date(2022, 10, 1))
    due = {key for key, duty in duties_of_plan(plan.pk, periods).items() if duty.is_due}
    reported = set(ProgressReport.objects.values_list("institution", "period"))
    silent = Counter(institution for institution, _period in due - reported)
    ministry = Institution.objects.get(code="MOT")

    assert silent[ministry.pk] == 5
    assert len(silent) > 3
    assert not ProgressReport.objects.filter(institution=ministry).exists()


def test_all_answers_occur_and_zero_is_not_missing(earlier):
    values = IndicatorValue.objects.filter(revision__report__in=earlier)
    sent = earlier.exclude(status=Status.DRAFT)

    assert {"reported", "not_due", "not_applicable"} <= set(values.values_list("state", flat=True))
    assert values.filter(state="reported", value=0).exists()
    assert any(unanswered_indicators(report) for report in sent)


def test_some_indicators_run_ahead_and_some_fall_behind(last):
    achieved = IndicatorResult.objects.filter(period=last, lens=Lens.YEAR, achievement__isnull=False)

    assert achieved.filter(achievement__gt=1).exists()
    assert achieved.filter(achievement__lt=Decimal("0.5")).exists()


def test_joint_work_is_covered_in_part(last):
    results = IndicatorResult.objects.filter(period=last, lens=Lens.QUARTER)

    assert results.filter(expected__gt=4, reported__gt=0, reported__lt=F("expected")).exists()


def test_the_last_quarter_is_in_motion(last):
    counts = Counter(ProgressReport.objects.filter(period=last).values_list("status", flat=True))

    assert counts == {
        Status.APPROVED: len(LAST_QUARTER["approved"]) + 1,  # and the publisher's
        Status.SUBMITTED: len(LAST_QUARTER["submitted"]),
        Status.RETURNED: len(LAST_QUARTER["returned"]),
        Status.DRAFT: len(LAST_QUARTER["draft"]) + len(LAST_QUARTER["complete_draft"]),
    }
    assert last.due_on == TODAY + timedelta(days=5)


def test_what_waits_was_moved_in_the_last_days(last):
    moves = StatusChange.objects.filter(report__period=last).exclude(report__institution__code="TDHNL")
    days = {change.at.date() for change in moves}

    assert TODAY - timedelta(days=10) <= min(days)
    assert max(days) < TODAY
    returned = ProgressReport.objects.filter(period=last, status=Status.RETURNED)
    assert all(report.return_due_on > TODAY for report in returned)


def test_one_report_of_the_quarter_before_waits_late(demonstration):
    report = ProgressReport.objects.get(
        institution__code=LATE_AND_WAITING, period__year=2022, period__quarter=3
    )

    assert report.status == Status.SUBMITTED
    assert report.first_submitted_at.date() > report.period.due_on


def test_a_draft_is_half_filled(last):
    report = ProgressReport.objects.get(period=last, institution__code="MOSVY")
    answered = report.current.indicator_values.count()

    assert answered > 0
    assert unanswered_indicators(report)


def test_nothing_happens_after_today(demonstration):
    assert StatusChange.objects.latest("at").at.date() < TODAY
    assert Expenditure.objects.latest("recorded_at").recorded_at.date() < TODAY


def test_spending_lags_behind_the_plan_and_some_record_none(demonstration):
    planned = BudgetLine.objects.filter(year__lte=2022).aggregate(sum=Sum("amount"))["sum"]
    spent = Expenditure.objects.aggregate(sum=Sum("amount"))["sum"]
    silent = {"MOT", "MOINF", "TDHNL"}

    assert Decimal("0.5") < spent / planned < Decimal("0.9")
    assert not Expenditure.objects.filter(institution__code__in=silent).exists()
    assert BudgetLine.objects.filter(institution__code__in=silent).exists()


def test_mistyped_amounts_are_reversed_and_recorded_again(demonstration):
    reversals = Expenditure.objects.filter(reverses__isnull=False).select_related("reverses")

    assert reversals.exists()
    for entry in reversals:
        assert entry.amount == -entry.reverses.amount
        again = Expenditure.objects.get(reference=entry.reference, reverses=None, reversed_by=None)
        assert again.amount * 10 == entry.reverses.amount


def test_texts_name_no_way_to_reach_anybody(demonstration):
    texts = [
        *StatusChange.objects.values_list("note", flat=True),
        *IndicatorValue.objects.values_list("reason", flat=True),
        *Expenditure.objects.values_list("note", flat=True),
    ]
    for row in ActivityEntry.objects.values_list("results", "challenges", "requests", "next_directions"):
        texts += row

    assert any(texts)
    assert [text for text in texts if CONTACT.search(text)] == []


def test_people_write_khmer_mostly(demonstration):
    results = ActivityEntry.objects.exclude(results="").values_list("results", flat=True)
    khmer = [text for text in results if re.search("[\u1780-\u17ff]", text)]

    assert len(results) / 2 < len(khmer) < len(results)
