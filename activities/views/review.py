"""The secretariat's side: the queue, one report beside the last quarter's, and the decision."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from activities import queries, services, tasks
from activities.forms import ReopenForm, ReturnForm
from activities.models import ProgressReport
from activities.permissions import can_move, can_read_work
from activities.workflow import Action, Status, TransitionNotAllowed
from institutions.roles import sees_all_reports
from priorities.models import Plan


@require_GET
def queue(request):
    """What needs the secretariat now: to review, overdue, returned and not back, waiting to be computed."""
    if not sees_all_reports(request.user):
        raise PermissionDenied
    today = timezone.localdate()
    plan = Plan.objects.visible_to(request.user).current(today)
    if plan is None:
        raise Http404
    desk = queries.desk(viewer=request.user, plan=plan, today=today)
    return render(request, "activities/queue.html", {"desk": desk, "section": "queue", "plan": plan})


@require_GET
def report(request, pk):
    """One report: its contents beside last quarter's, its history, and what may be done with it."""
    return _report_page(request, pk)


def _report_page(request, pk, *, return_form=None, reopen_form=None):
    report = _visible_report(request, pk)
    refused = return_form is not None or reopen_form is not None
    context = {
        "report": report,
        "section": _section(request.user, report),
        "contents": queries.report_contents(viewer=request.user, report=report),
        "history": queries.report_history(viewer=request.user, report=report),
        "return_form": return_form or ReturnForm(today=timezone.localdate()),
        "reopen_form": reopen_form or ReopenForm(),
        "decision": request.POST.get("decision", ""),
        "may_review": can_move(request.user, report, Action.APPROVE) and report.status == Status.SUBMITTED,
        "may_reopen": can_move(request.user, report, Action.REOPEN) and report.status == Status.APPROVED,
        "may_fill": can_move(request.user, report, Action.SUBMIT) and report.is_editable,
    }
    return render(request, "activities/report.html", context, status=422 if refused else 200)


def _section(user, report: ProgressReport) -> str:
    """Under which item of the navigation a reader finds this report."""
    if sees_all_reports(user):
        return "queue"
    return "quarter" if can_read_work(user, report) else "plan"


def _visible_report(request, pk) -> ProgressReport:
    visible = ProgressReport.objects.visible_to(request.user).select_related("institution", "period")
    return get_object_or_404(visible, pk=pk)


@require_POST
def return_(request, pk):
    """Send the report back with a reason."""
    report = _visible_report(request, pk)
    if not can_move(request.user, report, Action.RETURN):
        raise PermissionDenied
    form = ReturnForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _report_page(request, pk, return_form=form)
    reason, due_on = form.cleaned_data["reason"], form.cleaned_data["due_on"]
    return _moved(
        request,
        report,
        lambda: services.return_report(
            report, by=request.user, at=timezone.now(), reason=reason, due_on=due_on
        ),
        _("The report went back to the institution with your reason."),
        typed=reason,
    )


@require_POST
def approve(request, pk):
    """Make the report official; the worker brings the figures up to date."""
    report = _visible_report(request, pk)
    response = _moved(
        request,
        report,
        lambda: services.approve_report(report, by=request.user, at=timezone.now()),
        _("The report is approved. The figures follow within a minute."),
    )
    tasks.kick_rollup()
    return response


@require_POST
def reopen(request, pk):
    """Let the institution correct an approved report in a new revision."""
    report = _visible_report(request, pk)
    if not can_move(request.user, report, Action.REOPEN):
        raise PermissionDenied
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _report_page(request, pk, reopen_form=form)
    reason = form.cleaned_data["reason"]
    return _moved(
        request,
        report,
        lambda: services.reopen_report(report, by=request.user, at=timezone.now(), reason=reason),
        _("The report is open again. The approved figures stay until the new ones are approved."),
        typed=reason,
    )


def _moved(request, report, move, done: str, typed: str = ""):
    """Make one move and say what came of it; a reason that was `typed` in vain is given back."""
    try:
        move()
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
        if typed:
            messages.warning(request, _("You had written: %(text)s") % {"text": typed})
    else:
        messages.success(request, done)
    return redirect(report)
