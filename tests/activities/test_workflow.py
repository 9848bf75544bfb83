"""The life of a report, walked over every status, action and role."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from activities import services
from activities.answers import ActivityAnswer
from activities.models import ActivityEntry, IndicatorValue
from activities.permissions import can_fill, can_move, can_read_work
from activities.workflow import TRANSITIONS, Action, Status, TransitionNotAllowed, next_status
from tests.factories import ActivityFactory, IndicatorFactory, answer_to, moment, report_of

LATER = moment(date(2024, 6, 1))

MAY_SUBMIT = {"focal_point", "colleague", "approver"}
MAY_REVIEW = {"secretariat"}
EVERYBODY = [*sorted(MAY_SUBMIT), "outsider", "secretariat", "administrator", "observer", "public"]
ALLOWED = {
    ("draft", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("submitted", "return"): "returned",
    ("submitted", "approve"): "approved",
    ("approved", "reopen"): "draft",
}


@pytest.fixture
def indicator(priority, institution):
    return IndicatorFactory(activity=ActivityFactory(priority=priority, lead=institution))


def move(report, action: str, *, by, at=LATER, reason="Please check the third figure."):
    """Makes one move through its service."""
    if action == "submit":
        return services.submit_report(report, by=by, at=at, although_incomplete=True)
    if action == "approve":
        return services.approve_report(report, by=by, at=at)
    if action == "return":
        return services.return_report(report, by=by, at=at, reason=reason)
    return services.reopen_report(report, by=by, at=at, reason=reason)


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("action", Action.values)
def test_the_table_of_moves(status, action):
    assert TRANSITIONS.get((Status(status), Action(action))) == ALLOWED.get((status, action))
    if (status, action) not in ALLOWED:
        with pytest.raises(TransitionNotAllowed, match=str(Status(status).label)):
            next_status(status, action)


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("action", Action.values)
@pytest.mark.parametrize("status", Status.values)
def test_who_may_make_which_move(status, action, role, request, indicator, institution, period):
    actor = request.getfixturevalue(role)
    report = report_of(institution, period, {indicator: 5}, status=status)
    moves_before = report.status_changes.count()
    may = role in (MAY_SUBMIT if action == "submit" else MAY_REVIEW)

    if may and (status, action) in ALLOWED:
        move(report, action, by=actor)
        report.refresh_from_db()
        assert report.status == ALLOWED[status, action]
        change = report.status_changes.latest("at")
        assert (change.action, change.from_status, change.to_status) == (action, status, report.status)
        assert (change.by, change.at) == (actor, LATER)
        assert report.status_changes.count() == moves_before + 1
    else:
        with pytest.raises(TransitionNotAllowed if may else PermissionDenied):
            move(report, action, by=actor)
        report.refresh_from_db()
        assert report.status == status
        assert report.status_changes.count() == moves_before


@pytest.mark.parametrize(
    ("role", "fills", "reads_work"),
    [
        ("focal_point", True, True),
        ("colleague", True, True),
        ("approver", True, True),
        ("outsider", False, False),
        ("secretariat", False, True),
        ("administrator", False, True),
        ("observer", False, False),
        ("public", False, False),
    ],
)
def test_who_may_fill_and_who_reads_unapproved_work(role, fills, reads_work, request, institution, period):
    report = report_of(institution, period, status=Status.DRAFT)
    actor = request.getfixturevalue(role)

    assert can_fill(actor, institution.pk) is fills
    assert can_read_work(actor, report) is reads_work
    assert can_move(actor, report, Action.SUBMIT) is fills


@pytest.mark.parametrize("role", ["outsider", "secretariat", "administrator", "observer", "public"])
def test_only_the_institution_opens_and_fills_its_form(role, request, indicator, institution, period):
    actor = request.getfixturevalue(role)
    with pytest.raises(PermissionDenied):
        services.open_report(institution, period, by=actor)

    report = report_of(institution, period, status=Status.DRAFT)
    with pytest.raises(PermissionDenied):
        services.save_draft(report, by=actor)


def test_opening_twice_gives_the_same_report(institution, period, focal_point, colleague):
    first = services.open_report(institution, period, by=focal_point)
    second = services.open_report(institution, period, by=colleague)

    assert first == second
    assert list(first.revisions.values_list("number", flat=True)) == [1]


def test_the_first_submission_is_never_forgotten(institution, period, indicator, focal_point, secretariat):
    on_time = moment(period.ends_on + timedelta(days=3))
    report = report_of(institution, period, {indicator: 5}, status=Status.SUBMITTED, at=on_time)

    for _round in range(2):
        services.return_report(report, by=secretariat, at=LATER, reason="Again.", due_on=date(2024, 6, 9))
        report = services.submit_report(report, by=focal_point, at=LATER)
        report.refresh_from_db()
        assert report.first_submitted_at == on_time
        assert report.return_due_on is None
    assert report.current.submitted_at == LATER


def test_a_return_has_its_own_day(institution, period, indicator, secretariat):
    report = report_of(institution, period, status=Status.SUBMITTED)

    services.return_report(report, by=secretariat, at=LATER, reason="Check.", due_on=date(2024, 6, 9))

    report.refresh_from_db()
    assert (report.status, report.return_due_on) == (Status.RETURNED, date(2024, 6, 9))


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
@pytest.mark.parametrize(("status", "action"), [("submitted", "return"), ("approved", "reopen")])
def test_return_and_reopen_need_a_reason(status, action, reason, institution, period, secretariat):
    report = report_of(institution, period, status=status)
    moves_before = report.status_changes.count()

    with override("en"), pytest.raises(ValueError, match="reason"):
        move(report, action, by=secretariat, reason=reason)

    report.refresh_from_db()
    assert report.status == status
    assert report.status_changes.count() == moves_before
    assert report.revisions.count() == 1


def test_reopening_copies_the_contents_and_keeps_the_approved_ones_official(
    institution, period, indicator, focal_point, secretariat
):
    report = report_of(institution, period, {indicator: 5})
    approved = report.revisions.get()

    report = services.reopen_report(report, by=secretariat, at=LATER, reason="A figure was corrected.")

    assert (report.status, report.current.number) == (Status.DRAFT, 2)
    assert report.current.indicator_values.get().value == 5
    services.save_draft(report, indicators=[answer_to(indicator, 7)], by=focal_point)
    services.submit_report(report, by=focal_point, at=LATER)
    assert list(report.revisions.official()) == [approved]
    assert approved.indicator_values.get().value == 5

    services.approve_report(report, by=secretariat, at=LATER + timedelta(days=1))

    (official,) = report.revisions.official()
    assert (official.number, official.indicator_values.get().value) == (2, 7)
    approved.refresh_from_db()
    assert approved.superseded_at == official.approved_at == LATER + timedelta(days=1)
    assert official.approved_by == secretariat
    assert approved.indicator_values.get().value == 5


def test_reopening_copies_every_text_and_number(institution, period, priority, secretariat, focal_point):
    activity = ActivityFactory(priority=priority, lead=institution)
    share = IndicatorFactory(activity=activity, share=True)
    count = IndicatorFactory(activity=activity)
    report = report_of(institution, period, {share: (3, 4), count: "No centre yet."}, status=Status.DRAFT)
    texts = {name: name for name in ("results", "challenges", "requests", "next_directions")}
    entry = ActivityAnswer(activity.pk, "ongoing", Decimal("0.4"), **texts)
    services.save_draft(report, activities=[entry], by=focal_point)
    services.submit_report(report, by=focal_point, at=LATER)
    services.approve_report(report, by=secretariat, at=LATER)

    services.reopen_report(report, by=secretariat, at=LATER, reason="Correct it.")

    def contents(number):
        revision = report.revisions.get(number=number)
        same = {"id", "revision"}
        return [
            [
                {field.name: getattr(row, field.name) for field in row._meta.fields if field.name not in same}
                for row in model.objects.filter(revision=revision)
            ]
            for model in (ActivityEntry, IndicatorValue)
        ]

    assert contents(1) == contents(2)
    assert [len(rows) for rows in contents(2)] == [1, 2]


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.APPROVED])
def test_a_sent_report_cannot_be_filled(status, institution, period, indicator, focal_point):
    report = report_of(institution, period, {indicator: 5}, status=status)

    with pytest.raises(TransitionNotAllowed):
        services.save_draft(report, indicators=[answer_to(indicator, 6)], by=focal_point)

    assert report.current.indicator_values.get().value == 5


def test_an_incomplete_report_is_sent_only_knowingly(institution, period, indicator, focal_point):
    empty = IndicatorFactory(activity=indicator.activity)
    report = report_of(institution, period, {indicator: 0}, status=Status.DRAFT)

    with pytest.raises(services.ReportIncomplete) as refused:
        services.submit_report(report, by=focal_point, at=LATER)
    assert refused.value.indicator_ids == [empty.pk]
    report.refresh_from_db()
    assert (report.status, report.first_submitted_at) == (Status.DRAFT, None)

    services.submit_report(report, by=focal_point, at=LATER, although_incomplete=True)
    report.refresh_from_db()
    assert report.status == Status.SUBMITTED


def test_a_stranger_does_not_learn_what_is_missing(institution, period, indicator, outsider):
    report = report_of(institution, period, status=Status.DRAFT)
    with pytest.raises(PermissionDenied):
        services.submit_report(report, by=outsider, at=LATER)
