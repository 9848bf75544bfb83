"""My quarter: an institution's own form, one page for each activity."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activities import queries, services
from activities.answers import AnswersRefused
from activities.forms import ActivityForm, IndicatorForm
from activities.permissions import can_fill
from activities.rollup.schedule import Quarter
from activities.workflow import TransitionNotAllowed
from institutions.models import Institution
from priorities.models import Plan, ReportingPeriod


def _own_institution(request) -> Institution:
    """The institution whose form the signed-in person may fill. Raises PermissionDenied."""
    institution = request.user.institution
    if institution is None or not can_fill(request.user, institution.pk):
        raise PermissionDenied
    return institution


def _period(request, code: str) -> ReportingPeriod:
    """The quarter `2025Q4` of the current plan. A quarter that is not over is not found."""
    today = timezone.localdate()
    plan = Plan.objects.visible_to(request.user).current(today)
    try:
        year, quarter = Quarter.parse(code)
    except ValueError:
        raise Http404 from None
    periods = ReportingPeriod.objects.visible_to(request.user).ended(today)
    return get_object_or_404(periods, plan=plan, year=year, quarter=quarter)


def _tasks(request, institution: Institution, period: ReportingPeriod) -> list:
    """The activities of the form; not found where the institution has nothing to report."""
    tasks = queries.form_tasks(viewer=request.user, institution=institution, period=period)
    if not tasks:
        raise Http404
    return tasks


@require_GET
def my_quarter(request):
    """What is due, what came back and why, and how far each draft is."""
    institution = _own_institution(request)
    today = timezone.localdate()
    plan = Plan.objects.visible_to(request.user).current(today)
    if plan is None:
        raise Http404
    rows = queries.own_reports(viewer=request.user, institution=institution, plan=plan, today=today)
    context = {
        "institution": institution,
        "section": "quarter",
        "open_rows": [row for row in rows if row.needs_work],
        "rows": rows,
        "today": today,
    }
    return render(request, "activities/my_quarter.html", context)


@require_GET
def form(request, period):
    """The first activity of the form."""
    institution = _own_institution(request)
    period = _period(request, period)
    tasks = _tasks(request, institution, period)
    return redirect("activities:form_activity", period.code, tasks[0].code)


@require_http_methods(["GET", "POST"])
def form_activity(request, period, code):
    """One activity of the form: its indicators and a short text. Saving keeps all of it, or nothing."""
    institution = _own_institution(request)
    period = _period(request, period)
    page = queries.form_page(viewer=request.user, institution=institution, period=period, code=code)
    if page is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    activity_form = ActivityForm(posted, activity_id=page.activity.pk, initial=page.activity_initial)
    boxes = [
        (facts, IndicatorForm(posted, indicator=facts.indicator, initial=facts.initial))
        for facts in page.indicators
    ]
    forms = [activity_form, *(box for _facts, box in boxes)]
    are_valid = [each.is_valid() for each in forms]  # asks each of them, so that every error is shown
    if posted is not None and all(are_valid):
        saved = _save(request, institution, period, activity_form, [box for _facts, box in boxes])
        if saved:
            return _after_saving(request, period, page)
    context = {
        "institution": institution,
        "period": period,
        "section": "quarter",
        "page": page,
        "activity_form": activity_form,
        "boxes": boxes,
        "forms": forms,
    }
    status = 200 if posted is None else 422
    return render(request, "activities/form_activity.html", context, status=status)


def _save(request, institution, period, activity_form, indicator_forms) -> bool:
    """Keep the answers of one page. False, with a message, where that is not possible now."""
    try:
        report = services.open_report(institution, period, by=request.user)
        services.save_draft(
            report,
            activities=[activity_form.answer()],
            indicators=[form.answer() for form in indicator_forms],
            by=request.user,
        )
    except (TransitionNotAllowed, AnswersRefused) as error:
        messages.error(request, str(error))
        return False
    return True


def _after_saving(request, period, page):
    if "check" in request.POST:
        return redirect("activities:check", period.code)
    now = timezone.localtime()
    messages.success(request, _("Saved %(time)s.") % {"time": now.strftime("%H:%M")})
    code = page.next_code if "next" in request.POST and page.next_code else page.activity.code
    return redirect("activities:form_activity", period.code, code)


@require_GET
def check(request, period):
    """What is complete and what is still empty, before the report is sent."""
    institution = _own_institution(request)
    period = _period(request, period)
    tasks = _tasks(request, institution, period)
    context = {
        "institution": institution,
        "period": period,
        "section": "quarter",
        "tasks": tasks,
        "empty": [(task, name) for task in tasks for name in task.empty],
        "report": queries.own_report(viewer=request.user, institution=institution, period=period),
    }
    return render(request, "activities/check.html", context)


@require_POST
def submit(request, period):
    """Send the report to the secretariat."""
    institution = _own_institution(request)
    period = _period(request, period)
    _tasks(request, institution, period)
    report = services.open_report(institution, period, by=request.user)
    try:
        services.submit_report(
            report,
            by=request.user,
            at=timezone.now(),
            although_incomplete=request.POST.get("although_incomplete") == "yes",
        )
    except services.ReportIncomplete as error:
        advice = _("%(error)s Fill them, or say below that you send it all the same.")
        messages.error(request, advice % {"error": error})
        return redirect("activities:check", period.code)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
        return redirect("activities:check", period.code)
    messages.success(request, _("The report was sent to the secretariat. You can read it here at any time."))
    return redirect(report)
