"""The life of a progress report. Every move locks the report, and is remembered for ever."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from activities.answers import ActivityAnswer, AnswersRefused, IndicatorAnswer, all_problems
from activities.duties import Duty, duty_of
from activities.models import (
    ActivityEntry,
    IndicatorValue,
    ProgressReport,
    ReportRevision,
    StatusChange,
)
from activities.permissions import can_fill, can_move
from activities.services.staleness import mark_stale
from activities.workflow import Action, Status, TransitionNotAllowed, next_status
from institutions.models import Institution, User
from priorities.models import ReportingPeriod

ENTRY_FIELDS = [field for field in ActivityAnswer._fields if field != "activity_id"]
VALUE_FIELDS = [field for field in IndicatorAnswer._fields if field != "indicator_id"]


class ReportIncomplete(Exception):
    """Indicators that are due have no answer; `indicator_ids` names them."""

    def __init__(self, indicator_ids: list[int]):
        self.indicator_ids = indicator_ids
        super().__init__(_("Some boxes that are due are still empty."))


@transaction.atomic
def open_report(institution: Institution, period: ReportingPeriod, *, by: User) -> ProgressReport:
    """The institution's report of a quarter, begun if it was not yet there.

    Raises PermissionDenied.
    """
    if not can_fill(by, institution.pk):
        raise PermissionDenied
    report, _created = ProgressReport.objects.get_or_create(institution=institution, period=period)
    ReportRevision.objects.get_or_create(report=report, number=1)
    return report


@transaction.atomic
def save_draft(
    report: ProgressReport,
    *,
    activities: Iterable[ActivityAnswer] = (),
    indicators: Iterable[IndicatorAnswer] = (),
    by: User,
) -> ProgressReport:
    """Keep answers; those not given stay as they are. All are kept or none.

    Raises PermissionDenied, TransitionNotAllowed (not a draft any more) or AnswersRefused.
    """
    if not can_fill(by, report.institution_id):
        raise PermissionDenied
    report = _locked(report)
    if not report.is_editable:
        raise TransitionNotAllowed(_("This report has been sent and can no longer be changed here."))
    activities, indicators = list(activities), list(indicators)
    duty = duty_of(report.institution_id, report.period)
    _refuse_problems(duty, activities, indicators)
    revision = report.current
    ActivityEntry.objects.bulk_create(
        [ActivityEntry(revision=revision, **answer._asdict()) for answer in activities],
        update_conflicts=True,
        unique_fields=["revision", "activity"],
        update_fields=ENTRY_FIELDS,
    )
    IndicatorValue.objects.bulk_create(
        [IndicatorValue(revision=revision, **_cleaned(answer)) for answer in indicators],
        update_conflicts=True,
        unique_fields=["revision", "indicator"],
        update_fields=VALUE_FIELDS,
    )
    return report


def _refuse_problems(duty: Duty, activities: list[ActivityAnswer], indicators: list[IndicatorAnswer]) -> None:
    strangers = {answer.activity_id for answer in activities} - duty.activity_ids
    strangers |= {answer.indicator_id for answer in indicators} - duty.is_share.keys()
    if strangers:
        raise PermissionDenied  # somebody else's activity or indicator
    problems = all_problems(activities, indicators, duty.is_share)
    if problems:
        raise AnswersRefused(problems)


def _cleaned(answer: IndicatorAnswer) -> dict:
    """Numbers only where a value is reported, a reason only where none is."""
    if answer.state == IndicatorValue.ValueState.REPORTED:
        if answer.value is not None:
            answer = answer._replace(numerator=None, denominator=None)
        return answer._replace(reason="")._asdict()
    return answer._replace(value=None, numerator=None, denominator=None)._asdict()


@transaction.atomic
def submit_report(
    report: ProgressReport, *, by: User, at: datetime, although_incomplete: bool = False
) -> ProgressReport:
    """Send a draft or returned report to the secretariat. `first_submitted_at` is set once, for ever.

    Raises PermissionDenied, TransitionNotAllowed, or ReportIncomplete unless `although_incomplete`.
    """
    report = _locked(report)
    unanswered = unanswered_indicators(report)
    if unanswered and not although_incomplete and can_move(by, report, Action.SUBMIT) and report.is_editable:
        raise ReportIncomplete(unanswered)
    revision = report.current
    report = _move(report, revision, Action.SUBMIT, by=by, at=at)
    report.first_submitted_at = report.first_submitted_at or at
    report.return_due_on = None
    report.save(update_fields=["first_submitted_at", "return_due_on", "status"])
    revision.submitted_at = at
    revision.save(update_fields=["submitted_at"])
    return report


def unanswered_indicators(report: ProgressReport) -> list[int]:
    """Indicators that are due from the institution this quarter and have no answer yet, in plan order."""
    duty = duty_of(report.institution_id, report.period)
    answers = report.current.indicator_values.exclude(state="")
    answered = set(answers.values_list("indicator_id", flat=True))
    return [indicator for indicator in duty.due_indicator_ids if indicator not in answered]


@transaction.atomic
def return_report(
    report: ProgressReport, *, by: User, at: datetime, reason: str, due_on: date | None = None
) -> ProgressReport:
    """Send a submitted report back to be corrected, with a reason and perhaps a day.

    Raises PermissionDenied, TransitionNotAllowed, or ValueError without a reason.
    """
    report = _locked(report)
    report = _move(report, report.current, Action.RETURN, by=by, at=at, note=_required(reason))
    report.return_due_on = due_on
    report.save(update_fields=["status", "return_due_on"])
    return report


@transaction.atomic
def approve_report(report: ProgressReport, *, by: User, at: datetime) -> ProgressReport:
    """Make a submitted report official. Its activities' results are then stale, due for roll-up.

    Raises PermissionDenied or TransitionNotAllowed; nothing is saved then.
    """
    report = _locked(report)
    revision = report.current
    report = _move(report, revision, Action.APPROVE, by=by, at=at)
    report.save(update_fields=["status"])
    report.revisions.filter(approved_at__isnull=False, superseded_at__isnull=True).update(superseded_at=at)
    revision.approved_at, revision.approved_by = at, by
    revision.save(update_fields=["approved_at", "approved_by"])
    mark_stale(_activities_of(report, revision))
    return report


@transaction.atomic
def reopen_report(report: ProgressReport, *, by: User, at: datetime, reason: str) -> ProgressReport:
    """Begin a new revision of an approved report, with the same contents. The approved one stays official.

    Raises PermissionDenied, TransitionNotAllowed, or ValueError without a reason.
    """
    report = _locked(report)
    approved = report.current
    revision = ReportRevision(report=report, number=approved.number + 1)
    report = _move(report, approved, Action.REOPEN, by=by, at=at, note=_required(reason))
    report.save(update_fields=["status"])
    revision.save()
    for model, rows in (
        (ActivityEntry, approved.activity_entries.all()),
        (IndicatorValue, approved.indicator_values.all()),
    ):
        copies = list(rows)
        for copy in copies:
            copy.pk, copy.revision = None, revision
        model.objects.bulk_create(copies)
    return report


def _activities_of(report: ProgressReport, revision: ReportRevision) -> set[int]:
    """What the institution says something about in this quarter, and what it should."""
    said = revision.indicator_values.order_by().values_list("indicator__activity", flat=True)
    entered = revision.activity_entries.order_by().values_list("activity", flat=True)
    return duty_of(report.institution_id, report.period).activity_ids | set(said.union(entered))


def _locked(report: ProgressReport) -> ProgressReport:
    return ProgressReport.objects.select_for_update(of=["self"]).select_related("period").get(pk=report.pk)


def _move(report, revision, action, *, by, at, note="") -> ProgressReport:
    """One move of a locked report; the caller saves it."""
    if not can_move(by, report, action):
        raise PermissionDenied
    before = report.status
    report.status = next_status(before, action)
    StatusChange.objects.create(
        report=report,
        revision=revision,
        action=action,
        from_status=before,
        to_status=Status(report.status),
        by=by,
        at=at,
        note=note,
    )
    return report


def _required(reason: str) -> str:
    if not reason.strip():
        raise ValueError(_("Write the reason: the institution will read it."))
    return reason.strip()
