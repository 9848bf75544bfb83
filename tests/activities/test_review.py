"""The secretariat's side in the browser: the queue, one report, and the decision about it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities import services
from activities.models import Activity, Assignment, ProgressReport
from activities.queries import desk, report_contents
from activities.workflow import Status
from tests.factories import ActivityFactory, IndicatorFactory, answer_to, moment, report_of

LATER = moment(date(2024, 9, 1))
REASON = "The third figure is ten times last quarter's."
ACTIONS = {"approve": "submitted", "return": "submitted", "reopen": "approved"}
AFTERWARDS = {"approve": "approved", "return": "returned", "reopen": "draft"}


@pytest.fixture
def count(priority, institution):
    return IndicatorFactory(activity=ActivityFactory(priority=priority, lead=institution))


@pytest.fixture
def browser(secretariat, signed_in):
    return signed_in(secretariat)


def url_of(action: str, report: ProgressReport) -> str:
    return reverse(f"activities:{action}", args=[report.pk])


# --- doors ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ACTIONS)
def test_the_secretariat_decides(action, browser, secretariat, institution, period, count):
    report = report_of(institution, period, {count: 5}, status=ACTIONS[action])
    response = browser.post(url_of(action, report), {"reason": REASON})

    assert (response.status_code, response.url) == (302, report.get_absolute_url())
    report.refresh_from_db()
    assert report.status == AFTERWARDS[action]
    change = report.status_changes.latest("at")
    assert (change.by, change.note) == (secretariat, "" if action == "approve" else REASON)
    page = browser.get(response.url).text
    assert 'role="status"' in page
    assert (REASON in page.replace("&#x27;", "'")) is (action != "approve")


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize(
    ("actor", "status_code"),
    [
        ("focal_point", 403),
        ("colleague", 403),
        ("approver", 403),
        ("administrator", 403),
        ("outsider", 404),
        ("observer", 404),
    ],
)
def test_nobody_else_does(action, actor, status_code, request, signed_in, institution, period, count):
    status = ACTIONS[action]
    report = report_of(institution, period, {count: 5}, status=status)
    if status == "approved" and status_code == 404:
        status_code = 403  # what is approved may be read, so it is there
    for typed in ({"reason": REASON}, {}):
        response = signed_in(request.getfixturevalue(actor)).post(url_of(action, report), typed)
        assert response.status_code == status_code

    report.refresh_from_db()
    assert report.status == status


@pytest.mark.parametrize("action", ACTIONS)
def test_the_public_signs_in_first(action, public, signed_in, institution, period, count):
    report = report_of(institution, period, {count: 5}, status=ACTIONS[action])
    response = signed_in(public).post(url_of(action, report), {"reason": REASON})

    assert response.url.startswith(reverse("account_login"))
    report.refresh_from_db()
    assert report.status == ACTIONS[action]


@pytest.mark.parametrize("action", ACTIONS)
def test_a_decision_is_posted(action, browser, institution, period, count):
    report = report_of(institution, period, {count: 5}, status=ACTIONS[action])

    assert browser.get(url_of(action, report)).status_code == 405
    report.refresh_from_db()
    assert report.status == ACTIONS[action]


@pytest.mark.parametrize("action", [*ACTIONS, "report"])
def test_a_report_that_is_not_there(action, browser, db):
    answer = browser.get if action == "report" else browser.post
    assert answer(reverse(f"activities:{action}", args=[999])).status_code == 404


@pytest.mark.parametrize(
    ("actor", "status_code"),
    [
        ("focal_point", 200),
        ("colleague", 200),
        ("approver", 200),
        ("secretariat", 200),
        ("administrator", 200),
        ("observer", 404),
        ("outsider", 404),
    ],
)
@pytest.mark.parametrize("status", ["draft", "submitted", "returned"])
def test_who_reads_a_report_in_work(
    status, actor, status_code, request, signed_in, institution, period, count
):
    report = report_of(institution, period, {count: 5}, status=status)
    browser = signed_in(request.getfixturevalue(actor))

    assert browser.get(report.get_absolute_url()).status_code == status_code
    assert browser.post(report.get_absolute_url()).status_code == 405


@pytest.mark.parametrize("actor", ["observer", "outsider", "focal_point", "secretariat"])
def test_everybody_reads_an_approved_report(actor, request, signed_in, institution, period, count):
    report = report_of(institution, period, {count: 4711})
    page = signed_in(request.getfixturevalue(actor)).get(report.get_absolute_url()).text

    assert "4,711" in page
    assert ("Reopen the report" in page) is (actor == "secretariat")


@pytest.mark.parametrize(
    ("actor", "status_code"),
    [
        ("secretariat", 200),
        ("administrator", 200),
        ("focal_point", 403),
        ("approver", 403),
        ("observer", 403),
        ("outsider", 403),
    ],
)
def test_the_queue_is_the_secretariats(actor, status_code, request, signed_in, plan):
    browser = signed_in(request.getfixturevalue(actor))
    assert browser.get(reverse("activities:queue")).status_code == status_code
    assert browser.post(reverse("activities:queue")).status_code == 405


def test_without_a_plan_there_is_no_queue(browser):
    assert browser.get(reverse("activities:queue")).status_code == 404


# --- what is refused, and what stays ----------------------------------------------------------------


@pytest.mark.parametrize("action", ["return", "reopen"])
def test_a_reason_is_required(action, browser, institution, period, count):
    report = report_of(institution, period, {count: 5}, status=ACTIONS[action])
    response = browser.post(url_of(action, report), {"reason": "  "})

    assert response.status_code == 422
    assert "Write the reason" in response.text
    report.refresh_from_db()
    assert report.status == ACTIONS[action]


@pytest.mark.parametrize("day", ["2020-01-01", "soon", "31.12.2099", "2099-13-01"])
def test_a_day_that_is_not_possible_keeps_the_reason(day, browser, institution, period, count):
    report = report_of(institution, period, {count: 5}, status=Status.SUBMITTED)
    response = browser.post(url_of("return", report), {"reason": REASON, "due_on": day})

    assert response.status_code == 422
    assert REASON in response.text.replace("&#x27;", "'")
    report.refresh_from_db()
    assert report.status == Status.SUBMITTED


def test_a_return_with_a_day(browser, institution, period, count):
    report = report_of(institution, period, {count: 5}, status=Status.SUBMITTED)
    day = timezone.localdate() + timedelta(days=7)
    browser.post(url_of("return", report), {"reason": REASON, "due_on": day.isoformat()})

    report.refresh_from_db()
    assert (report.status, report.return_due_on) == (Status.RETURNED, day)


@pytest.mark.parametrize(
    ("action", "status"),
    [("approve", "draft"), ("approve", "returned"), ("approve", "approved"), ("return", "approved")],
)
def test_a_move_that_came_too_late_says_so(action, status, browser, institution, period, count):
    report = report_of(institution, period, {count: 5}, status=status)
    response = browser.post(url_of(action, report), {"reason": REASON})

    page = browser.get(response.url).text
    assert 'role="alert"' in page
    assert str(Status(status).label) in page
    report.refresh_from_db()
    assert report.status == status


# --- the queue --------------------------------------------------------------------------------------


def test_what_waits_for_the_secretariat(plan, periods, priority, secretariat):
    activities = [ActivityFactory(priority=priority) for _number in range(5)]
    approved, waiting, returned, draft, silent = [activity.lead for activity in activities]
    counts = [IndicatorFactory(activity=activity) for activity in activities]
    last = periods[-1]
    report_of(approved, last, {counts[0]: 1})
    report_of(waiting, last, {}, status=Status.SUBMITTED, at=moment(last.due_on))
    report_of(returned, last, {counts[2]: 1}, status=Status.RETURNED)
    report_of(draft, last, {counts[3]: 1}, status=Status.DRAFT)

    found = desk(viewer=secretariat, plan=plan, today=last.due_on + timedelta(days=10))

    (review,) = found.to_review
    assert (review.report.institution, review.days, review.unanswered) == (waiting, 10, 1)
    assert {(row.institution, row.quarters_missing) for row in found.overdue} == {(draft, 4), (silent, 4)}
    assert [(row.report.institution, row.reason) for row in found.returned] == [(returned, "Please check.")]
    assert (found.period, found.approved, found.expected) == (last, 1, 5)
    assert found.stale_activities == 5


def test_nothing_is_overdue_before_its_day(plan, periods, count, secretariat):
    assert desk(viewer=secretariat, plan=plan, today=periods[0].due_on).overdue == []
    assert len(desk(viewer=secretariat, plan=plan, today=periods[0].due_on + timedelta(days=1)).overdue) == 1


def test_a_report_whose_duty_has_gone_still_waits(browser, institution, period, count, priority, plan):
    other = ActivityFactory(priority=priority)
    report = report_of(institution, period, {count: 5}, status=Status.SUBMITTED)
    Assignment.objects.all().delete()
    Activity.objects.filter(pk=count.activity_id).update(lead=other.lead)

    page = browser.get(reverse("activities:queue"))

    assert [waiting.report for waiting in page.context["desk"].to_review] == [report]
    assert browser.get(report.get_absolute_url()).status_code == 200


def test_approving_makes_stale_what_was_answered_though_the_duty_has_gone(
    institution, period, count, priority, secretariat
):
    report = report_of(institution, period, {count: 5}, status=Status.SUBMITTED)
    other = ActivityFactory(priority=priority)
    Assignment.objects.all().delete()
    Activity.objects.filter(pk=count.activity_id).update(lead=other.lead, changes_rolled_up=1)

    services.approve_report(report, by=secretariat, at=LATER)

    assert count.activity in Activity.objects.stale()


# --- one report -------------------------------------------------------------------------------------


def test_this_quarter_stands_beside_the_one_before(institution, periods, count, secretariat):
    share = IndicatorFactory(activity=count.activity, share=True)
    level = IndicatorFactory(activity=count.activity, standing=True)
    empty = IndicatorFactory(activity=count.activity)
    report_of(institution, periods[0], {count: 10, share: (1, 2), level: 5})
    report = report_of(institution, periods[1], {count: 30, share: (3, 4), level: 0}, status=Status.SUBMITTED)

    contents = report_contents(viewer=secretariat, report=report)

    rows = {row.indicator: row for row in contents.comparisons}
    assert contents.previous_period == periods[0]
    assert (rows[count].previous.value, rows[count].now.value, rows[count].change) == (10, 30, 20)
    assert (rows[count].flag, rows[level].flag, rows[empty].flag) == ("outlier", "zero", "empty")
    assert (rows[share].flag, rows[share].change) == ("", 25)
    assert (contents.due, contents.answered, contents.flagged) == (4, 3, 2)


def test_a_bare_percentage_is_compared_with_per_cent(institution, periods, count, secretariat):
    share = IndicatorFactory(activity=count.activity, share=True)
    report_of(institution, periods[0], {share: (7, 10)})
    report = report_of(institution, periods[1], {share: 72}, status=Status.SUBMITTED)

    row = report_contents(viewer=secretariat, report=report).comparisons[-1]

    assert (row.change, row.flag) == (2, "")


def test_who_reads_the_official_revision_reads_that_it_is_approved(
    institution, period, count, secretariat, observer, focal_point
):
    report = report_of(institution, period, {count: 5})
    report = services.reopen_report(report, by=secretariat, at=LATER, reason="Correct it.")
    services.save_draft(report, indicators=[answer_to(count, 6)], by=focal_point)

    def read_by(viewer):
        contents = report_contents(viewer=viewer, report=report)
        return contents.revision.number, contents.state, contents.comparisons[0].now.value

    assert read_by(observer) == (1, "approved", 5)
    assert read_by(focal_point) == (2, "draft", 6)
    assert read_by(secretariat) == (2, "draft", 6)


def test_the_history_of_a_report(institution, period, count, secretariat, observer, signed_in):
    report = report_of(institution, period, {count: 5}, status=Status.RETURNED)

    page = signed_in(secretariat).get(report.get_absolute_url()).text

    assert "Please check." in page
    assert page.index("Returned") < page.rindex("Submitted")


def test_readers_of_an_approved_report_see_its_approval_only(
    institution, period, count, secretariat, observer, focal_point, signed_in
):
    report = report_of(institution, period, {count: 5}, status=Status.RETURNED)
    services.submit_report(report, by=focal_point, at=LATER)
    services.approve_report(report, by=secretariat, at=LATER)

    history = signed_in(observer).get(report.get_absolute_url()).context["history"]

    assert [move.action for move in history] == ["approved"]
